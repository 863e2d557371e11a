#include "tools/command_line/arguments.h"

#include <cstdlib>
#include <iostream>
#include <span>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/command_line/argument_check.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
void AddCommonOptions(CLI::App& app) {
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.set_version_flag("--version", app.get_name() + " " KRAKEN_TESTKIT_VERSION,
                       "Print the version and exit");
  // Unknown words are collected rather than thrown, so that DescribeUnknown() can word it.
  app.allow_extras();
}

Outcome<Parsed> ParseArguments(CLI::App& app, int argc, const char* const* argv) {
  // Where a program is started without so much as its own name, there are no words either.
  const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
  if (Outcome<void> checked = CheckArguments(app, words.subspan(words.empty() ? 0 : 1)); !checked) {
    return tl::unexpected(checked.error());
  }
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
    if (error.get_name() == "RequiredError") {
      return EndWith(ExitCode::kUsage, DescribeMissing(app));
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

Outcome<void> FlushOutput() {
  if (std::cout.flush()) return {};
  return EndWith(ExitCode::kNoOutput, "standard output: cannot be written; is the disk full?");
}

int Finish(std::string_view program) {
  const Outcome<void> flushed = FlushOutput();
  return flushed ? static_cast<int>(ExitCode::kOk) : Report(program, flushed.error());
}

}  // namespace kraken::tools
