#include "kraken/mock/address_range.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "mock_server/src/checked_json.h"

namespace kraken::mock {
namespace {

using AddressBytes = std::array<std::uint8_t, 16>;

constexpr unsigned kBitsOfV4 = 32;
constexpr unsigned kBitsOfV6 = 128;
constexpr unsigned kBitsBeforeMapped = kBitsOfV6 - kBitsOfV4;
constexpr auto kMappedBytes =
    std::to_array<std::uint8_t>({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff});  // RFC 4291 §2.5.5.2

struct IpAddress {
  AddressBytes bytes{};
  bool is_v6 = false;
  bool was_mapped = false;  // IPv4, written as IPv6.

  unsigned bits() const { return is_v6 ? kBitsOfV6 : kBitsOfV4; }
};

std::optional<IpAddress> ReadIpAddress(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // It would end the text.
  const std::string terminated(text);
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  if (!std::ranges::equal(kMappedBytes, std::span(address.bytes).first<kMappedBytes.size()>())) {
    address.is_v6 = true;
    return address;
  }
  address.was_mapped = true;
  std::copy(address.bytes.begin() + kMappedBytes.size(), address.bytes.end(),
            address.bytes.begin());
  std::fill(address.bytes.begin() + sizeof(in_addr), address.bytes.end(), std::uint8_t{0});
  return address;
}

// The bytes with all bits beyond the prefix put to zero.
AddressBytes FirstBits(AddressBytes bytes, unsigned prefix) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::clamp(prefix, 8 * i, 8 * i + 8) - 8 * i;
    bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xff00U >> kept));
  }
  return bytes;
}

std::string WriteIpAddress(const AddressBytes& bytes, bool is_v6) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
}

std::string HintForNoAddress(std::string_view text) {
  if (text.find_first_of("[]") != std::string_view::npos) return "take the brackets off";
  if (text.find('%') != std::string_view::npos) return "leave out the zone (from '%' on)";
  if (text.find_first_of(" \t\r\n") != std::string_view::npos) return "remove the blanks";
  if (ReadIpAddress(text.substr(0, text.rfind(':')))) return "leave out the port";
  return "write one in numbers, such as 127.0.0.1 or ::1, or a range, such as 10.0.0.0/8 (names of "
         "hosts are not looked up)";
}

std::optional<unsigned> ReadPrefixLength(std::string_view text, unsigned shortest,
                                         unsigned longest) {
  unsigned length = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, length);
  if (fault != std::errc() || stop != end || length < shortest || length > longest) {
    return std::nullopt;
  }
  return length;
}

tl::unexpected<Error> NotARange(std::string message) {
  return Fail(ErrorKind::kMalformed, std::move(message));
}

}  // namespace

Result<AddressRange> ParseAddressRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const std::optional<IpAddress> address = ReadIpAddress(address_text);
  if (!address) {
    return NotARange(Quote(address_text) + " is not an IP address; " +
                     HintForNoAddress(address_text));
  }
  if (slash == std::string_view::npos) {
    return AddressRange(address->bytes, address->is_v6, address->bits());
  }

  const unsigned shortest = address->was_mapped ? kBitsBeforeMapped : 0;
  const unsigned longest = shortest + address->bits();
  const std::optional<unsigned> written =
      ReadPrefixLength(text.substr(slash + 1), shortest, longest);
  if (!written) {
    return NotARange("the prefix length of " + Quote(text) + " must be a whole number from " +
                     std::to_string(shortest) + " to " + std::to_string(longest));
  }
  const AddressRange range(FirstBits(address->bytes, *written - shortest), address->is_v6,
                           *written - shortest);
  if (range.bytes_ != address->bytes) {
    return NotARange(Quote(text) + " has bits set beyond its first " + std::to_string(*written) +
                     "; did you mean " + Quote(range.ToString()) + ", or " +
                     Quote(WriteIpAddress(address->bytes, address->is_v6)) + " alone?");
  }
  return range;
}

bool AddressRange::Contains(std::string_view numeric_address) const {
  const std::optional<IpAddress> address = ReadIpAddress(numeric_address);
  return address && address->is_v6 == is_v6_ && FirstBits(address->bytes, prefix_) == bytes_;
}

std::string AddressRange::ToString() const {
  std::string text = WriteIpAddress(bytes_, is_v6_);
  if (prefix_ != (is_v6_ ? kBitsOfV6 : kBitsOfV4)) text += "/" + std::to_string(prefix_);
  return text;
}

std::vector<std::string> ToStrings(const std::vector<AddressRange>& ranges) {
  std::vector<std::string> texts;
  for (const AddressRange& range : ranges) texts.push_back(range.ToString());
  return texts;
}

}  // namespace kraken::mock
