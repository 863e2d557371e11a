#include "kraken/mock/quirks.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/options.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::HoldsValue;
using ::kraken::gtest::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Quirks, AreSetByNameAndValue) {
  Quirks quirks;
  EXPECT_EQ(quirks.public_post, PublicPost::kRefused);
  EXPECT_THAT(SetQuirk(quirks, "public-post=accepted"), IsOk());
  EXPECT_EQ(quirks.public_post, PublicPost::kAccepted);
  EXPECT_THAT(SetQuirk(quirks, "public-post=405"), IsOk());
  EXPECT_EQ(quirks.public_post, PublicPost::kRefused);
}

TEST(Quirks, NameTheNearestForAnUnknownOne) {
  Quirks quirks;
  EXPECT_THAT(SetQuirk(quirks, "public-pots=405"),
              FailsWith(ErrorKind::kUsage,
                        R"(no quirk is called "public-pots"; did you mean "public-post"?)"));
}

TEST(Quirks, NameTheValuesThatOneTakes) {
  Quirks quirks;
  EXPECT_THAT(SetQuirk(quirks, "public-post=yes"),
              FailsWith(ErrorKind::kUsage, AllOf(HasSubstr("405"), HasSubstr("accepted"))));
  EXPECT_EQ(quirks.public_post, PublicPost::kRefused);
}

TEST(Quirks, WantAValue) {
  Quirks quirks;
  for (const char* text : {"public-post", "public-post="}) {
    EXPECT_THAT(SetQuirk(quirks, text), FailsWith(ErrorKind::kUsage, HasSubstr("public-post")));
  }
  EXPECT_THAT(SetQuirk(quirks, ""), FailsWith(ErrorKind::kUsage, HasSubstr("public-post")));
}

TEST(Quirks, HaveAFullRowEach) {
  ASSERT_THAT(KnownQuirks(), Not(IsEmpty()));
  for (const QuirkInfo& quirk : KnownQuirks()) {
    EXPECT_GE(quirk.values.size(), quirk.is_number() ? 1U : 2U) << quirk.name;
    EXPECT_THAT(quirk.about, Not(IsEmpty())) << quirk.name;
    EXPECT_THAT(quirk.standing, Not(IsEmpty())) << quirk.name;
    EXPECT_THAT(quirk.source, Not(IsEmpty())) << quirk.name;
  }
}

TEST(Quirks, TakeEveryValueOfTheirRow) {
  for (const QuirkInfo& quirk : KnownQuirks()) {
    for (const std::string_view value : quirk.values) {
      Quirks quirks;
      EXPECT_THAT(SetQuirk(quirks, std::string(quirk.name) + "=" + std::string(value)), IsOk());
    }
  }
}

TEST(Quirks, MayBeNumbers) {
  Quirks quirks;
  EXPECT_THAT(SetQuirk(quirks, "lockout-after=3"), IsOk());
  EXPECT_EQ(quirks.lockout_after, 3U);
  EXPECT_THAT(SetQuirk(quirks, "lockout-s=60"), IsOk());
  EXPECT_EQ(quirks.lockout, std::chrono::minutes(1));
  for (const char* text : {"lockout-after=0", "lockout-after=", "lockout-after=-1",
                           "lockout-after=3x", "lockout-after=1000001"}) {
    EXPECT_THAT(SetQuirk(quirks, text),
                FailsWith(ErrorKind::kUsage, HasSubstr("a whole number from 1 to 1000000")))
        << text;
  }
  EXPECT_EQ(quirks.lockout_after, 3U);
}

// The table's first value is what a server without quirks does.
TEST(Quirks, HaveTheDefaultFirst) {
  const std::map<std::string_view, std::string_view> defaults = {
      {"bad-signature", "invalid-signature"},
      {"error-result", "absent"},
      {"public-post", "405"},
      {"private-get", "405"},
      {"body-405", "json"},
      {"malformed-json", "invalid-arguments"},
      {"batch-form", "refused"},
      {"refused-nonce", "consumed"},
      {"nonce-window-remembers", "yes"},
      {"limiter", "before-permission"},
      {"refused-cost", "counted"},
      {"ledger-cost", "2"},
      {"concurrent-calls", "100"},
      {"throttled-space", "yes"},
      {"lockout-after", "4"},
      {"lockout-s", "900"},
      {"trade-volume-keys", "minfee"},
      {"key-info-keys", "apiKeyName"},
      {"batch-close", "beside"},
      {"closed-order", "unknown"},
      {"cl-ord-id", "ascii"}};
  std::map<std::string_view, std::string_view> found;
  for (const QuirkInfo& quirk : KnownQuirks()) {
    found[quirk.name] = quirk.values.front();
    Quirks quirks;
    const std::string text = std::string(quirk.name) + "=" + std::string(quirk.values.front());
    ASSERT_THAT(SetQuirk(quirks, text), IsOk());
    EXPECT_EQ(quirks, Quirks{}) << text;
  }
  EXPECT_EQ(found, defaults);
}

TEST(RateLimitsOption, IsParsedFromItsNames) {
  EXPECT_THAT(ParseRateLimits("off"), HoldsValue(RateLimits::kOff));
  EXPECT_THAT(ParseRateLimits("kraken"), HoldsValue(RateLimits::kKraken));
  EXPECT_THAT(ParseRateLimits("article"), HoldsValue(RateLimits::kArticle));
  EXPECT_THAT(ParseRateLimits("kracken"),
              FailsWith(ErrorKind::kUsage, HasSubstr(R"(did you mean "kraken"?)")));
}

TEST(SystemStatusOption, GoesByKrakensNames) {
  for (const char* name : {"online", "maintenance", "cancel_only", "post_only", "limit_only"}) {
    const Result<SystemStatus> status = ParseSystemStatus(name);
    ASSERT_THAT(status, IsOk());
    EXPECT_EQ(ToString(*status), name);
  }
  EXPECT_EQ(ToString(SystemStatus::kLimitOnly), "limit_only");
  EXPECT_THAT(ParseSystemStatus("cancel-only"),
              FailsWith(ErrorKind::kUsage, HasSubstr(R"(did you mean "cancel_only"?)")));
}

}  // namespace
}  // namespace kraken::mock
