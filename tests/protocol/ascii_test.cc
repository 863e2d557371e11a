#include "kraken/protocol/ascii.h"

#include <string_view>

#include <gtest/gtest.h>

namespace kraken {
namespace {

TEST(Ascii, KnowsItsDigitsAndLettersToTheirEdges) {
  for (int code = -128; code < 128; ++code) {
    const char c = static_cast<char>(code);
    const auto is_one_of = [c](std::string_view set) {
      return set.find(c) != std::string_view::npos;
    };
    EXPECT_EQ(IsDigit(c), is_one_of("0123456789")) << code;
    EXPECT_EQ(IsLetter(c), is_one_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        << code;
  }
}

TEST(Ascii, LowersLettersAndNothingElse) {
  EXPECT_EQ(ToLower('A'), 'a');
  EXPECT_EQ(ToLower('Z'), 'z');
  for (const char c : {'a', 'z', '@', '[', '{', '0', '\xc4', '\0'}) EXPECT_EQ(ToLower(c), c);
}

TEST(Ascii, ComparesIgnoringCase) {
  EXPECT_TRUE(EqualIgnoringCase("API-Sign", "api-SIGN"));
  EXPECT_TRUE(EqualIgnoringCase("", ""));
  EXPECT_FALSE(EqualIgnoringCase("API-Sign", "API-Sig"));
  EXPECT_FALSE(EqualIgnoringCase("API-Key", "API_Key"));
  EXPECT_FALSE(EqualIgnoringCase("\xc3\x84", "\xc3\xa4")) << "Ä and ä: no ASCII";
}

TEST(Ascii, TrimsBlanksAndTabulatorsAround) {
  EXPECT_EQ(TrimBlanks(" \t a b\t "), "a b");
  EXPECT_EQ(TrimBlanks("a"), "a");
  EXPECT_EQ(TrimBlanks(" \t"), "");
  EXPECT_EQ(TrimBlanks(""), "");
  EXPECT_EQ(TrimBlanks("\n a\r"), "\n a\r") << "line ends are no blanks";
}

}  // namespace
}  // namespace kraken
