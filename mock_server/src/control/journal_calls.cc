#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_call.h"
#include "mock_server/src/journal_feed.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kJsonLines = "application/x-ndjson";

// One of the query's numbers; 0 where it is not there.
Result<std::uint64_t> ReadNumber(const Params& query, std::string_view name) {
  const Param* param = query.Find(name);
  if (param == nullptr) return 0;
  const std::string& text = param->value;
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (!text.empty() && parsed.ec == std::errc() && parsed.ptr == end) return number;
  return Fail(ErrorKind::kUsage, "the query: " + std::string(name) + " is not a whole number");
}

Result<std::string> ReadEndpoint(const ControlCall& call) {
  const std::string name(call.query.Get("endpoint"));
  if (name.empty() || FindEndpoint(name) != nullptr) return name;
  const std::shared_ptr<const FixtureSet> fixtures = call.world.fixtures().Current();
  if (fixtures && fixtures->FindAddedByName(name) != nullptr) return name;
  const Endpoint* nearest = NearestEndpoint(name);
  return Fail(ErrorKind::kUsage,
              "the query: no endpoint is called " + Quote(name) +
                  (nearest != nullptr ? "; did you mean \"" + std::string(nearest->name) + "\"?"
                                      : "; names are those of the paths: Balance, AddOrder"));
}

Result<JournalQuery> ReadQuery(const ControlCall& call) {
  const Result<std::uint64_t> since = ReadNumber(call.query, "since");
  if (!since) return Fail(since.error());
  const Result<std::uint64_t> limit = ReadNumber(call.query, "limit");
  if (!limit) return Fail(limit.error());
  Result<std::string> endpoint = ReadEndpoint(call);
  if (!endpoint) return Fail(endpoint.error());
  return JournalQuery{.since = *since,
                      .endpoint = *endpoint,
                      .key_id = call.key ? KeyId(*call.key) : std::string(),
                      .limit = *limit};
}

// The form of the journal's file: a request's line, then that of its answer once that has left.
Reply AsLines(const JournalPage& page) {
  Reply reply{.content_type = std::string(kJsonLines)};
  for (const std::shared_ptr<const JournalRecord>& record : page.records) {
    reply.body += ToJsonText(RequestLine(record->entry)) + '\n';
    if (!record->sent) continue;
    reply.body += ToJsonText(SentLine(record->entry.seq, *record->sent)) + '\n';
  }
  return reply;
}

// Entry by entry as text: one JSON value of 8,192 entries would take many times their size.
Reply AsObject(const JournalPage& page) {
  Reply reply{.body = R"({"entries":[)"};
  std::string_view separator;
  for (const std::shared_ptr<const JournalRecord>& record : page.records) {
    reply.body.append(separator).append(ToJsonText(JoinedEntry(record->entry, record->sent)));
    separator = ",";
  }
  reply.body += R"(],"next":)" + std::to_string(page.next) + R"(,"dropped":)" +
                std::to_string(page.dropped) + "}";
  return reply;
}

// The lines that are there, and then each as it is made, until the client leaves.
Reply Follow(const ControlCall& call, const JournalQuery& query) {
  if (query.limit != 0) {
    return ErrorReply(400, "the query: limit and follow exclude each other");
  }
  const std::shared_ptr<JournalFeed> feed = call.journal.Follow(query);
  return {.content_type = std::string(kJsonLines),
          .pieces = [feed](const std::stop_token& stop) { return feed->Next(stop); }};
}

Result<bool> ReadFollow(const Params& query) {
  const Param* const param = query.Find("follow");
  if (param == nullptr || param->value == "false") return false;
  if (param->value == "true") return true;
  return Fail(ErrorKind::kUsage, "the query: follow is neither true nor false");
}

}  // namespace

Reply ReadJournal(const ControlCall& call) {
  const Result<JournalQuery> query = ReadQuery(call);
  if (!query) return ErrorReply(400, query.error().message);
  const Result<bool> follows = ReadFollow(call.query);
  if (!follows) return ErrorReply(400, follows.error().message);
  if (*follows) return Follow(call, *query);
  const JournalPage page = call.journal.Read(*query);
  const bool wants_lines = call.request.header("Accept").find(kJsonLines) != std::string_view::npos;
  return wants_lines ? AsLines(page) : AsObject(page);
}

Reply ClearJournal(const ControlCall& call) {
  if (call.key) {
    call.journal.ClearKey(KeyId(*call.key));
  } else {
    call.journal.Clear();
  }
  return Done();
}

}  // namespace kraken::mock
