// The parameters of a call as values. What cannot be read is refused with Kraken's string, and with
// a reason that names the parameter, what was sent and what would have been understood.
//
// Values are compared by what they mean, not how they are written: "100", "100.0" and 1e2 are one
// number, and true may be written "True". A parameter that is there but empty counts as absent.
//
//   Arguments arguments(call.params, Blame::kField);
//   Arguments second = arguments.Element("orders", 1);
//   second.Text("close[price]");   // of the parameter "orders[1][close][price]"
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ARGUMENTS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ARGUMENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/decimal.h"
#include "kraken/protocol/params.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/built_in/name_table.h"

namespace kraken::mock {

// Whether the refusal is "EGeneral:Invalid arguments", as recorded of market data calls, or names
// the field, "EGeneral:Invalid arguments:volume", as recorded of orders.
enum class Blame : std::uint8_t { kCall, kField };

// Text from a client, fit to stand in a message: in quotes, cut to 40 characters, on one line.
std::string Quoted(std::string_view text);
// How reasons begin: `price is "abc"`.
std::string FieldIs(std::string_view field, std::string_view text);

// `items` without the blanks around them; "a, b" gives "a" and "b", "a,,b" an empty one too.
std::vector<std::string_view> SplitList(std::string_view list);

// Refers to the Params that it is made of.
class Arguments final {
 public:
  explicit Arguments(const Params& params, Blame blame = Blame::kCall)
      : params_(params), blame_(blame) {}

  // Those of one element of a list of objects. They are called as if there were no list, in
  // Kraken's strings too; only the reasons say which element they are of.
  Arguments Element(std::string_view list, std::size_t index) const;
  // How many elements a list has, going by the highest index: "orders[2]", "orders[2][type]".
  std::size_t ElementCount(std::string_view list) const;

  tl::unexpected<Error> Refuse(std::string_view field, const std::string& why) const;
  // With another string than "EGeneral:Invalid arguments".
  tl::unexpected<Error> RefuseAs(std::string_view api_error, const std::string& why) const;

  bool Has(std::string_view field) const { return !Text(field).empty(); }
  // Without the blanks around it.
  std::string_view Text(std::string_view field) const;

  Result<bool> Flag(std::string_view field) const;  // Absent: false.
  Result<std::optional<Decimal>> Number(std::string_view field) const;

  struct Range {
    std::int64_t least = 0;
    std::int64_t most = 0;
  };
  Result<std::optional<std::int64_t>> Integer(std::string_view field, Range range) const;
  // One of `known`, letter case ignored, as it is spelled there; `fallback` where it is absent.
  Result<std::string_view> Choice(std::string_view field, std::span<const std::string_view> known,
                                  std::string_view fallback) const;

  // A list of names, each once, in the order of the request; empty where it is absent. One unknown
  // name fails the call: "EQuery:Unknown asset pair", or what `unknown` says.
  Result<std::vector<const PairInfo*>> Pairs(std::string_view field) const;
  Result<std::vector<const AssetInfo*>> Assets(
      std::string_view field, std::string_view unknown = "EQuery:Unknown asset") const;
  // The one pair that a call is about; absent is refused.
  Result<const PairInfo*> Pair(std::string_view field = "pair") const;

 private:
  // "close[price]" as the client calls it.
  std::string FullName(std::string_view field) const;

  const Params& params_;
  Blame blame_;
  std::string element_{};  // "orders[1]"; empty where these are the call's own.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ARGUMENTS_H_
