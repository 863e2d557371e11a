// The limits of the matching engine, per account and pair: how fast orders may be placed, changed
// and canceled, and how many may be open.
//
// Source: docs.kraken.com, "Spot trading limits". They hold with `--rate-limits kraken` only.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ENGINE_LIMITS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ENGINE_LIMITS_H_

#include <cstddef>
#include <optional>

#include "kraken/protocol/rate_limit.h"
#include "mock_server/src/handlers/handler.h"
#include "mock_server/src/trading/account.h"

namespace kraken::mock {

// How many orders of a pair may be open; any number where there is none.
std::optional<std::size_t> MostOpenOrders(const Call& call, const World& world);

// Counts a new order, or `orders` of them at once, whatever becomes of it. Refuses with
// "EOrder:Rate limit exceeded" where the counter had reached its maximum before.
Status ChargeNewOrders(const Call& call, World& world, const PairInfo& pair, int orders = 1);

// Counts what is done to an order that stands, by the order's age.
Status ChargeChange(const Call& call, World& world, Transaction transaction, const Order& order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ENGINE_LIMITS_H_
