#include "tools/kraken_mock/request_log.h"

#include <memory>
#include <mutex>
#include <string_view>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

// What the last check that had something to say said: why it refused, or which rule it followed.
std::string_view Why(const mock::JournalEntry& entry) {
  std::string_view why;
  for (const mock::StageNote& note : entry.stages) {
    if (!note.why.empty()) why = note.why;
  }
  return why;
}

class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit StderrSink(PatientStderr& out) : out_(out) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    out_.WriteLine({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  PatientStderr& out_;
};

std::string Counters(const mock::JournalEntry& entry) {
  std::string text;
  for (const mock::CounterNote& counter : entry.counters) {
    text += "\n    counter " + std::string(counter.name) + ": " + counter.value + " of " +
            counter.max + ", this call " + counter.cost;
  }
  return text;
}

std::shared_ptr<spdlog::logger> MakeLogger(PatientStderr& out) {
  auto logger = std::make_shared<spdlog::logger>(std::string(kMockProgram),
                                                 std::make_shared<StderrSink>(out));
  logger->set_pattern("%H:%M:%S.%e %v");
  return logger;
}

}  // namespace

std::string LogLine(const mock::JournalEntry& entry) {
  const std::string_view name =
      entry.endpoint.empty() ? entry.request.path() : std::string_view(entry.endpoint);
  std::string line = entry.request.method + " " + std::string(name) + " " +
                     (entry.status == mock::kNoAnswer ? "no answer" : std::to_string(entry.status));
  std::string_view separator = " ";
  for (const std::string& error : entry.errors) {
    line += separator;
    line += error;
    separator = ", ";
  }
  const std::string_view why = Why(entry);
  if (!why.empty()) line += " — " + std::string(why);
  return OneLine(line);
}

// Bodies and headers stay out of it: a body may carry a second factor.
std::string DebugLines(const mock::JournalEntry& entry) {
  std::string lines = "\n    from " + OneLine(entry.request.peer) + ", connection " +
                      std::to_string(entry.request.connection);
  if (!entry.key_id.empty()) lines += ", key " + entry.key_id;
  if (!entry.nonce.empty()) lines += ", nonce " + OneLine(entry.nonce);
  for (const mock::StageNote& note : entry.stages) {
    lines += "\n    " + std::string(note.stage) + ": " + std::string(ToString(note.verdict));
    if (!note.why.empty()) lines += " — " + OneLine(note.why);
  }
  return lines + Counters(entry);
}

std::function<void(const mock::JournalEntry&)> RequestLog(LogLevel level, PatientStderr& out) {
  if (level == LogLevel::kOff) return nullptr;
  const std::shared_ptr<spdlog::logger> logger = MakeLogger(out);
  const bool debug = level == LogLevel::kDebug;
  return [logger, debug](const mock::JournalEntry& entry) {
    logger->info(debug ? LogLine(entry) + DebugLines(entry) : LogLine(entry));
  };
}

std::function<void(const std::string& why)> HandshakeLog(LogLevel level, PatientStderr& out) {
  if (level == LogLevel::kOff) return nullptr;
  return [logger = MakeLogger(out)](const std::string& why) {
    logger->info("TLS handshake failed — " + OneLine(why));
  };
}

}  // namespace kraken::tools
