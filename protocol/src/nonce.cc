#include "kraken/protocol/nonce.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "kraken/protocol/ascii.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

// What breaks the rule at `at`, the first character that is no digit.
std::string_view FaultAt(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n') return "it holds a blank";
  if (at == 0 && c == '-') return "it has a sign, and nonces are never negative";
  if (at == 0 && c == '+') return "it has a sign";
  if (c == '.') return "it has a decimal point";
  if (at > 0 && (c == 'e' || c == 'E')) return "it is in exponent notation";
  if (static_cast<unsigned char>(c) >= 0x80) return "only the ASCII digits 0 to 9 count";
  return "it holds something other than digits";
}

tl::unexpected<Error> NotANonce(std::string_view text, std::string_view fault) {
  return Fail(ErrorKind::kMalformed,
              "the nonce " + Quoted(text) + " is not an unsigned 64-bit integer: " +
                  std::string(fault) + "; send decimal digits only, e.g. 1616492376594");
}

}  // namespace

Result<Nonce> ParseNonce(std::string_view text) {
  if (text.empty()) return NotANonce(text, "it is empty");
  const auto* stranger = std::ranges::find_if_not(text, IsDigit);
  if (stranger != text.end()) {
    return NotANonce(text, FaultAt(text, static_cast<std::size_t>(stranger - text.begin())));
  }
  Nonce nonce = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), nonce).ec != std::errc()) {
    return NotANonce(text, "it exceeds 2^64-1");
  }
  return nonce;
}

NonceWindow::NonceWindow(std::uint64_t width, bool remembers)
    : width_(width), remembers_(remembers) {}

NonceWindow::Verdict NonceWindow::Check(Nonce nonce) const {
  if (unused_) return {.accepted = true, .first = true};
  if (nonce > last_) return {.accepted = true, .last = last_};
  // Written so that nothing wraps: `last_ - width_` may lie below zero.
  const bool inside = last_ - nonce < width_;
  const bool seen = inside && recent_.contains(nonce);
  return {.accepted = inside && !seen, .seen_before = seen, .last = last_};
}

NonceWindow::Verdict NonceWindow::Accept(Nonce nonce) {
  const Verdict verdict = Check(nonce);
  if (verdict.accepted) Record(nonce, std::max(nonce, last_));
  return verdict;
}

void NonceWindow::ForceLast(Nonce nonce) {
  // What lies above the new last nonce counts as never sent.
  recent_.erase(recent_.upper_bound(nonce), recent_.end());
  Record(nonce, nonce);
}

void NonceWindow::Record(Nonce nonce, Nonce last) {
  unused_ = false;
  last_ = last;
  if (!remembers_ || width_ == 0) return;
  recent_.insert(nonce);
  while (last_ - *recent_.begin() >= width_) recent_.erase(recent_.begin());
}

Nonce NonceSource::Next(WallTime now) {
  const auto micros = std::chrono::floor<std::chrono::microseconds>(now.time_since_epoch()).count();
  const Nonce by_clock = micros > 0 ? static_cast<Nonce>(micros) : 0;
  Nonce last = last_.load();
  Nonce next = 0;
  do {
    if (last == std::numeric_limits<Nonce>::max()) {
      throw std::overflow_error("NonceSource: 2^64-1 is used; no greater nonce exists");
    }
    next = std::max(by_clock, last + 1);
  } while (!last_.compare_exchange_weak(last, next));
  return next;
}

}  // namespace kraken
