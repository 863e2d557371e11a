#include "tools/kraken_mock/reference_lists.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/mock/quirks.h"
#include "kraken/mock/scenario.h"

namespace kraken::tools {
namespace {

std::string AboutOf(std::string_view scenario_name) {
  const Result<mock::Scenario> scenario = mock::BuiltInScenario(scenario_name);
  return scenario ? scenario->about : "";
}

// "public-post=405|accepted    default 405" or "lockout-after=N    1 to 1000000, default 4"
std::string ChoiceLine(const mock::QuirkInfo& quirk) {
  std::string line(quirk.name);
  if (quirk.is_number()) {
    line += "=N    " + std::to_string(quirk.range.least) + " to " +
            std::to_string(quirk.range.most) + ",";
  } else {
    std::string_view separator = "=";
    for (const std::string_view value : quirk.values) {
      line.append(separator).append(value);
      separator = "|";
    }
    line += "   ";
  }
  return line + " default " + std::string(quirk.values.front());
}

}  // namespace

void PrintScenarios(std::ostream& out) {
  for (const std::string_view name : mock::BuiltInScenarioNames()) {
    out << name << '\n';
    const std::string about = AboutOf(name);
    if (!about.empty()) out << "    " << about << '\n';
    std::string_view separator = "    variants: ";
    const std::vector<std::string> variants = mock::BuiltInVariants(name);
    for (const std::string& variant : variants) {
      out << separator << variant;
      separator = ", ";
    }
    if (!variants.empty()) out << '\n';
  }
}

Json ScenarioList() {
  Json list = Json::array();
  for (const std::string_view name : mock::BuiltInScenarioNames()) {
    Json row = Json::object({{"name", name}, {"about", AboutOf(name)}});
    if (auto variants = mock::BuiltInVariants(name); !variants.empty()) {
      row["variants"] = std::move(variants);
    }
    list.push_back(std::move(row));
  }
  return list;
}

void PrintQuirks(std::ostream& out) {
  for (const mock::QuirkInfo& quirk : mock::KnownQuirks()) {
    out << ChoiceLine(quirk) << '\n'
        << "    " << quirk.about << '\n'
        << "    " << quirk.standing << ": " << quirk.source << '\n';
  }
}

Json QuirkList() {
  Json list = Json::array();
  for (const mock::QuirkInfo& quirk : mock::KnownQuirks()) {
    Json row = Json::object({{"name", quirk.name}});
    if (quirk.is_number()) {
      row["least"] = quirk.range.least;
      row["most"] = quirk.range.most;
    } else {
      row["values"] = quirk.values;
    }
    row.update(Json::object({{"default", quirk.values.front()},
                             {"about", quirk.about},
                             {"standing", quirk.standing},
                             {"source", quirk.source}}));
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace kraken::tools
