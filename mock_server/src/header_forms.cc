#include "mock_server/src/header_forms.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/ascii.h"

namespace kraken::mock {
namespace {

void CheckHeaderName(const CheckedJson& form, const std::string& name) {
  if (!IsHttpToken(name)) form.Report("not the name of a header: letters, digits and hyphens only");
  if (IsWrittenByTheWire(name)) form.Report("the server itself writes this header");
}

std::string ReadHeaderValue(const CheckedJson& form) {
  std::string value = form.Text();
  if (!IsFieldValue(value)) {
    form.Report("holds a line end or another control character, which no header can");
  }
  return value;
}

}  // namespace

std::vector<Header> ReadHeaderForm(const CheckedJson& form) {
  std::vector<Header> headers;
  for (const auto& [name, member] : form.Members()) {
    CheckHeaderName(member, name);
    if (!member.IsList()) {
      headers.push_back({.name = name, .value = ReadHeaderValue(member)});
      continue;
    }
    const std::vector<CheckedJson> items = member.Items();
    if (items.empty()) member.Report("expected at least one value");
    for (const CheckedJson& item : items) {
      headers.push_back({.name = name, .value = ReadHeaderValue(item)});
    }
  }
  return headers;
}

void WriteHeaderForm(const std::vector<Header>& headers, Json& form) {
  for (const Header& header : headers) {
    Json& value = form[header.name];
    if (value.is_null()) {
      value = header.value;
    } else {
      if (value.is_string()) value = Json::array({value});
      value.push_back(header.value);
    }
  }
}

std::optional<std::string> TakeContentType(std::vector<Header>& headers) {
  std::optional<std::string> type;
  std::erase_if(headers, [&type](Header& header) {
    if (!EqualIgnoringCase(header.name, "Content-Type")) return false;
    type = std::move(header.value);
    return true;
  });
  return type;
}

}  // namespace kraken::mock
