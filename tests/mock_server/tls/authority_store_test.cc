// The CA's files: made once, found again, and left alone where they are not as they should be.
#include "mock_server/src/tls/authority_store.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include "kraken/gtest/result_matchers.h"
#include "mock_server/src/tls/authority.h"
#include "tests/mock_server/tls/scratch_folder.h"

namespace kraken::mock {
namespace {

namespace fs = std::filesystem;

using std::chrono::days;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

const WallTime kFirstDay = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);

fs::perms ModeOf(const fs::path& path) { return fs::status(path).permissions(); }

// What the process takes off the mode of new files, until the end of the test.
class Umask final {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  ~Umask() { ::umask(before_); }
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;

 private:
  const mode_t before_;
};

class AuthorityStore : public ::testing::Test {
 protected:
  std::string directory() const { return folder_.string(); }
  fs::path certificate() const { return folder_ / "ca.pem"; }
  fs::path key() const { return folder_ / "ca-key.pem"; }

  static std::string Read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  static void Write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }
  void WritePair(const Identity& pair, const char* password = nullptr) const {
    std::FILE* file = std::fopen(certificate().c_str(), "we");
    PEM_write_X509(file, pair.certificate.get());
    std::fclose(file);
    file = std::fopen(key().c_str(), "we");
    // NOLINTNEXTLINE: OpenSSL takes what it does not change as if it did.
    void* const given = const_cast<char*>(password);
    PEM_write_PKCS8PrivateKey(file, pair.key.get(),
                              password == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0,
                              nullptr, given);
    std::fclose(file);
  }

  StoredAuthority Make(WallTime now = kFirstDay) const {
    Result<StoredAuthority> made = FindOrMakeAuthority(directory(), now);
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }

  // That the files are refused in these words, and stay as they are.
  void ExpectRefused(ErrorKind kind, const std::vector<std::string>& fragments) const {
    const std::string certificate_before = Read(certificate());
    const std::string key_before = Read(key());
    const Result<StoredAuthority> made = FindOrMakeAuthority(directory(), kFirstDay);
    const Result<std::optional<TlsAuthority>> read = ReadTlsAuthority(directory(), kFirstDay);
    ASSERT_FALSE(made);
    ASSERT_FALSE(read);
    EXPECT_EQ(made.error(), read.error());
    EXPECT_EQ(made.error().kind, kind) << made.error().message;
    for (const std::string& fragment : fragments) {
      EXPECT_THAT(made.error().message, HasSubstr(fragment));
    }
    EXPECT_THAT(made.error().message, HasSubstr("--tls-dir"));
    EXPECT_THAT(made.error().message, Not(HasSubstr("PRIVATE")));
    EXPECT_EQ(Read(certificate()), certificate_before);
    EXPECT_EQ(Read(key()), key_before);
  }

  const ScratchFolder scratch_;
  const fs::path folder_ = scratch_.path() / "deep" / "tls";
};

TEST_F(AuthorityStore, MakesTheFilesOnFirstUseWhateverTheUmask) {
  for (const mode_t mask : {0000U, 0077U}) {
    fs::remove_all(folder_.parent_path());
    const Umask masked(mask);
    const StoredAuthority made = Make();
    EXPECT_EQ(made.about.ca_file, certificate().string());
    EXPECT_THAT(made.about.notice, AllOf(StartsWith(certificate().string()), HasSubstr("new CA")));
    EXPECT_EQ(ModeOf(key()), fs::perms(0600));
    EXPECT_EQ(ModeOf(certificate()), fs::perms(0644));
    EXPECT_EQ(ModeOf(folder_), fs::perms(0700));
    EXPECT_THAT(Read(key()), HasSubstr("PRIVATE KEY"));
    EXPECT_THAT(Read(certificate()), Not(HasSubstr("PRIVATE")));
  }
}

TEST_F(AuthorityStore, LeavesNothingElseInTheFolder) {
  Make();
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(names, UnorderedElementsAre("ca.pem", "ca-key.pem"));
}

TEST_F(AuthorityStore, FindsThemAgain) {
  const StoredAuthority made = Make();
  const std::string before = Read(certificate());
  const StoredAuthority found = Make(kFirstDay + days(28));
  EXPECT_EQ(Read(certificate()), before);
  EXPECT_THAT(found.about.notice, IsEmpty());
  EXPECT_EQ(found.about.ends, made.about.ends);
  EXPECT_EQ(X509_cmp(found.identity.certificate.get(), made.identity.certificate.get()), 0);
  EXPECT_EQ(EVP_PKEY_eq(found.identity.key.get(), made.identity.key.get()), 1);
}

TEST_F(AuthorityStore, MakesThemAnewWhereTheyEndWithinADay) {
  for (const WallTime now : {kFirstDay + days(29), kFirstDay + days(300), kFirstDay - days(300)}) {
    fs::remove_all(folder_);
    Make();
    const std::string before = Read(certificate());
    const StoredAuthority made = Make(now);
    EXPECT_NE(Read(certificate()), before);
    EXPECT_THAT(made.about.notice, AllOf(HasSubstr("made anew"), HasSubstr("2026-06-30T")));
    EXPECT_TRUE(IsGoodForADay(*made.identity.certificate, now));
    EXPECT_EQ(ModeOf(key()), fs::perms(0600));
    EXPECT_THAT(Make(now).about.notice, IsEmpty());
  }
}

TEST_F(AuthorityStore, AgreesWithAllThatStartAtTheSameTime) {
  std::array<std::string, 8> found;
  {
    std::vector<std::jthread> threads;
    for (std::string& certificate : found) {
      threads.emplace_back([this, &certificate] {
        const StoredAuthority made = Make();
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        X509_digest(made.identity.certificate.get(), EVP_sha256(), digest.data(), nullptr);
        certificate.assign(digest.begin(), digest.end());
      });
    }
  }
  for (const std::string& certificate : found) EXPECT_EQ(certificate, found.front());
}

TEST_F(AuthorityStore, MakesNothingWhereItOnlyLooks) {
  EXPECT_EQ(ReadTlsAuthority(directory(), kFirstDay)->has_value(), false);
  EXPECT_FALSE(fs::exists(folder_));
  Make();
  const std::string before = Read(certificate());
  const Result<std::optional<TlsAuthority>> found = ReadTlsAuthority(directory(), kFirstDay);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->ca_file, certificate().string());
  EXPECT_FALSE(ReadTlsAuthority(directory(), kFirstDay + days(29))->has_value());
  EXPECT_EQ(Read(certificate()), before);
}

TEST_F(AuthorityStore, RefusesAKeyThatOthersCanRead) {
  Make();
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    fs::permissions(key(), fs::perms(mode));
    ExpectRefused(ErrorKind::kMalformed,
                  {key().string() + ": others", "chmod 600 '", "(its mode is 06"});
  }
  fs::permissions(key(), fs::perms(0400));
  EXPECT_THAT(Make().about.notice, IsEmpty());
}

TEST_F(AuthorityStore, RefusesWhatIsNoCertificateAndNoKey) {
  Make();
  const std::string right = Read(certificate());
  for (const std::string& wrong :
       {std::string(), std::string("not PEM"), Read(key()), right.substr(0, right.size() / 2)}) {
    Write(certificate(), wrong);
    ExpectRefused(ErrorKind::kMalformed,
                  {certificate().string() + ": holds no certificate", "remove it"});
  }
  Write(certificate(), right);
  Write(key(), right);
  ExpectRefused(ErrorKind::kMalformed, {key().string() + ": holds no private key", "remove it"});
}

TEST_F(AuthorityStore, RefusesWhatIsTooLarge) {
  Make();
  Write(certificate(), std::string(1U << 20U, ' ') + Read(certificate()));
  ExpectRefused(ErrorKind::kUsage, {certificate().string() + ": cannot be read: File too large"});
}

TEST_F(AuthorityStore, RefusesAKeyUnderAPasswordWithoutAskingForIt) {
  Make();
  WritePair(MakeAuthority(kFirstDay), "password");
  ExpectRefused(ErrorKind::kMalformed, {key().string() + ": holds no private key", "password"});
}

TEST_F(AuthorityStore, RefusesAKeyThatDoesNotFit) {
  Make();
  WritePair(
      {.certificate = MakeAuthority(kFirstDay).certificate, .key = MakeAuthority(kFirstDay).key});
  ExpectRefused(ErrorKind::kMalformed, {key().string() + ": is not the key of ca.pem", "remove"});
}

TEST_F(AuthorityStore, RefusesAnotherCaAndLeavesItAlone) {
  Make();
  const auto extensions = std::to_array<CertificateExtension>(
      {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign"}});
  // Also one that has long expired: it is not ours to replace.
  for (const WallTime ends : {kFirstDay + days(100), kFirstDay - days(1)}) {
    WritePair(IssueCertificate({.common_name = "Company CA",
                                .validity = {.begins = kFirstDay - days(100), .ends = ends},
                                .extensions = extensions},
                               nullptr));
    ExpectRefused(ErrorKind::kMalformed, {certificate().string() + ": is no CA of", "left alone"});
  }
}

TEST_F(AuthorityStore, RefusesOneWithoutTheOther) {
  Make();
  fs::remove(certificate());
  ExpectRefused(ErrorKind::kMalformed, {key().string() + ": is there without ca.pem"});
  fs::remove_all(folder_);
  Make();
  fs::remove(key());
  ExpectRefused(ErrorKind::kMalformed, {certificate().string() + ": is there without ca-key.pem"});
}

TEST_F(AuthorityStore, RefusesWhatIsNoFile) {
  Make();
  const auto expect_refused = [this] {
    const Result<StoredAuthority> made = FindOrMakeAuthority(directory(), kFirstDay);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(made.error().message, StartsWith(certificate().string() + ": is no file"));
  };
  fs::remove(certificate());
  fs::create_directory(certificate());
  expect_refused();
  fs::remove(certificate());
  ::mkfifo(certificate().c_str(), 0600);  // Which nobody waits for.
  expect_refused();
}

TEST_F(AuthorityStore, RefusesAFolderThatCannotBe) {
  fs::create_directories(folder_.parent_path());
  Write(folder_, "a file");
  ExpectRefused(ErrorKind::kUsage, {directory() + ": is no directory"});
  const Result<StoredAuthority> nowhere = FindOrMakeAuthority("/proc/nowhere/tls", kFirstDay);
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message,
              AllOf(StartsWith("/proc/nowhere: cannot be made: "), HasSubstr("--tls-dir")));
}

}  // namespace
}  // namespace kraken::mock
