// Calls the handler of an endpoint by function call, as the pipeline's last stage does.
#ifndef KRAKEN_TESTS_MOCK_SERVER_HANDLERS_HANDLER_HARNESS_H_
#define KRAKEN_TESTS_MOCK_SERVER_HANDLERS_HANDLER_HARNESS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/params.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

inline constexpr const char* kInvalid = "EGeneral:Invalid arguments";

// As calls that place, change and cancel orders name the parameter.
inline std::string Invalid(const std::string& field) { return kInvalid + (":" + field); }

// Tests of how orders are read and answered are not about money.
inline void MakeRich(Account& account) {
  for (const char* asset : {"ZUSD", "USDT", "XXBT", "XETH"}) {
    account.SetBalance(asset, Decimal::FromInteger(1'000'000'000));
  }
}

// When the built-in world is as the fixtures show it: 2025-12-31T21:42:17Z.
inline constexpr WallTime kAsOf{std::chrono::seconds(1'767'217'337)};

inline HandlerResult AnswerOf(std::string_view endpoint_name, const Params& params, World& world,
                              WallTime now = kAsOf) {
  const Endpoint* endpoint = FindEndpoint(endpoint_name);
  if (endpoint == nullptr) {
    return Fail(ErrorKind::kUsage, "no endpoint " + std::string(endpoint_name));
  }
  const Call call = {
      .endpoint = *endpoint, .params = params, .quirks = world.config.quirks, .now = now};
  world.venue.AdvanceTo(now);
  if (endpoint->group == "trading") MakeRich(world.AccountOf(nullptr));
  const Handler simulated = FindSimulatedHandler(endpoint_name);
  return simulated == nullptr ? AnswerFromFixture(call) : simulated(call, world);
}

// The text of the answer alone, which is what most tests are about.
inline Result<std::string> CallHandler(std::string_view endpoint_name, const Params& params,
                                       World& world, WallTime now = kAsOf) {
  HandlerResult answer = AnswerOf(endpoint_name, params, world, now);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return std::move(answer->text);
}

// `form` is the parameters as a form or query: "pair=XBTUSD&count=2".
inline Result<std::string> CallHandler(std::string_view endpoint_name, std::string_view form) {
  World world{WorldConfig{}};
  return CallHandler(endpoint_name, ParseForm(form), world);
}

inline Result<std::string> CallHandler(std::string_view endpoint_name, std::string_view form,
                                       const Quirks& quirks) {
  World world{WorldConfig{.quirks = quirks}};
  return CallHandler(endpoint_name, ParseForm(form), world);
}

// The result's text; a refusal is a failure of the test.
inline std::string TextOf(std::string_view endpoint_name, std::string_view form = "") {
  Result<std::string> answer = CallHandler(endpoint_name, form);
  if (answer) return *answer;
  ADD_FAILURE() << endpoint_name << " " << form << ": " << answer.error().message;
  return "null";
}

inline Json ResultOf(std::string_view endpoint_name, std::string_view form = "") {
  const std::string text = TextOf(endpoint_name, form);
  Result<Json> json = ParseJsonText(text);
  if (json) return *json;
  ADD_FAILURE() << endpoint_name << " " << form << " is not JSON: " << text;
  return {};
}

inline std::vector<std::string> KeysOf(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

// Matches a HandlerResult that refuses with just this string, and a reason that holds `why`.
MATCHER_P2(Refuses, error, why, "") {
  if (arg) {
    *result_listener << "answered " << *arg;
    return false;
  }
  *result_listener << "refused with " << ::testing::PrintToString(arg.error().api_errors) << ", "
                   << arg.error().message;
  return arg.error().kind == ErrorKind::kApi &&
         arg.error().api_errors == std::vector<std::string>{error} &&
         arg.error().message.find(why) != std::string::npos;
}

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_HANDLERS_HANDLER_HARNESS_H_
