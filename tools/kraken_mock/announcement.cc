#include "tools/kraken_mock/announcement.h"

#include <string_view>

#include "kraken/protocol/clock.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

std::string Export(std::string_view name, std::string_view value) {
  return "export " + std::string(name) + "=" + ShellWord(value) + "\n";
}

}  // namespace

std::string ListeningLine(const std::string& url) { return "listening on " + url + "\n"; }

std::string LocalUrl(std::string_view scheme, const std::string& host, int port) {
  std::string local = host;
  if (host == "0.0.0.0") local = "127.0.0.1";
  if (host == "::") local = "::1";
  const bool is_v6 = local.find(':') != std::string::npos;
  return std::string(scheme) + "://" + (is_v6 ? "[" + local + "]" : local) + ":" +
         std::to_string(port);
}

std::string EnvironmentBlock(const std::string& url, const Credentials& credentials,
                             KeyOrigin origin) {
  const std::string url_line = Export("KRAKEN_API_URL", url);
  const std::string key_line = Export("KRAKEN_API_KEY", credentials.api_key);
  switch (origin) {
    case KeyOrigin::kDemo:
      return url_line + key_line + Export("KRAKEN_API_SECRET", credentials.secret.RevealBase64());
    case KeyOrigin::kFile:
      return url_line + key_line +
             "# KRAKEN_API_SECRET is in the file given to --keys; it is not shown\n";
    case KeyOrigin::kEnvironment:
      break;
  }
  return url_line +
         "# KRAKEN_API_KEY stays as your environment has it; it is not shown\n"
         "# KRAKEN_API_SECRET stays as your environment has it; it is not shown\n";
}

std::string TrustBlock(const std::string& url, const mock::TlsAuthority& authority) {
  // A line end in it would end the comment.
  const std::string file = ShellWord(OneLine(authority.ca_file));
  return "# TLS: the CA is in " + file + ", good until " + FormatRfc3339(authority.ends) +
         ". To trust it:\n"
         "#   curl     curl --cacert " +
         file + " " + url +
         "/0/public/Time\n"
         "#   Python   export SSL_CERT_FILE=" +
         file + " REQUESTS_CA_BUNDLE=" + file +
         "\n"
         "#   Node.js  export NODE_EXTRA_CA_CERTS=" +
         file +
         "\n"
         "#   Go       export SSL_CERT_FILE=" +
         file +
         "\n"
         "#   Java     keytool -importcert -noprompt -alias kraken-mock -keystore kraken-mock.p12 "
         "-storepass changeit -file " +
         file +
         "; java -Djavax.net.ssl.trustStore=kraken-mock.p12 "
         "-Djavax.net.ssl.trustStorePassword=changeit\n";
}

}  // namespace kraken::tools
