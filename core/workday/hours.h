#pragma once

#include <optional>

#include "core/workday/time.h"

/// Which hours of the day are for work, and which are quiet.
namespace endrange::workday {

/// Hours on a certain day.
struct DatedHours {
  LocalTime from = {};
  LocalTime until = {};
};

/// The work hours that `time` lies in; nothing outside them.
[[nodiscard]] std::optional<DatedHours> find_work_hours(const Rhythm& rhythm, LocalTime time);

/// The next work hours that begin after `time`; nothing when no day is a work day.
[[nodiscard]] std::optional<DatedHours> find_next_work_hours(const Rhythm& rhythm, LocalTime time);

/// The quiet hours that `time` lies in, those that end last when several do.
[[nodiscard]] std::optional<DatedHours> find_quiet_hours(const Rhythm& rhythm, LocalTime time);

/// The next time after `time` at which work hours or quiet hours begin or end; nothing when there are none.
[[nodiscard]] std::optional<LocalTime> find_next_bound(const Rhythm& rhythm, LocalTime time);

}  // namespace endrange::workday
