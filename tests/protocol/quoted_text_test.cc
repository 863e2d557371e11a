#include "protocol/src/quoted_text.h"

#include <string>

#include <gtest/gtest.h>

namespace kraken {
namespace {

TEST(QuotedText, LeavesPlainTextAsItIs) {
  EXPECT_EQ(Quoted("query-funds"), "\"query-funds\"");
  EXPECT_EQ(Quoted(""), "\"\"");
}

TEST(QuotedText, EscapesQuotesAndBackslashes) { EXPECT_EQ(Quoted("a\"b\\c"), R"("a\"b\\c")"); }

TEST(QuotedText, EscapesWhatIsNotPrintableAscii) {
  EXPECT_EQ(Quoted("1\n2\t\x7f"), R"("1\x0a2\x09\x7f")");
  EXPECT_EQ(Quoted("\xd9\xa1"), R"("\xd9\xa1")");
  EXPECT_EQ(Quoted(std::string_view("\0x", 2)), R"("\x00x")");
}

TEST(QuotedText, CutsLongText) {
  EXPECT_EQ(Quoted(std::string(40, 'a')), "\"" + std::string(40, 'a') + "\"");
  EXPECT_EQ(Quoted(std::string(41, 'a')), "\"" + std::string(40, 'a') + "...\"");
}

}  // namespace
}  // namespace kraken
