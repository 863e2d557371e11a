#include "mock_server/src/handlers/order_text.h"

namespace kraken::mock {
namespace {

// "limit 27500.0", "stop loss 22000.0 -> limit 21000.0", "market"
std::string TermsText(const OrderTerms& terms, const PairInfo& pair) {
  std::string text(terms.type->text);
  if (terms.type->prices >= 1) text += " " + DescribePrice(terms.price, pair);
  if (terms.type->prices >= 2) text += " -> limit " + DescribePrice(terms.price2, pair);
  return text;
}

}  // namespace

std::string DescribePrice(const OrderPrice& price, const PairInfo& pair) {
  constexpr int kPercentDecimals = 4;
  std::string text;
  if (price.sign != '\0') text += price.sign;
  text += price.amount.ToFixed(price.percent ? kPercentDecimals : pair.pair_decimals);
  return price.percent ? text + "%" : text;
}

std::string DescribeOrder(const OrderRequest& order, std::string_view pair_name) {
  std::string text(order.side);
  text.append(" ").append(order.volume.ToFixed(order.pair->lot_decimals));
  text.append(" ").append(pair_name).append(" @ ").append(TermsText(order.terms, *order.pair));
  if (order.leverage != 0) text += " with " + std::to_string(order.leverage) + ":1 leverage";
  return text;
}

std::string DescribeClose(const OrderRequest& order) {
  if (!order.close) return {};
  return "close position @ " + TermsText(*order.close, *order.pair);
}

std::string RemarkOn(const Order& order) {
  if (order.status != OrderStatus::kCanceled) return {};
  return order.txid + " was canceled at once: " + std::string(order.reason);
}

}  // namespace kraken::mock
