#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/moment.h"
#include "core/base/result.h"

namespace endrange::system {

/// Time since boot, time asleep included; never set back and never set forward by hand.
using BootTime = std::chrono::duration<std::int64_t, std::milli>;

/// Two clocks read together. They are separate values: the wall clock may jump, the other may not.
struct ClockReading {
  LocalMoment wall = {};
  BootTime boot = {};
};

/// Where the offset from UTC comes from, for `endrange doctor`.
struct ZoneReading {
  std::string name = {};     ///< `Europe/Vienna`, or the rule itself for a POSIX `TZ`
  std::string source = {};   ///< `TZ`, `/etc/localtime`, or `none`: then UTC is used
  std::string problem = {};  ///< why the zone could not be read; empty when all is well
};

[[nodiscard]] ZoneReading read_zone();

[[nodiscard]] ClockReading read_clock();

/// The same moment with the offset that the person's zone has then.
[[nodiscard]] LocalMoment find_local(Moment utc);

/// Reads a time as typed: `14:30` (on the day of `now`), `2026-03-01 14:30`, `2026-03-01T14:30:05`,
/// `2026-03-01` (its noon), each with an optional `Z` or `+01:00`. Without one, the person's own zone counts;
/// a local time that the zone skips is refused, one that it has twice means the first.
[[nodiscard]] Result<LocalMoment> parse_time(std::string_view text, const LocalMoment& now);

}  // namespace endrange::system
