#include "tools/kraken_mock/reference_lists.h"

#include <string>
#include <string_view>

#include "kraken/mock/quirks.h"
#include "kraken/mock/scenario.h"

namespace kraken::tools {

void PrintScenarios(std::ostream& out) {
  for (const std::string_view name : mock::BuiltInScenarioNames()) {
    const Result<mock::Scenario> scenario = mock::BuiltInScenario(name);
    out << name << '\n';
    if (scenario && !scenario->about.empty()) out << "    " << scenario->about << '\n';
  }
}

void PrintQuirks(std::ostream& out) {
  for (const mock::QuirkInfo& quirk : mock::KnownQuirks()) {
    std::string values;
    for (const std::string_view value : quirk.values) {
      values += values.empty() ? "=" : "|";
      values += value;
    }
    out << quirk.name << values << "    default " << quirk.values.front() << '\n'
        << "    " << quirk.about << '\n'
        << "    " << quirk.standing << ": " << quirk.source << '\n';
  }
}

}  // namespace kraken::tools
