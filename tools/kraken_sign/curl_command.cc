#include "tools/kraken_sign/curl_command.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nonce.h"
#include "kraken/protocol/params.h"
#include "kraken/protocol/signing.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

Outcome<const Endpoint*> Find(const std::string& name) {
  if (const Endpoint* endpoint = FindEndpoint(name)) return endpoint;
  std::string message = ShownText(name) + ": no such endpoint; ";
  const Endpoint* nearest = NearestEndpoint(name);
  message += nearest != nullptr ? "did you mean " + std::string(nearest->name) + "?"
                                : "names are those of Kraken's paths, such as Balance or Ticker";
  return EndWith(ExitCode::kUsage, std::move(message));
}

Outcome<NamedValues> SplitParams(const std::vector<std::string>& params) {
  NamedValues values;
  for (const std::string& param : params) {
    const std::size_t equals = param.find('=');
    // The padding of a secret that got here by mistake would pass for a name without value.
    if (equals == std::string::npos || equals == 0 || LooksLikeSecret(param)) {
      return EndWith(ExitCode::kUsage,
                     ShownText(param) + ": not a parameter; write it as name=value");
    }
    values.emplace_back(param.substr(0, equals), param.substr(equals + 1));
  }
  return values;
}

Outcome<std::string> BaseUrl(const std::string& given) {
  std::string source = "--url";
  std::string url = given;
  if (url.empty()) {
    source = "KRAKEN_API_URL";
    url = EnvironmentVariable(source).value_or("http://127.0.0.1:8080");
  }
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    return EndWith(ExitCode::kUsage, source + " " + ShownText(url) +
                                         ": not a URL; it begins with http:// or https://");
  }
  const std::size_t host = url.find("//") + 2;
  while (url.size() > host && url.ends_with('/')) url.pop_back();
  if (url.size() == host) {
    return EndWith(ExitCode::kUsage, source + " " + OneLine(url) + ": names no host");
  }
  const std::size_t end = url.find_first_of("/?#", host);
  if (end == std::string::npos) return url;
  // What comes before /0/ would not be signed, and a server may take it for part of the path.
  return EndWith(ExitCode::kUsage, source + " " + OneLine(url) + ": has a path; give " +
                                       OneLine(url.substr(0, end)) +
                                       " alone, the endpoint brings its own");
}

Outcome<std::string> ApiKey(const std::string& given) {
  const std::string key =
      given.empty() ? EnvironmentVariable("KRAKEN_API_KEY").value_or("") : given;
  if (key.empty()) {
    return EndWith(ExitCode::kUsage, "no API key; set KRAKEN_API_KEY or give --key");
  }
  if (!FitsHeader(key)) {
    return EndWith(ExitCode::kUsage,
                   "the API key holds a blank, a line end or another character that no key has");
  }
  return key;
}

// Takes the nonce out of `values`, or makes one.
Outcome<std::string> TakeNonce(const std::string& given, NamedValues& values) {
  std::string nonce = given;
  const auto param = std::ranges::find(values, "nonce", &NamedValues::value_type::first);
  if (param != values.end()) {
    if (!nonce.empty() && nonce != param->second) {
      return EndWith(ExitCode::kUsage, "--nonce " + OneLine(nonce) + ": nonce=" +
                                           OneLine(param->second) + " says otherwise; give one");
    }
    nonce = param->second;
    values.erase(param);
  }
  if (!nonce.empty()) return nonce;
  return std::to_string(NonceSource().Next(SystemClock().Now()));
}

std::string FormText(const NamedValues& values) {
  std::string form;
  for (const auto& [name, value] : values) {
    if (!form.empty()) form += '&';
    form += EncodeFormText(name) + "=" + EncodeFormText(value);
  }
  return form;
}

// A value that begins like a JSON list or object is one; all others are texts, which Kraken takes
// for numbers and booleans too.
Outcome<std::string> JsonValue(const std::string& name, const std::string& value) {
  if (!value.starts_with('[') && !value.starts_with('{')) return ToJsonText(Json(value));
  const Result<Json> json = ParseJsonText(value);
  if (json) return value;
  return EndWith(ExitCode::kUsage,
                 OneLine(name) + ": begins like JSON, which this endpoint takes, and is none: " +
                     OneLine(json.error().message));
}

Outcome<std::string> JsonBody(const NamedValues& values) {
  std::string body;
  for (const auto& [name, value] : values) {
    Outcome<std::string> written = JsonValue(name, value);
    if (!written) return written;
    body += body.empty() ? "{" : ",";
    body += ToJsonText(Json(name)) + ":" + *written;
  }
  return body + "}";
}

std::string HeaderOption(std::string_view name, const std::string& value) {
  return " -H " + ShellWord(std::string(name) + ": " + value);
}

std::string PublicLine(const std::string& url, const Endpoint& endpoint,
                       const NamedValues& values) {
  std::string target = url + std::string(endpoint.path);
  if (!values.empty()) target += "?" + FormText(values);
  return "curl -sS " + ShellWord(target) + "\n";
}

Outcome<std::string> PrivateLine(const CurlCommand& curl, const std::string& url,
                                 const Endpoint& endpoint, NamedValues values) {
  Outcome<std::string> key = ApiKey(curl.key);
  if (!key) return key;
  const Outcome<Secret> secret = ReadSecret(curl.secret);
  if (!secret) return tl::unexpected(secret.error());
  Outcome<std::string> nonce = TakeNonce(curl.nonce, values);
  if (!nonce) return nonce;

  values.insert(values.begin(), {"nonce", *nonce});
  const bool as_json = endpoint.body == BodyFormat::kJsonOnly;
  Outcome<std::string> body = as_json ? JsonBody(values) : FormText(values);
  if (!body) return body;
  const SigningTrace trace = Sign(*secret, endpoint.path, *nonce, *body);

  std::string line = "curl -sS " + ShellWord(url + std::string(endpoint.path));
  line += HeaderOption("API-Key", *key) + HeaderOption("API-Sign", trace.signature);
  if (as_json) line += HeaderOption("Content-Type", "application/json");
  return line + " --data-raw " + ShellWord(*body) + "\n";
}

}  // namespace

void AddCurlOptions(CLI::App& command, CurlCommand& curl) {
  command.add_option("METHOD", curl.endpoint)
      ->description("The endpoint, by its name in Kraken's paths: Balance, Ticker, AddOrder")
      ->type_name("")
      ->required();
  command.add_option("name=value", curl.params)->description("Its parameters")->type_name("");
  command.add_option("--url", curl.url)
      ->description("Where to [KRAKEN_API_URL, or http://127.0.0.1:8080]")
      ->type_name("URL");
  command.add_option("--key", curl.key)
      ->description("The API key [KRAKEN_API_KEY]")
      ->type_name("KEY");
  command.add_option("--nonce", curl.nonce)
      ->description("The nonce [the parameter's, or the time in microseconds]")
      ->type_name("N");
  AddSecretOptions(command, curl.secret);
}

Outcome<std::string> RunCurl(const CurlCommand& curl) {
  const Outcome<const Endpoint*> endpoint = Find(curl.endpoint);
  if (!endpoint) return tl::unexpected(endpoint.error());
  Outcome<NamedValues> values = SplitParams(curl.params);
  if (!values) return tl::unexpected(values.error());
  Outcome<std::string> url = BaseUrl(curl.url);
  if (!url) return url;
  if ((*endpoint)->visibility == Visibility::kPublic) return PublicLine(*url, **endpoint, *values);
  return PrivateLine(curl, *url, **endpoint, std::move(*values));
}

}  // namespace kraken::tools
