// The CA and what it signs, as OpenSSL judges them for a strict client.
#include "mock_server/src/tls/authority.h"

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/objects.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace kraken::mock {
namespace {

using std::chrono::days;

const WallTime kIssued = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);

using StoreHandle = OpensslHandle<X509_STORE, X509_STORE_free>;
using VerifierHandle = OpensslHandle<X509_STORE_CTX, X509_STORE_CTX_free>;
struct StackDeleter {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using StackHandle = std::unique_ptr<STACK_OF(X509), StackDeleter>;

// What a client that trusts `authority`, and wants `name` (a DNS name or an address, or empty:
// any), finds wrong with a server's certificate.
int FindFault(const Identity& authority, const Identity& server, const std::string& name,
              WallTime now = kIssued, const Identity* between = nullptr) {
  const StoreHandle store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), authority.certificate.get());
  const StackHandle others(sk_X509_new_null());
  if (between != nullptr) sk_X509_push(others.get(), between->certificate.get());
  const VerifierHandle verifier(X509_STORE_CTX_new());
  X509_STORE_CTX_init(verifier.get(), store.get(), server.certificate.get(), others.get());
  X509_STORE_CTX_set_default(verifier.get(), "ssl_server");
  X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(verifier.get());
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_time(
      wanted, std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(now)));
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, name.c_str()) != 1 && !name.empty()) {
    X509_VERIFY_PARAM_set1_host(wanted, name.c_str(), 0);
  }
  X509_verify_cert(verifier.get());
  return X509_STORE_CTX_get_error(verifier.get());
}

Identity MakeServer(const Identity& authority, TlsFault fault = TlsFault::kNone) {
  return MakeServerIdentity(authority, fault, kIssued);
}

// What the CA's key could sign, were it lost.
Identity SignAnything(const Identity& authority, const std::string& names, bool as_ca = false) {
  const auto extensions = std::to_array<CertificateExtension>({
      {NID_basic_constraints, as_ca ? "critical,CA:TRUE" : "critical,CA:FALSE"},
      {NID_key_usage, as_ca ? "critical,keyCertSign" : "critical,digitalSignature"},
      {NID_subject_alt_name, names.c_str()},
      {NID_subject_key_identifier, "hash"},
      {NID_authority_key_identifier, "keyid:always"},
  });
  return IssueCertificate({.common_name = "anything",
                           .validity = ValidityOf(*authority.certificate),
                           .extensions = extensions},
                          &authority);
}

class Authority : public ::testing::Test {
 protected:
  const Identity authority_ = MakeAuthority(kIssued);
};

TEST_F(Authority, VouchesForTheServersNamesAndAddresses) {
  const Identity server = MakeServer(authority_);
  for (const char* name : {"localhost", "api.kraken.com", "127.0.0.1", "::1"}) {
    EXPECT_EQ(FindFault(authority_, server, name), X509_V_OK) << name;
  }
  EXPECT_EQ(FindFault(authority_, server, "kraken.com"), X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(FindFault(authority_, server, "127.0.0.2"), X509_V_ERR_IP_ADDRESS_MISMATCH);
}

TEST_F(Authority, CanVouchForNothingElse) {
  for (const char* names : {"DNS:example.com", "DNS:kraken.com", "IP:10.0.0.1", "IP:::2",
                            "DNS:localhost,DNS:example.com"}) {
    EXPECT_EQ(FindFault(authority_, SignAnything(authority_, names), ""),
              X509_V_ERR_PERMITTED_VIOLATION)
        << names;
  }
  EXPECT_EQ(FindFault(authority_, SignAnything(authority_, "IP:127.1.2.3"), "127.1.2.3"),
            X509_V_OK);
}

TEST_F(Authority, CanMakeNoOtherAuthority) {
  const Identity other = SignAnything(authority_, "DNS:localhost", true);
  EXPECT_EQ(FindFault(authority_, MakeServer(other), "localhost", kIssued, &other),
            X509_V_ERR_PATH_LENGTH_EXCEEDED);
}

TEST_F(Authority, LastsForThirtyDays) {
  const Identity server = MakeServer(authority_);
  EXPECT_EQ(FindFault(authority_, server, "localhost", kIssued + days(29)), X509_V_OK);
  EXPECT_EQ(FindFault(authority_, server, "localhost", kIssued + days(30)),
            X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(FindFault(authority_, server, "localhost", kIssued - days(1)),
            X509_V_ERR_CERT_NOT_YET_VALID);
  const Validity validity = ValidityOf(*authority_.certificate);
  EXPECT_EQ(validity.ends - validity.begins, days(30));
}

TEST_F(Authority, IsGoodWhileMoreThanADayIsLeft) {
  const X509& certificate = *authority_.certificate;
  const WallTime last = ValidityOf(certificate).ends - days(1);
  EXPECT_TRUE(IsGoodForADay(certificate, kIssued));
  EXPECT_TRUE(IsGoodForADay(certificate, last - std::chrono::seconds(1)));
  EXPECT_FALSE(IsGoodForADay(certificate, last));
  EXPECT_FALSE(IsGoodForADay(certificate, kIssued - days(1)));
}

TEST_F(Authority, KnowsItsOwn) {
  EXPECT_TRUE(IsOurAuthority(*authority_.certificate));
  EXPECT_FALSE(IsOurAuthority(*MakeServer(authority_).certificate));
  const auto unlimited =
      std::to_array<CertificateExtension>({{NID_basic_constraints, "critical,CA:TRUE"}});
  const Identity other = IssueCertificate({.common_name = "Kraken testkit mock CA",
                                           .validity = ValidityOf(*authority_.certificate),
                                           .extensions = unlimited},
                                          nullptr);
  EXPECT_FALSE(IsOurAuthority(*other.certificate));
}

TEST_F(Authority, GivesEveryCertificateANumberAndAKeyOfItsOwn) {
  const Identity one = MakeServer(authority_);
  const Identity other = MakeServer(authority_);
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(one.certificate.get()),
                             X509_get0_serialNumber(other.certificate.get())),
            0);
  EXPECT_NE(EVP_PKEY_eq(one.key.get(), other.key.get()), 1);
}

TEST_F(Authority, SignsWithTheFaultThatIsAskedFor) {
  const auto fault = [this](TlsFault asked) {
    return FindFault(authority_, MakeServer(authority_, asked), "localhost");
  };
  EXPECT_EQ(fault(TlsFault::kExpired), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(fault(TlsFault::kWrongName), X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(fault(TlsFault::kUntrusted), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  EXPECT_EQ(fault(TlsFault::kTls10), X509_V_OK);  // It is not the certificate's.
}

}  // namespace
}  // namespace kraken::mock
