#include "kraken/protocol/signing.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"
#include "kraken/protocol/base64.h"
#include "kraken/protocol/json_text.h"

namespace kraken {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

constexpr std::string_view kFolder = KRAKEN_SOURCE_DIR "/fixtures/signing";

// One folder of fixtures/signing.
struct Vector {
  std::string name{};
  std::string id{};
  bool verifies = true;
  std::string secret{};
  std::string path{};
  std::string nonce{};
  std::string body{};
  std::string sha256_hex{};
  std::string message_hex{};
  std::string signature{};
};

void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.name; }

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string ReadLine(const std::filesystem::path& path) {
  std::string text = ReadFile(path);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

Vector LoadVector(const std::filesystem::path& folder) {
  const Json context = ParseJsonText(ReadFile(folder / "context.json")).value();
  return Vector{.name = folder.filename().string(),
                .id = context.at("id").get<std::string>(),
                .verifies = context.at("verifies").get<bool>(),
                .secret = context.at("secret").get<std::string>(),
                .path = context.at("path").get<std::string>(),
                .nonce = context.at("nonce").get<std::string>(),
                .body = ReadFile(folder / "body.txt"),
                .sha256_hex = ReadLine(folder / "sha256.hex"),
                .message_hex = ReadLine(folder / "message.hex"),
                .signature = ReadLine(folder / "signature.txt")};
}

std::vector<Vector> LoadVectors() {
  std::vector<Vector> vectors;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const bool is_one = std::filesystem::exists(entry.path() / "context.json");
    if (is_one) vectors.push_back(LoadVector(entry.path()));
  }
  std::sort(vectors.begin(), vectors.end(),
            [](const Vector& a, const Vector& b) { return a.name < b.name; });
  return vectors;
}

std::string TestNameOf(const ::testing::TestParamInfo<Vector>& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

SigningKey KeyOf(const Vector& vector) {
  return SigningKey(Secret::FromBase64(vector.secret).value());
}

bool Matches(const SigningKey& key, const Vector& vector) {
  return SignatureMatches(key, vector.path, vector.nonce, vector.body, vector.signature);
}

Vector DocumentedVector() {
  return LoadVector(std::filesystem::path(kFolder) / "addorder-form-documented");
}

std::string HexOf(std::string_view bytes) {
  return EncodeHex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

TEST(SigningVectors, AreAllThere) {
  std::vector<std::string> ids;
  for (const Vector& vector : LoadVectors()) ids.push_back(vector.id);
  EXPECT_THAT(ids, IsSupersetOf({"V1", "V2", "V2old", "V3", "V4", "V5", "D1", "D2", "D3", "D4",
                                 "D5", "D6", "D7", "D8", "D9", "D10", "D11"}));
}

class SigningVector : public ::testing::TestWithParam<Vector> {};

TEST_P(SigningVector, AgreesInEveryStage) {
  const Vector& vector = GetParam();
  const SigningTrace trace = Sign(KeyOf(vector), vector.path, vector.nonce, vector.body);
  EXPECT_EQ(trace.path, vector.path);
  EXPECT_EQ(trace.nonce, vector.nonce);
  EXPECT_EQ(trace.body, vector.body);
  EXPECT_EQ(EncodeHex(trace.body_sha256), vector.sha256_hex);
  EXPECT_EQ(HexOf(trace.message), vector.message_hex);
  EXPECT_EQ(EncodeBase64(trace.hmac), trace.signature);
  EXPECT_EQ(trace.signature == vector.signature, vector.verifies);
}

TEST_P(SigningVector, MacAndHmacAgreeWithTheTrace) {
  const Vector& vector = GetParam();
  const SigningKey key = KeyOf(vector);
  const SigningTrace trace = Sign(key, vector.path, vector.nonce, vector.body);
  EXPECT_EQ(key.Mac(vector.path, vector.nonce, vector.body), trace.hmac);
  EXPECT_EQ(key.Hmac(trace.message), trace.hmac);
}

TEST_P(SigningVector, VerifiesUnlessItWasMisprinted) {
  EXPECT_EQ(Matches(KeyOf(GetParam()), GetParam()), GetParam().verifies);
}

TEST_P(SigningVector, FailsWithAnyByteOfTheBodyFlipped) {
  Vector vector = GetParam();
  const SigningKey key = KeyOf(vector);
  for (std::size_t i = 0; i < vector.body.size(); ++i) {
    vector.body[i] = static_cast<char>(vector.body[i] ^ 1);
    EXPECT_FALSE(Matches(key, vector)) << "byte " << i;
    vector.body[i] = static_cast<char>(vector.body[i] ^ 1);
  }
}

TEST_P(SigningVector, FailsWithAnyByteOfPathNonceSecretOrSignatureFlipped) {
  const Vector& vector = GetParam();
  const SigningKey key = KeyOf(vector);
  for (std::string Vector::*part : {&Vector::path, &Vector::nonce, &Vector::signature}) {
    for (std::size_t i = 0; i < (vector.*part).size(); ++i) {
      Vector changed = vector;
      (changed.*part)[i] = static_cast<char>((changed.*part)[i] ^ 1);
      EXPECT_FALSE(Matches(key, changed)) << "byte " << i;
    }
  }
  const Secret secret = Secret::FromBase64(vector.secret).value();
  for (std::size_t i = 0; i < secret.bytes().size(); ++i) {
    std::vector<std::uint8_t> bytes(secret.bytes().begin(), secret.bytes().end());
    bytes[i] ^= 1U;
    EXPECT_FALSE(Matches(SigningKey(Secret::FromBytes(bytes)), vector)) << "byte " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, SigningVector, ::testing::ValuesIn(LoadVectors()), TestNameOf);

TEST(Sign, TakesASecretAsWellAsAKey) {
  const Vector vector = DocumentedVector();
  const Secret secret = Secret::FromBase64(vector.secret).value();
  EXPECT_EQ(Sign(secret, vector.path, vector.nonce, vector.body).signature, vector.signature);
}

// The stage before the signature is the concatenation: where the nonce ends and the body begins
// does not show, and path and digest must not be mixed up either.
TEST(Sign, HashesNonceAndBodyAsOneText) {
  const SigningKey key = KeyOf(DocumentedVector());
  EXPECT_EQ(Sign(key, "/p", "12", "3").hmac, Sign(key, "/p", "1", "23").hmac);
  EXPECT_NE(Sign(key, "/p", "12", "3").hmac, Sign(key, "/p1", "2", "3").hmac);
}

TEST(Sign, TakesEmptyPartsNulBytesAndAMebibyte) {
  const SigningKey key = KeyOf(DocumentedVector());
  const SigningTrace empty = Sign(key, "", "", "");
  EXPECT_EQ(EncodeHex(empty.body_sha256),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");  // FIPS 180-4
  EXPECT_EQ(empty.message.size(), 32U);
  const std::string body(1 << 20, '\0');
  const SigningTrace trace = Sign(key, "/0/private/Balance", "1", body);
  EXPECT_EQ(trace.hmac, key.Mac("/0/private/Balance", "1", body));
  EXPECT_NE(trace.hmac, key.Mac("/0/private/Balance", "1", body.substr(1)));
}

// RFC 4231, test cases 1, 2, 6: a short key, an even shorter one, one longer than a block.
TEST(Hmac, AgreesWithThePublishedTestCases) {
  const auto hmac = [](std::vector<std::uint8_t> key, std::string_view message) {
    return EncodeHex(SigningKey(Secret::FromBytes(std::move(key))).Hmac(message));
  };
  EXPECT_EQ(hmac(std::vector<std::uint8_t>(20, 0x0b), "Hi There"),
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
  EXPECT_EQ(hmac({'J', 'e', 'f', 'e'}, "what do ya want for nothing?"),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
  EXPECT_EQ(hmac(std::vector<std::uint8_t>(131, 0xaa),
                 "Test Using Larger Than Block-Size Key - Hash Key First"),
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
            "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
}

TEST(Hmac, TakesAnEmptySecretAndAnEmptyMessage) {
  EXPECT_EQ(EncodeHex(SigningKey(Secret::FromBytes({})).Hmac("")),
            "b936cee86c9f87aa5d3c6f2e84cb5a4239a5fe50480a6ec66b70ab5b1f4ac673"
            "0c6c515421b327ec1d69402e53dfb49ad7381eb067b338fd7b0cb22247225d47");
}

class SignatureMatchesTest : public ::testing::Test {
 protected:
  bool Accepts(std::string_view signature) const {
    return SignatureMatches(key_, vector_.path, vector_.nonce, vector_.body, signature);
  }

  const Vector vector_ = DocumentedVector();
  const SigningKey key_ = KeyOf(vector_);
};

TEST_F(SignatureMatchesTest, AcceptsTheOneNotationAndNoOther) {
  const std::string& right = vector_.signature;
  EXPECT_TRUE(Accepts(right));
  EXPECT_FALSE(Accepts(""));
  EXPECT_FALSE(Accepts(right + "\n"));
  EXPECT_FALSE(Accepts(" " + right));
  EXPECT_FALSE(Accepts(right.substr(0, 86)));  // Without its padding.
  EXPECT_FALSE(Accepts(right.substr(0, 84)));  // A beginning of it.
  EXPECT_FALSE(Accepts(right + right));
  EXPECT_FALSE(Accepts(std::string(88, 'A')));
  EXPECT_FALSE(Accepts(std::string(88, '\0')));
  EXPECT_FALSE(Accepts(std::string(1 << 20, 'A')));
  EXPECT_FALSE(Accepts(EncodeHex(key_.Mac(vector_.path, vector_.nonce, vector_.body))));
}

TEST_F(SignatureMatchesTest, RefusesTheUrlSafeLetters) {
  std::string url_safe = vector_.signature;
  std::replace(url_safe.begin(), url_safe.end(), '+', '-');
  std::replace(url_safe.begin(), url_safe.end(), '/', '_');
  ASSERT_NE(url_safe, vector_.signature);
  EXPECT_FALSE(Accepts(url_safe));
}

// A decoder that ignores the four bits behind the last byte would take these for the same bytes.
TEST_F(SignatureMatchesTest, RefusesUnusedBitsInTheLastLetter) {
  ASSERT_TRUE(vector_.signature.ends_with("Q=="));
  for (std::string_view letter : {"R", "S", "T", "a", "f"}) {
    EXPECT_FALSE(Accepts(vector_.signature.substr(0, 85) + std::string(letter) + "=="));
  }
}

TEST(SigningKey, CopiesSignAlikeAndOutliveTheOriginal) {
  const Vector vector = DocumentedVector();
  auto original = std::make_unique<SigningKey>(KeyOf(vector));
  const SigningKey copy = *original;
  SigningKey assigned(Secret::FromBytes({1}));
  EXPECT_FALSE(Matches(assigned, vector));
  assigned = *original;
  EXPECT_TRUE(Matches(*original, vector));
  original.reset();
  EXPECT_TRUE(Matches(copy, vector));
  EXPECT_TRUE(Matches(assigned, vector));
}

TEST(SigningKey, Moves) {
  const Vector vector = DocumentedVector();
  SigningKey first = KeyOf(vector);
  SigningKey second = std::move(first);
  EXPECT_TRUE(Matches(second, vector));
  SigningKey third(Secret::FromBytes({1}));
  third = std::move(second);
  EXPECT_TRUE(Matches(third, vector));
}

TEST(SigningKey, SurvivesAssignmentToItself) {
  const Vector vector = DocumentedVector();
  SigningKey key = KeyOf(vector);
  SigningKey& same = key;
  key = same;
  EXPECT_TRUE(Matches(key, vector));
  key = std::move(same);
  EXPECT_TRUE(Matches(key, vector));
}

TEST(SigningKey, SaysSoWhenItIsUsedAfterAMove) {
  SigningKey key = KeyOf(DocumentedVector());
  const SigningKey moved = std::move(key);
  // NOLINTBEGIN(bugprone-use-after-move): that is what is tested.
  EXPECT_THROW(key.Hmac("message"), std::logic_error);
  EXPECT_THROW(key.Mac("/path", "1", "body"), std::logic_error);
  EXPECT_THROW(SigningKey{key}, std::logic_error);
  // NOLINTEND(bugprone-use-after-move)
}

TEST(SigningKey, DoesNotNeedItsSecretAnyLonger) {
  const Vector vector = DocumentedVector();
  std::unique_ptr<SigningKey> key;
  {
    const Secret secret = Secret::FromBase64(vector.secret).value();
    key = std::make_unique<SigningKey>(secret);
  }
  EXPECT_TRUE(Matches(*key, vector));
}

TEST(SigningKey, IsUnchangedByUse) {
  const Vector vector = DocumentedVector();
  const SigningKey key = KeyOf(vector);
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(Matches(key, vector));
    key.Hmac(std::string(static_cast<std::size_t>(i), 'x'));
  }
}

TEST(SigningKey, IsSharedBySeveralThreads) {
  const std::vector<Vector> vectors = LoadVectors();
  const SigningKey key = KeyOf(DocumentedVector());
  std::vector<std::string> expected;
  for (const Vector& vector : vectors) {
    expected.push_back(Sign(key, vector.path, vector.nonce, vector.body).signature);
  }
  constexpr int kThreads = 4;
  constexpr int kTimes = 200;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&] {
        for (int round = 0; round < kTimes; ++round) {
          for (std::size_t i = 0; i < vectors.size(); ++i) {
            const Vector& vector = vectors[i];
            const bool right =
                SignatureMatches(key, vector.path, vector.nonce, vector.body, expected[i]) &&
                Sign(SigningKey(key), vector.path, vector.nonce, vector.body).signature ==
                    expected[i];
            if (!right) ++wrong;
          }
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace kraken
