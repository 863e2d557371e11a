// Reads a command line: CLI11 takes it apart, this words the complaints.
//
//   CLI::App app("…", "kraken-mock");
//   Outcome<Parsed> parsed = ParseArguments(app, argc, argv);
//   // kraken-mock: --prot: no such option; did you mean --port?
#ifndef KRAKEN_TOOLS_COMMAND_LINE_ARGUMENTS_H_
#define KRAKEN_TOOLS_COMMAND_LINE_ARGUMENTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "tools/command_line/failure.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}  // namespace CLI

namespace kraken::tools {

// What every program has: --help, --version, and no arguments but those that it knows. Call it
// before subcommands are added; they inherit it.
void AddCommonOptions(CLI::App& app);

enum class Parsed {
  kRun,
  kDone,  // Help or version was asked for, and is printed.
};
Outcome<Parsed> ParseArguments(CLI::App& app, int argc, const char* const* argv);

// An environment variable; one that is set to nothing counts as unset.
std::optional<std::string> EnvironmentVariable(const std::string& name);

// Prints "PROGRAM: warning: MESSAGE" on stderr.
void Warn(std::string_view program, std::string_view message);
// Prints "PROGRAM: MESSAGE" on stderr, and answers the exit code.
int Report(std::string_view program, const Failure& failure);
// Flushes standard output: a failure where it, or what went before it, could not be written.
Outcome<void> FlushOutput();
// The exit code of a program that did its work, whose answer may still have found no room.
int Finish(std::string_view program);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_ARGUMENTS_H_
