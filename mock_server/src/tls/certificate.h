// Certificates: an X.509 certificate is a form that is filled in and signed.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_CERTIFICATE_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_CERTIFICATE_H_

#include <span>
#include <string>

#include "kraken/protocol/clock.h"
#include "mock_server/src/tls/openssl_handles.h"

namespace kraken::mock {

// A certificate, and the key that it is for.
struct Identity {
  X509Handle certificate{};
  KeyHandle key{};
};

// As OpenSSL's configuration files write it (x509v3_config): {NID_key_usage, "critical,…"}.
struct CertificateExtension {
  int id = 0;
  const char* text = "";
};

struct Validity {
  WallTime begins{};
  WallTime ends{};
};

struct CertificateForm {
  std::string common_name{};
  Validity validity{};  // In whole seconds.
  std::span<const CertificateExtension> extensions{};
};

// Makes a key (EC P-256) and a certificate for it, signed by `issuer`, or by itself where that is
// null. Throws std::runtime_error where OpenSSL cannot.
Identity IssueCertificate(const CertificateForm& form, const Identity* issuer);

Validity ValidityOf(const X509& certificate);

// Whether it has this extension, with just this content.
bool HasExtension(const X509& certificate, const CertificateExtension& extension);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_CERTIFICATE_H_
