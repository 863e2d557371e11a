#include "tools/kraken_sign/sign_command.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "kraken/protocol/base64.h"
#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nonce.h"
#include "kraken/protocol/params.h"
#include "kraken/protocol/signing.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/input.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_sign/program.h"

namespace kraken::tools {
namespace {

Outcome<std::string> ReadBody(const std::string& body) {
  if (!body.starts_with('@')) return body;
  const std::string where = "--body @" + ShownText(std::string_view(body).substr(1));
  return body == "@-" ? ReadStandardInput(where) : ReadInputFile(body.substr(1), where);
}

// The nonce that a body carries, as it stands there; none where it has none or cannot be read.
std::optional<std::string> NonceInBody(std::string_view body) {
  const Result<Params> params =
      body.starts_with('{') ? ParseJsonParams(body) : Result<Params>(ParseForm(body));
  if (!params) return std::nullopt;
  const Param* nonce = params->Find("nonce");
  return nonce == nullptr ? std::nullopt : std::optional(nonce->value);
}

void WarnOfPath(const std::string& path, std::vector<std::string>& warnings) {
  const std::string_view plain = std::string_view(path).substr(0, path.find('?'));
  if (FindEndpointByPath(plain) != nullptr) return;
  std::string warning = "--path " + ShownText(path) + ": no endpoint has this path";
  const std::size_t version = plain.find("/0/");
  if (version != std::string_view::npos && version > 0) {
    warning += "; what comes before /0/ is not signed";
  } else if (const Endpoint* nearest = NearestEndpoint(plain.substr(plain.rfind('/') + 1))) {
    warning += "; did you mean " + std::string(nearest->path) + "? Letter case counts";
  }
  warnings.push_back(std::move(warning));
}

// What Kraken would refuse this request for, though it can be signed.
std::vector<std::string> Warnings(const std::string& path, const std::string& nonce,
                                  const std::string& body) {
  std::vector<std::string> warnings;
  WarnOfPath(path, warnings);
  if (const Result<Nonce> parsed = ParseNonce(nonce); !parsed) {
    warnings.push_back("Kraken would refuse this nonce: " + parsed.error().message);
  }
  const std::optional<std::string> sent = NonceInBody(body);
  if (!sent) {
    warnings.emplace_back("Kraken would refuse this request: its body has no nonce");
  } else if (*sent != nonce) {
    warnings.push_back("Kraken would refuse this request: --nonce is " + nonce +
                       ", the nonce in the body is " + *sent);
  }
  if (body.ends_with('\n')) {
    warnings.emplace_back("the body ends with a line end, which is signed too");
  }
  return warnings;
}

std::string BytesOf(const std::string& text) {
  return EncodeHex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// What JSON writes of other bytes is not what they were.
bool IsUtf8(const std::string& text) {
  const Result<Json> written = ParseJsonText(ToJsonText(Json(text)));
  return written && written->get<std::string>() == text;
}

std::string BodyLine(const std::string& body) {
  return IsUtf8(body) ? "body                " + OneLine(body)  //
                      : "body (hexadecimal)  " + BytesOf(body);
}

std::string AsTrace(const SigningTrace& trace) {
  return "path                " + OneLine(trace.path) +             //
         "\nnonce               " + OneLine(trace.nonce) +          //
         "\n" + BodyLine(trace.body) +                              //
         "\nSHA256(nonce+body)  " + EncodeHex(trace.body_sha256) +  //
         "\nmessage             " + BytesOf(trace.message) +        //
         "\nHMAC-SHA512         " + EncodeHex(trace.hmac) +         //
         "\nAPI-Sign            " + trace.signature + "\n";
}

std::string AsJson(const SigningTrace& trace, const std::vector<std::string>& warnings) {
  Json json;
  json["api_sign"] = trace.signature;
  Json& stages = json["trace"];
  stages["path"] = trace.path;
  stages["nonce"] = trace.nonce;
  if (IsUtf8(trace.body)) {
    stages["body"] = trace.body;
  } else {
    stages["body_base64"] =
        EncodeBase64(std::vector<std::uint8_t>(trace.body.begin(), trace.body.end()));
  }
  stages["body_sha256"] = EncodeHex(trace.body_sha256);
  stages["message_hex"] = BytesOf(trace.message);
  stages["hmac_hex"] = EncodeHex(trace.hmac);
  json["warnings"] = warnings;
  return ToJsonText(json) + "\n";
}

}  // namespace

void AddSignOptions(CLI::App& command, SignCommand& sign) {
  command.add_option("--path", sign.path)
      ->description("The path, with its query if there is one: /0/private/Balance")
      ->type_name("PATH")
      ->required();
  command.add_option("--nonce", sign.nonce)
      ->description("The nonce [the one in the body]")
      ->type_name("N");
  command.add_option("--body", sign.body)
      ->description("The body, byte by byte as it is sent; @FILE reads it, @- from stdin")
      ->type_name("BODY")
      ->required();
  command.add_flag("--trace", sign.trace)->description("Print every stage of the signature");
  command.add_flag("--json", sign.json)->description("Print all of it as JSON");
  AddSecretOptions(command, sign.secret);
}

Outcome<std::string> RunSign(const SignCommand& sign) {
  const Outcome<std::string> body = ReadBody(sign.body);
  if (!body) return tl::unexpected(body.error());
  const std::string nonce = sign.nonce.empty() ? NonceInBody(*body).value_or("") : sign.nonce;
  if (nonce.empty()) {
    return EndWith(ExitCode::kUsage,
                   "--nonce: neither given nor found in the body; put nonce=N into the body");
  }
  const Outcome<Secret> secret = ReadSecret(sign.secret);
  if (!secret) return tl::unexpected(secret.error());

  const std::vector<std::string> warnings = Warnings(sign.path, nonce, *body);
  for (const std::string& warning : warnings) Warn(kSignProgram, OneLine(warning));
  const SigningTrace trace = Sign(*secret, sign.path, nonce, *body);
  if (sign.json) return AsJson(trace, warnings);
  if (sign.trace) return AsTrace(trace);
  return trace.signature + "\n";
}

}  // namespace kraken::tools
