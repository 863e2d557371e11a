#include "mock_server/src/tls/authority.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <openssl/objects.h>
#include <openssl/x509v3.h>

namespace kraken::mock {
namespace {

using std::chrono::hours;

constexpr std::chrono::days kAuthorityLife{30};
constexpr std::chrono::days kLeastLife{1};
// The clocks of a client and of a server in a container may differ a little.
constexpr hours kClockDifference{1};

constexpr const char* kAuthorityName = "Kraken testkit mock CA";
constexpr const char* kThrowawayName = "Kraken testkit throwaway CA";
constexpr const char* kServerName = "localhost";
// Below localhost, since for any other name the CA's constraints would be what is wrong.
constexpr const char* kWrongName = "wrong-name.localhost";

// What every CA of ours has in common, to the byte.
constexpr auto kAuthorityLimits = std::to_array<CertificateExtension>({
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_name_constraints,
     "critical,permitted;DNS:localhost,permitted;DNS:api.kraken.com,"
     "permitted;IP:127.0.0.0/255.0.0.0,"
     "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
});
// Strict clients, such as Python's from 3.13 on, want these of a CA,
constexpr CertificateExtension kSubjectKey{NID_subject_key_identifier, "hash"};
// and this of what it has signed.
constexpr CertificateExtension kAuthorityKey{NID_authority_key_identifier, "keyid:always"};

constexpr CertificateExtension kRightNames{NID_subject_alt_name,
                                           "DNS:localhost,DNS:api.kraken.com,IP:127.0.0.1,IP:::1"};
constexpr CertificateExtension kWrongNames{NID_subject_alt_name, "DNS:wrong-name.localhost"};

Identity MakeAuthorityNamed(const char* name, WallTime now) {
  std::array<CertificateExtension, kAuthorityLimits.size() + 1> extensions{};
  *std::ranges::copy(kAuthorityLimits, extensions.begin()).out = kSubjectKey;
  const WallTime begins = now - kClockDifference;
  return IssueCertificate({.common_name = name,
                           .validity = {.begins = begins, .ends = begins + kAuthorityLife},
                           .extensions = extensions},
                          nullptr);
}

Validity ServerValidity(const Identity& authority, TlsFault fault, WallTime now) {
  if (fault != TlsFault::kExpired) return ValidityOf(*authority.certificate);
  return {.begins = now - std::chrono::days(2), .ends = now - std::chrono::days(1)};
}

}  // namespace

Identity MakeAuthority(WallTime now) { return MakeAuthorityNamed(kAuthorityName, now); }

bool IsOurAuthority(X509& certificate) {
  std::array<char, 64> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, name.data(),
                            name.size());
  if (std::string_view(name.data()) != kAuthorityName) return false;
  if (X509_self_signed(&certificate, 1) != 1) return false;
  return std::ranges::all_of(kAuthorityLimits, [&certificate](const CertificateExtension& limit) {
    return HasExtension(certificate, limit);
  });
}

bool IsGoodForADay(const X509& authority, WallTime now) {
  const Validity validity = ValidityOf(authority);
  return validity.begins <= now && now + kLeastLife < validity.ends;
}

Identity MakeServerIdentity(const Identity& authority, TlsFault fault, WallTime now) {
  if (fault == TlsFault::kUntrusted) {
    return MakeServerIdentity(MakeAuthorityNamed(kThrowawayName, now), TlsFault::kNone, now);
  }
  const bool has_wrong_name = fault == TlsFault::kWrongName;
  const auto extensions = std::to_array<CertificateExtension>({
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,digitalSignature"},
      {NID_ext_key_usage, "serverAuth"},
      has_wrong_name ? kWrongNames : kRightNames,
      kSubjectKey,
      kAuthorityKey,
  });
  return IssueCertificate({.common_name = has_wrong_name ? kWrongName : kServerName,
                           .validity = ServerValidity(authority, fault, now),
                           .extensions = extensions},
                          &authority);
}

}  // namespace kraken::mock
