#include "tools/kraken_mock/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/config_file.h"
#include "tools/kraken_mock/unknown_variables.h"

namespace kraken::tools {
namespace {

constexpr std::string_view kAbout =
    "A mock of the Kraken Spot REST API: answers as Kraken does, checks keys, nonces, signatures "
    "and\nrate limits, and fails on demand.";

constexpr std::string_view kFooter =
    R"help(Environment:
  Each option with a value, --print-env and --tls can be set as KRAKEN_MOCK_<OPTION>, for instance
  KRAKEN_MOCK_PORT_FILE for --port-file; several quirks or fixtures are separated by commas. An
  option on the command line wins. Of other variables that begin with KRAKEN_MOCK_ it warns.
  KRAKEN_API_KEY and KRAKEN_API_SECRET, where both are set, replace the demo key.

Config file:
  The same options by their names, {"port": 8080, "print-env": true, "quirk": ["lockout-after=3"]},
  and // comments. Paths begin at the file's folder. The command line and the environment win.

Signals:
  SIGINT and SIGTERM stop it. SIGHUP has it read keys, fixtures and scenario again: one mistake, and
  everything stays as it was. In a terminal that is closed, SIGHUP stops it.

Examples:
  kraken-mock                                    on http://127.0.0.1:8080, with the demo key
  kraken-mock --port 0 --port-file port.txt      on a free port, written to port.txt
  kraken-mock --print-env > mock.env &           then: eval "$(grep ^export mock.env)"
  kraken-mock --keys keys.json --scenario rate-limited-twice
  kraken-mock --tls                              on https://localhost:8080 too; says whom to trust
  kraken-mock --fixtures recordings --check      says what is wrong with them
  kraken-mock --clock manual --tier pro --journal journal.jsonl

Exit codes:
   0  stopped by a signal, or done
  64  wrong usage: an option, an argument or an environment variable
  65  a file was read, and what it says is wrong
  66  a file cannot be read
  69  the address or port cannot be had
  70  a fault of kraken-mock itself
  73  a file, or standard output, cannot be written
)help";

// What is done in place of serving. Not for the environment or a config file: who starts a server
// there would get none.
struct CommandOption {
  std::string_view flag{};
  Command command = Command::kNothing;
  std::string_view about{};
};
constexpr auto kCommandOptions = std::to_array<CommandOption>({
    {"--check", Command::kCheck, "Read all files, say what is wrong with them, and exit"},
    {"--list-endpoints", Command::kListEndpoints,
     "Print Kraken's endpoints, which are answered, and exit"},
    {"--list-scenarios", Command::kListScenarios, "Print the built-in scenarios and exit"},
    {"--help-quirks", Command::kHelpQuirks, "Print the quirks, their values and sources, and exit"},
});
constexpr std::string_view kJsonFlag = "--json";

bool IsGiven(const CLI::App& app, std::string_view flag) {
  return app.get_option(std::string(flag))->count() > 0;
}

Outcome<void> ChooseCommand(Settings& settings, const CLI::App& app) {
  std::string_view chosen;
  for (const CommandOption& option : kCommandOptions) {
    if (!IsGiven(app, option.flag)) continue;
    if (!chosen.empty()) {
      return EndWith(ExitCode::kUsage, std::string(option.flag) + ": not together with " +
                                           std::string(chosen) + "; give one of the two");
    }
    chosen = option.flag;
    settings.command = option.command;
  }
  settings.json = IsGiven(app, kJsonFlag);
  if (!settings.json || !chosen.empty()) return {};
  std::string known;
  for (const CommandOption& option : kCommandOptions) {
    known.append(known.empty() ? "" : " or ").append(option.flag);
  }
  return EndWith(ExitCode::kUsage,
                 std::string(kJsonFlag) + ": a server prints no such thing; it goes with " + known);
}

std::string FlagName(const SettingOption& option) { return "--" + std::string(option.name); }

std::string VariableName(const SettingOption& option) {
  std::string name = std::string(kVariablePrefix) + std::string(option.name);
  std::ranges::transform(name, name.begin(), [](unsigned char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(c));
  });
  return name;
}

CLI::Option* AddSettingOption(CLI::App& app, const SettingOption& option) {
  CLI::Option* added =
      option.value.empty() ? app.add_flag(FlagName(option)) : app.add_option(FlagName(option));
  added->description(std::string(option.about));
  added->envname(VariableName(option));
  // In place of CLI11's text, which would add the variable's name to each line.
  added->option_text(option.value.empty() ? " " : std::string(option.value));
  added->type_name(std::string(option.value));
  if (option.repeatable) {
    added->take_all()->delimiter(',');
  } else {
    added->take_last();
  }
  return added;
}

// Whether an option's values come from the command line or from the environment.
bool OnCommandLine(const CLI::App& app, const CLI::Option* option) {
  const std::vector<CLI::Option*>& parsed = app.parse_order();
  return std::ranges::find(parsed, option) != parsed.end();
}

// Links between containers set KRAKEN_MOCK_PORT to an address where the server's is kraken-mock.
bool IsNoPort(const GivenText& given) {
  if (given.option != "KRAKEN_MOCK_PORT" || !IsContainerAddress(given.text)) return false;
  Warn(kMockProgram, given.label() +
                         ": ignored; a link between containers sets it, and it is no port; --port "
                         "chooses one");
  return true;
}

std::vector<std::string> KnownVariables() {
  std::vector<std::string> names;
  for (const SettingOption& option : SettingOptions()) names.push_back(VariableName(option));
  return names;
}

// What the command line gives, or else the environment.
GivenTexts TextsOf(const CLI::App& app, const std::vector<CLI::Option*>& options) {
  GivenTexts texts(options.size());
  for (std::size_t i = 0; i < options.size(); ++i) {
    const SettingOption& row = SettingOptions()[i];
    const std::string option = OnCommandLine(app, options[i]) ? FlagName(row) : VariableName(row);
    for (const std::string& text : options[i]->results()) {
      GivenText given{.option = option, .text = text};
      if (!IsNoPort(given)) texts[i].push_back(std::move(given));
    }
  }
  return texts;
}

Outcome<void> Apply(Settings& settings, const GivenTexts& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const GivenText& given : texts[i]) {
      const Status set = SettingOptions()[i].set(settings, given);
      if (set) continue;
      return EndWith(ExitCode::kUsage, given.Refused(set.error()));
    }
  }
  return {};
}

// Of the config file, the options that are not given otherwise: lists are not joined.
Outcome<void> ApplyConfig(Settings& settings, const GivenTexts& given) {
  if (settings.config_file.empty()) return {};
  Outcome<GivenTexts> texts = ReadConfigFile(settings.config_file);
  if (!texts) return tl::unexpected(texts.error());
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!given[i].empty()) (*texts)[i].clear();
  }
  return Apply(settings, *texts);
}

// What a fault, or a place, of TLS is given for, who gives it knows.
Outcome<void> CheckTls(const Settings& settings) {
  if (settings.tls) return {};
  if (!settings.tls_fault.empty()) {
    return EndWith(ExitCode::kUsage,
                   settings.tls_fault.label() + ": this server speaks no TLS; add --tls");
  }
  if (!settings.tls_dir.empty()) {
    Warn(kMockProgram, settings.tls_dir.label() + ": this server speaks no TLS; add --tls");
  }
  return {};
}

}  // namespace

std::string GivenText::path() const {
  return folder.empty() || empty() ? text : (std::filesystem::path(folder) / text).string();
}

std::string GivenText::label() const {
  const std::string shown = LooksLikeSecret(text) ? std::string(kHiddenSecret) : OneLine(path());
  return option + (option.starts_with(kVariablePrefix) ? "=" : " ") + shown;
}

std::string GivenText::Refused(const Error& why) const {
  if (LooksLikeSecret(text)) return label() + ": no value of this option; see kraken-mock --help";
  return label() + ": " + OneLine(why.message);
}

Outcome<Settings> ReadSettings(int argc, const char* const* argv) {
  CLI::App app{std::string(kAbout), std::string(kMockProgram)};
  AddCommonOptions(app);
  app.footer(std::string(kFooter));
  std::vector<CLI::Option*> options;
  for (const SettingOption& option : SettingOptions()) {
    options.push_back(AddSettingOption(app, option));
  }
  for (const CommandOption& option : kCommandOptions) {
    app.add_flag(std::string(option.flag))->description(std::string(option.about));
  }
  app.add_flag(std::string(kJsonFlag))
      ->description("Print it as JSON: the list, or what --check finds");

  const Outcome<Parsed> parsed = ParseArguments(app, argc, argv);
  if (!parsed) return tl::unexpected(parsed.error());
  Settings settings;
  if (*parsed == Parsed::kDone) {
    settings.command = Command::kNothing;
    return settings;
  }
  if (Outcome<void> chosen = ChooseCommand(settings, app); !chosen) {
    return tl::unexpected(chosen.error());
  }
  if (settings.command == Command::kServe || settings.command == Command::kCheck) {
    WarnOfUnknownVariables(KnownVariables());
  }
  const GivenTexts given = TextsOf(app, options);
  if (Outcome<void> applied = Apply(settings, given); !applied) {
    return tl::unexpected(applied.error());
  }
  if (Outcome<void> applied = ApplyConfig(settings, given); !applied) {
    return tl::unexpected(applied.error());
  }
  if (Outcome<void> checked = CheckTls(settings); !checked) return tl::unexpected(checked.error());
  return settings;
}

}  // namespace kraken::tools
