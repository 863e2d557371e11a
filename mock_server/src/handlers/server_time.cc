// Time and SystemStatus: both tell the moment of the call.
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

constexpr auto kWeekdays =
    std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
constexpr auto kMonths = std::to_array<std::string_view>(
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});

std::string TwoDigits(unsigned value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

// "Tue, 11 Nov 25 00:17:04 +0000": Kraken writes two digits of the year. By tables, since the
// library's names follow the locale of the program.
std::string Rfc1123(std::chrono::sys_seconds time) {
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto part = [](auto duration) {
    return TwoDigits(static_cast<unsigned>(duration.count()));
  };
  return std::string(kWeekdays.at(std::chrono::weekday(day).c_encoding())) + ", " +
         TwoDigits(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths.at(static_cast<unsigned>(date.month()) - 1)) + " " + TwoDigits(year) +
         " " + part(clock.hours()) + ":" + part(clock.minutes()) + ":" + part(clock.seconds()) +
         " +0000";
}

}  // namespace

HandlerResult Time(const Call& call, World& /*world*/) {
  const auto now = floor<seconds>(call.now);
  return R"({"unixtime":)" + std::to_string(now.time_since_epoch().count()) + R"(,"rfc1123":")" +
         Rfc1123(now) + R"("})";
}

HandlerResult SystemStatusNow(const Call& call, World& world) {
  return R"({"status":")" + std::string(ToString(world.venue.status())) + R"(","timestamp":")" +
         FormatRfc3339(floor<seconds>(call.now)) + R"("})";
}

}  // namespace kraken::mock
