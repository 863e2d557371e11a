// GoogleMock matchers for Result, and its legible form in failures.
//
//   EXPECT_THAT(ParseNonce("7"), HoldsValue(7));
//   EXPECT_THAT(ParseNonce("1e5"), FailsWith(ErrorKind::kMalformed, HasSubstr("integer")));
//   ASSERT_THAT(journal.Flush(), IsOk());
//
// Including it is enough for GoogleTest to print a Result as "ok, 7" or as
// `error kMalformed: "1e5" is not an integer`.
#ifndef KRAKEN_GTEST_RESULT_MATCHERS_H_
#define KRAKEN_GTEST_RESULT_MATCHERS_H_

#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <gmock/gmock.h>

#include "kraken/protocol/error.h"
#include "kraken/protocol/result.h"

namespace kraken {

// Printers stand in the namespace of what they print: GoogleTest finds them there.
inline void PrintTo(ErrorKind kind, std::ostream* out) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"kApi", "kTransport", "kMalformed", "kUnknownOutcome", "kUsage"});
  const auto index = static_cast<std::size_t>(kind);
  *out << (index < kNames.size() ? kNames[index] : "an ErrorKind that does not exist");
}

inline void PrintTo(const Error& error, std::ostream* out) {
  *out << "error " << ::testing::PrintToString(error.kind) << ": " << error.message;
  if (!error.api_errors.empty()) *out << ", " << ::testing::PrintToString(error.api_errors);
}

template <typename T>
void PrintTo(const Result<T>& result, std::ostream* out) {
  if (!result.has_value()) {
    *out << ::testing::PrintToString(result.error());
    return;
  }
  *out << "ok";
  if constexpr (!std::is_void_v<T>) {
    // GoogleTest dumps the bytes of what has no printer: illegible, and a secret might be in them.
    const std::string text = ::testing::PrintToString(*result);
    const bool is_dump = text.find("-byte object <") != std::string::npos;
    *out << ", " << (is_dump ? "a value that has no printer" : text);
  }
}

namespace gtest {
namespace internal {

// What the matchers below turn into once the type of the Result is known.
template <typename R>
class HoldsValueImpl final : public ::testing::MatcherInterface<R> {
 public:
  using Value = typename std::remove_cvref_t<R>::value_type;

  explicit HoldsValueImpl(::testing::Matcher<const Value&> inner) : inner_(std::move(inner)) {}

  void DescribeTo(std::ostream* out) const override {
    *out << "holds a value that ";
    inner_.DescribeTo(out);
  }
  void DescribeNegationTo(std::ostream* out) const override {
    *out << "is an error, or holds a value that ";
    inner_.DescribeNegationTo(out);
  }
  bool MatchAndExplain(R result, ::testing::MatchResultListener* listener) const override {
    return result.has_value() && inner_.MatchAndExplain(*result, listener);
  }

 private:
  ::testing::Matcher<const Value&> inner_;
};

template <typename Inner>
class HoldsValueMatcher final {
 public:
  explicit HoldsValueMatcher(Inner inner) : inner_(std::move(inner)) {}

  template <typename R>
  operator ::testing::Matcher<R>() const {  // NOLINT(google-explicit-constructor)
    using Value = typename HoldsValueImpl<R>::Value;
    return ::testing::MakeMatcher(
        new HoldsValueImpl<R>(::testing::SafeMatcherCast<const Value&>(inner_)));
  }

 private:
  Inner inner_;
};

class FailsWithMatcher final {
 public:
  using is_gtest_matcher = void;  // NOLINT(readability-identifier-naming): GoogleTest's name.

  FailsWithMatcher(ErrorKind kind, ::testing::Matcher<const std::string&> message)
      : kind_(kind), message_(std::move(message)) {}

  void DescribeTo(std::ostream* out) const {
    *out << "is an error " << ::testing::PrintToString(kind_) << " whose message ";
    message_.DescribeTo(out);
  }
  void DescribeNegationTo(std::ostream* out) const {
    *out << "is ok, or an error other than " << ::testing::PrintToString(kind_)
         << ", or one whose message ";
    message_.DescribeNegationTo(out);
  }
  template <typename T>
  bool MatchAndExplain(const Result<T>& result, ::testing::MatchResultListener* listener) const {
    if (result.has_value() || result.error().kind != kind_) return false;
    return message_.MatchAndExplain(result.error().message, listener);
  }

 private:
  ErrorKind kind_;
  ::testing::Matcher<const std::string&> message_;
};

}  // namespace internal

// Any Result that is not an error.
MATCHER(IsOk, negation ? "is an error" : "is ok") { return arg.has_value(); }

// A Result whose value `inner` (a matcher or a value) accepts.
template <typename Inner>
internal::HoldsValueMatcher<Inner> HoldsValue(Inner inner) {
  return internal::HoldsValueMatcher<Inner>(std::move(inner));
}

// An error of that kind whose message `message` (a matcher or the whole text) accepts.
inline internal::FailsWithMatcher FailsWith(ErrorKind kind,
                                            ::testing::Matcher<const std::string&> message) {
  return {kind, std::move(message)};
}

}  // namespace gtest
}  // namespace kraken

#endif  // KRAKEN_GTEST_RESULT_MATCHERS_H_
