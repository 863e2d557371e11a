#include "kraken/protocol/nearest_name.h"

#include <array>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken {
namespace {

constexpr auto kKnown =
    std::to_array<std::string_view>({"endpoint", "nth", "every", "times", "params", "probability"});

TEST(NearestName, FindsTheNameDespiteOneSlip) {
  EXPECT_EQ(NearestName("endpiont", kKnown), "endpoint");   // Swapped.
  EXPECT_EQ(NearestName("endpont", kKnown), "endpoint");    // Left out.
  EXPECT_EQ(NearestName("eendpoint", kKnown), "endpoint");  // Doubled.
  EXPECT_EQ(NearestName("endqoint", kKnown), "endpoint");   // Replaced.
}

TEST(NearestName, IgnoresCase) {
  EXPECT_EQ(NearestName("ENDPOINT", kKnown), "endpoint");
  EXPECT_EQ(NearestName("Tmies", kKnown), "times");
}

TEST(NearestName, CountsASwapOfNeighboursAsOneSlip) {
  EXPECT_EQ(NearestName("nht", kKnown), "nth");
  EXPECT_EQ(NearestName("htn", kKnown), "");  // Two swaps are too many for three letters.
}

TEST(NearestName, AllowsAThirdOfTheLengthAndNoMore) {
  EXPECT_EQ(NearestName("probabxxx", kKnown), "");  // 5 of 9: "ility" is missing.
  EXPECT_EQ(NearestName("probabily", kKnown), "probability");
  EXPECT_EQ(NearestName("abcdef", std::to_array<std::string_view>({"abcdxy"})), "abcdxy");
  EXPECT_EQ(NearestName("abcdef", std::to_array<std::string_view>({"abcxyz"})), "");
}

TEST(NearestName, PrefersTheNearestAndAmongEqualsTheFirst) {
  constexpr auto kNames = std::to_array<std::string_view>({"pricex", "price2", "price"});
  EXPECT_EQ(NearestName("price2", kNames), "price2");
  EXPECT_EQ(NearestName("price1", kNames), "pricex");
}

TEST(NearestName, ReturnsTheNameItselfWhereItIsKnown) {
  EXPECT_EQ(NearestName("every", kKnown), "every");
}

TEST(NearestName, GuessesNothingForWhatSharesNoLetter) {
  EXPECT_EQ(NearestName("a", std::to_array<std::string_view>({"b", "ab"})), "ab");
  EXPECT_EQ(NearestName("a", std::to_array<std::string_view>({"b"})), "");
  EXPECT_EQ(NearestName("", std::to_array<std::string_view>({"b"})), "");
  EXPECT_EQ(NearestName("", kKnown), "");
  EXPECT_EQ(NearestName("anything", {}), "");
}

TEST(NearestName, PassesOverAMebibyteOfName) {
  EXPECT_EQ(NearestName(std::string(1 << 20, 'e'), kKnown), "");
}

TEST(DidYouMean, NamesTheNearest) {
  EXPECT_EQ(DidYouMean("tmies", kKnown), "; did you mean \"times\"?");
}

TEST(DidYouMean, ListsAllWhereNothingIsNear) {
  EXPECT_EQ(DidYouMean("colour", kKnown),
            "; known: endpoint, nth, every, times, params, probability");
  EXPECT_EQ(DidYouMean("x", std::to_array<std::string_view>({"only"})), "; known: only");
}

TEST(DidYouMean, SaysNothingWhereNothingIsKnown) { EXPECT_EQ(DidYouMean("x", {}), ""); }

}  // namespace
}  // namespace kraken
