// Calls a server over TLS, as a program would that trusts one CA and no other.
#ifndef KRAKEN_TESTS_SERVER_HTTPS_CLIENT_H_
#define KRAKEN_TESTS_SERVER_HTTPS_CLIENT_H_

#include <array>
#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace kraken {

// The whole answer, head and body; or "no answer: <reason>", of the certificate where that is it.
inline std::string GetOverTls(const std::string& tls_url, const std::string& ca_file,
                              const std::string& target) {
  std::string address = tls_url.substr(std::string("https://").size());
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_load_verify_locations(context.get(), ca_file.c_str(), nullptr);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_ssl_connect(context.get()),
                                                          BIO_free_all);
  BIO_set_conn_hostname(bio.get(), address.data());  // Which it copies.
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address.substr(0, address.find(':')).c_str());
  ERR_clear_error();
  if (BIO_do_handshake(bio.get()) != 1) {
    const long verdict = SSL_get_verify_result(ssl);  // NOLINT(google-runtime-int): its own type.
    return "no answer: " + std::string(X509_verify_cert_error_string(verdict));
  }
  BIO_puts(bio.get(),
           ("GET " + target + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n")
               .c_str());
  std::string answer;
  std::array<char, 4'096> buffer{};
  for (int count = 0; (count = BIO_read(bio.get(), buffer.data(), buffer.size())) > 0;) {
    answer.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return answer;
}

}  // namespace kraken

#endif  // KRAKEN_TESTS_SERVER_HTTPS_CLIENT_H_
