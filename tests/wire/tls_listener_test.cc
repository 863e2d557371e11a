// TLS and plain HTTP on one port, and clients that begin the one or the other and do not go on.
#include <chrono>
#include <deque>
#include <filesystem>
#include <future>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "kraken/mock/tls.h"
#include "mock_server/src/tls/authority.h"
#include "mock_server/src/tls/server_context.h"
#include "tests/wire/listener_harness.h"
#include "tests/wire/tls_client.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Making keys takes its time; tests share one context, as connections do.
std::shared_ptr<SSL_CTX> TestContext() {
  static const std::shared_ptr<SSL_CTX> kContext = [] {
    const WallTime now = SystemClock().Now();
    return MakeServerContext(MakeServerIdentity(MakeAuthority(now), TlsFault::kNone, now),
                             TlsFault::kNone);
  }();
  return kContext;
}

class TlsListener : public ListenerHarness {
 protected:
  TlsListener() { Listen({.tls = TestContext()}); }

  void AnswerWith(FakeResponder::Answer answer) {
    Answer(std::move(answer));
    Listen({.tls = TestContext()});
  }
};

TEST_F(TlsListener, SpeaksBothOnOnePort) {
  RawClient plain(port());
  TlsClient tls(port());
  ASSERT_TRUE(tls.connected());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(plain.Ask(Post("/", "plain")).body, "plain");
    EXPECT_EQ(tls.Ask(Post("/", "tls")).body, "tls");
  }
  EXPECT_EQ(responder_->requests().back().peer, "127.0.0.1");
}

TEST_F(TlsListener, RefusesHandshakesWhereThereIsNoTls) {
  Listen({});
  const TlsClient tls(port());
  EXPECT_FALSE(tls.connected());
  EXPECT_THAT(RawClient(port()).Ask(ClientHello()).head, HasSubstr("400"));
}

TEST_F(TlsListener, SpeaksTls12And13AndNothingOlder) {
  EXPECT_EQ(TlsClient(port(), {.newest = TLS1_2_VERSION}).version(), "TLSv1.2");
  EXPECT_EQ(TlsClient(port()).version(), "TLSv1.3");
  EXPECT_FALSE(TlsClient(port(), {.oldest = TLS1_VERSION, .newest = TLS1_1_VERSION}).connected());
}

TEST_F(TlsListener, ChoosesHttpWhereProtocolsAreOffered) {
  const TlsClient modern(port(), {.protocols = "\x02h2\x08http/1.1"});
  EXPECT_TRUE(modern.connected());
  EXPECT_EQ(modern.protocol(), "http/1.1");
  EXPECT_EQ(TlsClient(port()).protocol(), "");
  EXPECT_FALSE(TlsClient(port(), {.protocols = "\x02h2"}).connected());
  EXPECT_THAT(responder_->AwaitFailedHandshake(), HasSubstr("HTTP/1.1"));
}

TEST_F(TlsListener, SaysWhyAHandshakeFailed) {
  EXPECT_FALSE(TlsClient(port(), {.trusts_nobody = true}).connected());
  EXPECT_THAT(responder_->AwaitFailedHandshake(),
              AllOf(HasSubstr("give it the CA file"), HasSubstr("unknown ca")));
}

TEST_F(TlsListener, SaysThatAClientLeftInTheMidstOfAHandshake) {
  const RawClient client(port());
  client.Send(ClientHello());
  client.EndSending();
  EXPECT_THAT(responder_->AwaitFailedHandshake(), HasSubstr("left"));
}

TEST_F(TlsListener, AnswersWhatCameTogetherInOrder) {
  TlsClient client(port());
  client.Send(Post("/", "first") + Post("/", "second"));
  EXPECT_EQ(client.Read().body, "first");
  EXPECT_EQ(client.Read().body, "second");
}

TEST_F(TlsListener, AnswersWhatComesInPieces) {
  TlsClient client(port());
  const std::string request = Post("/", "in pieces");
  for (const char& byte : request) ASSERT_TRUE(client.Send({&byte, 1}));
  EXPECT_EQ(client.Read().body, "in pieces");
}

TEST_F(TlsListener, CarriesLargeBodiesBothWays) {
  std::string body(kMaxBody, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * i >> 3U);
  TlsClient client(port());
  EXPECT_TRUE(client.Ask(Post("/", body)).body == body);  // Unlike EXPECT_EQ it does not print.
}

TEST_F(TlsListener, SendsMoreThanFitsBetweenTheTwo) {
  const std::size_t size = 16U << 20U;
  AnswerWith([](const HttpRequest&) { return Reply{.body = std::string(size, 'a')}; });
  TlsClient client(port());
  EXPECT_TRUE(client.Ask(Get("/")).body == std::string(size, 'a'));
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_GT(sent->bytes, size);
}

TEST_F(TlsListener, ServesManyAtOnce) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([this, i] {
      TlsClient client(port());
      for (int call = 0; call < 20; ++call) {
        const std::string body = std::to_string(i) + "/" + std::to_string(call);
        ASSERT_EQ(client.Ask(Post("/", body)).body, body);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(responder_->requests().size(), 320U);
}

TEST_F(TlsListener, SaysGoodbyeWhereItCloses) {
  TlsClient client(port());
  client.Send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.ReadToEnd(), HasSubstr("HTTP/1.1 200"));
  EXPECT_TRUE(client.said_goodbye());
}

TEST_F(TlsListener, AnswersAGoodbye) {
  TlsClient client(port());
  ASSERT_EQ(client.Ask(Get("/")).status, 200);
  EXPECT_TRUE(client.Part());
}

TEST_F(TlsListener, RefusesWhatIsNoHttpInTls) {
  TlsClient client(port());
  EXPECT_EQ(client.Ask("\x01\x02\x03").status, 400);
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  EXPECT_TRUE(client.said_goodbye());
}

TEST_F(TlsListener, GivesUpOnHalfARequestInWords) {
  Listen({.idle_timeout = std::chrono::milliseconds(500), .tls = TestContext()});
  TlsClient client(port());
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.Ask("GET / HT").status, 408);
}

TEST_F(TlsListener, HandshakesThatComeToNothingCostNobodyElse) {
  const std::string hello = ClientHello();
  std::deque<RawClient> clients;
  clients.emplace_back(port());
  clients.emplace_back(port()).Send("\x16");
  clients.emplace_back(port()).Send(hello.substr(0, hello.size() / 2));
  clients.emplace_back(port()).Send(hello);
  EXPECT_EQ(TlsClient(port()).Ask(Get("/")).status, 200);
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  listener_->Stop();
  for (RawClient& client : clients) EXPECT_THAT(client.ReadToEnd(), Not(HasSubstr("HTTP")));
}

TEST_F(TlsListener, EndsWhatOnlyBeginsLikeAHandshake) {
  for (const std::string& bytes :
       {std::string("\x16GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "\x16" + std::string(100'000, 'a'),
        std::string("\x16\x03\x01\x00\x00", 5), std::string("\x16\x03\x01\xff\xff", 5)}) {
    RawClient client(port());
    client.Send(bytes);
    client.EndSending();
    EXPECT_THAT(client.ReadToEnd(), Not(HasSubstr("HTTP")));
  }
  EXPECT_EQ(TlsClient(port()).Ask(Get("/")).status, 200);
  EXPECT_EQ(responder_->requests().size(), 1U);
}

TEST_F(TlsListener, ClosesHandshakesThatDoNotGoOn) {
  Listen({.idle_timeout = std::chrono::milliseconds(100), .tls = TestContext()});
  RawClient silent(port());
  RawClient half(port());
  half.Send(ClientHello().substr(0, 50));
  EXPECT_THAT(silent.ReadToEnd(), IsEmpty());
  EXPECT_THAT(half.ReadToEnd(), IsEmpty());
}

TEST_F(TlsListener, SendsHandshakesAwayForNewcomers) {
  Listen({.max_connections = 1, .tls = TestContext()});
  RawClient half(port());
  half.Send(ClientHello().substr(0, 50));
  EXPECT_EQ(TlsClient(port()).Ask(Get("/")).status, 200);
  EXPECT_THAT(half.ReadToEnd(), IsEmpty());
}

TEST_F(TlsListener, ServesOnAfterClientsThatLeaveInTheMidstOfAReply) {
  const std::size_t size = 16U << 20U;
  std::promise<void> decided;
  AnswerWith([&decided](const HttpRequest&) {
    decided.set_value();
    return Reply{.body = std::string(size, 'a')};
  });
  TlsClient client(port());
  client.Send(Get("/"));
  decided.get_future().wait();
  client.Reset();
  const std::optional<SentNote> sent = responder_->AwaitSent(1);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->ended, SentEnd::kPeerClosed);
  EXPECT_LT(sent->bytes, size);
  EXPECT_TRUE(TlsClient(port()).connected());
}

TEST_F(TlsListener, SpoilsRepliesAsItDoesWithoutTls) {
  const std::string body(1'000, 'a');
  AnswerWith([&body](const HttpRequest& request) {
    Reply reply{.body = body};
    if (request.target == "/short") reply.delivery.truncate = 10;
    if (request.target == "/reset") {
      reply.delivery.early_end = EarlyEnd{.how = EndHow::kReset};
    }
    return reply;
  });
  TlsClient cut(port());
  cut.Send(Get("/short"));
  EXPECT_THAT(cut.ReadToEnd(), EndsWith("\r\n\r\n" + body.substr(0, 10)));
  EXPECT_TRUE(cut.said_goodbye());
  TlsClient reset(port());
  reset.Send(Get("/reset"));
  EXPECT_THAT(reset.ReadToEnd(), IsEmpty());
  EXPECT_FALSE(reset.said_goodbye());
}

TEST_F(TlsListener, StopsWhateverClientsHoldOpen) {
  TlsClient idle(port());
  ASSERT_EQ(idle.Ask(Get("/")).status, 200);
  TlsClient half(port());
  half.Send("GET / HT");
  listener_->Stop();
  EXPECT_THAT(idle.ReadToEnd(), IsEmpty());
  EXPECT_THAT(half.ReadToEnd(), IsEmpty());
}

TEST_F(TlsListener, LeavesNoDescriptorBehind) {
  const auto open_descriptors = [] {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
  };
  listener_.reset();
  const auto before = open_descriptors();
  for (int i = 0; i < 3; ++i) {
    Listen({.tls = TestContext()});
    std::deque<RawClient> clients;
    for (const std::string& bytes : {ClientHello(), std::string("\x16"), Get("/"), std::string()}) {
      clients.emplace_back(port()).Send(bytes);
    }
    EXPECT_EQ(TlsClient(port()).Ask(Get("/")).status, 200);
    listener_.reset();
  }
  EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace kraken::mock
