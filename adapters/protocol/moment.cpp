#include "adapters/protocol/moment.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace endrange::protocol {
namespace {

using namespace std::chrono;

/// Digits [from, from + count) of the text as a number.
std::optional<int> find_number(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  int value = 0;
  const char* const end = text.data() + from + count;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  std::from_chars(text.data() + from, end, value);
  return value;
}

std::optional<milliseconds> find_fraction(std::string_view text) {
  if (text == "Z") return milliseconds(0);
  if (text.size() < 3 || text.size() > 5 || text.front() != '.' || text.back() != 'Z') return std::nullopt;
  const auto count = text.size() - 2;
  const auto digits = find_number(text, 1, count);
  if (!digits) return std::nullopt;
  return milliseconds(*digits * (count == 1 ? 100 : count == 2 ? 10 : 1));
}

std::optional<Moment> find_moment(std::string_view text) {
  // 2026-03-29T06:15:00 is 19 characters long.
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const auto y = find_number(text, 0, 4), m = find_number(text, 5, 2), d = find_number(text, 8, 2);
  const auto hour = find_number(text, 11, 2), minute = find_number(text, 14, 2);
  const auto second = find_number(text, 17, 2);
  const auto fraction = find_fraction(text.substr(19));
  if (!y || !m || !d || !hour || !minute || !second || !fraction) return std::nullopt;
  const year_month_day date(year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d)));
  if (!date.ok() || *y < 1970 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) + *fraction;
}

}  // namespace

std::string write_moment(Moment moment) {
  const auto midnight = floor<days>(moment);
  const year_month_day date(midnight);
  const hh_mm_ss time(moment - midnight);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

Result<Moment> parse_moment(std::string_view text) {
  if (const auto moment = find_moment(text)) return *moment;
  return fail(
      fmt::format("expected a moment such as 2026-03-29T06:15:00.000Z, found \"{}\"", text.substr(0, 40)));
}

std::string write_day(Day day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace endrange::protocol
