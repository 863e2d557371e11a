#include "tools/command_line/arguments.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "kraken/protocol/nearest_name.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

// Everything that may stand at this point of the command line, as it is typed.
std::vector<std::string> KnownWords(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* parsed : app.get_subcommands()) {
    for (std::string& word : KnownWords(*parsed)) words.push_back(std::move(word));
  }
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) {
    words.push_back(subcommand->get_name());
  }
  return words;
}

std::string SeeHelp(const CLI::App& app) { return "; see " + app.get_name() + " --help"; }

std::string DescribeUnknown(const CLI::App& app, const std::string& argument) {
  const std::string word = argument.substr(0, argument.find('='));
  const std::vector<std::string> known = KnownWords(app);
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view nearest = NearestName(word, views);
  const std::string_view what = word.starts_with('-') ? "no such option" : "unexpected argument";
  std::string message = OneLine(word) + ": " + std::string(what);
  if (nearest.empty()) return message + SeeHelp(app);
  return message + "; did you mean " + std::string(nearest) + "?";
}

}  // namespace

void AddCommonOptions(CLI::App& app) {
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.set_version_flag("--version", app.get_name() + " " KRAKEN_TESTKIT_VERSION,
                       "Print the version and exit");
  // Unknown words are collected rather than thrown, so that DescribeUnknown() can word it.
  app.allow_extras();
}

Outcome<Parsed> ParseArguments(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    app.exit(wanted, std::cout, std::cerr);
    return Parsed::kDone;
  } catch (const CLI::ParseError& error) {
    const std::vector<std::string> unknown = app.remaining(true);
    if (!unknown.empty()) {
      return EndWith(ExitCode::kUsage, DescribeUnknown(app, unknown.front()));
    }
    return EndWith(ExitCode::kUsage, OneLine(error.what()) + SeeHelp(app));
  }
  const std::vector<std::string> unknown = app.remaining(true);
  if (!unknown.empty()) return EndWith(ExitCode::kUsage, DescribeUnknown(app, unknown.front()));
  return Parsed::kRun;
}

std::optional<std::string> EnvironmentVariable(const std::string& name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): programs read their environment before threads start.
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

void Warn(std::string_view program, std::string_view message) {
  std::cerr << program << ": warning: " << message << '\n';
}

int Report(std::string_view program, const Failure& failure) {
  std::cerr << program << ": " << failure.message << '\n';
  return static_cast<int>(failure.code);
}

int Finish(std::string_view program) {
  if (std::cout.flush()) return static_cast<int>(ExitCode::kOk);
  return Report(program, {.code = ExitCode::kNoOutput,
                          .message = "standard output: cannot be written; is the disk full?"});
}

}  // namespace kraken::tools
