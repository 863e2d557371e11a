#include "tools/command_line/safe_text.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "kraken/protocol/ascii.h"

namespace kraken::tools {
namespace {

constexpr unsigned char kFirstPrintable = 0x20;
constexpr unsigned char kDelete = 0x7F;

std::string Escape(unsigned char character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (character) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {'\\', 'x', kDigits[character >> 4U], kDigits[character & 0x0FU]};
  }
}

bool IsBase64(char c) { return IsLetter(c) || IsDigit(c) || c == '+' || c == '/'; }

// Without the padding, and what a paste brings along.
std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kAround = " \t\r\n\"'=";
  text.remove_prefix(std::min(text.find_first_not_of(kAround), text.size()));
  return text.substr(0, text.find_last_not_of(kAround) + 1);
}

bool MayBeSecret(std::string_view text) {
  constexpr std::size_t kShortest = 40;
  const std::string_view core = Trimmed(text);
  if (core.size() < kShortest || !std::ranges::all_of(core, IsBase64)) return false;
  const std::filesystem::path folder = std::filesystem::path(text).parent_path();
  std::error_code ignored;
  return folder.empty() || folder == "/" || !std::filesystem::exists(folder, ignored);
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < kFirstPrintable || byte == kDelete) {
      line += Escape(byte);
    } else {
      line += c;
    }
  }
  return line;
}

bool LooksLikeSecret(std::string_view text) {
  return MayBeSecret(text) || MayBeSecret(text.substr(text.find('=') + 1));
}

std::string ShownText(std::string_view text) {
  return LooksLikeSecret(text) ? std::string(kHiddenSecret) : OneLine(text);
}

std::string ShellWord(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += R"('\'')";
    } else {
      word += c;
    }
  }
  return word + "'";
}

bool FitsHeader(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace kraken::tools
