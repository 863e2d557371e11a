// What the user asked kraken-mock for: its options, environment and config file, read and checked.
//
// Only texts are checked here; no file but the config file is opened, and nothing listens yet.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_SETTINGS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_SETTINGS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/options.h"
#include "kraken/protocol/result.h"
#include "tools/command_line/failure.h"

namespace kraken::tools {

inline constexpr std::string_view kMockProgram = "kraken-mock";
inline constexpr std::string_view kConfigOption = "config";

enum class LogLevel : std::uint8_t { kOff, kRequests, kDebug };

enum class Command : std::uint8_t {
  kServe,
  kCheck,
  kListEndpoints,
  kListScenarios,
  kHelpQuirks,
  kNothing
};

// A text that the user gave, and how.
struct GivenText {
  std::string option{};  // "--keys", "KRAKEN_MOCK_KEYS" or "config.json: line 3: keys"
  std::string text{};
  std::string folder{};  // Of a path in a config file: where it begins, unless it is absolute.

  bool empty() const { return text.empty(); }
  // The text as the name of a file.
  std::string path() const;
  // What error messages begin with: "--keys keys.json" or "KRAKEN_MOCK_KEYS=keys.json". A text that
  // looks like a secret is hidden.
  std::string label() const;
  // The whole message about a text that its option refuses. What an option says may quote the text,
  // so of one that looks like a secret it is not told.
  std::string Refused(const Error& why) const;
};

struct Settings {
  Command command = Command::kServe;
  bool json = false;  // What the command prints.
  // Without keys, fixtures, scenario, clock, journal, observer, reload and TLS, which are made from
  // what follows.
  mock::ServerOptions server{.port = 8080, .rate_limits = mock::RateLimits::kKraken};
  GivenText config_file{};
  GivenText keys_file{};
  std::vector<GivenText> fixtures{};       // Files and folders.
  GivenText scenario{};                    // A file, or the name of a built-in one.
  std::optional<double> clock_rate = 1.0;  // Seconds per real second; none: a manual clock.
  GivenText journal_file{};
  GivenText port_file{};
  LogLevel log = LogLevel::kRequests;
  bool print_env = false;
  bool tls = false;
  GivenText tls_dir{};    // Without it the place is the library's choice.
  GivenText tls_fault{};  // One that there is.
};

// What the values of an option are, for who reads them from elsewhere than the command line.
enum class ValueType : std::uint8_t { kText, kNumber, kPath, kSwitch };

// One option, and how its text becomes a setting. The error says what would have been right; who
// calls puts the label of the text before it.
struct SettingOption {
  std::string_view name{};  // "port-file": --port-file, KRAKEN_MOCK_PORT_FILE
  ValueType type = ValueType::kText;
  std::string_view value{};  // What help calls its value; empty for a switch.
  std::string_view about{};
  Status (*set)(Settings& settings, const GivenText& given) = nullptr;
  bool repeatable = false;  // Also as a list with commas. Of any other the last one wins.
};
std::span<const SettingOption> SettingOptions();

// The texts that one source gives, for each of SettingOptions() in their order.
using GivenTexts = std::vector<std::vector<GivenText>>;

// kNothing where help or the version was asked for, and is printed.
Outcome<Settings> ReadSettings(int argc, const char* const* argv);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_SETTINGS_H_
