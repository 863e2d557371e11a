#include "kraken/protocol/base64.h"

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::uint8_t> Bytes(std::string_view text) { return {text.begin(), text.end()}; }

struct Pair {
  std::string_view plain;
  std::string_view encoded;
};

void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.plain; }

class Base64Vectors : public ::testing::TestWithParam<Pair> {};

TEST_P(Base64Vectors, Encode) {
  EXPECT_EQ(EncodeBase64(Bytes(GetParam().plain)), GetParam().encoded);
}

TEST_P(Base64Vectors, Decode) {
  EXPECT_THAT(DecodeBase64(GetParam().encoded), HoldsValue(Bytes(GetParam().plain)));
}

// RFC 4648 §10.
INSTANTIATE_TEST_SUITE_P(Rfc4648, Base64Vectors,
                         ::testing::Values(Pair{"", ""}, Pair{"f", "Zg=="}, Pair{"fo", "Zm8="},
                                           Pair{"foo", "Zm9v"}, Pair{"foob", "Zm9vYg=="},
                                           Pair{"fooba", "Zm9vYmE="}, Pair{"foobar", "Zm9vYmFy"}),
                         [](const auto& test) {
                           return test.param.plain.empty() ? std::string("Empty")
                                                           : std::string(test.param.plain);
                         });

TEST(Base64, UsesPlusAndSlashForTheLastTwoLetters) {
  const std::vector<std::uint8_t> bytes = {0xfb, 0xef, 0xff};
  EXPECT_EQ(EncodeBase64(bytes), "++//");
  EXPECT_THAT(DecodeBase64("++//"), HoldsValue(bytes));
}

TEST(Base64, ReturnsEveryByteAtEveryLengthUnchanged) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_THAT(DecodeBase64(EncodeBase64(bytes)), HoldsValue(bytes));
    bytes.push_back(static_cast<std::uint8_t>(i * 7));
  }
}

TEST(Base64, DecodesAMebibyte) {
  const std::vector<std::uint8_t> bytes(1 << 20, 0xa5);
  EXPECT_THAT(DecodeBase64(EncodeBase64(bytes)), HoldsValue(bytes));
}

struct BadText {
  std::string_view name;
  std::string_view text;
  std::string_view message;  // All that follows "not standard base64: ".
};

void PrintTo(const BadText& bad, std::ostream* out) { *out << bad.name; }

class Base64Refuses : public ::testing::TestWithParam<BadText> {};

TEST_P(Base64Refuses, AndSaysWhatAndWhere) {
  EXPECT_THAT(
      DecodeBase64(GetParam().text),
      FailsWith(ErrorKind::kMalformed, "not standard base64: " + std::string(GetParam().message)));
}

constexpr std::string_view kWithNul("Zm9\0", 4);

INSTANTIATE_TEST_SUITE_P(
    Texts, Base64Refuses,
    ::testing::Values(
        BadText{"UrlSafeMinus", "Zm9vYm-y",
                "character 7 is '-', which URL-safe base64 uses; standard base64 has '+' in its "
                "place"},
        BadText{"UrlSafeUnderscore", "_m9v",
                "character 1 is '_', which URL-safe base64 uses; standard base64 has '/' in its "
                "place"},
        BadText{"Blank", "Zm9v Zm9", "character 5 is a blank; remove it"},
        BadText{"Tab", "\tZm9", "character 1 is a tab; remove it"},
        BadText{"LineEnd", "Zm9v\n", "character 5 is a line end; remove it"},
        BadText{"CarriageReturn", "Zm9v\r\n", "character 5 is a carriage return; remove it"},
        BadText{"Nul", kWithNul, "character 4 is a NUL byte; remove it"},
        BadText{"Quote", "\"Zm9v\"", "character 1 is a quotation mark; remove it"},
        BadText{"OtherLetter", "Zm9%", "character 4 is '%', which base64 does not use"},
        BadText{"ControlByte", "Zm\x01v",
                "character 3 is the byte 0x01, which base64 does not use"},
        BadText{"NotAscii", "Zm\xc3\xa9",
                "character 3 is the byte 0xc3, which base64 does not use"},
        BadText{"PaddingInside",
                "Zg==Zg==", "character 3 is '=', which may only stand at the end, at most twice"},
        BadText{"PaddingTooLong",
                "Z===", "character 2 is '=', which may only stand at the end, at most twice"},
        BadText{"NothingButPadding",
                "====", "character 1 is '=', which may only stand at the end, at most twice"},
        BadText{"PaddingMissing", "Zg",
                "its length is 2, not a multiple of 4: the padding ('=') at its end is not "
                "complete"},
        BadText{"PaddingHalf", "Zg=",
                "its length is 3, not a multiple of 4: the padding ('=') at its end is not "
                "complete"},
        BadText{"CutShort", "Zm9vY", "its length is 5, which no base64 has; it was cut"},
        BadText{"TwoUnusedBits", "Zm9=",
                "character 3 carries bits that belong to no byte; the end was cut or altered"},
        BadText{"FourUnusedBits", "Zh==",
                "character 2 carries bits that belong to no byte; the end was cut or altered"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Base64, RefusesEveryEndingWithUnusedBitsSet) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int accepted = 0;
  for (char letter : kLetters) {
    if (DecodeBase64(std::string("A") + letter + "==").has_value()) ++accepted;
  }
  EXPECT_EQ(accepted, 4);  // One letter for each value of the two bits that count.
}

TEST(Base64, ErrorsQuoteNothingButTheOffendingCharacter) {
  const Result<std::vector<std::uint8_t>> decoded = DecodeBase64("c2VjcmV0c2VjcmV0-c2VjcmV0");
  EXPECT_THAT(decoded, FailsWith(ErrorKind::kMalformed,
                                 AllOf(HasSubstr("character 17"), Not(HasSubstr("c2V")))));
}

TEST(Hex, IsLowerCaseWithTwoDigitsAByte) {
  EXPECT_EQ(EncodeHex(std::vector<std::uint8_t>{0x00, 0x0f, 0xab, 0xff}), "000fabff");
  EXPECT_EQ(EncodeHex({}), "");
}

}  // namespace
}  // namespace kraken
