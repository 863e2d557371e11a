#include "mock_server/src/wire/connection_table.h"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <latch>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace kraken::mock {
namespace {

using State = ConnectionTable::State;

// The far end of a connection whose near end is in a table.
class FarEnd final {
 public:
  FarEnd() { ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()); }
  ~FarEnd() { Leave(); }
  FarEnd(const FarEnd&) = delete;
  FarEnd& operator=(const FarEnd&) = delete;

  int near() const { return ends_[1]; }
  void Leave() {
    if (ends_[0] >= 0) ::close(std::exchange(ends_[0], -1));
  }
  void Send() const { ::send(ends_[0], "x", 1, MSG_NOSIGNAL); }
  bool SeesTheEnd() const {
    char byte = 0;
    return ::recv(ends_[0], &byte, 1, MSG_DONTWAIT) == 0;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(ConnectionTable, NumbersConnectionsFromOne) {
  ConnectionTable table(2);
  const FarEnd a;
  const FarEnd b;
  const ConnectionTable::Handle first = *table.Admit(a.near());
  const ConnectionTable::Handle second = *table.Admit(b.near());
  EXPECT_EQ(first->number, 1U);
  EXPECT_EQ(second->number, 2U);
  table.Release(first);
  table.Release(second);
}

TEST(ConnectionTable, ClosesTheSocketOnRelease) {
  ConnectionTable table(1);
  const FarEnd far;
  const ConnectionTable::Handle connection = *table.Admit(far.near());
  EXPECT_FALSE(far.SeesTheEnd());
  table.Release(connection);
  EXPECT_TRUE(far.SeesTheEnd());
}

TEST(ConnectionTable, EndsDelaysThatHaveBegunAndThoseThatAreAboutTo) {
  ConnectionTable table(3);
  const FarEnd delays;
  const FarEnd decides;
  const FarEnd idles;
  const ConnectionTable::Handle delaying = *table.Admit(delays.near());
  const ConnectionTable::Handle deciding = *table.Admit(decides.near());
  const ConnectionTable::Handle idle = *table.Admit(idles.near());
  const std::uint64_t before = table.delays_ended();
  EXPECT_TRUE(table.BeginDelay(delaying, before));
  EXPECT_TRUE(table.Become(idle, State::kIdle));

  table.EndDelays();
  EXPECT_TRUE(delays.SeesTheEnd());
  EXPECT_FALSE(decides.SeesTheEnd());
  EXPECT_FALSE(idles.SeesTheEnd());
  EXPECT_FALSE(table.BeginDelay(deciding, before)) << "it was decided before";
  EXPECT_TRUE(decides.SeesTheEnd());
  EXPECT_TRUE(table.BeginDelay(idle, table.delays_ended())) << "its request came after that";
  for (const auto& connection : {delaying, deciding, idle}) table.Release(connection);
}

// Three connections in a table that is full, and a fourth at the door.
class FullTable : public ::testing::Test {
 protected:
  FullTable() {
    for (const FarEnd& far : far_) connections_.push_back(table_.Admit(far.near()));
  }

  // Waits until one has been told to go, lets it go, and sees the newcomer in.
  void LetNewcomerIn(std::size_t expected_to_go) {
    std::thread newcomer([this] { admitted_ = table_.Admit(new_far_.near()); });
    std::latch told(1);
    const std::stop_callback on_told((*connections_[expected_to_go])->leave.get_token(),
                                     [&told] { told.count_down(); });
    told.wait();
    EXPECT_FALSE(table_.Become(*connections_[expected_to_go], State::kDeciding));
    Release(expected_to_go);
    newcomer.join();
    EXPECT_TRUE(admitted_.has_value());
  }

  void Release(std::size_t index) {
    table_.Release(*std::exchange(connections_[index], std::nullopt));
  }

  void TearDown() override {
    for (const auto& connection : connections_) {
      if (connection) table_.Release(*connection);
    }
    if (admitted_) table_.Release(*admitted_);
  }

  ConnectionTable table_{3};
  std::array<FarEnd, 3> far_;
  std::vector<std::optional<ConnectionTable::Handle>> connections_;
  FarEnd new_far_;
  std::optional<ConnectionTable::Handle> admitted_;
};

TEST_F(FullTable, EvictsTheLongestIdle) {
  for (const std::size_t index : {1U, 0U, 2U}) table_.Become(*connections_[index], State::kIdle);
  LetNewcomerIn(1);
  EXPECT_FALSE(far_[0].SeesTheEnd());
  EXPECT_FALSE(far_[2].SeesTheEnd());
}

TEST_F(FullTable, CountsIdlenessFromTheLastRequest) {
  for (const std::size_t index : {0U, 1U, 2U}) table_.Become(*connections_[index], State::kIdle);
  EXPECT_TRUE(table_.Become(*connections_[0], State::kDeciding));
  table_.Become(*connections_[0], State::kIdle);
  LetNewcomerIn(1);
}

TEST_F(FullTable, SparesTheBusy) {
  table_.Become(*connections_[2], State::kIdle);
  LetNewcomerIn(2);
}

TEST_F(FullTable, SparesAConnectionWhoseRequestHasCome) {
  table_.Become(*connections_[0], State::kIdle);
  table_.Become(*connections_[1], State::kIdle);
  far_[0].Send();
  LetNewcomerIn(1);
}

TEST_F(FullTable, EvictsADelayThatNobodyWaitsForAnyMore) {
  for (const std::size_t index : {0U, 1U}) table_.Become(*connections_[index], State::kDelaying);
  table_.Become(*connections_[2], State::kReceiving);
  far_[1].Leave();
  LetNewcomerIn(1);
}

TEST_F(FullTable, NoticesAClientThatLeavesWhileTheNewcomerWaits) {
  for (const std::size_t index : {0U, 1U, 2U}) {
    table_.Become(*connections_[index], State::kDelaying);
  }
  std::thread later([this] { far_[2].Leave(); });
  LetNewcomerIn(2);
  later.join();
}

TEST_F(FullTable, EvictsTheLongestUnfinishedRequestWhereNobodyIsIdle) {
  for (const std::size_t index : {2U, 0U}) table_.Become(*connections_[index], State::kReceiving);
  table_.Become(*connections_[1], State::kDelaying);
  LetNewcomerIn(2);
}

TEST_F(FullTable, SendsOneAwayWhereThereIsLessRoomThanHoped) {
  for (const std::size_t index : {0U, 1U}) table_.Become(*connections_[index], State::kIdle);
  table_.Limit(2);
  EXPECT_TRUE(far_[0].SeesTheEnd());
  Release(0);
  LetNewcomerIn(1);
}

TEST_F(FullTable, LetsTheNewcomerWaitForTheFirstToBecomeIdle) {
  std::thread later([this] { table_.Become(*connections_[1], State::kIdle); });
  LetNewcomerIn(1);
  later.join();
}

TEST_F(FullTable, LetsTheNewcomerInWhenOneLeaves) {
  std::thread newcomer([this] { admitted_ = table_.Admit(new_far_.near()); });
  Release(0);
  newcomer.join();
  EXPECT_TRUE(admitted_.has_value());
}

TEST_F(FullTable, TurnsTheNewcomerAwayAtTheEnd) {
  std::thread newcomer([this] { admitted_ = table_.Admit(new_far_.near()); });
  table_.CloseAll();
  newcomer.join();
  EXPECT_FALSE(admitted_.has_value());
  EXPECT_TRUE(new_far_.SeesTheEnd());
}

TEST_F(FullTable, ShutsAllDown) {
  table_.CloseAll();
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    EXPECT_TRUE(far_[i].SeesTheEnd()) << i;
    EXPECT_FALSE(table_.Become(*connections_[i], State::kDeciding)) << i;
  }
}

}  // namespace
}  // namespace kraken::mock
