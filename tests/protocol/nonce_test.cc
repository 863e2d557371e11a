#include "kraken/protocol/nonce.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using std::chrono::microseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Nonce kGreatest = std::numeric_limits<Nonce>::max();

// --- ParseNonce ---

TEST(ParseNonce, TakesDecimalDigits) {
  EXPECT_THAT(ParseNonce("1616492376594"), HoldsValue(1'616'492'376'594U));
  EXPECT_THAT(ParseNonce("0"), HoldsValue(0U));
  EXPECT_THAT(ParseNonce("18446744073709551615"), HoldsValue(kGreatest));
}

TEST(ParseNonce, LeadingZerosDoNotMakeItLessOfAnInteger) {
  EXPECT_THAT(ParseNonce("007"), HoldsValue(7U));
  EXPECT_THAT(ParseNonce(std::string(60, '0') + "5"), HoldsValue(5U));
}

struct BadNonce {
  std::string_view text;
  std::string_view fault;
};

constexpr auto kBadNonces =
    std::to_array<BadNonce>({{"", "empty"},
                             {" 1", "blank"},
                             {"1 ", "blank"},
                             {"1\n", "blank"},
                             {"-1", "never negative"},
                             {"+1", "sign"},
                             {"1.5", "decimal point"},
                             {"1616492376594.0", "decimal point"},
                             {".5", "decimal point"},
                             {"1e5", "exponent"},
                             {"1E+12", "exponent"},
                             {"18446744073709551616", "2^64-1"},
                             {"184467440737095516150", "2^64-1"},
                             {"999999999999999999999999999999", "2^64-1"},
                             {"abc", "other than digits"},
                             {"e5", "other than digits"},
                             {"0x1f", "other than digits"},
                             {"1,000", "other than digits"},
                             {"1-", "other than digits"},
                             {"\"1\"", "other than digits"},
                             {std::string_view("1\0", 2), "other than digits"},
                             {"\xd9\xa1", "ASCII"},
                             {"1\xef\xbc\x91", "ASCII"}});

TEST(ParseNonce, SaysWhichRuleWasBroken) {
  for (const BadNonce& bad : kBadNonces) {
    SCOPED_TRACE(bad.text);
    EXPECT_THAT(ParseNonce(bad.text),
                FailsWith(ErrorKind::kMalformed, AllOf(HasSubstr(std::string(bad.fault)),
                                                       HasSubstr("decimal digits only"))));
  }
}

TEST(ParseNonce, QuotesTheTextButNeverAllOfALongOne) {
  EXPECT_THAT(ParseNonce("12x"), FailsWith(ErrorKind::kMalformed, HasSubstr("\"12x\"")));
  EXPECT_THAT(ParseNonce(std::string(1'000'000, 'x')),
              FailsWith(ErrorKind::kMalformed, Not(HasSubstr(std::string(100, 'x')))));
}

// --- NonceWindow ---

TEST(NonceWindow, AcceptsAnythingFirst) {
  for (Nonce first : {Nonce{0}, Nonce{1}, Nonce{1'616'492'376'594}, kGreatest}) {
    NonceWindow window;
    EXPECT_TRUE(window.unused());
    const NonceWindow::Verdict verdict = window.Accept(first);
    EXPECT_TRUE(verdict.accepted);
    EXPECT_TRUE(verdict.first);
    EXPECT_EQ(window.last(), first);
    EXPECT_FALSE(window.unused());
  }
}

TEST(NonceWindow, AcceptsARisingRowWithGaps) {
  NonceWindow window;
  for (Nonce nonce : {Nonce{0}, Nonce{1}, Nonce{2}, Nonce{1000}, kGreatest}) {
    EXPECT_TRUE(window.Accept(nonce).accepted) << nonce;
  }
}

TEST(NonceWindow, RejectsANonceEqualToTheLast) {
  NonceWindow window;
  window.Accept(5);
  const NonceWindow::Verdict verdict = window.Accept(5);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_FALSE(verdict.first);
  EXPECT_EQ(verdict.last, 5U);
}

TEST(NonceWindow, RejectsANonceBelowTheLast) {
  NonceWindow window;
  window.Accept(5);
  EXPECT_FALSE(window.Accept(4).accepted);
  EXPECT_FALSE(window.Accept(0).accepted);
  EXPECT_TRUE(window.Accept(6).accepted);
}

TEST(NonceWindow, ARejectedNonceChangesNothing) {
  NonceWindow window;
  window.Accept(100);
  window.Accept(50);
  EXPECT_EQ(window.last(), 100U);
  EXPECT_TRUE(window.Accept(101).accepted);
}

TEST(NonceWindow, TellsTheLastNonceFromBeforeTheCall) {
  NonceWindow window;
  window.Accept(5);
  EXPECT_EQ(window.Accept(9).last, 5U);
  EXPECT_EQ(window.Accept(10).last, 9U);
}

TEST(NonceWindow, CheckJudgesWithoutRecording) {
  NonceWindow window;
  EXPECT_TRUE(window.Check(5).accepted);
  EXPECT_TRUE(window.unused());
  window.Accept(5);
  EXPECT_TRUE(window.Check(6).accepted);
  EXPECT_TRUE(window.Check(6).accepted);
  EXPECT_FALSE(window.Check(5).accepted);
  EXPECT_EQ(window.last(), 5U);
}

TEST(NonceWindow, ToleratesWhatIsGreaterThanLastMinusWidth) {
  NonceWindow window(10);
  window.Accept(100);
  EXPECT_TRUE(window.Check(91).accepted);
  EXPECT_FALSE(window.Check(90).accepted);
  EXPECT_FALSE(window.Check(89).accepted);
}

TEST(NonceWindow, AToleratedNonceDoesNotLowerTheLast) {
  NonceWindow window(10);
  window.Accept(100);
  EXPECT_TRUE(window.Accept(95).accepted);
  EXPECT_EQ(window.last(), 100U);
  EXPECT_FALSE(window.Check(90).accepted);
}

TEST(NonceWindow, AWidthOfOneToleratesNothingBelowTheLast) {
  NonceWindow window(1);
  window.Accept(5);
  EXPECT_FALSE(window.Accept(4).accepted);
  EXPECT_TRUE(window.Accept(5).seen_before);
}

TEST(NonceWindow, WhereItRemembersNoNonceComesTwice) {
  NonceWindow window(10, true);
  window.Accept(100);
  window.Accept(95);
  for (Nonce used : {Nonce{95}, Nonce{100}}) {
    const NonceWindow::Verdict again = window.Accept(used);
    EXPECT_FALSE(again.accepted) << used;
    EXPECT_TRUE(again.seen_before) << used;
  }
  EXPECT_TRUE(window.Accept(96).accepted);
}

TEST(NonceWindow, WhereItForgetsANonceMayComeAgain) {
  NonceWindow window(10, false);
  window.Accept(100);
  EXPECT_TRUE(window.Accept(95).accepted);
  EXPECT_TRUE(window.Accept(95).accepted);
  EXPECT_TRUE(window.Accept(100).accepted);
  EXPECT_FALSE(window.Accept(95).seen_before);
  EXPECT_FALSE(window.Accept(90).accepted);
}

TEST(NonceWindow, ANonceThatLeftTheWindowIsTooLowRatherThanSeen) {
  NonceWindow window(10);
  window.Accept(100);
  window.Accept(200);
  const NonceWindow::Verdict verdict = window.Accept(100);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_FALSE(verdict.seen_before);
}

TEST(NonceWindow, NothingWrapsAtEitherEnd) {
  NonceWindow low(10);
  low.Accept(3);
  EXPECT_TRUE(low.Accept(0).accepted);
  EXPECT_FALSE(low.Accept(0).accepted);

  NonceWindow high(10);
  high.Accept(kGreatest);
  EXPECT_FALSE(high.Accept(0).accepted);
  EXPECT_TRUE(high.Accept(kGreatest - 9).accepted);
  EXPECT_FALSE(high.Accept(kGreatest - 10).accepted);

  NonceWindow widest(kGreatest);
  widest.Accept(kGreatest);
  EXPECT_TRUE(widest.Accept(1).accepted);
  EXPECT_FALSE(widest.Accept(0).accepted);
}

TEST(NonceWindow, ForceLastActsAsIfThatNonceHadBeenAccepted) {
  NonceWindow window;
  window.ForceLast(1000);
  EXPECT_FALSE(window.unused());
  EXPECT_EQ(window.last(), 1000U);
  EXPECT_FALSE(window.Accept(1000).accepted);
  EXPECT_FALSE(window.Accept(999).accepted);
  EXPECT_TRUE(window.Accept(1001).accepted);
}

TEST(NonceWindow, ForceLastInsideAWindowMarksThatNonceAsUsed) {
  NonceWindow window(10);
  window.Accept(1);
  window.ForceLast(1000);
  EXPECT_TRUE(window.Accept(1000).seen_before);
  EXPECT_TRUE(window.Accept(995).accepted);
  EXPECT_FALSE(window.Accept(990).accepted);
}

TEST(NonceWindow, ForceLastMayGoBackAndForgetsWhatLiesAbove) {
  NonceWindow window(10);
  window.Accept(95);
  window.Accept(100);
  window.ForceLast(97);
  EXPECT_EQ(window.last(), 97U);
  EXPECT_TRUE(window.Accept(95).seen_before);
  EXPECT_TRUE(window.Accept(100).accepted);
  EXPECT_TRUE(window.Accept(96).accepted);
}

// The same rules, said the simple way: every nonce ever accepted is kept.
class RememberingEverything final {
 public:
  explicit RememberingEverything(std::uint64_t width) : width_(width) {}

  bool Accept(Nonce nonce) {
    const bool accepted = used_.empty() || nonce > *used_.rbegin() ||
                          (nonce + width_ > *used_.rbegin() && !used_.contains(nonce));
    if (accepted) used_.insert(nonce);
    return accepted;
  }

 private:
  std::uint64_t width_;
  std::set<Nonce> used_;
};

TEST(NonceWindow, AgreesWithAWindowThatRemembersEverything) {
  std::mt19937_64 random(20'261'122);
  for (std::uint64_t width : {0U, 1U, 2U, 7U, 50U, 1000U}) {
    NonceWindow window(width);
    RememberingEverything model(width);
    Nonce centre = 0;
    for (int i = 0; i < 5000; ++i) {
      centre += random() % 3;
      const Nonce nonce = centre + random() % 40;
      ASSERT_EQ(window.Accept(nonce).accepted, model.Accept(nonce))
          << "width " << width << ", nonce " << nonce;
    }
  }
}

// --- NonceSource ---

WallTime At(std::int64_t micros) { return WallTime(microseconds(micros)); }

TEST(NonceSource, CountsMicrosecondsOfTheClock) {
  NonceSource source;
  EXPECT_EQ(source.Next(At(1'616'492'376'594'123)), 1'616'492'376'594'123U);
  EXPECT_EQ(source.Next(At(1'616'492'376'594'124) + Duration(999)), 1'616'492'376'594'124U);
}

TEST(NonceSource, RisesWhileTheClockStandsStill) {
  NonceSource source;
  EXPECT_EQ(source.Next(At(1000)), 1000U);
  EXPECT_EQ(source.Next(At(1000)), 1001U);
  EXPECT_EQ(source.Next(At(1000)), 1002U);
}

TEST(NonceSource, RisesWhileTheClockGoesBack) {
  NonceSource source;
  EXPECT_EQ(source.Next(At(1000)), 1000U);
  EXPECT_EQ(source.Next(At(10)), 1001U);
  EXPECT_EQ(source.Next(At(-5)), 1002U);
  EXPECT_EQ(source.Next(At(2000)), 2000U);
}

TEST(NonceSource, ContinuesAboveItsFloor) {
  NonceSource source(5000);
  EXPECT_EQ(source.Next(At(1000)), 5001U);
  EXPECT_EQ(source.Next(At(6000)), 6000U);
}

TEST(NonceSource, BeforeNineteenSeventyItCountsFromOne) {
  NonceSource source;
  EXPECT_EQ(source.Next(WallTime::min()), 1U);
  EXPECT_EQ(source.Next(At(-1)), 2U);
}

TEST(NonceSource, ThrowsRatherThanWrapAround) {
  NonceSource source(kGreatest - 1);
  EXPECT_EQ(source.Next(At(1)), kGreatest);
  EXPECT_THROW(source.Next(At(1)), std::overflow_error);
}

TEST(NonceSource, RisesForEveryThreadAndRepeatsForNone) {
  constexpr int kThreads = 4;
  constexpr int kEach = 5000;
  NonceSource source;
  std::vector<std::vector<Nonce>> drawn(kThreads);
  {
    std::vector<std::jthread> threads;
    for (std::vector<Nonce>& mine : drawn) {
      threads.emplace_back([&source, &mine] {
        for (int i = 0; i < kEach; ++i) mine.push_back(source.Next(At(kEach - i)));
      });
    }
  }
  std::set<Nonce> all;
  for (const std::vector<Nonce>& mine : drawn) {
    EXPECT_EQ(std::ranges::adjacent_find(mine, std::greater_equal{}), mine.end());
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), std::size_t{kThreads} * kEach);
}

}  // namespace
}  // namespace kraken
