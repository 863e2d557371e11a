#include "mock_server/src/header_forms.h"

#include <string>
#include <utility>

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

}  // namespace kraken::mock
