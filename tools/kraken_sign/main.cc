// kraken-sign: computes API-Sign, and shows how.
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "tools/command_line/arguments.h"
#include "tools/command_line/standard_streams.h"
#include "tools/kraken_sign/curl_command.h"
#include "tools/kraken_sign/program.h"
#include "tools/kraken_sign/sign_command.h"

namespace kraken::tools {
namespace {

constexpr std::string_view kSignExamples =
    R"(  kraken-sign sign --path /0/private/Balance --body nonce=1616492376594 --trace
  kraken-sign sign --path /0/private/AddOrder --body @body.txt --json
)";
constexpr std::string_view kCurlExamples =
    R"(  kraken-sign curl Ticker pair=XBTUSD | sh
  kraken-sign curl AddOrder pair=XBTUSD type=buy ordertype=limit price=37500 volume=1.25
  kraken-sign curl AddOrderBatch pair=XBTUSD 'orders=[{"ordertype":"market","type":"buy",…}]'
)";
constexpr std::string_view kNotes = R"(
The secret is read from KRAKEN_API_SECRET, or from the file given to --secret-file. It is never
printed.

Exit codes:
   0  done
  64  wrong usage: an option, an argument or an environment variable
  65  a file was read, and what it says is wrong
  66  a file cannot be read
  70  a fault of kraken-sign itself
  73  standard output cannot be written
)";

std::string Footer(std::string_view examples, std::string_view more = {}) {
  return "Examples:\n" + std::string(examples) + std::string(more) + std::string(kNotes);
}

int Main(int argc, const char* const* argv) {
  CLI::App app{"Computes the API-Sign of Kraken Spot REST requests, and shows how.",
               std::string(kSignProgram)};
  AddCommonOptions(app);
  app.footer(Footer(kSignExamples, kCurlExamples));
  app.require_subcommand(1);
  SignCommand sign;
  CLI::App* sign_app = app.add_subcommand("sign", "Print the API-Sign of a request");
  sign_app->footer(Footer(kSignExamples));
  AddSignOptions(*sign_app, sign);
  CurlCommand curl;
  CLI::App* curl_app = app.add_subcommand("curl", "Print a signed curl line, ready to run");
  curl_app->footer(Footer(kCurlExamples));
  AddCurlOptions(*curl_app, curl);

  const Outcome<Parsed> parsed = ParseArguments(app, argc, argv);
  if (!parsed) return Report(kSignProgram, parsed.error());
  if (*parsed == Parsed::kRun) {
    const Outcome<std::string> output = sign_app->parsed() ? RunSign(sign) : RunCurl(curl);
    if (!output) return Report(kSignProgram, output.error());
    std::cout << *output;
  }
  return Finish(kSignProgram);
}

}  // namespace
}  // namespace kraken::tools

int main(int argc, char** argv) {
  kraken::tools::OpenStandardStreams();
  try {
    return kraken::tools::Main(argc, argv);
  } catch (const std::exception& error) {
    return kraken::tools::Report(
        kraken::tools::kSignProgram,
        {.code = kraken::tools::ExitCode::kInternal,
         .message = std::string("a fault of kraken-sign itself: ") + error.what()});
  }
}
