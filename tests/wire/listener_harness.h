// A listener with a responder and a clock that the test holds in its hand.
#ifndef KRAKEN_TESTS_WIRE_LISTENER_HARNESS_H_
#define KRAKEN_TESTS_WIRE_LISTENER_HARNESS_H_

#include <cstddef>
#include <optional>
#include <utility>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"
#include "mock_server/src/wire/listener.h"
#include "tests/wire/fake_responder.h"
#include "tests/wire/raw_client.h"

namespace kraken::mock {

inline const std::size_t kMaxBody = ListenerOptions{}.max_body;

class ListenerHarness : public ::testing::Test {
 protected:
  // Begins anew with another responder or other options.
  void Listen(const ListenerOptions& options) { listener_.emplace(options, *responder_, clock_); }
  void Answer(FakeResponder::Answer answer) {
    listener_.reset();
    responder_.emplace(std::move(answer));
    Listen({});
  }

  int port() const { return listener_->port(); }

  ManualClock clock_;
  std::optional<FakeResponder> responder_{std::in_place};
  std::optional<Listener> listener_{std::in_place, ListenerOptions{}, *responder_, clock_};
};

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_WIRE_LISTENER_HARNESS_H_
