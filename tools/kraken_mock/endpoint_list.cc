#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/mock/answered.h"
#include "kraken/protocol/endpoints.h"
#include "tools/kraken_mock/reference_lists.h"

namespace kraken::tools {
namespace {

constexpr std::size_t kColumns = 7;
using Row = std::array<std::string, kColumns>;

bool IsPublic(const Endpoint& endpoint) { return endpoint.visibility == Visibility::kPublic; }

// "simulated", "fixture" or "none"
std::string_view AnswerName(const Endpoint& endpoint) {
  switch (mock::BuiltInAnswerOf(endpoint.name)) {
    case mock::BuiltInAnswer::kSimulated:
      return "simulated";
    case mock::BuiltInAnswer::kFixture:
      return "fixture";
    case mock::BuiltInAnswer::kNone:
      break;
  }
  return "none";
}

// The same for people, who also learn here that an endpoint is gone.
std::string_view AnswerWords(const Endpoint& endpoint) {
  const std::string_view answer = AnswerName(endpoint);
  if (answer != "none") return answer;
  return endpoint.retired ? "retired" : "not yet";
}

std::string_view CounterName(const Endpoint& endpoint) {
  switch (endpoint.limiter) {
    case Limiter::kPublicAddress:
      return "address";
    case Limiter::kPublicAddressAndPair:
      return "address and pair";
    case Limiter::kCalls:
      return "calls";
    case Limiter::kEngine:
      return "engine";
    case Limiter::kNone:
      break;
  }
  return "none";
}

// Of the call counter only: what the engine's counter is charged depends on the order.
bool HasCost(const Endpoint& endpoint) { return endpoint.limiter == Limiter::kCalls; }

Row ToRow(const Endpoint& endpoint) {
  return {std::string(endpoint.name),
          std::string(ToString(endpoint.method)),
          std::string(endpoint.path),
          std::string(AnswerWords(endpoint)),
          std::string(CounterName(endpoint)),
          HasCost(endpoint) ? std::to_string(endpoint.call_cost) : "-",
          IsPublic(endpoint) ? "-" : endpoint.permission.ToString()};
}

}  // namespace

void PrintEndpoints(std::ostream& out) {
  std::vector<Row> rows = {{"name", "method", "path", "answer", "counter", "cost", "permission"}};
  for (const Endpoint& endpoint : Endpoints()) rows.push_back(ToRow(endpoint));
  std::array<std::size_t, kColumns> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths.at(i) = std::max(widths.at(i), row.at(i).size());
    }
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < kColumns; ++i) {
      out << row.at(i) << std::string(widths.at(i) + 2 - row.at(i).size(), ' ');
    }
    out << row.back() << '\n';
  }
}

Json EndpointList() {
  Json list = Json::array();
  for (const Endpoint& endpoint : Endpoints()) {
    list.push_back(Json::object(
        {{"name", endpoint.name},
         {"title", endpoint.title},
         {"group", endpoint.group},
         {"method", ToString(endpoint.method)},
         {"path", endpoint.path},
         {"visibility", IsPublic(endpoint) ? "public" : "private"},
         {"permission", Json::object({{"all_of", endpoint.permission.all_of.Names()},
                                      {"any_of", endpoint.permission.any_of.Names()}})},
         {"counter", CounterName(endpoint)},
         {"cost", HasCost(endpoint) ? Json(endpoint.call_cost) : Json()},
         {"answer", AnswerName(endpoint)},
         {"retired", endpoint.retired},
         {"source", endpoint.source}}));
  }
  return list;
}

}  // namespace kraken::tools
