#include "kraken/mock/address_range.h"

#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;

AddressRange RangeOf(std::string_view text) { return ParseAddressRange(text).value(); }

TEST(AddressRange, OfOneAddressContainsThatAlone) {
  const AddressRange v4 = RangeOf("192.168.1.17");
  EXPECT_TRUE(v4.Contains("192.168.1.17"));
  EXPECT_FALSE(v4.Contains("192.168.1.16"));
  EXPECT_FALSE(v4.Contains("192.168.1.18"));
  const AddressRange v6 = RangeOf("2001:db8::1");
  EXPECT_TRUE(v6.Contains("2001:db8::1"));
  EXPECT_TRUE(v6.Contains("2001:DB8:0:0::0001"));
  EXPECT_FALSE(v6.Contains("2001:db8::2"));
}

TEST(AddressRange, ContainsWhatBeginsWithItsPrefix) {
  const AddressRange v4 = RangeOf("10.0.0.0/8");
  EXPECT_TRUE(v4.Contains("10.0.0.0"));
  EXPECT_TRUE(v4.Contains("10.255.255.255"));
  EXPECT_FALSE(v4.Contains("9.255.255.255"));
  EXPECT_FALSE(v4.Contains("11.0.0.0"));
  const AddressRange v6 = RangeOf("2001:db8::/32");
  EXPECT_TRUE(v6.Contains("2001:db8::"));
  EXPECT_TRUE(v6.Contains("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
  EXPECT_FALSE(v6.Contains("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff"));
  EXPECT_FALSE(v6.Contains("2001:db9::"));
}

TEST(AddressRange, MayEndWithinAByte) {
  const AddressRange v4 = RangeOf("172.16.0.0/12");
  EXPECT_TRUE(v4.Contains("172.16.0.0"));
  EXPECT_TRUE(v4.Contains("172.31.255.255"));
  EXPECT_FALSE(v4.Contains("172.15.255.255"));
  EXPECT_FALSE(v4.Contains("172.32.0.0"));
  const AddressRange pair = RangeOf("192.168.1.16/31");
  EXPECT_TRUE(pair.Contains("192.168.1.17"));
  EXPECT_FALSE(pair.Contains("192.168.1.18"));
  const AddressRange v6 = RangeOf("fe80::/10");
  EXPECT_TRUE(v6.Contains("febf::1"));
  EXPECT_FALSE(v6.Contains("fec0::1"));
}

TEST(AddressRange, OfPrefixZeroContainsAllOfItsKindAndNoneOfTheOther) {
  EXPECT_TRUE(RangeOf("0.0.0.0/0").Contains("255.255.255.255"));
  EXPECT_FALSE(RangeOf("0.0.0.0/0").Contains("::1"));
  EXPECT_TRUE(RangeOf("::/0").Contains("2001:db8::1"));
  EXPECT_FALSE(RangeOf("::/0").Contains("127.0.0.1"));
}

TEST(AddressRange, KeepsTheTwoLoopbacksApart) {
  EXPECT_FALSE(RangeOf("::1").Contains("127.0.0.1"));
  EXPECT_FALSE(RangeOf("127.0.0.1").Contains("::1"));
  EXPECT_FALSE(RangeOf("127.0.0.1") == RangeOf("::1"));
  // The same bytes, but for those that an IPv4 address does not have.
  EXPECT_FALSE(RangeOf("127.0.0.1").Contains("7f00:1::"));
  EXPECT_FALSE(RangeOf("127.0.0.0/8").Contains("7f00::"));
}

TEST(AddressRange, TakesAnIpv4AddressInIpv6NotationForItself) {
  EXPECT_TRUE(RangeOf("127.0.0.1").Contains("::ffff:127.0.0.1"));
  EXPECT_TRUE(RangeOf("127.0.0.0/8").Contains("::ffff:7f01:203"));
  EXPECT_FALSE(RangeOf("127.0.0.1").Contains("::ffff:127.0.0.2"));
  EXPECT_FALSE(RangeOf("::/0").Contains("::ffff:127.0.0.1"));
  EXPECT_TRUE(RangeOf("::ffff:127.0.0.1").Contains("127.0.0.1"));
  EXPECT_EQ(RangeOf("::ffff:10.0.0.0/104").ToString(), "10.0.0.0/8");
  EXPECT_EQ(RangeOf("::ffff:0:0/96").ToString(), "0.0.0.0/0");
}

TEST(AddressRange, ContainsNothingThatIsNotAnAddress) {
  const AddressRange any = RangeOf("0.0.0.0/0");
  for (const std::string_view text :
       {std::string_view(), std::string_view("localhost"), std::string_view("127.0.0.1:80"),
        std::string_view("[::1]"), std::string_view("127.1"), std::string_view(" 127.0.0.1"),
        std::string_view("127.0.0.1/32"), std::string_view("127.0.0.1\0", 10)}) {
    EXPECT_FALSE(any.Contains(text)) << text;
  }
}

TEST(AddressRange, IsWrittenInItsCanonicalNotation) {
  EXPECT_EQ(RangeOf("192.168.1.17").ToString(), "192.168.1.17");
  EXPECT_EQ(RangeOf("192.168.1.17/32").ToString(), "192.168.1.17");
  EXPECT_EQ(RangeOf("10.0.0.0/8").ToString(), "10.0.0.0/8");
  EXPECT_EQ(RangeOf("0.0.0.0/0").ToString(), "0.0.0.0/0");
  EXPECT_EQ(RangeOf("2001:0DB8:0:0:0:0:0:0/32").ToString(), "2001:db8::/32");
  EXPECT_EQ(RangeOf("::1/128").ToString(), "::1");
  EXPECT_EQ(RangeOf("::/32").ToString(), "::/32");
}

TEST(AddressRange, EqualsWhatContainsTheSame) {
  EXPECT_TRUE(RangeOf("10.0.0.1") == RangeOf("10.0.0.1/32"));
  EXPECT_TRUE(RangeOf("::1") == RangeOf("0:0::1/128"));
  EXPECT_FALSE(RangeOf("10.0.0.0/8") == RangeOf("10.0.0.0/9"));
  EXPECT_FALSE(RangeOf("10.0.0.0/8") == RangeOf("11.0.0.0/8"));
  EXPECT_FALSE(RangeOf("0.0.0.0/0") == RangeOf("::/0"));
}

struct BadRange {
  std::string_view name;
  std::string_view text;
  std::string message;
};
void PrintTo(const BadRange& bad, std::ostream* out) { *out << bad.name; }

class AddressRangeRefuses : public ::testing::TestWithParam<BadRange> {};

TEST_P(AddressRangeRefuses, AndSaysWhatIsWrong) {
  EXPECT_THAT(ParseAddressRange(GetParam().text),
              FailsWith(ErrorKind::kMalformed, GetParam().message));
}

std::string NotInNumbers(std::string_view quoted) {
  return std::string(quoted) +
         " is not an IP address; write one in numbers, such as 127.0.0.1 or ::1, or a range, such "
         "as 10.0.0.0/8 (names of hosts are not looked up)";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, AddressRangeRefuses,
    ::testing::Values(
        BadRange{"Empty", "", NotInNumbers("\"\"")},
        BadRange{"NameOfAHost", "localhost", NotInNumbers("\"localhost\"")},
        BadRange{"NameAndPrefix", "example.com/8", NotInNumbers("\"example.com\"")},
        BadRange{"ThreeNumbers", "10.0.0/24", NotInNumbers("\"10.0.0\"")},
        BadRange{"NumberTooLarge", "256.0.0.1", NotInNumbers("\"256.0.0.1\"")},
        BadRange{"LeadingZero", "010.0.0.1", NotInNumbers("\"010.0.0.1\"")},
        BadRange{"TwoGaps", "2001::db8::1", NotInNumbers("\"2001::db8::1\"")},
        BadRange{"LineEndInside", "10.\n0.0.1",
                 R"("10.\n0.0.1" is not an IP address; remove the blanks)"},
        BadRange{"Nul", std::string_view("10.0.0.1\0.2", 11),
                 NotInNumbers("\"10.0.0.1\\u0000.2\"")},
        BadRange{"Brackets", "[::1]", R"("[::1]" is not an IP address; take the brackets off)"},
        BadRange{"Port", "127.0.0.1:8080",
                 R"("127.0.0.1:8080" is not an IP address; leave out the port)"},
        BadRange{"Zone", "fe80::1%eth0",
                 R"("fe80::1%eth0" is not an IP address; leave out the zone (from '%' on))"},
        BadRange{"BlankBehind", "10.0.0.1 ",
                 R"("10.0.0.1 " is not an IP address; remove the blanks)"},
        BadRange{"PrefixTooLong", "10.0.0.0/33",
                 R"(the prefix length of "10.0.0.0/33" must be a whole number from 0 to 32)"},
        BadRange{"PrefixTooLongForIpv6", "2001:db8::/129",
                 R"(the prefix length of "2001:db8::/129" must be a whole number from 0 to 128)"},
        BadRange{"PrefixHuge", "10.0.0.0/4294967304",
                 R"(the prefix length of "10.0.0.0/4294967304" must be a whole number from 0 to )"
                 "32"},
        BadRange{"PrefixNegative", "10.0.0.0/-8",
                 R"(the prefix length of "10.0.0.0/-8" must be a whole number from 0 to 32)"},
        BadRange{"PrefixMissing", "10.0.0.0/",
                 R"(the prefix length of "10.0.0.0/" must be a whole number from 0 to 32)"},
        BadRange{"PrefixTwice", "10.0.0.0/8/8",
                 R"(the prefix length of "10.0.0.0/8/8" must be a whole number from 0 to 32)"},
        BadRange{"Mask", "10.0.0.0/255.0.0.0",
                 R"(the prefix length of "10.0.0.0/255.0.0.0" must be a whole number from 0 to )"
                 "32"},
        BadRange{"PrefixOfAMappedAddress", "::ffff:10.0.0.0/8",
                 R"(the prefix length of "::ffff:10.0.0.0/8" must be a whole number from 96 to )"
                 "128"},
        BadRange{"BitsBeyond", "10.0.0.1/8",
                 R"("10.0.0.1/8" has bits set beyond its first 8; did you mean "10.0.0.0/8", or )"
                 R"("10.0.0.1" alone?)"},
        BadRange{"BitsBeyondWithinAByte", "172.31.0.0/12",
                 R"("172.31.0.0/12" has bits set beyond its first 12; did you mean )"
                 R"("172.16.0.0/12", or "172.31.0.0" alone?)"},
        BadRange{"BitsBeyondZero", "127.0.0.1/0",
                 R"("127.0.0.1/0" has bits set beyond its first 0; did you mean "0.0.0.0/0", or )"
                 R"("127.0.0.1" alone?)"},
        BadRange{"BitsBeyondInIpv6", "2001:db8::1/64",
                 R"("2001:db8::1/64" has bits set beyond its first 64; did you mean )"
                 R"("2001:db8::/64", or "2001:db8::1" alone?)"},
        BadRange{"BitsBeyondInAMappedAddress", "::ffff:10.0.0.1/104",
                 R"("::ffff:10.0.0.1/104" has bits set beyond its first 104; did you mean )"
                 R"("10.0.0.0/8", or "10.0.0.1" alone?)"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kraken::mock
