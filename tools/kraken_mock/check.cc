#include "tools/kraken_mock/check.h"

#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/distinct_files.h"
#include "tools/kraken_mock/inputs.h"
#include "tools/kraken_mock/key_choice.h"
#include "tools/kraken_mock/tls_choice.h"

namespace kraken::tools {
namespace {

ExitCode Tell(const Failure& failure) {
  Report(kMockProgram, failure);
  return failure.code;
}

Json FoundAsJson(const Inputs& inputs, const Settings& settings) {
  Json json = Json::object({{"ok", true}, {"mistakes", Json::array()}});
  json["fixtures"] = inputs.fixtures ? Json(inputs.fixtures->size()) : Json();
  json["fixture_files"] = inputs.fixtures ? Json(inputs.fixture_files) : Json();
  json["keys"] = inputs.keys ? Json(inputs.keys->size()) : Json();
  json["scenario"] = inputs.scenario ? Json(settings.scenario.text) : Json();
  return json;
}

ExitCode TellMistakes(const std::vector<Failure>& mistakes, bool as_json) {
  Json messages = Json::array();
  for (const Failure& mistake : mistakes) {
    Report(kMockProgram, mistake);
    messages.push_back(mistake.message);
  }
  const Json json = Json::object({{"ok", false}, {"mistakes", messages}});
  if (as_json) std::cout << ToJsonText(json) << '\n';
  return ExitCode::kBadData;
}

}  // namespace

ExitCode Check(const Settings& settings) {
  if (const Outcome<void> differ = CheckFilesDiffer(settings); !differ) {
    return Tell(differ.error());
  }
  const tl::expected<Inputs, std::vector<Failure>> inputs = ReadInputs(settings, Reading::kFirst);
  if (!inputs) return TellMistakes(inputs.error(), settings.json);
  // Those of the environment can be wrong, too.
  const Outcome<KeyChoice> keys = ChooseKeys(inputs->keys);
  if (!keys) return Tell(keys.error());
  if (const Outcome<void> tls = CheckTlsFiles(settings); !tls) return Tell(tls.error());
  if (settings.json) {
    std::cout << ToJsonText(FoundAsJson(*inputs, settings)) << '\n';
  } else {
    std::cout << "ok: " << Describe(*inputs, settings) << '\n';
  }
  return ExitCode::kOk;
}

}  // namespace kraken::tools
