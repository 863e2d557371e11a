// An entry of an API key's list of allowed addresses: one IP address, or a range of them.
//
//   Result<AddressRange> office = ParseAddressRange("192.168.1.0/24");
//   office->Contains("192.168.1.17");         // true
//   office->Contains("::ffff:192.168.1.17");  // true: an IPv4 address in IPv6 notation is itself
//
// Otherwise the two kinds have nothing in common: "::1" is not "127.0.0.1", and "::/0" contains no
// IPv4 address. A value; safe to read from several threads.
#ifndef KRAKEN_MOCK_ADDRESS_RANGE_H_
#define KRAKEN_MOCK_ADDRESS_RANGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"

namespace kraken::mock {

class AddressRange;

// An IPv4 or IPv6 address in numbers, with "/" and a prefix length where it is a range (CIDR
// notation, RFC 4632 and RFC 4291 §2.3). Bits that are set beyond the prefix are a mistake, because
// either the address or the prefix is not what was meant. The error quotes the text.
Result<AddressRange> ParseAddressRange(std::string_view text);

class AddressRange final {
 public:
  // Whether an address in numbers, without brackets, port and zone, is in the range. What is no
  // such address is in none.
  bool Contains(std::string_view numeric_address) const;

  // The canonical notation: "10.0.0.0/8", "2001:db8::/32"; a single address has no prefix length.
  std::string ToString() const;

  // "10.0.0.1" and "10.0.0.1/32" are equal.
  friend bool operator==(const AddressRange&, const AddressRange&) = default;

 private:
  friend Result<AddressRange> ParseAddressRange(std::string_view text);

  using Bytes = std::array<std::uint8_t, 16>;

  AddressRange(const Bytes& bytes, bool is_v6, unsigned prefix)
      : bytes_(bytes), is_v6_(is_v6), prefix_(prefix) {}

  Bytes bytes_;  // An IPv4 address is the first four.
  bool is_v6_;
  unsigned prefix_;
};

// Each in its canonical notation.
std::vector<std::string> ToStrings(const std::vector<AddressRange>& ranges);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_ADDRESS_RANGE_H_
