#include "mock_server/src/tls/certificate.h"

#include <chrono>
#include <ctime>

#include <openssl/asn1.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

namespace kraken::mock {
namespace {

constexpr int kSerialBits = 127;  // RFC 5280 §4.1.2.2: positive, and no longer than 20 octets.

std::time_t ToSeconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

WallTime FromAsn1(const ASN1_TIME* time) {
  std::tm parts{};
  RequireOpenssl(ASN1_TIME_to_tm(time, &parts) == 1, "read a certificate's dates");
  return WallTime(std::chrono::seconds(::timegm(&parts)));
}

void SetSerial(X509& certificate) {
  const auto number = RequireMade<NumberHandle>(BN_new(), "make a number");
  RequireOpenssl(BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1,
                 "make a random number");
  RequireOpenssl(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr,
                 "number a certificate");
}

void SetSubject(X509& certificate, const std::string& common_name) {
  const auto* const text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  RequireOpenssl(X509_NAME_add_entry_by_txt(X509_get_subject_name(&certificate), "CN",
                                            MBSTRING_UTF8, text, -1, -1, 0) == 1,
                 "name a certificate");
}

// The context is what key identifiers are made from.
ExtensionHandle MakeExtension(X509V3_CTX* context, const CertificateExtension& extension) {
  return RequireMade<ExtensionHandle>(
      X509V3_EXT_conf_nid(nullptr, context, extension.id, extension.text),
      "make the extension " + std::string(OBJ_nid2sn(extension.id)));
}

void AddExtensions(X509& certificate, X509& issuer,
                   std::span<const CertificateExtension> extensions) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  for (const CertificateExtension& extension : extensions) {
    const ExtensionHandle made = MakeExtension(&context, extension);
    RequireOpenssl(X509_add_ext(&certificate, made.get(), -1) == 1, "add an extension");
  }
}

}  // namespace

Identity IssueCertificate(const CertificateForm& form, const Identity* issuer) {
  Identity made{
      .certificate = RequireMade<X509Handle>(X509_new(), "make a certificate"),
      .key =
          RequireMade<KeyHandle>(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), "make a key"),
  };
  if (issuer == nullptr) issuer = &made;
  X509* const certificate = made.certificate.get();
  RequireOpenssl(X509_set_version(certificate, X509_VERSION_3) == 1, "set a version");
  SetSerial(*certificate);
  SetSubject(*certificate, form.common_name);
  const bool filled_in =
      X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate.get())) == 1 &&
      X509_set_pubkey(certificate, made.key.get()) == 1 &&
      ASN1_TIME_set(X509_getm_notBefore(certificate), ToSeconds(form.validity.begins)) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(certificate), ToSeconds(form.validity.ends)) != nullptr;
  RequireOpenssl(filled_in, "fill in a certificate");
  AddExtensions(*certificate, *issuer->certificate, form.extensions);
  RequireOpenssl(X509_sign(certificate, issuer->key.get(), EVP_sha256()) > 0, "sign a certificate");
  return made;
}

Validity ValidityOf(const X509& certificate) {
  return {.begins = FromAsn1(X509_get0_notBefore(&certificate)),
          .ends = FromAsn1(X509_get0_notAfter(&certificate))};
}

bool HasExtension(const X509& certificate, const CertificateExtension& extension) {
  const int at = X509_get_ext_by_NID(&certificate, extension.id, -1);
  if (at < 0) return false;
  X509_EXTENSION* const found = X509_get_ext(&certificate, at);
  const ExtensionHandle wanted = MakeExtension(nullptr, extension);
  return X509_EXTENSION_get_critical(found) == X509_EXTENSION_get_critical(wanted.get()) &&
         ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(found),
                               X509_EXTENSION_get_data(wanted.get())) == 0;
}

}  // namespace kraken::mock
