#include "adapters/system/clock.h"

#include <fmt/format.h>
#include <time.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <regex>

namespace endrange::system {

namespace {

using namespace std::chrono;
using WallTime = local_time<milliseconds>;

constexpr const char* SystemZone = "/etc/localtime";
const std::filesystem::path ZoneDatabase = "/usr/share/zoneinfo";

/// The offset as the system's own library knows it: it reads `TZ`, POSIX rules among them, and
/// `/etc/localtime`, and notices when either changes while the program runs.
minutes find_offset(Moment utc) {
  ::tzset();
  const time_t second = floor<seconds>(utc.time_since_epoch()).count();
  tm local = {};
  ::localtime_r(&second, &local);
  return floor<minutes>(seconds(local.tm_gmtoff));
}

/// The zone that `TZ` names, as POSIX reads it: a name of the zone database, with or without a colon, a file,
/// or a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`. Source: POSIX.1-2017, Base Definitions, 8.3.
ZoneReading read_environment_zone(std::string text) {
  static const std::regex rule(R"(^([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?\d{1,2}.*)");
  if (text.starts_with(':')) text.erase(0, 1);
  if (text.empty()) return {"UTC", "TZ", ""};
  std::error_code error;
  const bool known =
      std::filesystem::is_regular_file(ZoneDatabase / text, error) || std::regex_match(text, rule);
  if (known) return {text, "TZ", ""};
  return {"UTC", "none",
          fmt::format("TZ is \"{}\", which is neither a time zone's name nor a POSIX rule", text)};
}

/// When the clock on the person's wall shows this time; the first time of two, `nullopt` when it never does.
std::optional<LocalMoment> find_moment(WallTime local) {
  const Moment as_utc(local.time_since_epoch());
  // A zone changes its offset at most once within two days, so the offset is one of these.
  for (const auto offset : {find_offset(as_utc - days(1)), find_offset(as_utc + days(1))}) {
    if (find_offset(as_utc - offset) == offset) return LocalMoment{as_utc - offset, offset};
  }
  return std::nullopt;
}

int to_int(const std::ssub_match& digits) {
  return digits.matched ? std::stoi(digits.str()) : 0;
}

}  // namespace

ZoneReading read_zone() {
  if (const char* text = std::getenv("TZ")) return read_environment_zone(text);
  std::error_code error;
  if (!std::filesystem::is_regular_file(SystemZone, error))
    return {"UTC", "none", fmt::format("{} is missing: install tzdata and choose a time zone", SystemZone)};
  const auto file = std::filesystem::weakly_canonical(SystemZone, error);
  const auto name = file.lexically_relative(ZoneDatabase).string();
  return {name.starts_with("..") ? file.string() : name, SystemZone, ""};
}

LocalMoment find_local(Moment utc) {
  return {utc, find_offset(utc)};
}

ClockReading read_clock() {
  timespec boot = {};
  ::clock_gettime(CLOCK_BOOTTIME, &boot);
  return {find_local(floor<milliseconds>(system_clock::now())),
          floor<milliseconds>(seconds(boot.tv_sec) + nanoseconds(boot.tv_nsec))};
}

Result<LocalMoment> parse_time(std::string_view text, const LocalMoment& now) {
  static const std::regex form(
      R"(^(?:(\d{4})-(\d{2})-(\d{2}))?(?:[T ]?(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:(Z)|([+-])(\d{2}):(\d{2}))?$)");
  const std::string input(text);
  std::smatch part;
  const auto refuse = [&](std::string_view found) {
    return fail(fmt::format("expected a time such as 14:30 or 2026-03-01T14:30, found {}", found), input,
                "write hours and minutes, with the day in front when it is not today", Fault::Usage);
  };
  if (!std::regex_match(input, part, form) || (!part[1].matched && !part[4].matched))
    return refuse("something else");

  const year_month_day date =
      part[1].matched ? year_month_day(year(to_int(part[1])), month(static_cast<unsigned>(to_int(part[2]))),
                                       day(static_cast<unsigned>(to_int(part[3]))))
                      : year_month_day(now.day());
  if (!date.ok()) return refuse("a day that no calendar has");
  const int hour = part[4].matched ? to_int(part[4]) : 12;
  if (hour > 23 || to_int(part[5]) > 59 || to_int(part[6]) > 59) return refuse("a time that no clock shows");
  const WallTime local = local_days(date) + hours(hour) + minutes(to_int(part[5])) + seconds(to_int(part[6]));

  if (part[7].matched) return LocalMoment{Moment(local.time_since_epoch()), minutes(0)};
  if (part[8].matched) {
    if (to_int(part[9]) > 14 || to_int(part[10]) > 59) return refuse("an offset that no zone has");
    const auto offset = (hours(to_int(part[9])) + minutes(to_int(part[10]))) * (part[8] == "-" ? -1 : 1);
    return LocalMoment{Moment(local.time_since_epoch() - offset), offset};
  }
  if (const auto moment = find_moment(local)) return *moment;
  return fail(
      fmt::format("this time does not exist in {}: the clock is put forward past it", read_zone().name),
      input, "use a time an hour earlier or later", Fault::Usage);
}

}  // namespace endrange::system
