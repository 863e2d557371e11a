// Orders in Kraken's words: "buy 1.25000000 XBTUSD @ limit 27500.0 with 2:1 leverage".
//
// Clients read these texts by position, so every digit and blank counts. Source: the examples of
// docs.kraken.com, "Add Order", and live answers.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_TEXT_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_TEXT_H_

#include <string>
#include <string_view>

#include "mock_server/src/handlers/order_request.h"

namespace kraken::mock {

// "27500.0", "+1.0000%"
std::string DescribePrice(const OrderPrice& price, const PairInfo& pair);
// `pair_name` is the pair's altname in most answers.
std::string DescribeOrder(const OrderRequest& order, std::string_view pair_name);
// "close position @ stop loss 22000.0 -> limit 21000.0"; empty where the order has no close.
std::string DescribeClose(const OrderRequest& order);

// Of one that was placed and canceled within the same call, which the answer does not say; empty of
// others.
std::string RemarkOn(const Order& order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_TEXT_H_
