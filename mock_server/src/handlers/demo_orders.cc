#include "mock_server/src/handlers/demo_orders.h"

#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/order_amounts.h"

namespace kraken::mock {
namespace {

template <typename T>
const T& Known(const T* found, const std::string& txid) {
  if (found != nullptr) return *found;
  throw std::logic_error("the built-in order " + txid + " is of an unknown pair, side or type");
}

std::string TextOf(const Json& object, const char* name) {
  return object.at(name).get<std::string>();
}

// A price of "0" is none.
OrderPrice PriceOf(const Json& descr, const char* name) {
  return ParsePrice(TextOf(descr, name)).value_or(OrderPrice());
}

struct StandingOrders {
  explicit StandingOrders(const Json& result) {
    for (const auto& [txid, order] : result.at("open").items()) {
      orders.push_back(StandingOrderFromJson(txid, order));
    }
  }

  std::vector<StandingOrder> orders{};
};

}  // namespace

std::span<const StandingOrder> OpenDemoOrders() {
  static const FixtureFolder<StandingOrders> kFolder("OpenOrders");
  return kFolder.Find("with-trades")->orders;
}

StandingOrder StandingOrderFromJson(const std::string& txid, const Json& order) {
  const Json& descr = order.at("descr");
  const std::string leverage = TextOf(descr, "leverage");
  OrderRequest request = {
      .pair = &Known(NameTable::BuiltIn().FindPair(TextOf(descr, "pair")), txid),
      .side = Known(FindSide(TextOf(descr, "type")), txid),
      .terms = {.type = &Known(FindOrderType(TextOf(descr, "ordertype")), txid),
                .price = PriceOf(descr, "price"),
                .price2 = PriceOf(descr, "price2")},
      .volume = Decimal::Parse(TextOf(order, "vol")).value(),
      .leverage = leverage == "none" ? 0 : std::stoi(leverage),
      .cl_ord_id = order.value("cl_ord_id", "")};
  return {.txid = txid,
          .userref = order.at("userref").get<std::int64_t>(),
          .request = std::move(request),
          .executed = Decimal::Parse(TextOf(order, "vol_exec")).value()};
}

}  // namespace kraken::mock
