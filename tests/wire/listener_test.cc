#include "mock_server/src/wire/listener.h"

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "tests/wire/listener_harness.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ListenerTest : public ListenerHarness {};

TEST_F(ListenerTest, HandsOverTheBytesOfARequest) {
  RawClient client(port());
  client.Ask(
      "POST /0/private/Balance?a=%2B&b HTTP/1.1\r\nHOST: h\r\napi-KEY:  k%2B \r\nEmpty:\r\n"
      "Content-Length: 9\r\n\r\nnonce=%31");
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  const HttpRequest request = responder_->requests()[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/0/private/Balance?a=%2B&b");
  EXPECT_THAT(request.headers, ElementsAre(Header{"HOST", "h"}, Header{"api-KEY", "k%2B"},
                                           Header{"Empty", ""}, Header{"Content-Length", "9"}));
  EXPECT_EQ(request.body, "nonce=%31");
  EXPECT_EQ(request.peer, "127.0.0.1");
  EXPECT_EQ(request.connection, 1U);
}

TEST_F(ListenerTest, SendsTheReply) {
  Answer([](const HttpRequest&) {
    return Reply{.status = 418, .headers = {{"X-A", "b"}}, .content_type = "a/b", .body = "short"};
  });
  RawClient client(port());
  const RawReply reply = client.Ask(Get("/"));
  EXPECT_EQ(reply.head,
            "HTTP/1.1 418 I'm a teapot\r\nContent-Type: a/b\r\nContent-Length: 5\r\n"
            "Connection: keep-alive\r\nX-A: b\r\n\r\n");
  EXPECT_EQ(reply.body, "short");
}

TEST_F(ListenerTest, KeepsTheConnectionForManyRequests) {
  RawClient client(port());
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(client.Ask(Post("/", std::to_string(i))).body, std::to_string(i));
  }
  for (const HttpRequest& request : responder_->requests()) EXPECT_EQ(request.connection, 1U);
}

TEST_F(ListenerTest, KeepsTheConnectionAfterErrors) {
  Answer([](const HttpRequest&) { return Reply{.status = 503}; });
  RawClient client(port());
  EXPECT_EQ(client.Ask(Get("/")).status, 503);
  EXPECT_EQ(client.Ask(Get("/")).status, 503);
}

TEST_F(ListenerTest, NumbersConnectionsInTheirOrder) {
  std::array<RawClient, 3> clients{RawClient(port()), RawClient(port()), RawClient(port())};
  for (std::size_t i = clients.size(); i-- > 0;) clients.at(i).Ask(Get("/"));
  const std::vector<HttpRequest> requests = responder_->requests();
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[0].connection, 3U);
  EXPECT_EQ(requests[1].connection, 2U);
  EXPECT_EQ(requests[2].connection, 1U);
}

TEST_F(ListenerTest, AnswersPipelinedRequestsInOrder) {
  RawClient client(port());
  client.Send(Post("/", "one") + ChunkedPost("/") + "3\r\ntwo\r\n0\r\n\r\n" + Post("/", "three"));
  EXPECT_EQ(client.Read().body, "one");
  EXPECT_EQ(client.Read().body, "two");
  EXPECT_EQ(client.Read().body, "three");
}

TEST_F(ListenerTest, TakesARequestByteByByte) {
  RawClient client(port());
  for (const std::string& bytes :
       {Post("/", "nonce=1"), ChunkedPost("/") + "7\r\nnonce=1\r\n0\r\n\r\n"}) {
    for (const char& byte : bytes) ASSERT_TRUE(client.Send({&byte, 1}));
    EXPECT_EQ(client.Read().body, "nonce=1");
  }
}

TEST_F(ListenerTest, TakesABodyOfTheLimitAndNotOneByteMore) {
  RawClient client(port());
  const std::string body(kMaxBody, 'a');
  EXPECT_EQ(client.Ask(Post("/", body)).body, body);
  EXPECT_EQ(client.Ask(Post("/", body + "a")).status, 413);
  EXPECT_THAT(responder_->requests(), SizeIs(1));
}

TEST_F(ListenerTest, TakesTheLimitFromItsOptions) {
  Listen({.max_body = 2});
  RawClient client(port());
  EXPECT_EQ(client.Ask(Post("/", "12")).status, 200);
  EXPECT_EQ(client.Ask(Post("/", "123")).status, 413);
}

TEST_F(ListenerTest, GivesHeadNoBody) {
  Answer([](const HttpRequest& request) { return Reply{.body = "of " + request.method}; });
  RawClient client(port());
  client.Send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + Get("/"));
  EXPECT_THAT(client.Read(true).head, HasSubstr("\r\nContent-Length: 7\r\n"));
  EXPECT_EQ(client.Read().body, "of GET");
}

TEST_F(ListenerTest, HandsOverEveryMethod) {
  RawClient client(port());
  for (const std::string method : {"OPTIONS", "PATCH", "TRACE", "BREW", "get"}) {
    EXPECT_EQ(client.Ask(method + " / HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    EXPECT_EQ(responder_->requests().back().method, method);
  }
}

TEST_F(ListenerTest, TakesAbsoluteTargets) {
  RawClient client(port());
  client.Ask("GET http://api.kraken.com/0/public/Time HTTP/1.1\r\nHost: api.kraken.com\r\n\r\n");
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  EXPECT_EQ(responder_->requests()[0].target, "/0/public/Time");
}

TEST_F(ListenerTest, ClosesAfterHttp10) {
  RawClient client(port());
  client.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.ReadToEnd(),
              AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("Connection: close")));
}

TEST_F(ListenerTest, KeepsHttp10WhereAsked) {
  RawClient client(port());
  const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_THAT(client.Ask(request).head, HasSubstr("Connection: keep-alive"));
  EXPECT_EQ(client.Ask(request).status, 200);
}

TEST_F(ListenerTest, ClosesWhereAsked) {
  RawClient client(port());
  client.Send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + Get("/never"));
  EXPECT_THAT(client.ReadToEnd(),
              AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("Connection: close")));
  EXPECT_THAT(responder_->requests(), SizeIs(1));
}

TEST_F(ListenerTest, AnswersAClientThatHasEndedSending) {
  RawClient client(port());
  client.Send(Post("/", "last"));
  client.EndSending();
  EXPECT_THAT(client.ReadToEnd(), HasSubstr("\r\n\r\nlast"));
}

TEST_F(ListenerTest, AsksForTheBodyThatWaits) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  RawClient client(port());
  client.Send(head);
  EXPECT_EQ(client.Read().head, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.Ask("hi").body, "hi");
}

TEST_F(ListenerTest, RefusesABodyBeforeItIsSent) {
  RawClient client(port());
  client.Send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n"
      "\r\n");
  EXPECT_EQ(client.Read().status, 413);
}

TEST_F(ListenerTest, OutlivesClientsThatLeaveInTheMiddle) {
  for (const std::string& bytes :
       {std::string(), std::string("GET /"), Post("/", "12345").substr(0, 58),
        ChunkedPost("/") + "5\r\n12", Post("/", "whole")}) {
    RawClient(port()).Send(bytes);
    RawClient client(port());
    client.Send(bytes);
    client.Reset();
  }
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
}

TEST_F(ListenerTest, NotesWhenAndHowMuchWasSent) {
  RawClient client(port());
  const RawReply reply = client.Ask(Post("/", "hello"));
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->bytes, reply.head.size() + reply.body.size());
  EXPECT_EQ(sent->ended, SentEnd::kComplete);
  EXPECT_GT(sent->t_accept, 0);
  EXPECT_LE(sent->t_accept, sent->t_in_first);
  EXPECT_LE(sent->t_in_first, sent->t_in_last);
  EXPECT_LE(sent->t_in_last, sent->t_decided);
  EXPECT_LE(sent->t_decided, sent->t_out_first);
  EXPECT_LE(sent->t_out_first, sent->t_out_last);
}

TEST_F(ListenerTest, NotesTheSpanInWhichARequestCame) {
  RawClient client(port());
  client.Ask(Get("/"));
  const std::string bytes = Post("/", "12");
  client.Send(bytes.substr(0, bytes.size() - 2));
  // By the time that the first is answered, the server has waited for the second in vain.
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  EXPECT_EQ(client.Ask("12").status, 200);
  const std::optional<SentNote> first = responder_->AwaitSent(1);
  const std::optional<SentNote> second = responder_->AwaitSent(3);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->t_accept, second->t_accept);
  EXPECT_LE(first->t_out_last, second->t_in_first);
}

TEST_F(ListenerTest, NotesAClientThatIsGone) {
  // More than the buffers between the two can hold.
  Answer([](const HttpRequest&) { return Reply{.body = std::string(16U << 20U, 'a')}; });
  {
    RawClient client(port());
    client.Send(Get("/"));
    client.Reset();
  }
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->ended, SentEnd::kPeerClosed);
  EXPECT_LT(sent->bytes, 16U << 20U);
}

TEST_F(ListenerTest, TellsOfConnectionsThatComeAndGo) {
  const RawClient stays(port());
  RawClient leaves(port());
  EXPECT_TRUE(responder_->AwaitConnections(2, 0));
  leaves.Reset();
  EXPECT_TRUE(responder_->AwaitConnections(2, 1));
  listener_->Stop();
  EXPECT_TRUE(responder_->AwaitConnections(2, 2));
}

TEST_F(ListenerTest, DelaysTheReplyOnItsClock) {
  Answer([](const HttpRequest&) { return Reply{.delivery = {.delay = std::chrono::seconds(2)}}; });
  RawClient client(port());
  client.Send(Get("/"));
  ASSERT_TRUE(clock_.AwaitWaiters(1));
  clock_.Advance(std::chrono::milliseconds(1'999));
  EXPECT_EQ(clock_.waiters(), 1);
  clock_.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ListenerTest, ClosesConnectionsThatIdleForTooLong) {
  Listen({.idle_timeout = std::chrono::milliseconds(20)});
  RawClient client(port());
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerTest, TellsAClientThatDoesNotGoOn) {
  Listen({.idle_timeout = std::chrono::milliseconds(20)});
  RawClient client(port());
  client.Send("POST / HTTP/1.1\r\n");
  EXPECT_THAT(client.Read().body, StartsWith("408 Request Timeout: "));
}

TEST_F(ListenerTest, MakesRoomForANewcomer) {
  Listen({.max_connections = 2});
  RawClient first(port());
  RawClient second(port());
  EXPECT_EQ(first.Ask(Get("/")).status, 200);
  EXPECT_EQ(second.Ask(Get("/")).status, 200);
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
}

TEST_F(ListenerTest, LetsNobodyBeKeptOutByADelayWhoseClientHasLeft) {
  Answer([](const HttpRequest& request) {
    return Reply{.delivery = {.delay = std::chrono::hours(request.target == "/slow" ? 1 : 0)}};
  });
  Listen({.max_connections = 1});
  {
    RawClient gone(port());
    gone.Send(Get("/slow"));
    ASSERT_TRUE(clock_.AwaitWaiters(1));
  }
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
}

TEST_F(ListenerTest, LetsNobodyBeKeptOutByHalfARequest) {
  Listen({.max_connections = 1});
  RawClient half(port());
  half.Send("G");
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  EXPECT_THAT(half.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerTest, LeavesTheHandlingOfSigpipeAsItWas) {
  struct sigaction before {};
  ::sigaction(SIGPIPE, nullptr, &before);
  std::signal(SIGPIPE, SIG_DFL);
  Listen({});
  struct sigaction after {};
  ::sigaction(SIGPIPE, &before, &after);
  EXPECT_EQ(after.sa_handler, SIG_DFL);
}

TEST_F(ListenerTest, LetsANewcomerWaitForItsTurn) {
  Answer([](const HttpRequest& request) {
    return Reply{.body = request.target,
                 .delivery = {.delay = std::chrono::seconds(request.target == "/slow" ? 1 : 0)}};
  });
  Listen({.max_connections = 1});
  RawClient first(port());
  first.Send(Get("/slow"));
  ASSERT_TRUE(clock_.AwaitWaiters(1));
  RawClient second(port());
  second.Send(Get("/second"));
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(first.Read().body, "/slow");
  EXPECT_EQ(second.Read().body, "/second");
  EXPECT_THAT(first.ReadToEnd(), IsEmpty());
}

TEST_F(ListenerTest, ServesManyClientsAtOnce) {
  constexpr int kClients = 32;
  constexpr int kRequests = 50;
  std::vector<int> right(kClients);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kClients; ++i) {
      threads.emplace_back([this, i, &right] {
        RawClient client(port());
        for (int j = 0; j < kRequests; ++j) {
          const std::string body = std::to_string(i) + "/" + std::to_string(j);
          if (client.Ask(Post("/", body)).body == body) ++right[static_cast<std::size_t>(i)];
        }
      });
    }
  }
  EXPECT_THAT(right, ::testing::Each(kRequests));
  EXPECT_THAT(responder_->requests(), SizeIs(kClients * kRequests));
}

}  // namespace
}  // namespace kraken::mock
