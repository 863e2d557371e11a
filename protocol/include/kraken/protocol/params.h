// The parameters of a request in the order they were sent, duplicates and raw text included.
//
// A signature covers the bytes that were sent, so nothing here is ever turned back into a body:
// `raw()` is the body (or query) itself and the entries are only a way to read it.
//
//   Params params = ParseForm("nonce=1&close%5Bprice%5D=37000");
//   params.Find("close[price]")->value == "37000";
//   params.Find("close[price]")->raw   == "close%5Bprice%5D=37000";
#ifndef KRAKEN_PROTOCOL_PARAMS_H_
#define KRAKEN_PROTOCOL_PARAMS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"

namespace kraken {

// How a value was written. A form or a query knows text only; JSON has types, and Kraken takes
// numbers and booleans as well as their text (protocol notes: "price" appears as both).
enum class ParamType { kText, kNumber, kBoolean, kNull };

struct Param {
  // Decoded; nested JSON in the form's notation: "close[price]", "orders[0][type]".
  std::string name{};
  // Decoded text; a number as it was written ("1e5", "1.50"); "true", "null".
  std::string value{};
  // Form, query: the undecoded "name=value". JSON: the undecoded value, a string in its quotes.
  std::string raw{};
  ParamType type = ParamType::kText;

  friend bool operator==(const Param&, const Param&) = default;
};

class Params final {
 public:
  Params() = default;
  Params(std::string raw, std::vector<Param> entries);

  // The last entry of that name: of duplicates the last one counts, as in the PHP form decoding
  // that Kraken's bracket notation comes from (assumed; not documented). Null where there is none.
  const Param* Find(std::string_view name) const;
  // Its value, or `fallback` where there is none.
  std::string_view Get(std::string_view name, std::string_view fallback = {}) const;
  bool Has(std::string_view name) const { return Find(name) != nullptr; }

  const std::vector<Param>& entries() const { return entries_; }
  const std::string& raw() const { return raw_; }  // Exactly the text that was parsed.
  bool empty() const { return entries_.empty(); }

 private:
  std::string raw_{};
  std::vector<Param> entries_{};
};

// application/x-www-form-urlencoded: "+" is a blank, %XX is a byte. Text that is not well encoded
// ("%zz") is kept as it stands, as web servers do; a form therefore never fails to parse. A piece
// without "=" is a name with an empty value; empty pieces ("a=1&&b=2") are dropped, and so are
// those after the 10,000th, as PHP drops those after its max_input_vars.
Params ParseForm(std::string_view body);
// A URL's query, without the leading "?". The same rules.
Params ParseQuery(std::string_view query);
// A JSON object; members of nested objects and lists come out flattened ("close[price]",
// "orders[0][type]"). An empty list or object gives no entry; a member that occurs twice gives two,
// and of a list or object that occurs twice both parts are there, the later one found first.
// Fails with line and column where the text is not JSON, is not an object, is nested deeper than
// 100 levels, has more than 10,000 values, a flattened name of more than 256 bytes, or a number
// that no double can hold.
Result<Params> ParseJsonParams(std::string_view body);

// One step of the decoding above: "%2B1.0%25" -> "+1.0%", "a+b" -> "a b".
std::string DecodeFormText(std::string_view text);
// The encoding of browsers' forms: blank to "+", all but [A-Za-z0-9*-._] to %XX, upper-case.
std::string EncodeFormText(std::string_view text);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_PARAMS_H_
