#include "adapters/protocol/moment.h"

#include <gtest/gtest.h>

#include <string>

namespace endrange::protocol {
namespace {

using namespace std::chrono;

TEST(MomentText, is_iso_8601_in_utc_to_the_millisecond) {
  const Moment moment = sys_days(year(2026) / March / 29) + hours(6) + minutes(15) + milliseconds(250);
  EXPECT_EQ(write_moment(moment), "2026-03-29T06:15:00.250Z");
  EXPECT_EQ(parse_moment("2026-03-29T06:15:00.250Z"), moment);
  EXPECT_EQ(parse_moment("2026-03-29T06:15:00.25Z"), moment);
  EXPECT_EQ(parse_moment("2026-03-29T06:15:00Z"), moment - milliseconds(250));
}

TEST(MomentText, refuses_what_is_no_moment) {
  for (const std::string text :
       {"", "2026-03-29", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-29T24:00:00Z",
        "2026-03-29T06:15:00", "2026-03-29T06:15:00+02:00", "2026-03-29 06:15:00Z", "1969-12-31T23:59:59Z",
        "2026-03-29T06:15:00.2500Z", "2026-03-29T06:15:00.Z", "+026-03-29T06:15:00Z", "2026-03-29T06:15:0-Z"})
    EXPECT_FALSE(parse_moment(text).has_value()) << text;
}

TEST(DayText, is_the_calendar_day) {
  EXPECT_EQ(write_day(local_days(year(2024) / February / 29)), "2024-02-29");
}

}  // namespace
}  // namespace endrange::protocol
