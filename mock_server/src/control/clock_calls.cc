#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_call.h"
#include "mock_server/src/milliseconds.h"

namespace kraken::mock {
namespace {

// Times in nanoseconds end in 2262; what is computed from the clock must still fit.
constexpr WallTime kEnd = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);
constexpr std::int64_t kLongestStepMs = std::int64_t{200} * 366 * 24 * 60 * 60 * 1000;

struct ClockMove {
  std::optional<Duration> advance{};
  std::optional<WallTime> set{};
};

std::optional<Duration> ReadAdvance(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  const double milliseconds = form.Number(-kLongestStepMs, kLongestStepMs);
  return FromMilliseconds(milliseconds);
}

ClockMove ReadMove(const CheckedJson& root) {
  constexpr auto kMembers = std::to_array<std::string_view>({"advance_ms", "set"});
  root.ExpectObjectOf(kMembers);
  const ClockMove move{.advance = ReadAdvance(root.Find("advance_ms")),
                       .set = root.Find("set").Parsed(ParseRfc3339)};
  if (root.Find("advance_ms").exists() == root.Find("set").exists()) {
    root.Report(R"(expected either {"advance_ms": N} or {"set": "2026-11-22T11:30:00Z"})");
  }
  return move;
}

}  // namespace

Reply MoveClock(const ControlCall& call) {
  const Result<ClockMove> move = ReadJson<ClockMove>(call.request.body, kRequestBody, ReadMove);
  if (!move) return ErrorReply(400, move.error().message);

  const WallTime now = call.clock.Now();
  const Duration step = move->set ? *move->set - now : *move->advance;
  if (step < Duration::zero()) {
    const auto back = std::chrono::ceil<std::chrono::milliseconds>(-step);
    const std::string asked = move->set ? FormatRfc3339(*move->set)
                                        : "a step of -" + std::to_string(back.count()) + " ms";
    return ErrorReply(409, "the clock never goes back: it is " + FormatRfc3339(now) +
                               ", asked was " + asked + "; POST /__mock__/reset begins again");
  }
  if (step > kEnd - now) {
    return ErrorReply(
        400, "the clock ends at " + FormatRfc3339(kEnd) + "; it is " + FormatRfc3339(now) + " now");
  }
  call.clock.Advance(step);
  return JsonReply(Json::object({{"now", FormatRfc3339(call.clock.Now())}}));
}

}  // namespace kraken::mock
