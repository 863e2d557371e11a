// kraken-mock: the mock server as a program.
#include <malloc.h>

#include <exception>
#include <iostream>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/standard_streams.h"
#include "tools/kraken_mock/check.h"
#include "tools/kraken_mock/reference_lists.h"
#include "tools/kraken_mock/serve.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {
namespace {

void PrintList(const Settings& settings, void (*print)(std::ostream&), Json (*list)()) {
  if (settings.json) {
    std::cout << ToJsonText(list()) << '\n';
  } else {
    print(std::cout);
  }
}

// The exit code.
int Run(const Settings& settings) {
  switch (settings.command) {
    case Command::kServe:
      if (const Outcome<void> served = Serve(settings); !served) {
        return Report(kMockProgram, served.error());
      }
      break;
    case Command::kCheck:
      if (const ExitCode found = Check(settings); found != ExitCode::kOk) {
        return static_cast<int>(found);
      }
      break;
    case Command::kListEndpoints:
      PrintList(settings, PrintEndpoints, EndpointList);
      break;
    case Command::kListScenarios:
      PrintList(settings, PrintScenarios, ScenarioList);
      break;
    case Command::kHelpQuirks:
      PrintList(settings, PrintQuirks, QuirkList);
      break;
    case Command::kNothing:
      break;
  }
  return Finish(kMockProgram);
}

int Main(int argc, const char* const* argv) {
  const Outcome<Settings> settings = ReadSettings(argc, argv);
  if (!settings) return Report(kMockProgram, settings.error());
  return Run(*settings);
}

}  // namespace
}  // namespace kraken::tools

int main(int argc, char** argv) {
  kraken::tools::OpenStandardStreams();
  // Each connection has a thread, and glibc would give each thread up to 64 MiB of address space to
  // allocate from; two such arenas do, since the work between two locks is short.
  mallopt(M_ARENA_MAX, 2);  // NOLINT(concurrency-mt-unsafe): no thread is started yet.
  try {
    return kraken::tools::Main(argc, argv);
  } catch (const std::exception& error) {
    return kraken::tools::Report(
        kraken::tools::kMockProgram,
        {.code = kraken::tools::ExitCode::kInternal,
         .message = std::string("a fault of kraken-mock itself: ") + error.what()});
  }
}
