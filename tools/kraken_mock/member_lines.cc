#include "tools/kraken_mock/member_lines.h"

#include <algorithm>

namespace kraken::tools {
namespace {

// How long the string or comment at the beginning of `text` is; 1 where there is none.
std::size_t TokenLength(std::string_view text) {
  if (text.starts_with("//")) return std::min(text.find('\n'), text.size());
  if (text.starts_with("/*")) return text.find("*/", 2) + 2;
  if (!text.starts_with('"')) return 1;
  std::size_t end = 1;
  while (text[end] != '"') end += text[end] == '\\' ? std::size_t{2} : 1;
  return end + 1;
}

}  // namespace

std::vector<std::size_t> MemberLines(std::string_view text) {
  std::vector<std::size_t> lines;
  std::size_t line = 1;
  std::size_t depth = 0;
  bool before_name = false;  // What comes next in the outermost object is a member's name.
  while (!text.empty()) {
    const std::string_view token = text.substr(0, TokenLength(text));
    const char first = token.front();
    if (first == '"' && before_name) lines.push_back(line);
    if (first == '{' || first == '[') ++depth;
    if (first == '}' || first == ']') --depth;
    if (first == '"') before_name = false;
    if (first == '{' || first == ',') before_name = depth == 1;
    line += static_cast<std::size_t>(std::ranges::count(token, '\n'));
    text.remove_prefix(token.size());
  }
  return lines;
}

}  // namespace kraken::tools
