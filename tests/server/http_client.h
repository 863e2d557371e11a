// Calls a server as a program would: real sockets, requests signed with the toolkit's own function.
#ifndef KRAKEN_TESTS_SERVER_HTTP_CLIENT_H_
#define KRAKEN_TESTS_SERVER_HTTP_CLIENT_H_

#include <httplib.h>

#include <string>

#include "kraken/protocol/credentials.h"
#include "kraken/protocol/signing.h"

namespace kraken {

// The body of the answer, or "no answer: <reason>".
inline std::string Get(const std::string& base_url, const std::string& target) {
  httplib::Client client(base_url);
  client.set_tcp_nodelay(true);
  const httplib::Result result = client.Get(target);
  return result ? result->body : "no answer: " + httplib::to_string(result.error());
}

inline std::string Send(const std::string& base_url, const std::string& method,
                        const std::string& target, const std::string& body) {
  httplib::Client client(base_url);
  client.set_tcp_nodelay(true);
  httplib::Request request;
  request.method = method;
  request.path = target;
  request.body = body;
  request.set_header("Content-Type", "application/json");
  const httplib::Result result = client.send(request);
  return result ? result->body : "no answer: " + httplib::to_string(result.error());
}

inline std::string Call(const std::string& base_url, const Credentials& credentials,
                        const std::string& name, const std::string& nonce,
                        const std::string& more = "") {
  httplib::Client client(base_url);
  client.set_tcp_nodelay(true);
  const std::string path = "/0/private/" + name;
  const std::string body = "nonce=" + nonce + more;
  const SigningTrace trace = Sign(credentials.secret, path, nonce, body);
  const httplib::Result result =
      client.Post(path, {{"API-Key", credentials.api_key}, {"API-Sign", trace.signature}}, body,
                  "application/x-www-form-urlencoded");
  return result ? result->body : "no answer: " + httplib::to_string(result.error());
}

}  // namespace kraken

#endif  // KRAKEN_TESTS_SERVER_HTTP_CLIENT_H_
