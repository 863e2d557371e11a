// The calls of the control API: what one is given, what it answers, and where each is found.
#ifndef KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_CALL_H_
#define KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_CALL_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"
#include "kraken/mock/options.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/params.h"
#include "mock_server/src/metrics.h"
#include "mock_server/src/world/world_monitor.h"

namespace kraken::mock {

// How error messages name a call's body.
inline constexpr std::string_view kRequestBody = "the request body";

// A call that was let in and whose query holds only what its route knows, together with the parts
// of the server that it acts upon.
struct ControlCall {
  WorldMonitor& world;
  Journal& journal;
  AdjustableClock& clock;
  const Metrics& metrics;
  const std::function<void()>& reset;
  const Reload& reload;  // May be empty.
  const HttpRequest& request;
  const Params& query;
  std::optional<std::string> key{};  // The API key of ?key=, which exists if the route asks it to.
  std::string subject{};             // What stands behind a path that ends in "/", decoded.
};

struct ControlRoute {
  std::string_view method{};
  std::string_view path{};  // Behind kControlPrefix; "keys/" stands for "keys/" and a name.
  Reply (*answer)(const ControlCall& call) = nullptr;
  std::span<const std::string_view> query{};
  bool takes_body = false;
  bool key_must_exist = true;
};

// clock_calls.cc
Reply MoveClock(const ControlCall& call);
// exchange_calls.cc
Reply PutAccount(const ControlCall& call);
Reply MoveMarket(const ControlCall& call);
// fixture_calls.cc
Reply PutFixtures(const ControlCall& call);
Reply ShowFixtures(const ControlCall& call);
Reply DropFixtures(const ControlCall& call);
// journal_calls.cc
Reply ReadJournal(const ControlCall& call);
Reply ClearJournal(const ControlCall& call);
// key_calls.cc
Reply ListKeys(const ControlCall& call);
Reply MakeKey(const ControlCall& call);
Reply RevokeKey(const ControlCall& call);
// metrics_calls.cc
Reply ShowMetrics(const ControlCall& call);
// scenario_calls.cc
Reply PutScenario(const ControlCall& call);
Reply ShowScenario(const ControlCall& call);
Reply DropScenario(const ControlCall& call);
// server_calls.cc
Reply ShowHealth(const ControlCall& call);
Reply ResetServer(const ControlCall& call);
Reply PutSystemStatus(const ControlCall& call);
Reply ReloadFiles(const ControlCall& call);

// {"status":"ok"}, for calls that have nothing else to say.
Reply Done();
Reply JsonReply(const Json& json);
// Of an API key that the server does not have. `where` begins the message, and may be empty.
Reply NoSuchKey(std::string_view key, std::string_view where = {});
// {"error":"…"}
Reply ErrorReply(int status, std::string_view message);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_CALL_H_
