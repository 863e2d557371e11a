// The faults that strike an answer on its way, from JSON.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/fault_names.h"
#include "mock_server/src/milliseconds.h"
#include "mock_server/src/scenario/fault_readers.h"

namespace kraken::mock {
namespace {

constexpr std::uint64_t kMostBytes = 1'000'000'000;

Duration ReadLength(const CheckedJson& form) {
  return FromMilliseconds(form.Number(0, kLongestFaultMs));
}

// {"uniform": [from, to]}
DelayAnswer ReadUniform(const CheckedJson& form) {
  constexpr auto kMembers = std::to_array<std::string_view>({"uniform"});
  form.ExpectObjectOf(kMembers);
  const CheckedJson limits = form.Require("uniform");
  const std::vector<CheckedJson> items =
      limits.IsList() ? limits.Items() : std::vector<CheckedJson>();
  if (items.size() != 2) {
    if (limits.exists()) limits.ReportUnexpected("two numbers of milliseconds, [from, to]");
    return {};
  }
  const DelayAnswer fault{.by = ReadLength(items[0]), .up_to = ReadLength(items[1])};
  if (*fault.up_to < fault.by) items[1].Report("is less than the first of the two");
  return fault;
}

// "before-reply", "at-accept", "idle" or {"after_bytes": N}
Fault ReadEnd(const CheckedJson& form, EndHow how) {
  EndConnection fault{.how = how};
  if (form.IsObject()) {
    constexpr auto kMembers = std::to_array<std::string_view>({"after_bytes"});
    form.ExpectObjectOf(kMembers);
    fault.after_bytes = form.Require("after_bytes").Whole(0, kMostBytes);
    return fault;
  }
  if (!form.IsText()) {
    form.ReportUnexpected(R"("before-reply", "at-accept", "idle" or {"after_bytes": N})");
    return fault;
  }
  const std::string name = form.Text();
  const auto* const known = std::ranges::find(kEndPointNames, name);
  if (known != kEndPointNames.end()) {
    fault.at = static_cast<EndPoint>(known - kEndPointNames.begin());
  } else {
    form.Report("no such point: " + Quote(name) + DidYouMean(name, kEndPointNames) +
                R"( (in the midst of the answer: {"after_bytes": N}))");
  }
  return fault;
}

// "\"status-line\", \"json\", …"
std::string NamesOfGarbage() {
  std::string names;
  for (const std::string_view name : kGarbageNames) {
    names += (names.empty() ? "" : ", ") + Quote(name);
  }
  return names;
}

}  // namespace

Fault ReadDelay(const CheckedJson& form, const BodyFiles& /*files*/) {
  const CheckedJson length = form.Find("delay_ms");
  if (length.IsObject()) return ReadUniform(length);
  if (!length.IsNumber()) {
    length.ReportUnexpected(R"(a number of milliseconds, or {"uniform": [from, to]})");
  }
  return DelayAnswer{.by = ReadLength(length)};
}

Fault ReadStall(const CheckedJson& form, const BodyFiles& /*files*/) {
  StallAnswer fault;
  const CheckedJson length = form.Find("stall_ms");
  if (length.IsNumber()) {
    fault.length = ReadLength(length);
  } else if (!length.IsText() || length.Text() != "for-ever") {
    length.ReportUnexpected(R"(a number of milliseconds, or "for-ever")");
  }
  if (const CheckedJson bytes = form.Find("after_bytes"); bytes.exists()) {
    fault.after_bytes = bytes.Whole(0, kMostBytes);
  }
  return fault;
}

Fault ReadSlow(const CheckedJson& form, const BodyFiles& /*files*/) {
  return SlowAnswer{form.Find("slow_bytes_per_s").Whole(1, kMostBytes)};
}

Fault ReadClose(const CheckedJson& form, const BodyFiles& /*files*/) {
  return ReadEnd(form.Find("close"), EndHow::kClose);
}

Fault ReadReset(const CheckedJson& form, const BodyFiles& /*files*/) {
  return ReadEnd(form.Find("reset"), EndHow::kReset);
}

Fault ReadTruncate(const CheckedJson& form, const BodyFiles& /*files*/) {
  return TruncateBody{form.Find("truncate").Whole(0, kMostBytes)};
}

Fault ReadContentLength(const CheckedJson& form, const BodyFiles& /*files*/) {
  return ClaimLength{form.Find("content_length").Whole(0)};
}

Fault ReadGarbage(const CheckedJson& form, const BodyFiles& /*files*/) {
  const CheckedJson kind = form.Find("garbage");
  if (!kind.IsText()) {
    kind.ReportUnexpected("one of " + NamesOfGarbage());
    return SendGarbage{};
  }
  const std::string name = kind.Text();
  const auto* const known = std::ranges::find(kGarbageNames, name);
  if (known != kGarbageNames.end()) {
    return SendGarbage{static_cast<Garbage>(known - kGarbageNames.begin())};
  }
  kind.Report("no such garbage: " + Quote(name) + DidYouMean(name, kGarbageNames));
  return SendGarbage{};
}

}  // namespace kraken::mock
