// What is wrong with a command line's shape, in the toolkit's words rather than CLI11's.
#ifndef KRAKEN_TOOLS_COMMAND_LINE_ARGUMENT_CHECK_H_
#define KRAKEN_TOOLS_COMMAND_LINE_ARGUMENT_CHECK_H_

#include <span>
#include <string>

#include "tools/command_line/failure.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}  // namespace CLI

namespace kraken::tools {

// Before it is parsed: options without their value, given twice, or before the subcommand that
// knows them. CLI11 would take the next word for a value that is missing.
Outcome<void> CheckArguments(const CLI::App& program, std::span<const char* const> words);

// After parsing failed for something that is missing: what that is.
std::string DescribeMissing(const CLI::App& program);

// A word that nothing on the command line knows, with the nearest known one.
std::string DescribeUnknown(const CLI::App& program, const std::string& argument);

// "; see kraken-sign sign --help"
std::string SeeHelp(const CLI::App& program);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_ARGUMENT_CHECK_H_
