#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/moment.h"
#include "core/journal/rhythm.h"

/// Two clocks that are never mixed: the wall's says what time of day it is and may jump, the other measures
/// how long things last.
namespace endrange::workday {

using journal::BreakKind;
using journal::BreakRhythm;
using journal::Rhythm;

/// Time since boot, time asleep included; never set back or forward. Lengths of time are measured on it
/// alone.
using BootTime = std::chrono::duration<std::int64_t, std::milli>;

using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// Both clocks read together.
struct Now {
  LocalMoment wall = {};
  BootTime boot = {};

  /// The same time on the other clock, as far as the two agree from here on.
  [[nodiscard]] BootTime to_boot(LocalTime when) const { return boot + (when - wall.local()); }
  [[nodiscard]] BootTime to_boot(Moment when) const { return boot + (when - wall.utc); }
  [[nodiscard]] Moment to_wall(BootTime when) const { return wall.utc + (when - boot); }
  [[nodiscard]] LocalTime to_local(BootTime when) const { return wall.local() + (when - boot); }
};

}  // namespace endrange::workday
