// Answers from the built-in fixtures: a table of endpoints and their views.
#include <string>
#include <string_view>
#include <unordered_map>

#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {
namespace {

const std::unordered_map<std::string_view, View>& Views() {
  static const std::unordered_map<std::string_view, View> kViews = {
      {"AssetPairs", ViewAssetPairs},
      {"Assets", ViewAssets},
      {"PostTrade", ViewPostTrade},
      {"PreTrade", ViewPreTrade},
  };
  return kViews;
}

}  // namespace

bool HasFixtureView(std::string_view endpoint_name) { return Views().contains(endpoint_name); }

HandlerResult AnswerFromFixture(const Call& call) {
  const auto view = Views().find(call.endpoint.name);
  if (view != Views().end()) return view->second(call);
  return Refusal("EGeneral:Internal error",
                 "the mock has no built-in answer for " + std::string(call.endpoint.name));
}

}  // namespace kraken::mock
