// OpenSSL's objects, owned, and its failures, thrown.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_OPENSSL_HANDLES_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_OPENSSL_HANDLES_H_

#include <memory>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace kraken::mock {

template <auto kFree>
struct OpensslDeleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <typename T, auto kFree>
using OpensslHandle = std::unique_ptr<T, OpensslDeleter<kFree>>;

using BioHandle = OpensslHandle<BIO, BIO_free>;
using ExtensionHandle = OpensslHandle<X509_EXTENSION, X509_EXTENSION_free>;
using KeyHandle = OpensslHandle<EVP_PKEY, EVP_PKEY_free>;
using NumberHandle = OpensslHandle<BIGNUM, BN_free>;
using X509Handle = OpensslHandle<X509, X509_free>;

// What OpenSSL does only for want of memory, or where it is installed wrongly: std::runtime_error,
// which says what was tried and OpenSSL's own reason.
void RequireOpenssl(bool worked, std::string_view what);

// The same for a function that makes something.
template <typename Handle, typename T>
Handle RequireMade(T* made, std::string_view what) {
  RequireOpenssl(made != nullptr, what);
  return Handle(made);
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_OPENSSL_HANDLES_H_
