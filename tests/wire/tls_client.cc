#include "tests/wire/tls_client.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace kraken::mock {
namespace {

int ConnectToLoopback(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  const int small = 64 << 10;  // So that a large reply does not fit between the two.
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(socket);
    throw std::runtime_error("cannot connect");
  }
  return socket;
}

}  // namespace

TlsClient::TlsClient(int port, const TlsClientOptions& options)
    : socket_{.socket = ConnectToLoopback(port)}, context_(SSL_CTX_new(TLS_client_method())) {
  // Else the library would not offer what is too old to be safe, and some tests have to.
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_cipher_list(context_.get(), "DEFAULT:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context_.get(), options.oldest);
  SSL_CTX_set_max_proto_version(context_.get(), options.newest);
  if (options.trusts_nobody) {
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  }
  ssl_.reset(SSL_new(context_.get()));
  if (!options.protocols.empty()) {
    SSL_set_alpn_protos(ssl_.get(),
                        reinterpret_cast<const unsigned char*>(options.protocols.data()),
                        static_cast<unsigned>(options.protocols.size()));
  }
  bio_st* const bio = NewSocketBio(socket_);
  SSL_set_bio(ssl_.get(), bio, bio);
  ERR_clear_error();
  connected_ = SSL_connect(ssl_.get()) == 1;
}

TlsClient::~TlsClient() {
  if (socket_.socket >= 0) ::close(socket_.socket);
}

std::string TlsClient::protocol() const {
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
  return {reinterpret_cast<const char*>(chosen), size};
}

bool TlsClient::Send(std::string_view bytes) {
  ERR_clear_error();
  std::size_t count = 0;
  return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count) == 1;
}

RawReply TlsClient::Read() {
  static constexpr std::string_view kBlankLine = "\r\n\r\n";
  static constexpr std::string_view kLength = "Content-Length: ";
  std::size_t end = unread_.find(kBlankLine);
  while (end == std::string::npos) {
    if (!ReadMore()) return {};
    end = unread_.find(kBlankLine);
  }
  RawReply reply{.head = unread_.substr(0, end + kBlankLine.size())};
  const std::size_t at = reply.head.find(kLength);
  const std::size_t length = std::strtoul(reply.head.c_str() + at + kLength.size(), nullptr, 10);
  while (unread_.size() < reply.head.size() + length) {
    if (!ReadMore()) return {};
  }
  reply.body = unread_.substr(reply.head.size(), length);
  unread_.erase(0, reply.head.size() + length);
  reply.status = std::stoi(reply.head.substr(std::string_view("HTTP/1.1 ").size()));
  return reply;
}

RawReply TlsClient::Ask(std::string_view bytes) {
  Send(bytes);
  return Read();
}

std::string TlsClient::ReadToEnd() {
  while (ReadMore()) {
  }
  return std::exchange(unread_, {});
}

bool TlsClient::Part() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  return SSL_shutdown(ssl_.get()) == 1;
}

void TlsClient::Reset() {
  const linger none{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.socket, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  ::close(std::exchange(socket_.socket, -1));
}

bool TlsClient::ReadMore() {
  std::array<char, 65'536> buffer{};
  std::size_t count = 0;
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &count);
  if (result != 1) {
    const int error = SSL_get_error(ssl_.get(), result);
    said_goodbye_ = error == SSL_ERROR_ZERO_RETURN;
    EXPECT_NE(error, SSL_ERROR_WANT_READ) << "the server neither sends nor closes: " << unread_;
    return false;
  }
  unread_.append(buffer.data(), count);
  return true;
}

std::string ClientHello() {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL* const ssl = SSL_new(context);
  SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_connect(ssl);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(SSL_get_wbio(ssl), &bytes);
  std::string hello(bytes, static_cast<std::size_t>(size));
  SSL_free(ssl);
  SSL_CTX_free(context);
  ERR_clear_error();
  return hello;
}

}  // namespace kraken::mock
