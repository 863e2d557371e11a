// An order as a client asks for it, read and checked against the pair's rules: for AddOrder, and
// for each order of AddOrderBatch.
//
// Sources: docs.kraken.com, "Add Order", for names and values; the refusals are those recorded of
// the live service, which differ from the documented ones in places ("volume minimum not met").
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>

#include "kraken/mock/quirks.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/name_table.h"

namespace kraken::mock {

struct OrderType {
  std::string_view name{};  // "stop-loss-limit"
  std::string_view text{};  // "stop loss": what descriptions say.
  int prices = 0;           // How many of `price` and `price2` it needs.
  bool triggered = false;   // Its first price is what it waits for.
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

struct OrderRequest {  // NOLINT(clang-analyzer-optin.performance.Padding): few live at a time.
  const PairInfo* pair = nullptr;
  std::string_view side{};  // "buy" or "sell"
  OrderTerms terms{};
  Decimal volume{};       // No finer than the pair's lots.
  bool in_quote = false;  // With viqc the volume is an amount of the quote, else of the base.
  int leverage = 0;       // 0: none.
  std::optional<OrderTerms> close{};
  std::string cl_ord_id{};  // Empty where none was given.
};

// Null where there is no such type, or no such side.
const OrderType* FindOrderType(std::string_view name);
const std::string_view* FindSide(std::string_view name);

// `pair` is named once for all orders of a batch.
Result<OrderRequest> ReadOrderRequest(const Arguments& arguments, const PairInfo& pair,
                                      const Quirks& quirks);

// Whether `oflags` lists flags that exist and fit the order, and what they say of its volume.
Result<bool> ReadVolumeInQuote(const Arguments& arguments, const OrderRequest& order);
Status CheckUserref(const Arguments& arguments);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
