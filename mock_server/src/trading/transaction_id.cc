#include "mock_server/src/trading/transaction_id.h"

#include <cstddef>

namespace kraken::mock {
namespace {

constexpr std::string_view kForm = "XXXXXX-XXXXX-XXXXXX";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

}  // namespace

std::string MakeTransactionId(char first, std::mt19937_64& random) {
  std::string id(kForm);
  for (char& c : id) {
    // The remainder, since the library's distributions differ from one library to the next, and the
    // same seed must give the same ids everywhere.
    if (c == 'X') c = kLetters[random() % kLetters.size()];
  }
  id.front() = first;
  return id;
}

bool IsTransactionId(std::string_view text) {
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool letter = kLetters.find(text[i]) != std::string_view::npos;
    if (kForm[i] == 'X' ? !letter : text[i] != '-') return false;
  }
  return true;
}

}  // namespace kraken::mock
