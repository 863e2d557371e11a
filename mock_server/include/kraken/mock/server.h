// A mock of Kraken Spot REST that listens while it lives.
//
//   kraken::mock::Server server;
//   MyBot bot(server.base_url(), server.credentials());
//   EXPECT_EQ(bot.UsdBalance(), "10000.0000");
//
// Constructing throws std::invalid_argument where its scenario is wrong, and std::runtime_error
// where it cannot listen (the message names address and
// reason), or cannot have a CA for TLS (the message names the file). Destroying stops it, whatever
// clients hold open. Members are thread-safe.
#ifndef KRAKEN_MOCK_SERVER_H_
#define KRAKEN_MOCK_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/fixture.h"
#include "kraken/mock/journal.h"
#include "kraken/mock/options.h"
#include "kraken/mock/scenario.h"
#include "kraken/protocol/credentials.h"

namespace kraken::mock {

class Server final {
 public:
  explicit Server(const ServerOptions& options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // "http://127.0.0.1:40123"
  const std::string& base_url() const;
  // "https://127.0.0.1:40123", on the same port, and the CA that clients have to trust; both empty
  // without TLS.
  const std::string& tls_url() const;
  const std::string& ca_file() const;
  int port() const;
  // Whether only this machine can reach it.
  bool on_loopback() const;
  // Of the first key.
  const Credentials& credentials() const;

  // Replaces the scenario, or with `only_key` that of one API key, which comes before the common
  // one; the common one takes those of keys along. The string form takes a file or the name of a
  // built-in scenario, either of which may be followed by a variant: "order-lost.json[502]". Both
  // throw std::invalid_argument, with the whole message, where it is wrong.
  void SetScenario(Scenario scenario, std::optional<std::string> only_key = {});
  void LoadScenario(const std::string& file_or_name, std::optional<std::string> only_key = {});
  void ClearScenario();
  // Whether there is a scenario, of all or of a key.
  bool HasScenario() const;
  // The rules of the current scenarios that have not fired as often as they should have: one line
  // each, with what came nearest; empty when all were met.
  std::vector<std::string> UnmetRules() const;
  // Requests that came once all rules were spent, where the scenario expects none ("after":
  // "unexpected"): one line each, the first hundred.
  std::vector<std::string> UnexpectedRequests() const;

  void SetSystemStatus(SystemStatus status);

  // Further fixtures, which come before those that are there (kraken/mock/fixture.h). Until
  // Reset().
  void AddFixtures(std::vector<Fixture> fixtures);
  // All of a file, or of a folder and its subfolders. std::invalid_argument, with the whole
  // message, where one is wrong; none is added then.
  void AddFixtures(const std::string& file_or_folder);

  // Others in the place of those of the options, for good; those that were added since stay. Keys
  // that stay keep their nonces and counters. No keys: the demo key.
  void SetFixtures(std::vector<Fixture> fixtures);
  void SetKeys(const std::vector<ApiKeySpec>& keys);

  Journal& journal();
  const Journal& journal() const;

  // World, journal, scenario and clock as at the start.
  void Reset();

  // Stops accepting, closes every connection and ends all waiting. Idempotent.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_H_
