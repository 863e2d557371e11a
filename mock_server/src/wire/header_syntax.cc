#include "mock_server/src/wire/header_syntax.h"

#include <algorithm>
#include <cstddef>

#include "kraken/protocol/ascii.h"

namespace kraken::mock {

bool ListsToken(const std::vector<Header>& headers, std::string_view name, std::string_view token) {
  for (const Header& header : headers) {
    if (!EqualIgnoringCase(header.name, name)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::string_view item = rest.substr(0, rest.find(','));
      if (EqualIgnoringCase(TrimBlanks(item), token)) return true;
      rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    }
  }
  return false;
}

}  // namespace kraken::mock
