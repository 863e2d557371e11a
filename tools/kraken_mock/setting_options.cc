// The table of kraken-mock's options.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

#include <arpa/inet.h>

#include "kraken/mock/quirks.h"
#include "kraken/mock/tls.h"
#include "kraken/protocol/nearest_name.h"
#include "kraken/protocol/rate_limit.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {
namespace {

// All of `text` as a number, or none.
template <typename Number>
std::optional<Number> ToNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const std::from_chars_result result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

tl::unexpected<Error> Wrong(std::string message) {
  return Fail(ErrorKind::kUsage, std::move(message));
}

// Puts a parsed value where it belongs, or passes its error on.
template <typename T>
Status Store(Result<T> parsed, T& setting) {
  if (!parsed) return Fail(std::move(parsed.error()));
  setting = *parsed;
  return {};
}

Status SetHost(Settings& settings, const GivenText& given) {
  const std::string& value = given.text;
  std::array<std::byte, sizeof(in6_addr)> address{};
  if (value != "localhost" && inet_pton(AF_INET, value.c_str(), address.data()) != 1 &&
      inet_pton(AF_INET6, value.c_str(), address.data()) != 1) {
    return Wrong("not an address; give a numeric one such as 127.0.0.1 or ::1, or localhost");
  }
  settings.server.host = value;
  return {};
}

Status SetPort(Settings& settings, const GivenText& given) {
  const std::optional<std::uint16_t> port = ToNumber<std::uint16_t>(given.text);
  if (!port) return Wrong("not a port; give a number from 0 (any free port) to 65535");
  settings.server.port = *port;
  return {};
}

Status SetClock(Settings& settings, const GivenText& given) {
  constexpr double kFastest = 1'000'000;
  const std::string& value = given.text;
  if (value == "real" || value == "manual") {
    settings.clock_rate = value == "real" ? std::optional(1.0) : std::nullopt;
    return {};
  }
  const std::optional<double> rate =
      value.starts_with('x') ? ToNumber<double>(std::string_view(value).substr(1)) : std::nullopt;
  if (!rate || !(*rate > 0) || *rate > kFastest) {
    constexpr auto kNames = std::to_array<std::string_view>({"real", "manual"});
    const std::string_view nearest = NearestName(value, kNames);
    std::string known = "give real, manual, or xN with N above 0 and up to 1000000, such as x60";
    if (!nearest.empty()) known = "did you mean " + std::string(nearest) + "?";
    return Wrong("not a clock; " + known);
  }
  settings.clock_rate = *rate;
  return {};
}

Status SetSeed(Settings& settings, const GivenText& given) {
  const std::optional<std::uint64_t> seed = ToNumber<std::uint64_t>(given.text);
  if (!seed) return Wrong("not a seed; give a whole number from 0 to 18446744073709551615");
  settings.server.seed = *seed;
  return {};
}

Status SetLog(Settings& settings, const GivenText& given) {
  // In the order of LogLevel.
  constexpr auto kNames = std::to_array<std::string_view>({"off", "requests", "debug"});
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (given.text != kNames.at(i)) continue;
    settings.log = static_cast<LogLevel>(i);
    return {};
  }
  return Wrong("not a log level" + DidYouMean(given.text, kNames));
}

template <bool Settings::*kMember>
Status SetSwitch(Settings& settings, const GivenText& given) {
  constexpr auto kYes = std::to_array<std::string_view>({"true", "1", "yes", "on"});
  constexpr auto kNo = std::to_array<std::string_view>({"false", "0", "no", "off"});
  const bool yes = std::ranges::find(kYes, given.text) != kYes.end();
  const bool no = std::ranges::find(kNo, given.text) != kNo.end();
  settings.*kMember = yes;
  if (yes || no) return {};
  return Wrong("neither yes nor no; give true or false");
}

// Nothing can be wrong with the text of a path or a name but being empty.
Status CheckNotEmpty(const GivenText& given) {
  if (!given.empty()) return {};
  return Wrong("empty; give a value, or leave the option out");
}
template <GivenText Settings::*kMember>
Status SetText(Settings& settings, const GivenText& given) {
  settings.*kMember = given;
  return CheckNotEmpty(given);
}
Status AddFixtures(Settings& settings, const GivenText& given) {
  settings.fixtures.push_back(given);
  return CheckNotEmpty(given);
}
Status SetControlToken(Settings& settings, const GivenText& given) {
  settings.server.control_token = given.text;
  return CheckNotEmpty(given);
}

Status SetTier(Settings& settings, const GivenText& given) {
  const Result<Tier> tier = ParseTier(given.text);
  if (!tier) return Wrong("not a tier" + DidYouMean(given.text, kTierNames));
  settings.server.tier = *tier;
  return {};
}
Status SetRateLimits(Settings& settings, const GivenText& given) {
  return Store(mock::ParseRateLimits(given.text), settings.server.rate_limits);
}
Status SetSystemStatus(Settings& settings, const GivenText& given) {
  return Store(mock::ParseSystemStatus(given.text), settings.server.system_status);
}
Status SetTlsFault(Settings& settings, const GivenText& given) {
  settings.tls_fault = given;
  const Result<mock::TlsFault> fault = mock::ParseTlsFault(given.text);
  return fault ? Status() : Fail(fault.error());
}
Status SetOneQuirk(Settings& settings, const GivenText& given) {
  return mock::SetQuirk(settings.server.quirks, given.text);
}

using enum ValueType;

constexpr auto kOptions = std::to_array<SettingOption>({
    {kConfigOption, kPath, "FILE",
     "Options that are not given here, nor as variables: a JSON object",
     SetText<&Settings::config_file>},
    {"host", kText, "ADDRESS", "The address to listen on: numeric, or localhost [127.0.0.1]",
     SetHost},
    {"port", kNumber, "PORT", "The port to listen on; 0 takes a free one [8080]", SetPort},
    {"port-file", kPath, "FILE", "Write the port to FILE, in one step, once the server accepts",
     SetText<&Settings::port_file>},
    {"fixtures", kPath, "DIR",
     "Answers of your own: a folder's .json files, or one file; repeatable", AddFixtures, true},
    {"keys", kPath, "FILE", "The API keys, a JSON list [one demo key]",
     SetText<&Settings::keys_file>},
    {"scenario", kPath, "FILE|NAME",
     "The faults to play: a JSON file, or a built-in scenario's name",
     SetText<&Settings::scenario>},
    {"tier", kText, "TIER", "starter, intermediate or pro, for keys that name none [starter]",
     SetTier},
    {"rate-limits", kText, "RULE",
     "kraken; article (the folk rule: so many calls a second); or off [kraken]", SetRateLimits},
    {"clock", kText, "CLOCK",
     "real; manual (moved by POST /__mock__/clock); or xN, N times as fast [real]", SetClock},
    {"seed", kNumber, "N", "The seed of every random choice [1]", SetSeed},
    {"quirk", kText, "NAME=VALUE",
     "Choose where sources contest what Kraken does; repeatable, or "
     "separated by commas",
     SetOneQuirk, true},
    {"journal", kPath, "FILE", "Append what happened to FILE, as JSON Lines",
     SetText<&Settings::journal_file>},
    {"tls", kSwitch, "", "Speak TLS too, on the same port, with a CA of its own",
     SetSwitch<&Settings::tls>},
    {"tls-dir", kPath, "DIR", "Where the CA is kept [kraken-mock/tls in ~/.local/state]",
     SetText<&Settings::tls_dir>},
    {"tls-fault", kText, "FAULT",
     "What clients are to refuse: expired, wrong-name, untrusted or tls1.0", SetTlsFault},
    {"control-token", kText, "TOKEN",
     "Open the control API, beyond loopback too, to calls that bear TOKEN", SetControlToken},
    {"system-status", kText, "STATUS",
     "online, maintenance, cancel_only, post_only or limit_only [online]", SetSystemStatus},
    {"log", kText, "LEVEL",
     "On stderr: off; requests (one line each); or debug (every check) [requests]", SetLog},
    {"print-env", kSwitch, "", "Print lines that set KRAKEN_API_URL, _KEY and _SECRET in a shell",
     SetSwitch<&Settings::print_env>},
});

}  // namespace

std::span<const SettingOption> SettingOptions() { return kOptions; }

}  // namespace kraken::tools
