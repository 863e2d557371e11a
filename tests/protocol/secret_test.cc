#include "kraken/protocol/secret.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace {

// Looks into blocks of one size just before they are given back, which is the only lawful moment
// to see what was left in them.
struct FreedBlocks {
  static constexpr std::size_t kSize = 1237;  // Nobody else asks for just that much.
  static constexpr std::uint8_t kSecretByte = 0x5a;

  bool watching = false;
  std::array<void*, 8> blocks{};
  int freed = 0;
  int with_secret_bytes = 0;
};
thread_local FreedBlocks freed_blocks;

void* Allocate(std::size_t size) {
  void* const block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  if (freed_blocks.watching && size == FreedBlocks::kSize) {
    *std::find(freed_blocks.blocks.begin(), freed_blocks.blocks.end(), nullptr) = block;
  }
  return block;
}

void Release(void* block) noexcept {
  if (freed_blocks.watching && block != nullptr) {
    auto* const watched = std::find(freed_blocks.blocks.begin(), freed_blocks.blocks.end(), block);
    if (watched != freed_blocks.blocks.end()) {
      const auto* const bytes = static_cast<const std::uint8_t*>(block);
      ++freed_blocks.freed;
      if (std::count(bytes, bytes + FreedBlocks::kSize, FreedBlocks::kSecretByte) != 0) {
        ++freed_blocks.with_secret_bytes;
      }
      *watched = nullptr;
    }
  }
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size); }
void operator delete(void* block) noexcept { Release(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { Release(block); }

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kDocumentedSecret =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";

Secret SecretOf(std::string_view base64) { return Secret::FromBase64(base64).value(); }

std::vector<std::uint8_t> BytesOf(const Secret& secret) {
  return {secret.bytes().begin(), secret.bytes().end()};
}

TEST(Secret, IsReadFromBase64AndRevealedInIt) {
  const Secret secret = SecretOf(kDocumentedSecret);
  EXPECT_EQ(secret.bytes().size(), 64U);
  EXPECT_EQ(secret.bytes()[0], 0x91);
  EXPECT_EQ(secret.RevealBase64(), kDocumentedSecret);
}

TEST(Secret, MayHaveAnyLengthButNone) {
  EXPECT_THAT(BytesOf(SecretOf("AA==")), ElementsAre(0));
  EXPECT_EQ(SecretOf(std::string(400, 'k')).bytes().size(), 300U);
}

TEST(Secret, IsMadeOfBytesAsTheyAre) {
  EXPECT_THAT(BytesOf(Secret::FromBytes({0, 1, 0xff})), ElementsAre(0, 1, 0xff));
  EXPECT_TRUE(Secret::FromBytes({}).bytes().empty());
}

struct BadSecret {
  std::string_view name;
  std::string text;
  std::string_view message;  // All that follows "the API secret ".
};

void PrintTo(const BadSecret& bad, std::ostream* out) { *out << bad.name; }

class SecretRefuses : public ::testing::TestWithParam<BadSecret> {};

TEST_P(SecretRefuses, AndNamesTheMistake) {
  EXPECT_THAT(
      Secret::FromBase64(GetParam().text),
      FailsWith(ErrorKind::kMalformed, "the API secret " + std::string(GetParam().message)));
}

std::string DocumentedSecret() { return std::string(kDocumentedSecret); }
std::string UrlSafe() {
  std::string text = DocumentedSecret();
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, SecretRefuses,
    ::testing::Values(
        BadSecret{"Empty", "", "is empty; give it as Kraken showed it when the key was made"},
        BadSecret{"Blank", " \n", "is blank; give it as Kraken showed it when the key was made"},
        BadSecret{"LineEndBehind", DocumentedSecret() + "\n", "ends in a line end; strip it"},
        BadSecret{"WindowsLineEndBehind", DocumentedSecret() + "\r\n",
                  "ends in a line end; strip it"},
        BadSecret{"BlankBehind", DocumentedSecret() + " ", "ends in a blank; strip it"},
        BadSecret{"BlankBefore", " " + DocumentedSecret(), "begins with a blank; strip it"},
        BadSecret{"LineEndBefore", "\n" + DocumentedSecret(), "begins with a line end; strip it"},
        BadSecret{"ByteOrderMark", "\xef\xbb\xbf" + DocumentedSecret(),
                  "begins with a byte order mark (EF BB BF); save the file as UTF-8 without one"},
        BadSecret{"Quoted", "\"" + DocumentedSecret() + "\"",
                  "stands in quotation marks; remove them"},
        BadSecret{"QuotedAtTheEndOnly", DocumentedSecret() + "'",
                  "stands in quotation marks; remove them"},
        BadSecret{"LowerHex", std::string(128, 'a'),
                  "looks like hexadecimal; give it in base64, as Kraken showed it"},
        BadSecret{"UpperHex", std::string(31, '0') + "F",
                  "looks like hexadecimal; give it in base64, as Kraken showed it"},
        BadSecret{"UrlSafe", UrlSafe(),
                  "is not standard base64: character 7 is '_', which URL-safe base64 uses; "
                  "standard base64 has '/' in its place"},
        BadSecret{"PaddingMissing", DocumentedSecret().substr(0, 86),
                  "is not standard base64: its length is 86, not a multiple of 4: the padding "
                  "('=') at its end is not complete"},
        BadSecret{"CutShort", DocumentedSecret().substr(0, 85),
                  "is not standard base64: its length is 85, which no base64 has; it was cut"},
        BadSecret{"Wrapped", DocumentedSecret().insert(64, "\n"),
                  "is not standard base64: character 65 is a line end; remove it"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Secret, ErrorsNeverQuoteIt) {
  for (std::size_t cut = 1; cut < kDocumentedSecret.size(); ++cut) {
    std::string broken = DocumentedSecret();
    broken[cut] = '!';
    const Result<Secret> secret = Secret::FromBase64(broken);
    ASSERT_THAT(secret, Not(IsOk()));
    for (std::size_t i = 0; i + 4 <= broken.size(); ++i) {
      EXPECT_THAT(secret.error().message, Not(HasSubstr(broken.substr(i, 4))));
    }
  }
}

// Hexadecimal digits of both cases, or few of them, occur in base64 by chance.
TEST(Secret, DoesNotTakeShortOrMixedTextForHexadecimal) {
  EXPECT_THAT(Secret::FromBase64("deadbeef"), IsOk());
  EXPECT_THAT(Secret::FromBase64(std::string(28, 'a')), IsOk());
  EXPECT_THAT(Secret::FromBase64("abcdefABCDEF0123abcdefABCDEF0123"), IsOk());
}

TEST(Secret, ComparesByItsBytes) {
  const Secret secret = SecretOf(kDocumentedSecret);
  std::vector<std::uint8_t> bytes = BytesOf(secret);
  EXPECT_TRUE(secret == Secret::FromBytes(bytes));
  bytes.back() ^= 1U;
  EXPECT_FALSE(secret == Secret::FromBytes(bytes));
  bytes.pop_back();
  EXPECT_FALSE(secret == Secret::FromBytes(bytes));
  EXPECT_TRUE(Secret::FromBytes({}) == Secret::FromBytes({}));
}

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Secret, CannotBeStreamed) {
  EXPECT_TRUE(Streamable<std::string>);
  EXPECT_FALSE(Streamable<Secret>);
}

TEST(Secret, ShowsNothingOfItselfInTestFailures) {
  EXPECT_EQ(::testing::PrintToString(Secret::FromBytes({'h', 'u', 's', 'h'})), "<secret>");
  EXPECT_EQ(::testing::PrintToString(Secret::FromBase64("aHVzaA==")), "ok, <secret>");
  EXPECT_EQ(::testing::PrintToString(std::vector<Secret>(2, Secret::FromBytes({'h'}))),
            "{ <secret>, <secret> }");
}

TEST(Secret, CopiesAndMoves) {
  Secret first = Secret::FromBytes({1, 2, 3});
  Secret second = first;
  EXPECT_TRUE(first == second);
  const Secret third = std::move(second);
  EXPECT_TRUE(first == third);
  Secret fourth = Secret::FromBytes({9});
  fourth = third;
  EXPECT_TRUE(first == fourth);
  Secret fifth = Secret::FromBytes({9});
  fifth = std::move(fourth);
  EXPECT_TRUE(first == fifth);
}

TEST(Secret, SurvivesAssignmentToItself) {
  Secret secret = Secret::FromBytes({1, 2, 3});
  Secret& same = secret;
  secret = same;
  EXPECT_THAT(BytesOf(secret), ElementsAre(1, 2, 3));
  secret = std::move(same);
  EXPECT_THAT(BytesOf(secret), ElementsAre(1, 2, 3));
}

class SecretMemory : public ::testing::Test {
 protected:
  SecretMemory() {
    freed_blocks = FreedBlocks{};
    freed_blocks.watching = true;
  }
  void TearDown() override { freed_blocks.watching = false; }

  static std::vector<std::uint8_t> SecretBytes() {
    std::vector<std::uint8_t> bytes(FreedBlocks::kSize, FreedBlocks::kSecretByte);
    return bytes;
  }
};

TEST_F(SecretMemory, OfPlainBytesIsNotWipedSoThatTheseTestsCanFail) {
  { const std::vector<std::uint8_t> bytes = SecretBytes(); }
  EXPECT_EQ(freed_blocks.freed, 1);
  EXPECT_EQ(freed_blocks.with_secret_bytes, 1);
}

TEST_F(SecretMemory, IsWipedOnDestruction) {
  { const Secret secret = Secret::FromBytes(SecretBytes()); }
  EXPECT_EQ(freed_blocks.freed, 1);
  EXPECT_EQ(freed_blocks.with_secret_bytes, 0);
}

TEST_F(SecretMemory, OfACopyIsWipedToo) {
  {
    const Secret secret = Secret::FromBytes(SecretBytes());
    const Secret copy = secret;  // NOLINT(performance-unnecessary-copy-initialization)
    EXPECT_TRUE(copy == secret);
  }
  EXPECT_EQ(freed_blocks.freed, 2);
  EXPECT_EQ(freed_blocks.with_secret_bytes, 0);
}

TEST_F(SecretMemory, IsWipedBeforeAnotherSecretIsCopiedOrMovedIn) {
  const Secret other = Secret::FromBytes({1});
  Secret copied_over = Secret::FromBytes(SecretBytes());
  copied_over = other;
  Secret moved_over = Secret::FromBytes(SecretBytes());
  moved_over = Secret::FromBytes({1});
  EXPECT_EQ(freed_blocks.freed, 2);
  EXPECT_EQ(freed_blocks.with_secret_bytes, 0);
}

TEST_F(SecretMemory, IsHandedOverOnAMoveWithoutACopyLeftBehind) {
  Secret secret = Secret::FromBytes(SecretBytes());
  const Secret moved = std::move(secret);
  EXPECT_EQ(moved.bytes().size(), FreedBlocks::kSize);
  EXPECT_EQ(freed_blocks.freed, 0);
}

TEST_F(SecretMemory, IsNotLeftBehindByDecoding) {
  const std::string base64 = Secret::FromBytes(SecretBytes()).RevealBase64();
  freed_blocks.freed = 0;
  { const Result<Secret> secret = Secret::FromBase64(base64); }
  EXPECT_EQ(freed_blocks.freed, 1);
  EXPECT_EQ(freed_blocks.with_secret_bytes, 0);
}

}  // namespace
}  // namespace kraken
