#include "mock_server/src/metrics.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/api_error.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kOther = "other";

// Empty labels are as good as none in Prometheus's eyes.
std::string_view AsLabel(std::string_view text) {
  if (text.empty()) return kUnknown;
  if (text.size() <= Metrics::kLongestLabel) return text;
  // Not in the midst of a character of UTF-8, which has at most three bytes after its first.
  std::size_t end = Metrics::kLongestLabel;
  const auto is_within = [&] { return (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U; };
  for (int i = 0; i < 3 && is_within(); ++i) --end;
  return text.substr(0, end);
}

const std::string& DecisiveOf(const std::vector<std::string>& errors) {
  const auto is_warning = [](const std::string& error) { return error.starts_with('W'); };
  const auto found = std::ranges::find_if_not(errors, is_warning);
  return found == errors.end() ? errors.front() : *found;
}

// As it came where it is none of Kraken's form, which C++ scenarios may do.
std::string WithoutExtra(const std::string& error) {
  Result<ApiError> parsed = ParseApiError(error);
  if (!parsed) return error;
  parsed->extra.clear();
  return parsed->text();
}

std::string OutcomeOf(const JournalEntry& entry) {
  if (!entry.errors.empty()) return WithoutExtra(DecisiveOf(entry.errors));
  if (entry.status == 200 && entry.is_envelope) return "ok";  // A page may have that status, too.
  return entry.status == kNoAnswer ? "no answer" : "http " + std::to_string(entry.status);
}

}  // namespace

void DurationHistogram::Add(std::int64_t micros) {
  const auto* const bound = std::ranges::lower_bound(kBounds, micros);
  ++buckets_[static_cast<std::size_t>(bound - kBounds.begin())];
  sum_ += micros;
}

void Metrics::CountRequest(const JournalEntry& entry) {
  const std::string outcome = OutcomeOf(entry);
  const std::string_view endpoint = AsLabel(entry.endpoint);
  const std::lock_guard lock(mutex_);
  counts_.requests.Add({endpoint, AsLabel(outcome)}, {endpoint, kOther});
  for (const std::string& rule : entry.rules) counts_.faults.Add({AsLabel(rule)}, {kOther});
}

void Metrics::CountSent(const SentNote& sent) {
  if (sent.ended != SentEnd::kComplete) return;  // It has no last byte.
  const std::lock_guard lock(mutex_);
  counts_.durations.Add(sent.t_out_last - sent.t_in_last);
}

void Metrics::CountConnected() {
  const std::lock_guard lock(mutex_);
  ++counts_.connections;
  ++counts_.connections_open;
}

void Metrics::CountFault(const std::string& rule) {
  const std::lock_guard lock(mutex_);
  counts_.faults.Add({AsLabel(rule)}, {kOther});
}

void Metrics::CountDisconnected() {
  const std::lock_guard lock(mutex_);
  --counts_.connections_open;
}

Metrics::Counts Metrics::Read() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace kraken::mock
