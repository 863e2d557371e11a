#include "mock_server/src/built_in/fixture_store.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"

namespace kraken::mock {

std::map<std::string_view, const EmbeddedFile*> FixtureFiles(std::string_view endpoint) {
  constexpr std::string_view kSuffix = ".json";
  const std::string folder = "endpoints/" + std::string(endpoint) + "/";
  std::map<std::string_view, const EmbeddedFile*> files;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.path.starts_with(folder) || !file.path.ends_with(kSuffix)) continue;
    std::string_view case_name = file.path.substr(folder.size());
    case_name.remove_suffix(kSuffix.size());
    files.emplace(case_name, &file);
  }
  return files;
}

std::shared_ptr<const Json> LoadResult(const EmbeddedFile& file) {
  const Result<Json> fixture = ParseJsonText(file.text);
  const Json::json_pointer place("/response/body/result");
  if (!fixture || !fixture->contains(place)) {
    throw std::logic_error("the built-in fixture " + std::string(file.path) +
                           (fixture ? " has no result" : ": " + fixture.error().message));
  }
  return std::make_shared<const Json>(fixture->at(place));
}

Decimal DecimalOf(const Json& text) { return Decimal::Parse(text.get<std::string>()).value(); }

const Json& BuiltInWorld() {
  static const Json kWorld = [] {
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (file.path == "world.json") return ParseJsonText(file.text).value();
    }
    throw std::logic_error("world.json was not compiled in");
  }();
  return kWorld;
}

ReadyText::ReadyText(const Json& result) : text(ToJsonText(result)) {}

WallTime BuiltInTime() {
  static const WallTime kTime = ParseRfc3339(BuiltInWorld().at("as_of").get<std::string>()).value();
  return kTime;
}

}  // namespace kraken::mock
