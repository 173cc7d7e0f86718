#include "core/workday/schedule.h"

#include <algorithm>

namespace endrange::workday {

namespace {

bool is_work_day(const Rhythm& rhythm, Day day) {
  const auto iso = static_cast<int>(std::chrono::weekday(day).iso_encoding());
  return std::ranges::find(rhythm.work_days, iso) != rhythm.work_days.end();
}

WorkHours make_hours(const Rhythm& rhythm, Day day) {
  const auto ends_on = rhythm.day_ends > rhythm.day_starts ? day : day + std::chrono::days(1);
  return {LocalTime(day) + rhythm.day_starts, LocalTime(ends_on) + rhythm.day_ends};
}

}  // namespace

std::optional<WorkHours> find_current_hours(const Rhythm& rhythm, LocalTime time) {
  const auto today = std::chrono::floor<std::chrono::days>(time);
  // Work that began yesterday may end this morning.
  for (const auto day : {today, today - std::chrono::days(1)}) {
    if (!is_work_day(rhythm, day)) continue;
    const auto hours = make_hours(rhythm, day);
    if (time >= hours.starts && time < hours.ends) return hours;
  }
  return std::nullopt;
}

std::optional<WorkHours> find_next_hours(const Rhythm& rhythm, LocalTime time) {
  constexpr int DaysOfWeek = 7;
  const auto today = std::chrono::floor<std::chrono::days>(time);
  for (int i = 0; i <= DaysOfWeek; ++i) {
    const auto day = today + std::chrono::days(i);
    const auto hours = make_hours(rhythm, day);
    if (is_work_day(rhythm, day) && hours.starts > time) return hours;
  }
  return std::nullopt;
}

BootTime to_boot(const Now& now, LocalTime when) {
  return now.boot + (when - now.wall.local());
}

std::optional<BootTime> find_due(const State& state, const Now& now) {
  if (state.put_off_until) return state.put_off_until;
  if (!state.stretch_start) return std::nullopt;
  // What was before the work hours is not the rhythm's business.
  const auto hours = find_current_hours(state.rhythm, now.wall.local());
  const auto from =
      hours ? std::max(*state.stretch_start, to_boot(now, hours->starts)) : *state.stretch_start;
  return from + state.rhythm.work;
}

}  // namespace endrange::workday
