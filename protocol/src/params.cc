#include "kraken/protocol/params.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/ascii.h"
#include "protocol/src/json_events.h"

namespace kraken {
namespace {

// Keeps a small body from growing to a hundred times its size.
constexpr std::size_t kMostEntries = 10'000;

std::optional<unsigned> HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10;
  return std::nullopt;
}

// The byte that "%XX" at the start of `text` stands for.
std::optional<char> EscapedByte(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const std::optional<unsigned> high = HexValue(text[1]);
  const std::optional<unsigned> low = HexValue(text[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(*high << 4U | *low);
}

bool IsPlainInForms(char c) {
  return IsLetter(c) || IsDigit(c) || c == '*' || c == '-' || c == '.' || c == '_';
}

Param ParseFormPiece(std::string_view piece) {
  const std::size_t equals = piece.find('=');
  Param param{.name = DecodeFormText(piece.substr(0, equals)), .raw = std::string(piece)};
  if (equals != std::string_view::npos) param.value = DecodeFormText(piece.substr(equals + 1));
  return param;
}

ParamType TypeOf(const Json& value) {
  if (value.is_string()) return ParamType::kText;
  if (value.is_boolean()) return ParamType::kBoolean;
  return value.is_null() ? ParamType::kNull : ParamType::kNumber;
}

// Names the members of nested objects and lists as a form would: "orders[0][type]".
class ParamsBuilder final : public JsonEvents {
 public:
  std::string Open(JsonContainer container) override {
    const bool is_list = container == JsonContainer::kList;
    if (levels_.empty() && is_list) return NotAnObject(Json::array());
    if (std::string fault = EnterValue(); !fault.empty()) return fault;
    levels_.push_back(Level{.is_list = is_list, .prefix = name_.size()});
    return {};
  }

  void Close() override { levels_.pop_back(); }

  std::string Name(std::string name) override {
    name_.resize(levels_.back().prefix);
    if (levels_.size() == 1) {
      name_ += name;
    } else {
      AppendBracketed(name);
    }
    return {};
  }

  std::string Scalar(Json value, std::string_view so_far) override {
    if (levels_.empty()) return NotAnObject(value);
    if (std::string fault = EnterValue(); !fault.empty()) return fault;
    std::string raw(LastJsonToken(so_far));
    std::string text = value.is_string() ? std::move(value.get_ref<std::string&>()) : raw;
    entries_.push_back(Param{
        .name = name_, .value = std::move(text), .raw = std::move(raw), .type = TypeOf(value)});
    return {};
  }

  std::vector<Param> Take() { return std::move(entries_); }

 private:
  struct Level {
    bool is_list = false;
    std::size_t prefix = 0;      // Length of the container's own name.
    std::size_t next_index = 0;  // Of a list.
  };

  static std::string NotAnObject(const Json& found) {
    return "expected an object of parameters, found " + DescribeJson(found);
  }

  // Completes name_ for a value that begins. The limits keep a small body with one long name and
  // many values below it from growing to a hundred times its size.
  std::string EnterValue() {
    constexpr std::size_t kLongestName = 256;
    if (entries_.size() >= kMostEntries) {
      return "there are more than " + std::to_string(kMostEntries) + " values";
    }
    if (!levels_.empty() && levels_.back().is_list) {
      name_.resize(levels_.back().prefix);
      AppendBracketed(std::to_string(levels_.back().next_index++));
    }
    if (name_.size() <= kLongestName) return {};
    return "the parameter's name is longer than " + std::to_string(kLongestName) + " bytes";
  }

  void AppendBracketed(std::string_view name) {
    name_ += '[';
    name_ += name;
    name_ += ']';
  }

  std::string name_{};  // Of the next value, as a form would have it.
  std::vector<Level> levels_{};
  std::vector<Param> entries_{};
};

}  // namespace

Params::Params(std::string raw, std::vector<Param> entries)
    : raw_(std::move(raw)), entries_(std::move(entries)) {}

const Param* Params::Find(std::string_view name) const {
  const auto last = std::find_if(entries_.rbegin(), entries_.rend(),
                                 [name](const Param& param) { return param.name == name; });
  return last == entries_.rend() ? nullptr : &*last;
}

std::string_view Params::Get(std::string_view name, std::string_view fallback) const {
  const Param* const param = Find(name);
  return param == nullptr ? fallback : std::string_view{param->value};
}

Params ParseForm(std::string_view body) {
  // Room for what requests have; a body of nothing but "&" must not reserve a hundred times its
  // own size.
  constexpr std::ptrdiff_t kMostReserved = 32;
  std::vector<Param> entries;
  const std::ptrdiff_t separators = std::count(body.begin(), body.end(), '&');
  entries.reserve(static_cast<std::size_t>(std::min(separators + 1, kMostReserved)));
  for (std::string_view rest = body; !rest.empty() && entries.size() < kMostEntries;) {
    const std::string_view piece = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    if (!piece.empty()) entries.push_back(ParseFormPiece(piece));
  }
  return {std::string(body), std::move(entries)};
}

Params ParseQuery(std::string_view query) { return ParseForm(query); }

Result<Params> ParseJsonParams(std::string_view body) {
  ParamsBuilder builder;
  if (Status read = ReadJson(body, JsonComments::kRefused, builder); !read) {
    return Fail(read.error());
  }
  return Params(std::string(body), builder.Take());
}

std::string DecodeFormText(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::optional<char> escaped = EscapedByte(text.substr(i));
    if (escaped) i += 2;
    decoded += escaped.value_or(text[i] == '+' ? ' ' : text[i]);
  }
  return decoded;
}

std::string EncodeFormText(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (char c : text) {
    if (IsPlainInForms(c)) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kHexDigits[byte >> 4U];
      encoded += kHexDigits[byte & 0xfU];
    }
  }
  return encoded;
}

}  // namespace kraken
