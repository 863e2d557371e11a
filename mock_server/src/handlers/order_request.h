// AddOrder's parameters, read and checked against the pair's rules.
//
// Sources: docs.kraken.com, "Add Order", for names and values; the refusals are those recorded of
// the live service, which differ from the documented ones in places ("volume minimum not met").
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_

#include <optional>
#include <string_view>

#include "kraken/protocol/decimal.h"
#include "kraken/protocol/params.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/name_table.h"

namespace kraken::mock {

struct OrderType {
  std::string_view name{};  // "stop-loss-limit"
  std::string_view text{};  // "stop loss": what descriptions say.
  int prices = 0;           // How many of `price` and `price2` it needs.
  bool trails = false;      // Its first price is a distance: "+1%".
};

// An absolute price, or a distance from the last one: "+5", "-1.5%", "#2".
struct OrderPrice {
  char sign = '\0';  // '+', '-', '#'; none for an absolute price.
  Decimal amount{};
  bool percent = false;
};

// What is to be done, at which prices: of the order itself, and of its conditional close.
struct OrderTerms {
  const OrderType* type = nullptr;
  OrderPrice price{};   // Where the type has one.
  OrderPrice price2{};  // Where the type has two.
};

struct OrderRequest {  // NOLINT(clang-analyzer-optin.performance.Padding): one lives at a time.
  const PairInfo* pair = nullptr;
  std::string_view side{};  // "buy" or "sell"
  OrderTerms terms{};
  Decimal volume{};  // In the base, or in the quote with viqc; no finer than the pair's lots.
  int leverage = 0;  // 0: none.
  std::optional<OrderTerms> close{};
  bool validate = false;
};

Result<OrderRequest> ReadOrderRequest(const Params& params);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
