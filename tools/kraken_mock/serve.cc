#include "tools/kraken_mock/serve.h"

#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kraken/mock/server.h"
#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/scaled_clock.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/announcement.h"
#include "tools/kraken_mock/distinct_files.h"
#include "tools/kraken_mock/inputs.h"
#include "tools/kraken_mock/journal_probe.h"
#include "tools/kraken_mock/key_choice.h"
#include "tools/kraken_mock/patient_stderr.h"
#include "tools/kraken_mock/port_file.h"
#include "tools/kraken_mock/reloader.h"
#include "tools/kraken_mock/request_log.h"
#include "tools/kraken_mock/server_signals.h"
#include "tools/kraken_mock/tls_choice.h"

namespace kraken::tools {
namespace {

std::unique_ptr<AdjustableClock> MakeClock(const std::optional<double>& rate) {
  if (rate) return std::make_unique<ScaledClock>(*rate);
  return std::make_unique<ManualClock>();
}

void WarnOfExposure(const mock::Server& server, const mock::ServerOptions& options) {
  if (server.on_loopback()) return;
  const std::string control = options.control_token.empty()
                                  ? "the control API is closed; --control-token opens it"
                                  : "the control API is open to whoever has the token";
  Warn(kMockProgram, "--host " + options.host +
                         ": other machines can reach this server. It is a test tool: never expose "
                         "it to the internet (" +
                         control + ")");
}

Outcome<std::unique_ptr<mock::Server>> Listen(const mock::ServerOptions& options) {
  try {
    return std::make_unique<mock::Server>(options);
  } catch (const std::runtime_error& error) {
    return EndWith(ExitCode::kUnavailable, OneLine(error.what()));
  }
}

// Whether anybody reads on after this or not, the server serves.
Outcome<void> Announce(const mock::Server& server, const Settings& settings, const KeyChoice& keys,
                       const std::optional<TlsChoice>& tls) {
  std::cout << ListeningLine(server.base_url());
  if (tls) std::cout << ListeningLine(server.tls_url());
  if (settings.print_env) {
    std::cout << EnvironmentBlock(LocalUrl("http", settings.server.host, server.port()),
                                  server.credentials(), keys.origin);
  }
  if (tls) {
    std::cout << TrustBlock(LocalUrl("https", settings.server.host, server.port()), tls->authority);
  }
  return FlushOutput();
}

// Everything is read: writes, listens and serves.
Outcome<void> Run(const Settings& settings, const KeyChoice& keys, mock::ServerOptions options,
                  PatientStderr& log, Reloader& reloader) {
  const Outcome<std::optional<TlsChoice>> tls = ChooseTls(settings, log);
  if (!tls) return tl::unexpected(tls.error());
  if (*tls) options.tls = (*tls)->options;
  JournalProbe journal;
  if (!settings.journal_file.empty()) {
    options.journal_file = settings.journal_file.path();
    if (Outcome<void> opened = journal.Open(settings.journal_file); !opened) return opened;
  }
  if (!settings.port_file.empty()) {
    if (Outcome<void> checked = CheckPortFile(settings.port_file); !checked) return checked;
  }
  const ServerSignals signals;
  const Outcome<std::unique_ptr<mock::Server>> server = Listen(options);
  if (!server) return tl::unexpected(server.error());
  reloader.Attach(**server);
  WarnOfExposure(**server, options);
  if (!settings.port_file.empty()) {
    Outcome<void> written = WritePortFile(settings.port_file, (*server)->port());
    if (!written) return written;
  }
  Outcome<void> announced = Announce(**server, settings, keys, *tls);
  if (!announced) return announced;
  while (signals.Await() == ServerSignals::Wish::kReload) static_cast<void>(reloader.Reload());
  (*server)->Stop();
  return {};
}

}  // namespace

Outcome<void> Serve(const Settings& settings) {
  // Who reads our output may go before we do.
  std::signal(SIGPIPE, SIG_IGN);
  if (Outcome<void> differ = CheckFilesDiffer(settings); !differ) return differ;
  tl::expected<Inputs, std::vector<Failure>> inputs = ReadInputs(settings, Reading::kFirst);
  if (!inputs) return tl::unexpected(inputs.error().front());
  const Outcome<KeyChoice> keys = ChooseKeys(inputs->keys);
  if (!keys) return tl::unexpected(keys.error());

  const std::unique_ptr<AdjustableClock> clock = MakeClock(settings.clock_rate);
  PatientStderr log;
  Reloader reloader(settings, log);
  mock::ServerOptions options = settings.server;
  options.clock = clock.get();
  options.keys = keys->keys;
  if (inputs->fixtures) options.fixtures = *std::move(inputs->fixtures);
  options.scenario = std::move(inputs->scenario);
  options.observer = RequestLog(settings.log, log);
  options.reload = reloader.Callback();
  if (keys->origin == KeyOrigin::kEnvironment) {
    std::cerr << kMockProgram << ": KRAKEN_API_KEY and KRAKEN_API_SECRET replace the demo key; "
              << "they stay on this machine and are not shown\n";
  }
  return Run(settings, *keys, options, log, reloader);
}

}  // namespace kraken::tools
