// The one thing that travels through the pipeline; stages fill it in from left to right.
#ifndef KRAKEN_MOCK_SERVER_SRC_PIPELINE_EXCHANGE_H_
#define KRAKEN_MOCK_SERVER_SRC_PIPELINE_EXCHANGE_H_

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/endpoint.h"
#include "kraken/protocol/nonce.h"
#include "kraken/protocol/params.h"
#include "mock_server/src/fixtures/fixture_set.h"
#include "mock_server/src/world/keyring.h"

namespace kraken::mock {

struct Exchange {
  HttpRequest request{};
  WallTime received_at{};  // The only clock reading of the whole request.

  // find_endpoint: the fixtures of the server's user, null where there are none, and the endpoint,
  // which may be one that only they have.
  std::shared_ptr<const FixtureSet> fixtures{};
  const Endpoint* endpoint = nullptr;
  bool is_of_fixtures_only = false;
  Params params{};                      // parse_params
  std::optional<Error> params_error{};  // parse_params: why the body could not be read
  std::shared_ptr<const ApiKey> key{};  // authenticate: null where unknown
  std::optional<Nonce> nonce{};         // authenticate
  std::optional<bool> signature_ok{};   // authenticate
  bool nonce_is_pending = false;        // check_nonce: accepted only if nothing refuses the call
  std::uint64_t occurrence = 0;         // inject_fault: the how-manieth of its kind
  std::vector<std::string> rules{};     // inject_fault: the rules that fired
  Delivery delivery{};                  // inject_fault
  std::optional<Duration> hide_for{};   // inject_fault: the orders that the call places,
  std::uint64_t orders_before = 0;      // handle: which have higher numbers than this
  bool is_under_way = false;            // check_concurrency: counts as long as it is answered
  std::vector<CounterNote> counters{};  // check_call_counter
  std::optional<Reply> reply{};         // handle
  Effect effect{};                      // handle
  std::vector<std::string> errors{};    // Kraken's strings of the reply
  std::vector<StageNote> notes{};       // What each stage decided, in order.

  // The API-Key header as sent; empty where there is none.
  std::string_view api_key() const { return request.header("API-Key"); }
  // Whose call it is, for what is counted caller by caller: the key's or, on public calls and where
  // the key is unknown, the address's.
  std::string_view caller() const { return key ? api_key() : request.peer; }
  bool is_public() const { return endpoint->visibility == Visibility::kPublic; }
  bool was_refused() const {
    return std::ranges::any_of(
        notes, [](const StageNote& note) { return note.verdict == StageVerdict::kRefused; });
  }
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_PIPELINE_EXCHANGE_H_
