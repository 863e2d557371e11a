#include "kraken/mock/http_message.h"

#include "kraken/protocol/ascii.h"

namespace kraken::mock {

const Header* FindHeader(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (EqualIgnoringCase(header.name, name)) return &header;
  }
  return nullptr;
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::string_view HttpRequest::header(std::string_view name) const {
  const Header* found = FindHeader(headers, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool HttpRequest::says_json() const {
  std::string_view type = header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return EqualIgnoringCase(type, "application/json");
}

}  // namespace kraken::mock
