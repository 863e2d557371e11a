#include "protocol/src/json_events.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/ascii.h"

namespace kraken {
namespace {

constexpr std::size_t kDeepest = 100;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kNumberLetters = "0123456789+-.eE";

struct Fault {
  std::size_t offset = 0;
  std::string message{};
};

Error AtLineAndColumn(std::string_view text, const Fault& fault) {
  const std::string_view before = text.substr(0, fault.offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);
  // Columns count characters, not the bytes of UTF-8, as editors do.
  const auto column =
      std::count_if(in_line.begin(), in_line.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }) +
      1;
  return Error{.kind = ErrorKind::kMalformed,
               .message = "line " + std::to_string(line) + ", column " + std::to_string(column) +
                          ": " + fault.message};
}

// The parser's phrases that would not be understood without knowing it, and what they become.
struct Rewording {
  std::string_view phrase;
  std::string_view plain;
};
constexpr auto kRewordings = std::to_array<Rewording>({
    {"invalid literal", "not a JSON value; strings need double quotation marks"},
    {"'[', '{', or a literal", "a value"},
    {"string literal", "string"},
    {"number literal", "number"},
    {"end of input", "end of the text"},
    {"; expected ']'", "; expected ',' or ']'"},
    {"; expected '}'", "; expected ',' or '}'"},
});

// From "[json.exception.parse_error.101] parse error at …: syntax error while parsing value -
// invalid literal; last read: 'nulx'" the part that says what is wrong, without the text that was
// read.
std::string PlainReason(std::string_view what) {
  constexpr std::string_view kBeforeReason = " - ";
  const std::size_t start = what.find(kBeforeReason);
  if (start == std::string_view::npos) return "not valid JSON";
  what.remove_prefix(start + kBeforeReason.size());
  std::string reason(what.substr(0, what.find("; last read: ")));
  for (const Rewording& rewording : kRewordings) {
    const std::size_t at = reason.find(rewording.phrase);
    if (at != std::string::npos) reason.replace(at, rewording.phrase.size(), rewording.plain);
  }
  return reason;
}

// Walks over the text for the parser, and leaves a mark where it has come to.
class ReadingHead {
 public:
  // NOLINTBEGIN(readability-identifier-naming): std::iterator_traits asks for these names.
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  ReadingHead(const char* at, const char** mark) : at_(at), mark_(mark) {}

  reference operator*() const { return *at_; }
  ReadingHead& operator++() {
    *mark_ = ++at_;
    return *this;
  }
  friend bool operator==(const ReadingHead& a, const ReadingHead& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** mark_;
};

// Translates the parser's events into ours. Its errors come as an event too, so nothing is thrown.
class EventTranslator final : public nlohmann::json_sax<Json> {
 public:
  EventTranslator(std::string_view text, JsonEvents& events)
      : text_(text), mark_(text.data()), events_(events) {}

  std::optional<Fault> Run(JsonComments comments) {
    const char* const end = text_.data() + text_.size();
    const bool ok = Json::sax_parse(ReadingHead(text_.data(), &mark_), ReadingHead(end, &mark_),
                                    this, nlohmann::detail::input_format_t::json,
                                    /*strict=*/true, comments == JsonComments::kAllowed);
    if (ok) return std::nullopt;
    return std::move(fault_);
  }

  bool null() override { return Scalar(nullptr); }
  bool boolean(bool value) override { return Scalar(value); }
  bool number_integer(number_integer_t value) override { return Scalar(value); }
  bool number_unsigned(number_unsigned_t value) override { return Scalar(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return Scalar(value);
  }
  bool string(string_t& value) override { return Scalar(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return Judge("binary data", SoFar()); }
  bool start_object(std::size_t /*size*/) override { return Open(JsonContainer::kObject); }
  bool start_array(std::size_t /*size*/) override { return Open(JsonContainer::kList); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override { return Judge(events_.Name(std::move(name)), SoFar()); }

  bool parse_error(std::size_t position, const std::string& /*last_token*/,
                   const nlohmann::detail::exception& error) override {
    constexpr int kNumberOverflow = 406;
    const std::string_view what = error.what();
    // The position is that of the last byte read, counted from 1, one past the end at the end.
    const std::string_view read = text_.substr(0, position);
    if (error.id == kNumberOverflow) {
      return Judge("a number beyond the range of a double", read);
    }
    const bool inside_token = what.find("; last read: ") != std::string_view::npos;
    const bool literal = what.find("invalid literal") != std::string_view::npos;
    std::size_t offset = std::min(position - 1, text_.size());
    if (position <= text_.size() && (!inside_token || literal)) offset = StartOfLastToken(read);
    fault_ = Fault{offset, PlainReason(what)};
    return false;
  }

 private:
  std::string_view SoFar() const {
    return text_.substr(0, static_cast<std::size_t>(mark_ - text_.data()));
  }
  // The end of a number shows only in the byte behind it, which has been read by then.
  std::string_view SoFarWithoutLookahead() const {
    const std::string_view so_far = SoFar();
    return so_far.substr(0, so_far.find_last_of(kNumberLetters) + 1);
  }
  static std::size_t StartOfLastToken(std::string_view read) {
    return read.size() - LastJsonToken(read).size();
  }

  bool Scalar(Json value) {
    const std::string_view so_far = value.is_number() ? SoFarWithoutLookahead() : SoFar();
    return Judge(events_.Scalar(std::move(value), so_far), so_far);
  }
  bool Open(JsonContainer container) {
    if (++depth_ > kDeepest) {
      return Judge("nested deeper than " + std::to_string(kDeepest) + " levels", SoFar());
    }
    return Judge(events_.Open(container), SoFar());
  }
  bool Close() {
    --depth_;
    events_.Close();
    return true;
  }
  // Goes on where there is no fault.
  bool Judge(std::string fault, std::string_view so_far) {
    if (fault.empty()) return true;
    fault_ = Fault{StartOfLastToken(so_far), std::move(fault)};
    return false;
  }

  std::string_view text_;
  const char* mark_;
  JsonEvents& events_;
  std::size_t depth_ = 0;
  Fault fault_{};
};

// What the parser would let pass: it skips a byte order mark, and takes a NUL byte for the end.
std::optional<Fault> FindForbiddenBytes(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    return Fault{0, "a byte order mark (EF BB BF); write plain UTF-8 without one"};
  }
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) return Fault{nul, "a NUL byte"};
  return std::nullopt;
}

std::size_t LengthOfTailOf(std::string_view text, bool (*belongs)(char)) {
  const auto begin = std::find_if_not(text.rbegin(), text.rend(), belongs);
  return static_cast<std::size_t>(begin - text.rbegin());
}

// Of the quotation marks inside a string each has an odd number of backslashes before it; the one
// that opens the string has none.
std::size_t OpeningQuote(std::string_view so_far) {
  std::size_t at = so_far.size() - 1;
  while (at > 0) {
    at = so_far.rfind('"', at - 1);
    if (at == std::string_view::npos) return 0;
    const std::size_t backslashes =
        LengthOfTailOf(so_far.substr(0, at), [](char c) { return c == '\\'; });
    if (backslashes % 2 == 0) return at;
  }
  return 0;
}

}  // namespace

std::string_view LastJsonToken(std::string_view so_far) {
  if (so_far.empty()) return so_far;
  const char last = so_far.back();
  std::size_t length = 1;
  if (last == '"') {
    length = so_far.size() - OpeningQuote(so_far);
  } else if (IsDigit(last)) {
    length = LengthOfTailOf(
        so_far, [](char c) { return kNumberLetters.find(c) != std::string_view::npos; });
  } else if (IsLetter(last)) {
    length = LengthOfTailOf(so_far, IsLetter);
  }
  return so_far.substr(so_far.size() - length);
}

Status ReadJson(std::string_view text, JsonComments comments, JsonEvents& events) {
  std::optional<Fault> fault = FindForbiddenBytes(text);
  if (!fault) fault = EventTranslator(text, events).Run(comments);
  if (fault) return Fail(AtLineAndColumn(text, *fault));
  return {};
}

}  // namespace kraken
