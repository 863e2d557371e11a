#include "kraken/protocol/permission.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr PermissionSet kTrader{Permission::kModifyTrades, Permission::kQueryOpenTrades};

TEST(PermissionSet, HoldsWhatWasPutIn) {
  EXPECT_TRUE(kTrader.Has(Permission::kModifyTrades));
  EXPECT_TRUE(kTrader.Has(Permission::kQueryOpenTrades));
  EXPECT_FALSE(kTrader.Has(Permission::kCloseTrades));
  EXPECT_FALSE(kTrader.empty());
  EXPECT_TRUE(PermissionSet().empty());
}

TEST(PermissionSet, ComparesWithOtherSets) {
  const PermissionSet either{Permission::kModifyTrades, Permission::kCloseTrades};
  EXPECT_TRUE(kTrader.HasAny(either));
  EXPECT_FALSE(kTrader.HasAll(either));
  EXPECT_TRUE(PermissionSet::All().HasAll(either));
  EXPECT_TRUE(kTrader.HasAll({}));
  EXPECT_FALSE(kTrader.HasAny({}));
}

TEST(PermissionSet, NamesComeInTheOrderOfTheEnumeration) {
  EXPECT_THAT(kTrader.Names(), ElementsAre("query-open-trades", "modify-trades"));
  EXPECT_THAT(PermissionSet().Names(), IsEmpty());
  EXPECT_THAT(PermissionSet::All().Names(), ElementsAreArray(kPermissionNames));
}

TEST(PermissionSet, ToStringListsTheNames) {
  EXPECT_EQ(kTrader.ToString(), "query-open-trades, modify-trades");
  EXPECT_EQ(PermissionSet{Permission::kEarnFunds}.ToString(), "earn-funds");
  EXPECT_EQ(PermissionSet().ToString(), "none");
}

TEST(PermissionSet, EveryPermissionIsABitOfItsOwn) {
  const std::set<std::string_view> names(kPermissionNames.begin(), kPermissionNames.end());
  EXPECT_EQ(names.size(), kPermissionNames.size());
  PermissionSet all;
  for (std::size_t i = 0; i < kPermissionNames.size(); ++i) {
    EXPECT_FALSE(all.Has(static_cast<Permission>(i))) << kPermissionNames[i];
    all.Add(static_cast<Permission>(i));
  }
  EXPECT_EQ(all, PermissionSet::All());
}

TEST(PermissionRule, AllOfNeedsEveryOne) {
  const PermissionRule rule{.all_of = {Permission::kModifyTrades, Permission::kCloseTrades}};
  EXPECT_TRUE(rule.Allows(PermissionSet::All()));
  EXPECT_FALSE(rule.Allows({Permission::kModifyTrades}));
  EXPECT_FALSE(rule.Allows({}));
}

TEST(PermissionRule, AnyOfNeedsOne) {
  const PermissionRule rule{.any_of = {Permission::kModifyTrades, Permission::kCloseTrades}};
  EXPECT_TRUE(rule.Allows({Permission::kModifyTrades}));
  EXPECT_TRUE(rule.Allows({Permission::kCloseTrades}));
  EXPECT_FALSE(rule.Allows({Permission::kQueryFunds}));
  EXPECT_FALSE(rule.Allows({}));
}

TEST(PermissionRule, BothPartsCountTogether) {
  const PermissionRule rule{.all_of = {Permission::kQueryFunds},
                            .any_of = {Permission::kAddFunds, Permission::kEarnFunds}};
  EXPECT_TRUE(rule.Allows({Permission::kQueryFunds, Permission::kEarnFunds}));
  EXPECT_FALSE(rule.Allows({Permission::kQueryFunds}));
  EXPECT_FALSE(rule.Allows({Permission::kEarnFunds}));
}

TEST(PermissionRule, AnEmptyRuleAllowsEverybody) {
  EXPECT_TRUE(PermissionRule{}.Allows({}));
  EXPECT_TRUE(PermissionRule{}.Allows(kTrader));
}

TEST(PermissionRule, ToStringReadsAsASentence) {
  const PermissionSet both{Permission::kModifyTrades, Permission::kCloseTrades};
  EXPECT_EQ(PermissionRule{}.ToString(), "none");
  EXPECT_EQ(PermissionRule{.all_of = {Permission::kQueryFunds}}.ToString(), "query-funds");
  EXPECT_EQ(PermissionRule{.all_of = both}.ToString(), "modify-trades and close-trades");
  EXPECT_EQ(PermissionRule{.any_of = both}.ToString(), "modify-trades or close-trades");
  EXPECT_EQ((PermissionRule{.all_of = {Permission::kQueryFunds}, .any_of = both}).ToString(),
            "query-funds and (modify-trades or close-trades)");
  EXPECT_EQ(
      (PermissionRule{.all_of = {Permission::kQueryFunds}, .any_of = {Permission::kQueryLedger}})
          .ToString(),
      "query-funds and query-ledger");
}

TEST(ParsePermission, KnowsEveryName) {
  for (std::size_t i = 0; i < kPermissionNames.size(); ++i) {
    EXPECT_THAT(ParsePermission(kPermissionNames[i]), HoldsValue(static_cast<Permission>(i)));
  }
}

TEST(ParsePermission, SuggestsTheNearestName) {
  EXPECT_THAT(ParsePermission("query-fund"),
              FailsWith(ErrorKind::kMalformed, AllOf(HasSubstr("\"query-fund\""),
                                                     HasSubstr("did you mean \"query-funds\"?"))));
}

TEST(ParsePermission, ListsAllNamesWhereNoneIsNear) {
  const Result<Permission> result = ParsePermission("xyz");
  ASSERT_THAT(result, FailsWith(ErrorKind::kMalformed, Not(HasSubstr("did you mean"))));
  for (std::string_view name : kPermissionNames) {
    EXPECT_THAT(result.error().message, HasSubstr(std::string(name)));
  }
}

TEST(ParsePermission, RefusesWhatOnlyResemblesAName) {
  for (std::string_view name : {"", "Query-Funds", " query-funds", "query-funds ", "query_funds"}) {
    EXPECT_THAT(ParsePermission(name), FailsWith(ErrorKind::kMalformed, HasSubstr("unknown")))
        << name;
  }
}

}  // namespace
}  // namespace kraken
