// A server with TLS in its options, as C++ programs start one.
#include <fstream>
#include <future>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/mock/server.h"
#include "kraken/protocol/manual_clock.h"
#include "tests/mock_server/tls/scratch_folder.h"
#include "tests/server/http_client.h"
#include "tests/server/https_client.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ServerTls : public ::testing::Test {
 protected:
  TlsOptions Tls(TlsFault fault = TlsFault::kNone) const {
    return {.directory = folder_, .fault = fault};
  }
  static std::string Time(const Server& server) {
    return GetOverTls(server.tls_url(), server.ca_file(), "/0/public/Time");
  }

  const ScratchFolder scratch_;
  const std::string folder_ = scratch_.path().string();
};

TEST_F(ServerTls, AnswersOverBothOnOnePort) {
  const Server server({.tls = Tls()});
  EXPECT_EQ(server.tls_url(), "https://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(server.ca_file(), folder_ + "/ca.pem");
  EXPECT_THAT(Time(server), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("unixtime")));
  EXPECT_THAT(Get(server.base_url(), "/0/public/Time"), HasSubstr("unixtime"));
}

TEST_F(ServerTls, IsWhatOneHasToAskFor) {
  const Server server;
  EXPECT_THAT(server.tls_url(), IsEmpty());
  EXPECT_THAT(server.ca_file(), IsEmpty());
}

TEST_F(ServerTls, GoesByTheTimeThatClientsGoBy) {
  ManualClock clock;  // It stands in a year of its own.
  const Server server({.clock = &clock, .tls = Tls()});
  EXPECT_THAT(Time(server), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTls, SharesItsCaWithTheNext) {
  std::string ca_file;
  {
    const Server first({.tls = Tls()});
    ca_file = first.ca_file();
  }
  const Server second({.tls = Tls()});
  EXPECT_THAT(GetOverTls(second.tls_url(), ca_file, "/0/public/Time"), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTls, HasTheFaultThatIsAskedFor) {
  const auto answer = [this](TlsFault fault) { return Time(Server({.tls = Tls(fault)})); };
  EXPECT_THAT(answer(TlsFault::kExpired), HasSubstr("has expired"));
  EXPECT_THAT(answer(TlsFault::kWrongName), HasSubstr("IP address mismatch"));
  EXPECT_THAT(answer(TlsFault::kUntrusted), HasSubstr("unable to get local issuer"));
  EXPECT_THAT(answer(TlsFault::kTls10), StartsWith("no answer"));
}

TEST_F(ServerTls, TellsWhyAHandshakeFailed) {
  std::promise<std::string> told;
  TlsOptions tls = Tls(TlsFault::kUntrusted);
  tls.on_failed_handshake = [&told](const std::string& why) { told.set_value(why); };
  const Server server({.tls = tls});
  Time(server);
  EXPECT_THAT(told.get_future().get(), HasSubstr("does not trust the CA"));
}

TEST_F(ServerTls, DoesNotStartWithoutACa) {
  const std::string file = folder_ + "/file";
  std::ofstream(file) << "no folder";
  try {
    const Server server({.tls = TlsOptions{.directory = file}});
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), StartsWith(file + ": is no directory"));
  }
}

}  // namespace
}  // namespace kraken::mock
