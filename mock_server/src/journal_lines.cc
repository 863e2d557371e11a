#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "kraken/protocol/ascii.h"
#include "kraken/protocol/base64.h"
#include "mock_server/src/utf8.h"

namespace kraken::mock {
namespace {

// In the order of the enumerations.
constexpr auto kVerdictNames =
    std::to_array<std::string_view>({"passed", "skipped", "refused", "answered"});
constexpr auto kSentEndNames = std::to_array<std::string_view>(
    {"complete", "closed", "reset", "truncated", "stalled", "peer-closed"});

// Headers that carry secrets of other services, which a client may send by mistake.
constexpr auto kHiddenHeaders =
    std::to_array<std::string_view>({"authorization", "cookie", "proxy-authorization"});
constexpr std::string_view kHidden = "(hidden)";

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return ToLower(c); });
  return lower;
}

std::string ShownValue(const std::string& lower_name, const std::string& value) {
  if (lower_name == "api-key") return value.empty() ? "" : KeyId(value);
  const bool hidden = std::ranges::find(kHiddenHeaders, lower_name) != kHiddenHeaders.end();
  return hidden ? std::string(kHidden) : value;
}

Json HeadersToJson(const std::vector<Header>& headers) {
  Json json = Json::object();
  for (const Header& header : headers) {
    const std::string name = LowerCase(header.name);
    const std::string value = ShownValue(name, header.value);
    Json& shown = json[name];
    shown = shown.is_null() ? value : shown.get<std::string>() + ", " + value;
  }
  return json;
}

void AddBody(Json& json, const std::string& body) {
  if (IsUtf8(body)) {
    json["body"] = body;
    return;
  }
  const std::vector<std::uint8_t> bytes(body.begin(), body.end());
  json["body_base64"] = EncodeBase64(bytes);
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json ParamsToJson(const Params& params) {
  Json json = Json::array();
  for (const Param& param : params.entries()) {
    json.push_back(Json::array({param.name, param.value}));
  }
  return json;
}

Json StagesToJson(const std::vector<StageNote>& stages) {
  Json json = Json::array();
  for (const StageNote& stage : stages) {
    Json note = Json::object({{"name", stage.stage}, {"verdict", ToString(stage.verdict)}});
    if (!stage.why.empty()) note["why"] = stage.why;
    json.push_back(std::move(note));
  }
  return json;
}

Json CountersToJson(const std::vector<CounterNote>& counters) {
  Json json = Json::array();
  for (const CounterNote& counter : counters) {
    json.push_back(Json::object({{"name", counter.name},
                                 {"value", counter.value},
                                 {"max", counter.max},
                                 {"cost", counter.cost}}));
  }
  return json;
}

// All of an entry, added to `json`.
void AddEntry(Json& json, const JournalEntry& entry) {
  const HttpRequest& request = entry.request;
  json["seq"] = entry.seq;
  json["wall"] = FormatRfc3339(entry.wall);
  json["conn"] = request.connection;
  json["peer"] = request.peer;
  json["key_id"] = TextOrNull(entry.key_id);
  json["method"] = request.method;
  json["target"] = request.target;
  json["endpoint"] = TextOrNull(entry.endpoint);
  json["headers"] = HeadersToJson(request.headers);
  AddBody(json, request.body);
  json["params"] = ParamsToJson(entry.params);
  json["nonce"] = TextOrNull(entry.nonce);
  json["signature"] =
      Json::object({{"ok", entry.signature_ok ? Json(*entry.signature_ok) : Json()}});
  json["stages"] = StagesToJson(entry.stages);
  json["rule"] = TextOrNull(entry.rule);
  json["effect"] = Json::object({{"orders", entry.effect.orders},
                                 {"trades", entry.effect.trades},
                                 {"ledger", entry.effect.ledger}});
  json["counters"] = CountersToJson(entry.counters);
  json["reply"] = Json::object({{"status", entry.status}, {"errors", entry.errors}});
}

void AddSent(Json& json, const SentNote& sent) {
  json["t_accept"] = sent.t_accept;
  json["t_in_first"] = sent.t_in_first;
  json["t_in_last"] = sent.t_in_last;
  json["t_decided"] = sent.t_decided;
  json["t_out_first"] = sent.t_out_first;
  json["t_out_last"] = sent.t_out_last;
  json["bytes"] = sent.bytes;
  json["ended"] = ToString(sent.ended);
}

}  // namespace

std::string_view ToString(StageVerdict verdict) {
  return kVerdictNames[static_cast<std::size_t>(verdict)];
}

std::string_view ToString(SentEnd end) { return kSentEndNames[static_cast<std::size_t>(end)]; }

Json RequestLine(const JournalEntry& entry) {
  Json line = Json::object({{"kind", "request"}});
  AddEntry(line, entry);
  return line;
}

Json SentLine(std::uint64_t seq, const SentNote& sent) {
  Json line = Json::object({{"kind", "sent"}, {"seq", seq}});
  AddSent(line, sent);
  return line;
}

Json JoinedEntry(const JournalEntry& entry, const std::optional<SentNote>& sent) {
  Json joined = Json::object();
  AddEntry(joined, entry);
  Json& member = joined["sent"];
  if (sent) AddSent(member, *sent);
  return joined;
}

}  // namespace kraken::mock
