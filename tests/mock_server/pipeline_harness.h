// A pipeline with its world and journal, driven by function calls: no sockets, no clock.
#ifndef KRAKEN_TESTS_MOCK_SERVER_PIPELINE_HARNESS_H_
#define KRAKEN_TESTS_MOCK_SERVER_PIPELINE_HARNESS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/signing.h"
#include "mock_server/src/pipeline/pipeline.h"

namespace kraken::mock {

class PipelineHarness final {
 public:
  explicit PipelineHarness(const WorldConfig& config = {},
                           std::vector<ApiKeySpec> keys = {DemoKey()})
      : spec_(keys.front()),
        world_(config, std::move(keys), {}, ManualClock::kDefaultStart),
        pipeline_(DefaultStages(), world_, journal_) {}

  // An unsigned GET.
  static HttpRequest Public(std::string target) {
    return {.method = "GET", .target = std::move(target), .peer = "127.0.0.1", .connection = 1};
  }

  // A signed GET of a private endpoint; the quirk private-get has it taken.
  static HttpRequest SignedGet(const ApiKeySpec& spec, const std::string& name,
                               const std::string& nonce, const std::string& more = "") {
    HttpRequest request = Public("/0/private/" + name + "?nonce=" + nonce + more);
    const SigningTrace trace = Sign(spec.credentials.secret, request.target, nonce, "");
    request.headers = {{.name = "API-Key", .value = spec.credentials.api_key},
                       {.name = "API-Sign", .value = trace.signature}};
    return request;
  }

  // A signed form POST of the first key, with the next nonce. `more` begins with '&' or is empty.
  HttpRequest Private(const std::string& name, const std::string& more = "") {
    return PrivateWithNonce(name, std::to_string(++nonce_), more);
  }
  HttpRequest PrivateWithNonce(const std::string& name, const std::string& nonce,
                               const std::string& more = "") const {
    return Signed(spec_, name, nonce, "nonce=" + nonce + more);
  }
  // The same with a JSON body, whose members besides the nonce are `members`.
  HttpRequest PrivateJson(const std::string& name, const std::string& members) {
    const std::string nonce = std::to_string(++nonce_);
    HttpRequest request =
        Signed(spec_, name, nonce, R"({"nonce":")" + nonce + R"(",)" + members + "}");
    request.headers.back().value = "application/json";
    return request;
  }
  static HttpRequest Signed(const ApiKeySpec& spec, const std::string& name,
                            const std::string& nonce, std::string body) {
    HttpRequest request{.method = "POST", .target = "/0/private/" + name, .peer = "127.0.0.1"};
    const SigningTrace trace = Sign(spec.credentials.secret, request.target, nonce, body);
    request.headers = {{.name = "API-Key", .value = spec.credentials.api_key},
                       {.name = "API-Sign", .value = trace.signature},
                       {.name = "Content-Type", .value = "application/x-www-form-urlencoded"}};
    request.body = std::move(body);
    return request;
  }

  Reply Send(HttpRequest request) { return pipeline_.Run(std::move(request), now).reply; }
  // The error strings of the reply, joined; empty on success.
  std::string ErrorOf(HttpRequest request) {
    Send(std::move(request));
    std::string errors;
    const JournalEntry last = Last();
    for (const std::string& error : last.errors) errors += error;
    return errors;
  }

  JournalEntry Last() const { return journal_.Entries().back(); }
  // Why the stage that refused the last request did so; empty where none did.
  std::string LastWhy() const {
    const JournalEntry last = Last();
    for (const StageNote& note : last.stages) {
      if (note.verdict == StageVerdict::kRefused) return note.why;
    }
    return {};
  }
  // What a stage had to say of the last request.
  std::string WhyOf(std::string_view stage) const {
    const JournalEntry last = Last();
    for (const StageNote& note : last.stages) {
      if (note.stage == stage) return note.why;
    }
    return {};
  }
  // What a stage thought of the last request; skipped where the request did not reach it.
  StageVerdict VerdictOf(std::string_view stage) const {
    const JournalEntry last = Last();
    for (const StageNote& note : last.stages) {
      if (note.stage == stage) return note.verdict;
    }
    return StageVerdict::kSkipped;
  }
  // The name of that stage.
  std::string LastRefusingStage() const {
    const JournalEntry last = Last();
    for (const StageNote& note : last.stages) {
      if (note.verdict == StageVerdict::kRefused) return std::string(note.stage);
    }
    return {};
  }

  WorldMonitor& world() { return world_; }
  const Journal& journal() const { return journal_; }
  const ApiKeySpec& spec() const { return spec_; }

  WallTime now = ManualClock::kDefaultStart;

 private:
  ApiKeySpec spec_;
  WorldMonitor world_;
  Journal journal_;
  Pipeline pipeline_;
  std::uint64_t nonce_ = 0;
};

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_PIPELINE_HARNESS_H_
