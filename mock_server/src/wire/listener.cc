#include "mock_server/src/wire/listener.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

#include <sys/resource.h>

#include "mock_server/src/wire/accept_loop.h"
#include "mock_server/src/wire/address.h"
#include "mock_server/src/wire/connection.h"
#include "mock_server/src/wire/connection_table.h"
#include "mock_server/src/wire/growing_pool.h"

namespace kraken::mock {
namespace {

std::string RequireNumeric(const std::string& host) {
  if (std::optional<std::string> numeric = NumericHost(host)) return *std::move(numeric);
  throw std::runtime_error("cannot listen on \"" + host +
                           "\": not a numeric address; use 127.0.0.1, ::1, localhost, or 0.0.0.0 "
                           "for all interfaces");
}

// Half of what this process may open: a test's clients are often in the same process.
std::size_t RoomForConnections() {
  constexpr rlim_t kOthers = 16;
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const rlim_t half = files.rlim_cur / 2;
  return half > kOthers ? static_cast<std::size_t>(half - kOthers) : 1;
}

}  // namespace

class Listener::Impl final {
 public:
  Impl(const ListenerOptions& options, Responder& responder, Clock& clock)
      : host_(RequireNumeric(options.host)),
        tls_(options.tls),
        table_(std::min(options.max_connections, RoomForConnections())),
        context_{.responder = responder,
                 .clock = clock,
                 .table = table_,
                 .max_body = options.max_body,
                 .request_timeout = options.idle_timeout,
                 .tls = tls_.get()},
        accept_loop_(host_, options.port, options.idle_timeout,
                     [this](int socket) { Accept(socket); }) {}
  ~Impl() { Stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int port() const { return accept_loop_.port(); }
  bool on_loopback() const { return IsLoopback(host_); }

  void EndDelays() { table_.EndDelays(); }
  void Stop() {
    std::call_once(stopped_, [this] {
      table_.CloseAll();    // Ends delays, reads, writes and the wait for a place,
      accept_loop_.Stop();  // the supply,
      pool_.Join();         // and the threads that have nothing to wait for any more.
    });
  }

 private:
  void Accept(int socket) {
    const std::int64_t accepted_at = SteadyMicros();
    const std::optional<ConnectionTable::Handle> admitted = table_.Admit(socket);
    if (!admitted) return;
    const std::optional<EndHow> end = context_.responder.OnConnected();
    const auto connection = *admitted;
    const bool has_thread = pool_.Run([this, connection, accepted_at, end] {
      if (end) return CloseUnserved(context_, connection, *end);
      ServeConnection(context_, connection, accepted_at);
    });
    if (!has_thread) table_.Limit(pool_.threads());
  }

  const std::string host_;
  const std::shared_ptr<ssl_ctx_st> tls_;
  std::once_flag stopped_;
  ConnectionTable table_;
  GrowingPool pool_;
  const ConnectionContext context_;
  AcceptLoop accept_loop_;  // The last: it may call Accept() before its constructor returns.
};

Listener::Listener(const ListenerOptions& options, Responder& responder, Clock& clock)
    : impl_(std::make_unique<Impl>(options, responder, clock)) {}

Listener::~Listener() = default;

int Listener::port() const { return impl_->port(); }

bool Listener::on_loopback() const { return impl_->on_loopback(); }

void Listener::EndDelays() { impl_->EndDelays(); }

void Listener::Stop() { impl_->Stop(); }

}  // namespace kraken::mock
