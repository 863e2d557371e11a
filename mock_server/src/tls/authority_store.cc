#include "mock_server/src/tls/authority_store.h"

#include <array>
#include <cstdio>
#include <utility>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "mock_server/src/tls/authority.h"
#include "mock_server/src/tls/key_folder.h"

namespace kraken::mock {
namespace {

constexpr mode_t kForEverybody = 0644;
constexpr mode_t kForTheOwner = 0600;
constexpr mode_t kOthers = 0077;

const std::string kCertificateName(kAuthorityFile);
const std::string kKeyName(kAuthorityKeyFile);

// What there is in a folder, whether it can still be used or not.
using Found = Result<std::optional<Identity>>;

tl::unexpected<Error> Unfit(const std::string& path, const std::string& why) {
  return Fail(ErrorKind::kMalformed,
              path + ": " + why + "; or give another TLS directory (--tls-dir)");
}

// Without it OpenSSL would ask for the password of an encrypted key on the terminal.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*argument*/) { return -1; }

tl::unexpected<Error> Lonely(const std::string& there, const std::string& missing) {
  return Unfit(there, "is there without " + missing +
                          ", and both are needed; restore that one, or remove this one and a new "
                          "pair is made");
}

Found ParsePair(const KeyFolder& folder, BIO* certificate_text, BIO* key_text) {
  const std::string certificate_path = folder.PathOf(kCertificateName);
  const std::string key_path = folder.PathOf(kKeyName);
  Identity pair{
      .certificate = X509Handle(PEM_read_bio_X509(certificate_text, nullptr, NoPassword, nullptr)),
      .key = KeyHandle(PEM_read_bio_PrivateKey(key_text, nullptr, NoPassword, nullptr))};
  ERR_clear_error();  // What is wrong is said in words of our own.
  if (pair.certificate == nullptr) {
    return Unfit(certificate_path, "holds no certificate in PEM form; remove it and " + kKeyName +
                                       ", and a new pair is made");
  }
  if (pair.key == nullptr) {
    return Unfit(key_path,
                 "holds no private key in PEM form, or one under a password; remove it "
                 "and " +
                     kCertificateName + ", and a new pair is made");
  }
  if (!IsOurAuthority(*pair.certificate)) {
    return Unfit(certificate_path,
                 "is no CA of kraken-mock's making, which can vouch for nothing but localhost, "
                 "loopback and api.kraken.com; it is left alone: move it and " +
                     kKeyName + " elsewhere, and a new pair is made");
  }
  if (X509_check_private_key(pair.certificate.get(), pair.key.get()) != 1) {
    ERR_clear_error();
    return Unfit(key_path,
                 "is not the key of " + kCertificateName + "; remove both, and a new pair is made");
  }
  return pair;
}

std::string OctalMode(mode_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode));
  return text.data();
}

Status CheckMode(const std::string& key_path, mode_t mode) {
  if ((mode & kOthers) == 0) return {};
  return Unfit(key_path, "others can use this key (its mode is " + OctalMode(mode) +
                             "); type: chmod 600 '" + key_path + "'");
}

Found ReadPair(const KeyFolder& folder) {
  const auto certificate = folder.Read(kCertificateName);
  if (!certificate) return Fail(certificate.error());
  const auto key = folder.Read(kKeyName);
  if (!key) return Fail(key.error());
  if (!*certificate && !*key) return std::nullopt;
  if (!*key) return Lonely(folder.PathOf(kCertificateName), kKeyName);
  if (!*certificate) return Lonely(folder.PathOf(kKeyName), kCertificateName);
  if (Status mode = CheckMode(folder.PathOf(kKeyName), (*key)->mode); !mode) {
    return Fail(mode.error());
  }
  return ParsePair(folder, (*certificate)->text.get(), (*key)->text.get());
}

std::string_view TextOf(BIO* memory) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory, &text);
  return {text, static_cast<std::size_t>(size)};
}

// Both are on the disk before either has its name: a start that is cut short leaves no half of a
// pair.
Status WritePair(const KeyFolder& folder, const Identity& pair) {
  const auto key = RequireMade<BioHandle>(BIO_new(BIO_s_secmem()), "find memory");
  const auto certificate = RequireMade<BioHandle>(BIO_new(BIO_s_mem()), "find memory");
  RequireOpenssl(PEM_write_bio_PKCS8PrivateKey(key.get(), pair.key.get(), nullptr, nullptr, 0,
                                               NoPassword, nullptr) == 1 &&
                     PEM_write_bio_X509(certificate.get(), pair.certificate.get()) == 1,
                 "write a certificate");
  const auto key_draft = folder.Draft(kKeyName, TextOf(key.get()), kForTheOwner);
  if (!key_draft) return Fail(key_draft.error());
  const auto certificate_draft =
      folder.Draft(kCertificateName, TextOf(certificate.get()), kForEverybody);
  if (!certificate_draft) {
    folder.Discard(*key_draft);
    return Fail(certificate_draft.error());
  }
  if (Status published = folder.Publish(*key_draft, kKeyName); !published) {
    folder.Discard(*certificate_draft);
    return published;
  }
  return folder.Publish(*certificate_draft, kCertificateName);
}

StoredAuthority Describe(const KeyFolder& folder, Identity pair, std::string notice) {
  const WallTime ends = ValidityOf(*pair.certificate).ends;
  return {.about = {.ca_file = folder.PathOf(kCertificateName),
                    .ends = ends,
                    .notice = std::move(notice)},
          .identity = std::move(pair)};
}

// None, or nearly so: what ends within a day would let clients down in the midst of their work.
std::optional<Identity> Usable(std::optional<Identity> pair, WallTime now) {
  if (pair && !IsGoodForADay(*pair->certificate, now)) return std::nullopt;
  return pair;
}

std::string NoticeOf(const KeyFolder& folder, const std::optional<Identity>& before) {
  const std::string file = folder.PathOf(kCertificateName);
  if (!before) return file + ": a new CA was made, for clients to trust";
  return file + ": the CA of " + FormatRfc3339(ValidityOf(*before->certificate).begins) + " to " +
         FormatRfc3339(ValidityOf(*before->certificate).ends) +
         " is too near its end, or past it, and was made anew; who has a copy of it needs the new "
         "one";
}

}  // namespace

Result<std::optional<StoredAuthority>> FindAuthority(const std::string& directory, WallTime now) {
  const auto folder = KeyFolder::Find(directory, KeyFolder::Lock::kRead);
  if (!folder) return Fail(folder.error());
  if (!*folder) return std::nullopt;
  Found found = ReadPair(**folder);
  if (!found) return Fail(found.error());
  std::optional<Identity> usable = Usable(*std::move(found), now);
  if (!usable) return std::nullopt;
  return Describe(**folder, *std::move(usable), {});
}

Result<StoredAuthority> FindOrMakeAuthority(const std::string& directory, WallTime now) {
  // As most starts find it, perhaps where nothing can be written.
  Result<std::optional<StoredAuthority>> found = FindAuthority(directory, now);
  if (!found) return Fail(found.error());
  if (*found) return **std::move(found);

  const Result<KeyFolder> folder = KeyFolder::Make(directory);
  if (!folder) return Fail(folder.error());
  Found before = ReadPair(*folder);  // Another may have been faster.
  if (!before) return Fail(before.error());
  if (*before && IsGoodForADay(*(*before)->certificate, now)) {
    return Describe(*folder, **std::move(before), {});
  }
  Identity made = MakeAuthority(now);
  if (Status written = WritePair(*folder, made); !written) return Fail(written.error());
  return Describe(*folder, std::move(made), NoticeOf(*folder, *before));
}

}  // namespace kraken::mock
