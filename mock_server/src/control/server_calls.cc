#include <array>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

SystemStatus ReadStatus(const CheckedJson& root) {
  constexpr auto kMembers = std::to_array<std::string_view>({"status"});
  root.ExpectObjectOf(kMembers);
  return root.Require("status").Parsed(ParseSystemStatus).value_or(SystemStatus::kOnline);
}

}  // namespace

Reply ShowHealth(const ControlCall& call) {
  return JsonReply(Json::object({{"status", "ok"},
                                 {"version", KRAKEN_TESTKIT_VERSION},
                                 {"seed", call.world.Lock()->config.seed},
                                 {"now", FormatRfc3339(call.clock.Now())}}));
}

Reply ResetServer(const ControlCall& call) {
  if (call.key) {
    const WorldMonitor::Locked world = call.world.Lock();
    world->ResetKey(*call.key);
    call.journal.ClearKey(KeyId(*call.key));
    return Done();
  }
  call.reset();
  return Done();
}

Reply PutSystemStatus(const ControlCall& call) {
  const Result<SystemStatus> status =
      ReadJson<SystemStatus>(call.request.body, kRequestBody, ReadStatus);
  if (!status) return ErrorReply(400, status.error().message);
  call.world.Lock()->venue.SetStatus(*status, call.clock.Now());
  return JsonReply(Json::object({{"status", ToString(*status)}}));
}

Reply ReloadFiles(const ControlCall& call) {
  if (!call.reload) {
    return ErrorReply(409,
                      "this server was not started from files, so that there is nothing to "
                      "reload; PUT /__mock__/fixtures and /__mock__/scenario change it");
  }
  const Result<std::string> loaded = call.reload();
  if (!loaded) {
    return ErrorReply(400, "everything stays as it was: " + loaded.error().message);
  }
  return JsonReply(Json::object({{"status", "ok"}, {"loaded", *loaded}}));
}

}  // namespace kraken::mock
