// Stopping while clients hold on to everything they can, and what is left behind: nothing.
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "tests/wire/listener_harness.h"

namespace kraken::mock {
namespace {

using ::testing::IsEmpty;

class ListenerStop : public ListenerHarness {};

std::size_t OpenDescriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// As many descriptors as this process may have, until the end of the test.
class DescriptorLimit final {
 public:
  explicit DescriptorLimit(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit changed{.rlim_cur = std::min(most, before_.rlim_max),
                         .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &changed);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit before_{};
};

// Takes every descriptor that is left.
class AllDescriptors final {
 public:
  AllDescriptors() {
    for (int copy = ::dup(0); copy >= 0; copy = ::dup(0)) copies_.push_back(copy);
  }
  ~AllDescriptors() {
    while (!copies_.empty()) GiveOne();
  }
  AllDescriptors(const AllDescriptors&) = delete;
  AllDescriptors& operator=(const AllDescriptors&) = delete;

  void GiveOne() {
    ::close(copies_.back());
    copies_.pop_back();
  }

 private:
  std::vector<int> copies_;
};

TEST_F(ListenerStop, StopsAtOnceAndTwice) {
  listener_->Stop();
  listener_->Stop();
}

TEST_F(ListenerStop, StopsFromManyThreads) {
  RawClient client(port());
  client.Ask(Get("/"));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([this] { listener_->Stop(); });
}

TEST_F(ListenerStop, StartsAndStopsOverAndOver) {
  for (int i = 0; i < 100; ++i) Listen({});
}

TEST_F(ListenerStop, ClosesIdleConnections) {
  RawClient fresh(port());
  RawClient used(port());
  used.Ask(Get("/"));
  listener_->Stop();
  EXPECT_THAT(fresh.ReadToEnd(), IsEmpty());
  EXPECT_THAT(used.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerStop, ClosesHalfRequests) {
  std::deque<RawClient> clients;
  for (const std::string& bytes : {std::string("G"), Post("/", "12345").substr(0, 58),
                                   ChunkedPost("/"), ChunkedPost("/") + "5\r\n12"}) {
    clients.emplace_back(port()).Send(bytes);
  }
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  listener_->Stop();
  for (RawClient& client : clients) EXPECT_THAT(client.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerStop, EndsDelays) {
  Answer([](const HttpRequest&) { return Reply{.delivery = {.delay = std::chrono::hours(1)}}; });
  RawClient client(port());
  client.Send(Get("/"));
  ASSERT_TRUE(clock_.AwaitWaiters(1));
  listener_->Stop();
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->ended, SentEnd::kClosed);
  EXPECT_EQ(sent->bytes, 0U);
}

TEST_F(ListenerStop, EndsRepliesThatNobodyReads) {
  const std::size_t size = 16U << 20U;
  Answer([](const HttpRequest&) { return Reply{.body = std::string(size, 'a')}; });
  RawClient client(port());
  client.Send(Get("/"));
  ASSERT_EQ(client.Read(true).status, 200);  // The head: the server is in the midst of it.
  listener_->Stop();
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->ended, SentEnd::kClosed);
  EXPECT_LT(sent->bytes, size);
}

TEST_F(ListenerStop, EndsTheWaitForClientsThatDoNotLeave) {
  RawClient refused(port());
  refused.Ask("bad\r\n");
  RawClient closing(port());
  closing.Ask("GET / HTTP/1.0\r\n\r\n");
  listener_->Stop();
}

TEST_F(ListenerStop, TurnsAwayWhoWaitsAtTheDoor) {
  Answer([](const HttpRequest&) { return Reply{.delivery = {.delay = std::chrono::hours(1)}}; });
  Listen({.max_connections = 1});
  RawClient inside(port());
  inside.Send(Get("/"));
  ASSERT_TRUE(clock_.AwaitWaiters(1));
  RawClient outside(port());
  outside.Send(Get("/"));
  listener_->Stop();
  EXPECT_THAT(outside.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerStop, StopsBusyConnections) {
  // They connect here: a thread that runs late would find no listener any more.
  std::deque<RawClient> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(port());
  std::vector<std::jthread> threads;
  for (RawClient& client : clients) {
    threads.emplace_back([&client] {
      while (client.Ask(Get("/")).status == 200) {
      }
    });
  }
  for (std::uint64_t i = 1; i <= 100; ++i) EXPECT_TRUE(responder_->AwaitSent(i));
  listener_->Stop();
}

TEST_F(ListenerStop, ServesTheLiveAmongManyIdle) {
  const DescriptorLimit limit(4'096);
  std::deque<RawClient> idle;
  for (int i = 0; i < 500; ++i) idle.emplace_back(port());
  RawClient live(port());
  for (int i = 0; i < 20; ++i) ASSERT_EQ(live.Ask(Get("/")).status, 200);
  EXPECT_EQ(idle.front().Ask(Get("/")).status, 200);
  EXPECT_EQ(idle.back().Ask(Get("/")).status, 200);
}

TEST_F(ListenerStop, LeavesNoDescriptorBehind) {
  listener_.reset();
  const std::size_t before = OpenDescriptors();
  for (int i = 0; i < 5; ++i) {
    Listen({.max_body = 10'000, .max_connections = 4});
    std::deque<RawClient> clients;
    for (const std::string& bytes :
         {Get("/"), std::string("GET"), std::string("bad\r\n"), std::string(),
          std::string("GET / HTTP/1.0\r\n\r\n"), Post("/", std::string(100'000, 'a')), Get("/")}) {
      clients.emplace_back(port()).Send(bytes);
    }
    EXPECT_EQ(clients.back().Read().status, 200);
    listener_.reset();
  }
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST_F(ListenerStop, LeavesNoDescriptorOfAPortItCannotHave) {
  FakeResponder responder;
  const std::size_t before = OpenDescriptors();
  EXPECT_THROW(Listener({.port = port()}, responder, clock_), std::runtime_error);
  EXPECT_EQ(OpenDescriptors(), before);
}

TEST_F(ListenerStop, AcceptsAgainOnceThereAreDescriptors) {
  ASSERT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  const DescriptorLimit limit(OpenDescriptors() + 20);
  AllDescriptors taken;
  taken.GiveOne();
  RawClient client(port());  // Has the last one: the server has none to accept it on.
  client.Send(Get("/"));
  taken.GiveOne();
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ListenerStop, StopsWithoutDescriptors) {
  Listener& listener = *listener_;
  const DescriptorLimit limit(OpenDescriptors() + 20);
  AllDescriptors taken;
  taken.GiveOne();
  const RawClient client(port());
  // Not through `this`: to check its type, clang's sanitizer would need a descriptor too.
  listener.Stop();
}

}  // namespace
}  // namespace kraken::mock
