// A responder that remembers what it was asked, and answers as the test wants.
#ifndef KRAKEN_TESTS_WIRE_FAKE_RESPONDER_H_
#define KRAKEN_TESTS_WIRE_FAKE_RESPONDER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mock_server/src/wire/responder.h"

namespace kraken::mock {

class FakeResponder final : public Responder {
 public:
  using Answer = std::function<Reply(const HttpRequest&)>;

  // By default the body of the request comes back.
  explicit FakeResponder(Answer answer =
                             [](const HttpRequest& request) { return Reply{.body = request.body}; })
      : answer_(std::move(answer)) {}

  // How connections end that are accepted from now on.
  void EndAtAccept(std::optional<EndHow> how) {
    const std::lock_guard lock(mutex_);
    end_at_accept_ = how;
  }

  std::optional<EndHow> OnConnected() override {
    Count(1, 0);
    const std::lock_guard lock(mutex_);
    return end_at_accept_;
  }
  void OnDisconnected() override { Count(0, 1); }
  void OnHandshakeFailed(const std::string& why) override {
    const std::lock_guard lock(mutex_);
    failed_handshakes_.push_back(why);
    changed_.notify_all();
  }

  Response Respond(HttpRequest request) override {
    const Reply reply = answer_(request);
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    return {.reply = reply, .seq = requests_.size()};
  }

  void OnSent(std::uint64_t seq, const SentNote& sent) override {
    const std::lock_guard lock(mutex_);
    sent_.emplace(seq, sent);
    changed_.notify_all();
  }

  std::vector<HttpRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  // Why the first handshake failed, within 30 s; else empty.
  std::string AwaitFailedHandshake() const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return !failed_handshakes_.empty(); });
    return failed_handshakes_.empty() ? std::string() : failed_handshakes_.front();
  }

  // Whether so many have come, and so many have gone, within 30 s.
  bool AwaitConnections(int come, int gone) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30),
                             [&] { return come_ == come && gone_ == gone; });
  }

  // None where it does not come within 30 s.
  std::optional<SentNote> AwaitSent(std::uint64_t seq) const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return sent_.contains(seq); });
    const auto found = sent_.find(seq);
    return found == sent_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  void Count(int come, int gone) {
    const std::lock_guard lock(mutex_);
    come_ += come;
    gone_ += gone;
    changed_.notify_all();
  }

  const Answer answer_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<HttpRequest> requests_{};
  std::vector<std::string> failed_handshakes_{};
  std::map<std::uint64_t, SentNote> sent_{};
  int come_ = 0;
  int gone_ = 0;
  std::optional<EndHow> end_at_accept_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_WIRE_FAKE_RESPONDER_H_
