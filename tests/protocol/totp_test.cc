#include "kraken/protocol/totp.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::IsOk;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

// The "12345678901234567890" of both RFCs.
constexpr std::string_view kRfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

TotpSecret TotpSecretOf(std::string_view base32) { return TotpSecret::FromBase32(base32).value(); }

std::string DecodedBase32(std::string_view base32) {
  const Result<TotpSecret> secret = TotpSecret::FromBase32(base32);
  if (!secret) return secret.error().message;
  return {secret->bytes().begin(), secret->bytes().end()};
}

WallTime UnixTime(std::int64_t unix_seconds) { return WallTime(seconds(unix_seconds)); }

// --- The secret ---

// RFC 4648 §10, but for the empty text.
TEST(TotpSecret, IsReadFromBase32) {
  EXPECT_EQ(DecodedBase32("MY======"), "f");
  EXPECT_EQ(DecodedBase32("MZXQ===="), "fo");
  EXPECT_EQ(DecodedBase32("MZXW6==="), "foo");
  EXPECT_EQ(DecodedBase32("MZXW6YQ="), "foob");
  EXPECT_EQ(DecodedBase32("MZXW6YTB"), "fooba");
  EXPECT_EQ(DecodedBase32("MZXW6YTBOI======"), "foobar");
}

TEST(TotpSecret, KnowsEveryLetter) {
  EXPECT_EQ(DecodedBase32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            std::string_view("\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf"
                             "\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf",
                             20));
}

TEST(TotpSecret, NeedsNoPadding) {
  EXPECT_EQ(DecodedBase32("MY"), "f");
  EXPECT_EQ(DecodedBase32("MZXW6YTBOI"), "foobar");
}

TEST(TotpSecret, IsTakenAsPeopleCopyIt) {
  EXPECT_EQ(DecodedBase32("mzxw6ytb"), "fooba");
  EXPECT_EQ(DecodedBase32("MZxw 6Ytb\toi"), "foobar");
  EXPECT_EQ(DecodedBase32("mzxw-6ytb-oi"), "foobar");
  EXPECT_EQ(DecodedBase32(" mzxw6ytboi\r\n"), "foobar");
  EXPECT_EQ(DecodedBase32("mzxw 6ytb oi== ====\n"), "foobar");
}

// As apps do; a secret made up by a person seldom ends in whole bytes.
TEST(TotpSecret, DropsTheBitsThatMakeNoByte) {
  EXPECT_EQ(DecodedBase32("MZ"), "f");
  EXPECT_EQ(DecodedBase32("MZXW6Z7"), DecodedBase32("MZXW6ZY"));
}

struct BadTotpSecret {
  std::string_view name;
  std::string_view text;
  std::string_view message;  // All that follows "the TOTP secret ".
};

void PrintTo(const BadTotpSecret& bad, std::ostream* out) { *out << bad.name; }

class TotpSecretRefuses : public ::testing::TestWithParam<BadTotpSecret> {};

TEST_P(TotpSecretRefuses, AndNamesTheMistake) {
  EXPECT_THAT(
      TotpSecret::FromBase32(GetParam().text),
      FailsWith(ErrorKind::kMalformed, "the TOTP secret " + std::string(GetParam().message)));
}

constexpr std::string_view kEmptyTotpSecret =
    "is empty; give it in base32, as it was shown beside the QR code";

INSTANTIATE_TEST_SUITE_P(
    Texts, TotpSecretRefuses,
    ::testing::Values(
        BadTotpSecret{"Empty", "", kEmptyTotpSecret},
        BadTotpSecret{"Blank", " \n", kEmptyTotpSecret},
        BadTotpSecret{"NothingButPadding", "==", kEmptyTotpSecret},
        BadTotpSecret{"OtpauthAddress", "otpauth://totp/Kraken:me?secret=MZXW6YTB&issuer=Kraken",
                      "is a whole otpauth address; give what follows \"secret=\" in it"},
        BadTotpSecret{"Password", "287 224",
                      "looks like a one-time password; give the secret that passwords are made "
                      "from"},
        BadTotpSecret{"PasswordOfBase32Digits", "234567",
                      "looks like a one-time password; give the secret that passwords are made "
                      "from"},
        BadTotpSecret{"Zero", "MZXW0YTB",
                      "is not base32: character 5 is '0', which base32 does not have (its digits "
                      "are 2 to 7); the letter O may be meant"},
        BadTotpSecret{"One", "1ZXW6YTB",
                      "is not base32: character 1 is '1', which base32 does not have (its digits "
                      "are 2 to 7); I or L may be meant"},
        BadTotpSecret{"Eight", "MZXW 6YT8",
                      "is not base32: character 9 is '8', which base32 does not have (its digits "
                      "are 2 to 7); the letter B may be meant"},
        BadTotpSecret{"Nine", "9ZXW6YTB",
                      "is not base32: character 1 is '9', which base32 does not have (its digits "
                      "are 2 to 7)"},
        BadTotpSecret{"Base64", "mZxw/+tB",
                      "is not base32: character 5 is '/', which base64 uses; give the secret in "
                      "base32"},
        BadTotpSecret{"Quoted", "'MZXW6YTB'",
                      "is not base32: character 1 is a quotation mark; remove it"},
        BadTotpSecret{"Sign", "MZXW6YT!",
                      "is not base32: character 8 is '!', which base32 does not use"},
        BadTotpSecret{"NoBreakSpace", "MZXW\xc2\xa0YTB",
                      "is not base32: character 5 is the byte 0xc2, which base32 does not use"},
        BadTotpSecret{"Nul", std::string_view("MZ\0W6YTB", 8),
                      "is not base32: character 3 is the byte 0x00, which base32 does not use"},
        BadTotpSecret{"PaddingInside", "MY====== MY",
                      "is not base32: character 3 is '=', which may only stand at the end"},
        BadTotpSecret{"OneLetter", "M",
                      "is not base32: its length in letters is 1, which no base32 has; it was cut"},
        BadTotpSecret{"ThreeLetters", "MZX",
                      "is not base32: its length in letters is 3, which no base32 has; it was cut"},
        BadTotpSecret{
            "SixBehindEight", "MZXW-6YTB-OIXW-6Y",
            "is not base32: its length in letters is 14, which no base32 has; it was cut"},
        BadTotpSecret{"PaddingShort", "MY=====",
                      "is not base32: the padding ('=') at its end is not complete; it may be left "
                      "out"},
        BadTotpSecret{"PaddingLong", "MZXW6YTB=",
                      "is not base32: the padding ('=') at its end is longer than it should be; it "
                      "may be left out"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(TotpSecret, ErrorsNeverQuoteIt) {
  for (std::size_t at = 0; at < kRfcSecret.size(); ++at) {
    std::string broken(kRfcSecret);
    broken[at] = '!';
    const Result<TotpSecret> secret = TotpSecret::FromBase32(broken);
    ASSERT_THAT(secret, Not(IsOk()));
    for (std::size_t i = 0; i + 4 <= broken.size(); ++i) {
      EXPECT_THAT(secret.error().message, Not(HasSubstr(broken.substr(i, 4))));
    }
  }
}

template <typename T>
concept TotpStreamable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(TotpSecret, CannotBeStreamed) {
  EXPECT_TRUE(TotpStreamable<std::string>);
  EXPECT_FALSE(TotpStreamable<TotpSecret>);
}

TEST(TotpSecret, ShowsNothingOfItselfInTestFailures) {
  EXPECT_EQ(::testing::PrintToString(TotpSecretOf("MZXW6YTB")), "<TOTP secret>");
  EXPECT_EQ(::testing::PrintToString(TotpSecret::FromBase32("MZXW6YTB")), "ok, <TOTP secret>");
}

TEST(TotpSecret, ComparesByItsBytes) {
  EXPECT_TRUE(TotpSecretOf("MZXW6YTB") == TotpSecretOf("mzxw 6ytb"));
  EXPECT_FALSE(TotpSecretOf("MZXW6YTB") == TotpSecretOf("MZXW6YTA"));
}

// --- The password ---

// RFC 4226 appendix D: the counter is that of the step.
TEST(TotpAt, AgreesWithTheVectorsOfRfc4226) {
  constexpr auto kPasswords =
      std::to_array<std::string_view>({"755224", "287082", "359152", "969429", "338314", "254676",
                                       "287922", "162583", "399871", "520489"});
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  for (std::size_t i = 0; i < kPasswords.size(); ++i) {
    EXPECT_EQ(TotpAt(secret, WallTime(kTotpStep * i)), kPasswords[i]) << i;
  }
}

// RFC 6238 appendix B, SHA1: the last six of its eight digits. Its last row is in the year 2603,
// which no WallTime reaches.
TEST(TotpAt, AgreesWithTheVectorsOfRfc6238) {
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  EXPECT_EQ(TotpAt(secret, UnixTime(59)), "287082");
  EXPECT_EQ(TotpAt(secret, UnixTime(1'111'111'109)), "081804");
  EXPECT_EQ(TotpAt(secret, UnixTime(1'111'111'111)), "050471");
  EXPECT_EQ(TotpAt(secret, UnixTime(1'234'567'890)), "005924");
  EXPECT_EQ(TotpAt(secret, UnixTime(2'000'000'000)), "279037");
}

TEST(TotpAt, IsTheSameThroughoutAStep) {
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  EXPECT_EQ(TotpAt(secret, UnixTime(60) - Duration(1)), TotpAt(secret, UnixTime(30)));
  EXPECT_NE(TotpAt(secret, UnixTime(60)), TotpAt(secret, UnixTime(30)));
}

TEST(TotpAt, TakesSecretsLongerThanABlockOfTheHash) {
  // Computed with Python's hmac: 100 zero bytes, step 1.
  EXPECT_EQ(TotpAt(TotpSecretOf(std::string(160, 'A')), UnixTime(30)), "582441");
}

TEST(TotpAt, RefusesASecretThatWasMovedFrom) {
  TotpSecret secret = TotpSecretOf(kRfcSecret);
  const TotpSecret moved = std::move(secret);
  EXPECT_EQ(TotpAt(moved, UnixTime(59)), "287082");
  EXPECT_THROW(TotpAt(secret, UnixTime(59)), std::logic_error);  // NOLINT(bugprone-use-after-move)
}

TEST(TotpMatches, TakesTheStepAndItsNeighboursOnly) {
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  const WallTime begin = UnixTime(1'111'111'110);
  const WallTime end = begin + kTotpStep - Duration(1);
  for (const WallTime now : {begin, begin + seconds(7), end}) {
    EXPECT_FALSE(TotpMatches(secret, TotpAt(secret, begin - 2 * kTotpStep), now));
    EXPECT_TRUE(TotpMatches(secret, TotpAt(secret, begin - kTotpStep), now));
    EXPECT_TRUE(TotpMatches(secret, TotpAt(secret, begin), now));
    EXPECT_TRUE(TotpMatches(secret, TotpAt(secret, begin + kTotpStep), now));
    EXPECT_FALSE(TotpMatches(secret, TotpAt(secret, begin + 2 * kTotpStep), now));
  }
}

TEST(TotpMatches, RefusesWhatIsNotTheSixDigits) {
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  const WallTime now = UnixTime(1'234'567'890);
  ASSERT_TRUE(TotpMatches(secret, "005924", now));
  for (const std::string_view code :
       {"", "5924", "00592", "0059240", "89005924", " 005924", "005 924", "005925", "105924"}) {
    EXPECT_FALSE(TotpMatches(secret, code, now)) << code;
  }
}

TEST(TotpMatches, RefusesThePasswordOfAnotherSecret) {
  EXPECT_FALSE(TotpMatches(TotpSecretOf("MZXW6YTB"), "005924", UnixTime(1'234'567'890)));
}

// At the first step the one before it is none that anybody's clock is in.
TEST(TotpMatches, WorksFromTheFirstStepOn) {
  const TotpSecret secret = TotpSecretOf(kRfcSecret);
  EXPECT_TRUE(TotpMatches(secret, "755224", UnixTime(0)));
  EXPECT_TRUE(TotpMatches(secret, "287082", UnixTime(0)));
  EXPECT_FALSE(TotpMatches(secret, "359152", UnixTime(0)));
  EXPECT_TRUE(TotpMatches(secret, "755224", UnixTime(-1)));
}

}  // namespace
}  // namespace kraken
