#include "mock_server/src/metrics_text.h"

#include <initializer_list>
#include <utility>

#include "mock_server/src/utf8.h"

namespace kraken::mock {
namespace {

using LabelPair = std::pair<std::string_view, std::string_view>;  // Name and value.

void AppendLabelValue(std::string& text, std::string_view value) {
  while (!value.empty()) {
    const std::size_t length = Utf8Length(value);
    const std::string_view character = value.substr(0, length == 0 ? 1 : length);
    value.remove_prefix(character.size());
    if (length == 0) {
      text += "\xef\xbf\xbd";
    } else if (character == "\n") {
      text += "\\n";
    } else {
      if (character == "\\" || character == "\"") text += '\\';
      text += character;
    }
  }
}

// "0.00005", "10": exact, as no double is.
std::string InSeconds(std::int64_t micros) {
  constexpr std::int64_t kMicrosPerSecond = 1'000'000;
  std::string text = std::to_string(micros / kMicrosPerSecond);
  std::string fraction = std::to_string(kMicrosPerSecond + micros % kMicrosPerSecond);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (fraction.size() > 1) text.append(".").append(fraction, 1);
  return text;
}

// One metric after another: Begin() it, then its samples.
class TextBuilder final {
 public:
  void Begin(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
  }

  void Sample(std::initializer_list<LabelPair> labels, std::uint64_t value) {
    Sample("", labels, std::to_string(value));
  }
  // `suffix` is "_bucket", "_sum" or "_count" of a histogram.
  void Sample(std::string_view suffix, std::initializer_list<LabelPair> labels,
              std::string_view value) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (const auto& [label, label_value] : labels) {
      text_.append(1, before).append(label).append("=\"");
      AppendLabelValue(text_, label_value);
      text_ += '"';
      before = ',';
    }
    text_.append(labels.size() == 0 ? " " : "} ").append(value).append("\n");
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  std::string_view name_;
};

void AddRequests(TextBuilder& text, const LabelledCounts<2>& requests) {
  text.Begin("kraken_mock_requests_total", "counter", "Requests decided, by endpoint and outcome.");
  for (const auto& [labels, count] : requests.series()) {
    text.Sample({{"endpoint", labels[0]}, {"outcome", labels[1]}}, count);
  }
}

void AddDurations(TextBuilder& text, const DurationHistogram& durations) {
  text.Begin("kraken_mock_request_duration_seconds", "histogram",
             "From the last byte of a request in to the last byte of its answer out.");
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < durations.buckets().size(); ++i) {
    count += durations.buckets()[i];
    const bool has_bound = i < DurationHistogram::kBounds.size();
    const std::string bound = has_bound ? InSeconds(DurationHistogram::kBounds[i]) : "+Inf";
    text.Sample("_bucket", {{"le", bound}}, std::to_string(count));
  }
  text.Sample("_sum", {}, InSeconds(durations.sum()));
  text.Sample("_count", {}, std::to_string(count));
}

void AddFaults(TextBuilder& text, const LabelledCounts<1>& faults) {
  text.Begin("kraken_mock_faults_total", "counter", "How often each scenario rule fired.");
  for (const auto& [labels, count] : faults.series()) {
    text.Sample({{"rule", labels[0]}}, count);
  }
}

void AddNumber(TextBuilder& text, std::string_view name, std::string_view type,
               std::string_view help, std::uint64_t value) {
  text.Begin(name, type, help);
  text.Sample({}, value);
}

}  // namespace

std::string MetricsText(const MetricsReading& reading) {
  const Metrics::Counts& counts = reading.counts;
  TextBuilder text;
  text.Begin("kraken_mock_build_info", "gauge", "Always 1; the label tells the version.");
  text.Sample({{"version", reading.version}}, 1);
  AddRequests(text, counts.requests);
  AddDurations(text, counts.durations);
  AddFaults(text, counts.faults);
  AddNumber(text, "kraken_mock_connections_total", "counter", "Connections accepted.",
            counts.connections);
  AddNumber(text, "kraken_mock_connections_open", "gauge", "Connections open now.",
            counts.connections_open);
  AddNumber(text, "kraken_mock_journal_entries", "gauge", "Entries that the journal holds now.",
            reading.journal_entries);
  AddNumber(text, "kraken_mock_journal_dropped_total", "counter",
            "Entries that the journal's bounds pushed out.", reading.journal_dropped);
  return text.Take();
}

}  // namespace kraken::mock
