// A test on the GoogleTest fixture, with the matchers beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/mock_server_test.h"
#include "kraken/gtest/result_matchers.h"
#include "kraken/protocol/secret.h"

namespace {

class ConsumerTest : public kraken::gtest::MockServerTest {};

TEST_F(ConsumerTest, HasAServerOfItsOwn) {
  EXPECT_THAT(server().base_url(), testing::StartsWith("http://127.0.0.1:"));
  EXPECT_TRUE(server().journal().Entries().empty());
}

TEST(Matchers, AreInstalled) {
  EXPECT_THAT(kraken::Secret::FromBase64("c2VjcmV0"), kraken::gtest::IsOk());
}

}  // namespace
