#include "tools/kraken_mock/tls_choice.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

#include "kraken/protocol/clock.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/request_log.h"

namespace kraken::tools {
namespace {

// By which clients go, whatever --clock says.
WallTime Today() { return SystemClock().Now(); }

tl::unexpected<Failure> WrongTls(ExitCode code, const Settings& settings, const Error& error) {
  const std::string option = settings.tls_dir.empty() ? "--tls" : settings.tls_dir.option;
  return EndWith(code, option + ": " + OneLine(error.message));
}

// Complete, since the programs that are to trust the CA may be started elsewhere.
Outcome<std::string> DirectoryOf(const Settings& settings) {
  if (!settings.tls_dir.empty()) {
    // Not in another way than the system reads it: behind a link ".." leads elsewhere.
    std::string directory = std::filesystem::absolute(settings.tls_dir.path()).string();
    while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
    return directory;
  }
  Result<std::string> directory = mock::DefaultTlsDirectory();
  if (!directory) return WrongTls(ExitCode::kUsage, settings, directory.error());
  return *std::move(directory);
}

Outcome<void> CheckDirectory(const Settings& settings, const std::string& directory) {
  const auto found = mock::ReadTlsAuthority(directory, Today());
  if (found) return {};
  const bool is_read = found.error().kind == ErrorKind::kMalformed;
  return WrongTls(is_read ? ExitCode::kBadData : ExitCode::kNoInput, settings, found.error());
}

mock::TlsFault FaultOf(const Settings& settings) {
  if (settings.tls_fault.empty()) return mock::TlsFault::kNone;
  return mock::ParseTlsFault(settings.tls_fault.text).value();
}

}  // namespace

Outcome<std::optional<TlsChoice>> ChooseTls(const Settings& settings, PatientStderr& log) {
  if (!settings.tls) return std::nullopt;
  const Outcome<std::string> directory = DirectoryOf(settings);
  if (!directory) return tl::unexpected(directory.error());
  if (Outcome<void> checked = CheckDirectory(settings, *directory); !checked) {
    return tl::unexpected(checked.error());
  }
  Result<mock::TlsAuthority> authority = mock::PrepareTlsAuthority(*directory, Today());
  if (!authority) return WrongTls(ExitCode::kNoOutput, settings, authority.error());
  if (!authority->notice.empty()) {
    std::cerr << kMockProgram << ": " << OneLine(authority->notice) << '\n';
  }
  if (!settings.tls_fault.empty()) {
    Warn(kMockProgram, settings.tls_fault.label() + ": clients are to refuse this server's TLS");
  }
  return TlsChoice{.options = {.directory = *directory,
                               .fault = FaultOf(settings),
                               .on_failed_handshake = HandshakeLog(settings.log, log)},
                   .authority = *std::move(authority)};
}

Outcome<void> CheckTlsFiles(const Settings& settings) {
  if (!settings.tls) return {};
  const Outcome<std::string> directory = DirectoryOf(settings);
  if (!directory) return tl::unexpected(directory.error());
  return CheckDirectory(settings, *directory);
}

}  // namespace kraken::tools
