#include "adapters/system/clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/environment.h"

namespace endrange::system {
namespace {

using namespace std::chrono;
using test::Environment;
using ::testing::HasSubstr;

Moment utc(int y, unsigned m, unsigned d, int h, int min) {
  return sys_days(year(y) / month(m) / day(d)) + hours(h) + minutes(min);
}

TEST(Clock, reads_wall_and_boot_time_as_two_values) {
  const auto before = read_clock();
  std::this_thread::sleep_for(milliseconds(20));
  const auto after = read_clock();
  EXPECT_GE(after.boot - before.boot, milliseconds(19));
  EXPECT_LT(after.boot - before.boot, seconds(20));
  EXPECT_GT(before.boot, milliseconds(0));
  EXPECT_GT(before.wall.utc, utc(2024, 1, 1, 0, 0));
}

TEST(Clock, notices_the_zone_in_the_environment_at_any_time) {
  const auto summer = utc(2026, 7, 1, 12, 0);
  const auto winter = utc(2026, 1, 1, 12, 0);
  struct Row {
    const char* zone;
    int summer_min;
    int winter_min;
  };
  // Oracle: the zone database's rules of these zones in 2026, by hand; Kathmandu and Chatham for odd offsets.
  for (const Row& row : std::initializer_list<Row>{{"Europe/Vienna", 120, 60},
                                                   {":Europe/Vienna", 120, 60},
                                                   {"/usr/share/zoneinfo/America/New_York", -240, -300},
                                                   {"Asia/Kathmandu", 345, 345},
                                                   {"Pacific/Chatham", 765, 825},
                                                   {"CET-1CEST,M3.5.0,M10.5.0/3", 120, 60},
                                                   {"<-03>3", -180, -180},
                                                   {"UTC", 0, 0},
                                                   {"", 0, 0}}) {
    const Environment zone("TZ", row.zone);
    EXPECT_EQ(find_local(summer).offset, minutes(row.summer_min)) << row.zone;
    EXPECT_EQ(find_local(winter).offset, minutes(row.winter_min)) << row.zone;
    EXPECT_EQ(read_zone().problem, "") << row.zone;
    EXPECT_EQ(read_zone().source, "TZ");
  }
}

TEST(Clock, falls_back_to_the_systems_zone_and_says_when_a_zone_is_nonsense) {
  {
    const Environment zone("TZ", std::nullopt);
    EXPECT_EQ(read_zone().source, "/etc/localtime") << read_zone().problem;
    EXPECT_NE(read_zone().name, "");
  }
  const Environment zone("TZ", "Middle/Earth");
  EXPECT_EQ(read_zone().source, "none");
  EXPECT_THAT(read_zone().problem, HasSubstr("Middle/Earth"));
  EXPECT_EQ(find_local(utc(2026, 7, 1, 12, 0)).offset, minutes(0));
}

TEST(ParseTime, reads_what_people_type) {
  const Environment zone("TZ", "Europe/Vienna");
  const auto now = find_local(utc(2026, 2, 27, 23, 30));  // already the 28th in Vienna
  struct Row {
    const char* text;
    Moment expected;
    int offset_min;
  };
  for (const Row& row :
       std::initializer_list<Row>{{"14:30", utc(2026, 2, 28, 13, 30), 60},
                                  {"9:05", utc(2026, 2, 28, 8, 5), 60},
                                  {"2026-07-01 14:30", utc(2026, 7, 1, 12, 30), 120},
                                  {"2026-07-01T14:30:30", utc(2026, 7, 1, 12, 30) + seconds(30), 120},
                                  {"2026-07-01T14:30Z", utc(2026, 7, 1, 14, 30), 0},
                                  {"2026-07-01T14:30-05:30", utc(2026, 7, 1, 20, 0), -330},
                                  {"2026-07-01", utc(2026, 7, 1, 10, 0), 120},
                                  // the hour that comes twice: its first time
                                  {"2026-10-25 02:30", utc(2026, 10, 25, 0, 30), 120},
                                  {"2026-10-25 03:00", utc(2026, 10, 25, 2, 0), 60},
                                  {"2026-03-29 03:00", utc(2026, 3, 29, 1, 0), 120},
                                  {"2024-02-29", utc(2024, 2, 29, 11, 0), 60}}) {
    const auto parsed = parse_time(row.text, now);
    ASSERT_TRUE(parsed) << row.text << ": " << parsed.error().text();
    EXPECT_EQ(parsed->utc, row.expected) << row.text;
    EXPECT_EQ(parsed->offset, minutes(row.offset_min)) << row.text;
  }
}

TEST(ParseTime, refuses_the_rest_with_the_input_named) {
  const Environment zone("TZ", "Europe/Vienna");
  const auto now = find_local(utc(2026, 2, 27, 12, 0));
  for (const auto* text :
       {"", "noon", "24:00", "12:60", "2026-13-01", "2026-02-29", "12", "1:2", "12:30 tomorrow",
        "2026-07-01T", "Z", "2026-07-01T14:30+25:00", "2026-7-1", "14:30:61"}) {
    const auto parsed = parse_time(text, now);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().fault, Fault::Usage) << text;
    EXPECT_EQ(parsed.error().where, text);
  }
  EXPECT_THAT(parse_time("2026-03-29 02:30", now).error().text(),
              HasSubstr("does not exist in Europe/Vienna"));
}

}  // namespace
}  // namespace endrange::system
