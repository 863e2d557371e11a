#include <cstdlib>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/tls.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// A variable of the environment, set or taken away until the end of the test.
class Variable final {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread reads it here.
    if (const char* const before = std::getenv(name)) before_ = before;
    Set(value);
  }
  ~Variable() { Set(before_ ? before_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void Set(const char* value) const {
    if (value == nullptr) {
      ::unsetenv(name_);  // NOLINT(concurrency-mt-unsafe): as above.
    } else {
      ::setenv(name_, value, 1);  // NOLINT(concurrency-mt-unsafe): as above.
    }
  }

  const char* name_;
  std::optional<std::string> before_{};
};

TEST(TlsFaults, HaveNames) {
  EXPECT_EQ(*ParseTlsFault("expired"), TlsFault::kExpired);
  EXPECT_EQ(*ParseTlsFault("wrong-name"), TlsFault::kWrongName);
  EXPECT_EQ(*ParseTlsFault("untrusted"), TlsFault::kUntrusted);
  EXPECT_EQ(*ParseTlsFault("tls1.0"), TlsFault::kTls10);
  const Result<TlsFault> wrong = ParseTlsFault("tls1");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, AllOf(HasSubstr("\"tls1\""), HasSubstr("tls1.0")));
}

TEST(DefaultTlsDirectory, LiesWhereStateIsKept) {
  const Variable home("HOME", "/home/me");
  const Variable state("XDG_STATE_HOME", nullptr);
  EXPECT_EQ(*DefaultTlsDirectory(), "/home/me/.local/state/kraken-mock/tls");
  {
    const Variable elsewhere("XDG_STATE_HOME", "/var/state");
    EXPECT_EQ(*DefaultTlsDirectory(), "/var/state/kraken-mock/tls");
  }
  const Variable relative("XDG_STATE_HOME", "state");  // Which the standard says to ignore.
  EXPECT_EQ(*DefaultTlsDirectory(), "/home/me/.local/state/kraken-mock/tls");
}

TEST(DefaultTlsDirectory, IsNowhereForWhoHasNoHome) {
  const Variable home("HOME", "");
  const Variable state("XDG_STATE_HOME", nullptr);
  const Result<std::string> none = DefaultTlsDirectory();
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, AllOf(HasSubstr("HOME"), HasSubstr("--tls-dir")));
}

}  // namespace
}  // namespace kraken::mock
