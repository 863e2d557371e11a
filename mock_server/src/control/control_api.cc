#include "mock_server/src/control/control_api.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_access.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

constexpr auto kKeyQuery = std::to_array<std::string_view>({"key"});
constexpr auto kScenarioQuery = std::to_array<std::string_view>({"key", "variant"});
constexpr auto kJournalQuery =
    std::to_array<std::string_view>({"since", "endpoint", "key", "limit", "follow"});

constexpr auto kRoutes = std::to_array<ControlRoute>({
    {.method = "GET", .path = "health", .answer = ShowHealth},
    {.method = "POST", .path = "reset", .answer = ResetServer, .query = kKeyQuery},
    // Calls with an unknown key are in the journal too, and worth looking up.
    {.method = "GET",
     .path = "journal",
     .answer = ReadJournal,
     .query = kJournalQuery,
     .key_must_exist = false},
    {.method = "DELETE",
     .path = "journal",
     .answer = ClearJournal,
     .query = kKeyQuery,
     .key_must_exist = false},
    {.method = "PUT",
     .path = "scenario",
     .answer = PutScenario,
     .query = kScenarioQuery,
     .takes_body = true},
    {.method = "GET", .path = "scenario", .answer = ShowScenario, .query = kKeyQuery},
    {.method = "DELETE", .path = "scenario", .answer = DropScenario, .query = kKeyQuery},
    {.method = "GET", .path = "metrics", .answer = ShowMetrics},
    {.method = "POST", .path = "clock", .answer = MoveClock, .takes_body = true},
    {.method = "POST", .path = "market", .answer = MoveMarket, .takes_body = true},
    {.method = "PUT", .path = "accounts/", .answer = PutAccount, .takes_body = true},
    {.method = "GET", .path = "keys", .answer = ListKeys},
    {.method = "POST", .path = "keys", .answer = MakeKey, .takes_body = true},
    {.method = "DELETE", .path = "keys/", .answer = RevokeKey},
    {.method = "PUT", .path = "fixtures", .answer = PutFixtures, .takes_body = true},
    {.method = "GET", .path = "fixtures", .answer = ShowFixtures},
    {.method = "DELETE", .path = "fixtures", .answer = DropFixtures},
    {.method = "POST", .path = "reload", .answer = ReloadFiles},
    {.method = "PUT", .path = "system-status", .answer = PutSystemStatus, .takes_body = true},
});

bool HasSubject(const ControlRoute& route) { return route.path.ends_with('/'); }

bool MatchesPath(const ControlRoute& route, std::string_view path) {
  return HasSubject(route) ? path.starts_with(route.path) : path == route.path;
}

// "DELETE /__mock__/keys/KEY"
std::string ToText(const ControlRoute& route) {
  std::string text(route.method);
  text.append(" ").append(kControlPrefix).append(route.path);
  return HasSubject(route) ? text + "KEY" : text;
}

Reply UnknownPath(std::string_view path) {
  std::vector<std::string_view> paths;
  for (const ControlRoute& route : kRoutes) paths.push_back(route.path);
  const std::string_view nearest = NearestName(path, paths);

  std::vector<ControlRoute> routes(kRoutes.begin(), kRoutes.end());
  std::stable_partition(routes.begin(), routes.end(),
                        [nearest](const ControlRoute& route) { return route.path == nearest; });
  Json calls = Json::array();
  for (const ControlRoute& route : routes) calls.push_back(ToText(route));
  const std::string guess =
      nearest.empty() ? "" : "; did you mean " + calls.front().get<std::string>() + "?";
  Reply reply = JsonReply(
      Json::object({{"error", "there is no such call" + guess}, {"calls", std::move(calls)}}));
  reply.status = 404;
  return reply;
}

Reply WrongMethod(std::string_view path, const std::string& method) {
  std::string allowed;
  for (const ControlRoute& route : kRoutes) {
    if (!MatchesPath(route, path)) continue;
    allowed.append(allowed.empty() ? "" : ", ").append(route.method);
  }
  Reply reply =
      ErrorReply(405, "this call was sent with " + method + "; it is there for " + allowed);
  reply.headers.push_back({.name = "Allow", .value = std::move(allowed)});
  return reply;
}

// API keys hold "+", which stands for itself here: no key holds the blank that it is in forms.
std::string DecodeKey(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '+') {
      escaped += "%2B";
    } else {
      escaped += c;
    }
  }
  return DecodeFormText(escaped);
}

std::optional<Reply> CheckQuery(const ControlRoute& route, const Params& query) {
  for (const Param& param : query.entries()) {
    if (std::ranges::find(route.query, param.name) != route.query.end()) continue;
    return ErrorReply(400, "the query: no such parameter: " + Quote(param.name) +
                               (route.query.empty() ? "; this call takes none"
                                                    : DidYouMean(param.name, route.query)));
  }
  return std::nullopt;
}

// A body where none is read would be a limit that its sender believes in.
std::optional<Reply> CheckBody(const ControlRoute& route, const HttpRequest& request) {
  if (route.takes_body || request.body.empty() || request.body == "{}") return std::nullopt;
  return ErrorReply(
      400, "this call takes no body" +
               std::string(route.query.empty() ? "" : "; limit it in the query: ?key=KEY"));
}

// Takes ?key= out of the query, or answers why it is wrong.
std::optional<Reply> TakeKey(const ControlRoute& route, ControlCall& call) {
  const Param* param = call.query.Find("key");
  if (param == nullptr) return std::nullopt;
  const std::string_view raw = param->raw;
  const std::size_t equals = raw.find('=');
  std::string key = equals == std::string_view::npos ? "" : DecodeKey(raw.substr(equals + 1));
  if (key.empty()) {
    return ErrorReply(400, "the query: key is empty; leave it out to mean all keys");
  }
  if (route.key_must_exist && call.world.keyring().Find(key) == nullptr) {
    return NoSuchKey(key, "the query: ");
  }
  call.key = std::move(key);
  return std::nullopt;
}

}  // namespace

Reply JsonReply(const Json& json) { return {.body = ToJsonText(json)}; }

Reply ErrorReply(int status, std::string_view message) {
  Reply reply = JsonReply(Json::object({{"error", message}}));
  reply.status = status;
  return reply;
}

Reply NoSuchKey(std::string_view key, std::string_view where) {
  return ErrorReply(404, std::string(where) + "there is no such API key (its id would be " +
                             KeyId(key) +
                             "); GET /__mock__/keys lists the keys. In a path, a + or / of it is " +
                             "percent-encoded");
}

Reply Done() { return JsonReply(Json::object({{"status", "ok"}})); }

ControlApi::ControlApi(ControlParts parts, ControlAccess access)
    : parts_(std::move(parts)), access_(std::move(access)) {}

Reply ControlApi::Handle(const HttpRequest& request) {
  if (std::optional<Reply> refusal = RefuseAccess(access_, request)) return *refusal;

  const std::string_view path = request.path().substr(kControlPrefix.size());
  const auto fits = [path](const ControlRoute& route) { return MatchesPath(route, path); };
  if (std::ranges::none_of(kRoutes, fits)) return UnknownPath(path);
  const auto* route = std::ranges::find_if(kRoutes, [&](const ControlRoute& candidate) {
    return fits(candidate) && candidate.method == request.method;
  });
  if (route == kRoutes.end()) return WrongMethod(path, request.method);

  const Params query = ParseQuery(request.query());
  if (std::optional<Reply> refusal = CheckQuery(*route, query)) return *refusal;
  if (std::optional<Reply> refusal = CheckBody(*route, request)) return *refusal;
  ControlCall call{.world = parts_.world,
                   .journal = parts_.journal,
                   .clock = parts_.clock,
                   .metrics = parts_.metrics,
                   .reset = parts_.reset,
                   .reload = parts_.reload,
                   .request = request,
                   .query = query,
                   .subject = DecodeKey(path.substr(route->path.size()))};
  if (std::optional<Reply> refusal = TakeKey(*route, call)) return *refusal;
  return route->answer(call);
}

}  // namespace kraken::mock
