#include "kraken/mock/server.h"

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kraken/protocol/scaled_clock.h"
#include "mock_server/src/control/control_api.h"
#include "mock_server/src/journal_file.h"
#include "mock_server/src/metrics.h"
#include "mock_server/src/pipeline/pipeline.h"
#include "mock_server/src/scenario/check_scenario.h"
#include "mock_server/src/tls/server_tls.h"
#include "mock_server/src/wire/address.h"
#include "mock_server/src/wire/listener.h"
#include "mock_server/src/world/world_monitor.h"

namespace kraken::mock {
namespace {

void Require(const Status& checked) {
  if (!checked) throw std::invalid_argument(checked.error().message);
}
void RequireRight(const Scenario& scenario) { Require(CheckScenario(scenario)); }

WorldConfig ToWorldConfig(const ServerOptions& options) {
  if (options.scenario) RequireRight(*options.scenario);
  return {.tier = options.tier,
          .rate_limits = options.rate_limits,
          .system_status = options.system_status,
          .quirks = options.quirks,
          .seed = options.seed,
          .scenario = options.scenario};
}

std::vector<ApiKeySpec> KeysOf(const std::vector<ApiKeySpec>& keys) {
  return keys.empty() ? std::vector<ApiKeySpec>{DemoKey()} : keys;
}

std::unique_ptr<JournalFile> OpenJournalFile(const std::string& path) {
  return path.empty() ? nullptr : std::make_unique<JournalFile>(path);
}

Journal::Sink SinkTo(JournalFile* file) {
  if (file == nullptr) return nullptr;
  return [file](std::string_view line) { file->Write(line); };
}

// Counts each decided request, then tells whoever else wants to know.
Pipeline::Observer CountingInto(Metrics& metrics, Pipeline::Observer observer) {
  return [&metrics, observer = std::move(observer)](const JournalEntry& entry) {
    metrics.CountRequest(entry);
    if (observer) observer(entry);
  };
}

// A host that is no address is taken for a public one here; the listener will refuse it.
ControlAccess AccessOf(const ServerOptions& options) {
  const std::optional<std::string> numeric = NumericHost(options.host);
  return {.on_loopback = numeric && IsLoopback(*numeric), .token = options.control_token};
}

// By the time that clients go by, whatever the server's own clock says.
ServerTls TlsOf(const ServerOptions& options) {
  return options.tls ? SetUpTls(*options.tls, SystemClock().Now()) : ServerTls{};
}

std::string UrlOf(const std::string& scheme, const ServerOptions& options,
                  const Listener& listener) {
  return scheme + "://" + HostAndPort(options.host, listener.port());
}

}  // namespace

// Owns the parts and connects them; decides nothing itself.
class Server::Impl final : public Responder {
 public:
  explicit Impl(const ServerOptions& options)
      : own_clock_(options.clock == nullptr ? std::make_unique<ScaledClock>() : nullptr),
        clock_(options.clock == nullptr ? *own_clock_ : *options.clock),
        journal_file_(OpenJournalFile(options.journal_file)),
        journal_(SinkTo(journal_file_.get())),
        credentials_(KeysOf(options.keys).front().credentials),
        world_(ToWorldConfig(options), KeysOf(options.keys), options.fixtures, clock_.Now()),
        pipeline_(DefaultStages(), world_, journal_, CountingInto(metrics_, options.observer)),
        control_({.world = world_,
                  .journal = journal_,
                  .clock = clock_,
                  .metrics = metrics_,
                  .reset = [this] { Reset(); },
                  .reload = options.reload},
                 AccessOf(options)),
        tls_(TlsOf(options)),
        on_failed_handshake_(options.tls ? options.tls->on_failed_handshake : nullptr),
        listener_({.host = options.host, .port = options.port, .tls = tls_.context}, *this, clock_),
        base_url_(UrlOf("http", options, listener_)),
        tls_url_(tls_.context == nullptr ? std::string() : UrlOf("https", options, listener_)) {}

  std::optional<EndHow> OnConnected() override {
    metrics_.CountConnected();
    try {
      const std::optional<FiredRule> fired = world_.Lock()->script.FireAtAccept(clock_.Now());
      if (!fired) return std::nullopt;
      metrics_.CountFault(fired->rule);
      return std::get<EndConnection>(fired->faults.front()).how;
    } catch (const std::bad_alloc&) {
      return std::nullopt;  // Out of memory: a connection that is served is the lesser evil.
    }
  }
  void OnDisconnected() override { metrics_.CountDisconnected(); }
  void OnHandshakeFailed(const std::string& why) override {
    if (on_failed_handshake_) on_failed_handshake_(why);
  }

  Response Respond(HttpRequest request) override {
    if (request.path().starts_with(kControlPrefix)) return {.reply = control_.Handle(request)};
    Decision decision = pipeline_.Run(std::move(request), [this] { return clock_.Now(); });
    return {.reply = std::move(decision.reply), .seq = decision.seq};
  }

  void OnSent(std::uint64_t seq, const SentNote& sent) override {
    metrics_.CountSent(sent);  // First, so that whoever sees it in the journal finds it counted.
    journal_.RecordSent(seq, sent);
  }

  void Reset() {
    world_.Reset([this] {
      clock_.Reset();
      journal_.Restart();
    });
    listener_.EndDelays();
  }

  void SetKeys(const std::vector<ApiKeySpec>& keys) {
    world_.ReplaceKeys(KeysOf(keys), clock_.Now());
  }

  void SetSystemStatus(SystemStatus status) {
    world_.Lock()->venue.SetStatus(status, clock_.Now());
  }

  WorldMonitor& world() { return world_; }
  Journal& journal() { return journal_; }
  Listener& listener() { return listener_; }
  const Credentials& credentials() const { return credentials_; }
  const std::string& base_url() const { return base_url_; }
  const std::string& tls_url() const { return tls_url_; }
  const std::string& ca_file() const { return tls_.ca_file; }

 private:
  std::unique_ptr<AdjustableClock> own_clock_;
  AdjustableClock& clock_;
  std::unique_ptr<JournalFile> journal_file_;
  Journal journal_;
  Metrics metrics_;
  Credentials credentials_;
  WorldMonitor world_;
  Pipeline pipeline_;
  ControlApi control_;
  const ServerTls tls_;
  const std::function<void(const std::string&)> on_failed_handshake_;
  Listener listener_;  // Last: it must not call before the rest stands, nor after it has gone.
  std::string base_url_;
  std::string tls_url_;
};

Server::Server(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Server::~Server() = default;

const std::string& Server::base_url() const { return impl_->base_url(); }
const std::string& Server::tls_url() const { return impl_->tls_url(); }
const std::string& Server::ca_file() const { return impl_->ca_file(); }
int Server::port() const { return impl_->listener().port(); }
bool Server::on_loopback() const { return impl_->listener().on_loopback(); }
const Credentials& Server::credentials() const { return impl_->credentials(); }

void Server::SetScenario(Scenario scenario, std::optional<std::string> only_key) {
  RequireRight(scenario);
  if (only_key) Require(CheckScenarioForKey(scenario, *only_key));
  const WorldMonitor::Locked world = impl_->world().Lock();
  if (!only_key) world->script.Drop();
  world->script.Load(std::move(scenario), std::move(only_key));
}

void Server::LoadScenario(const std::string& file_or_name, std::optional<std::string> only_key) {
  Result<Scenario> scenario = mock::LoadScenario(file_or_name);
  if (!scenario) throw std::invalid_argument(scenario.error().message);
  SetScenario(*std::move(scenario), std::move(only_key));
}

bool Server::HasScenario() const { return !impl_->world().Lock()->script.empty(); }

void Server::ClearScenario() { impl_->world().Lock()->script.Drop(); }

std::vector<std::string> Server::UnmetRules() const {
  return impl_->world().Lock()->script.Unmet();
}

std::vector<std::string> Server::UnexpectedRequests() const {
  return impl_->world().Lock()->script.Unexpected();
}

void Server::SetSystemStatus(SystemStatus status) { impl_->SetSystemStatus(status); }

void Server::AddFixtures(std::vector<Fixture> fixtures) {
  impl_->world().fixtures().Add(std::move(fixtures));
}

void Server::AddFixtures(const std::string& file_or_folder) {
  Result<std::vector<Fixture>> fixtures = LoadFixtures(file_or_folder);
  if (!fixtures) throw std::invalid_argument(fixtures.error().message);
  AddFixtures(*std::move(fixtures));
}

void Server::SetFixtures(std::vector<Fixture> fixtures) {
  impl_->world().fixtures().ReplaceInitial(std::move(fixtures));
}

void Server::SetKeys(const std::vector<ApiKeySpec>& keys) { impl_->SetKeys(keys); }

Journal& Server::journal() { return impl_->journal(); }
const Journal& Server::journal() const { return impl_->journal(); }

void Server::Reset() { impl_->Reset(); }
void Server::Stop() { impl_->listener().Stop(); }

}  // namespace kraken::mock
