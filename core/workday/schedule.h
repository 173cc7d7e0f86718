#pragma once

#include <optional>

#include "core/workday/workday.h"

namespace endrange::workday {

using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// The work hours that a local time lies in, or the next ones after it.
struct WorkHours {
  LocalTime starts = {};
  LocalTime ends = {};
};

/// The work hours that `time` lies in; nothing outside them.
[[nodiscard]] std::optional<WorkHours> find_current_hours(const Rhythm& rhythm, LocalTime time);

/// The next work hours that begin after `time`; nothing when no day is a work day.
[[nodiscard]] std::optional<WorkHours> find_next_hours(const Rhythm& rhythm, LocalTime time);

/// A local time on the other clock, as far as the two agree from here on.
[[nodiscard]] BootTime to_boot(const Now& now, LocalTime when);

/// When the next break is due; nothing while nobody is there.
[[nodiscard]] std::optional<BootTime> find_due(const State& state, const Now& now);

}  // namespace endrange::workday
