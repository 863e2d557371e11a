#include "tools/kraken_mock/serve.h"

#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <arpa/inet.h>

#include "kraken/mock/scenario.h"
#include "kraken/mock/server.h"
#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/scaled_clock.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/announcement.h"
#include "tools/kraken_mock/key_choice.h"
#include "tools/kraken_mock/port_file.h"
#include "tools/kraken_mock/request_log.h"

namespace kraken::tools {
namespace {

// The signals that stop the server, and what waits for them. Nothing runs in a signal handler.
class StopSignals final {
 public:
  // Threads that are started later inherit the mask, so that only Await() ever sees these.
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    // Who reads our output may go before we do.
    std::signal(SIGPIPE, SIG_IGN);
  }

  void Await() const {
    int signal = 0;
    while (sigwait(&signals_, &signal) != 0) {
    }
  }

 private:
  sigset_t signals_{};
};

std::unique_ptr<AdjustableClock> MakeClock(const std::optional<double>& rate) {
  if (rate) return std::make_unique<ScaledClock>(*rate);
  return std::make_unique<ManualClock>();
}

bool IsLoopback(const std::string& host) {
  constexpr std::uint32_t kLoopbackNet = 127;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == kLoopbackNet;
  return host == "localhost" || host == "::1";
}

void WarnOfExposure(const mock::ServerOptions& options) {
  if (IsLoopback(options.host)) return;
  const std::string control = options.control_token.empty()
                                  ? "the control API is closed; --control-token opens it"
                                  : "the control API is open to whoever has the token";
  Warn(kMockProgram, "--host " + options.host +
                         ": other machines can reach this server. It is a test tool: never expose "
                         "it to the internet (" +
                         control + ")");
}

// Reads the files that the settings name.
Outcome<void> LoadInputs(const Settings& settings, const KeyChoice& keys,
                         mock::ServerOptions& options) {
  options.keys = keys.keys;
  if (!settings.scenario.empty()) {
    Result<mock::Scenario> scenario = mock::LoadScenario(settings.scenario.text);
    if (!scenario) {
      const bool bad_data = scenario.error().kind == ErrorKind::kMalformed;
      return EndWith(bad_data ? ExitCode::kBadData : ExitCode::kNoInput,
                     settings.scenario.option + ": " + OneLine(scenario.error().message));
    }
    options.scenario = std::move(*scenario);
  }
  options.journal_file = settings.journal_file.text;
  if (!options.journal_file.empty() && !std::ofstream(options.journal_file, std::ios::app)) {
    return EndWith(ExitCode::kNoOutput,
                   settings.journal_file.label() +
                       ": cannot be written; does its folder exist, and may you write there?");
  }
  return {};
}

Outcome<std::unique_ptr<mock::Server>> Listen(const mock::ServerOptions& options) {
  try {
    return std::make_unique<mock::Server>(options);
  } catch (const std::runtime_error& error) {
    return EndWith(ExitCode::kUnavailable, OneLine(error.what()));
  }
}

void Announce(const mock::Server& server, const Settings& settings, const KeyChoice& keys) {
  std::cout << ListeningLine(server.base_url());
  if (settings.print_env) {
    std::cout << EnvironmentBlock(server.base_url(), server.credentials(), keys.origin);
  }
  std::cout.flush();
  std::cout.clear();  // Whether anybody reads it or not, the server serves.
}

}  // namespace

Outcome<void> Serve(const Settings& settings) {
  const StopSignals stop_signals;
  const Outcome<KeyChoice> keys = ChooseKeys(settings.keys_file);
  if (!keys) return tl::unexpected(keys.error());

  const std::unique_ptr<AdjustableClock> clock = MakeClock(settings.clock_rate);
  mock::ServerOptions options = settings.server;
  options.clock = clock.get();
  options.observer = RequestLog(settings.log);
  if (Outcome<void> loaded = LoadInputs(settings, *keys, options); !loaded) return loaded;
  if (keys->origin == KeyOrigin::kEnvironment) {
    std::cerr << kMockProgram << ": KRAKEN_API_KEY and KRAKEN_API_SECRET replace the demo key; "
              << "they stay on this machine and are not shown\n";
  }
  if (!settings.port_file.empty()) {
    if (Outcome<void> removed = RemoveOldPortFile(settings.port_file); !removed) return removed;
  }

  const Outcome<std::unique_ptr<mock::Server>> server = Listen(options);
  if (!server) return tl::unexpected(server.error());
  WarnOfExposure(options);
  if (!settings.port_file.empty()) {
    Outcome<void> written = WritePortFile(settings.port_file, (*server)->port());
    if (!written) return written;
  }
  Announce(**server, settings, *keys);
  stop_signals.Await();
  (*server)->Stop();
  return {};
}

}  // namespace kraken::tools
