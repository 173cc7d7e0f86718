#include "core/workday/rhythm.h"

#include <algorithm>

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

// The lengths that each kind may have; what was longer or between is drawn in to the nearest.
constexpr std::chrono::minutes LongestShortBreak = 3min;
constexpr std::chrono::minutes ShortestLongBreak = 5min;
constexpr std::chrono::minutes LongestLongBreak = 15min;

bool is_as_begun(const journal::SettingsChanged& settings) {
  const journal::SettingsChanged begun;
  return settings.breaks_on == begun.breaks_on && settings.work_minutes == begun.work_minutes &&
         settings.break_minutes == begun.break_minutes && settings.day_starts == begun.day_starts &&
         settings.day_ends == begun.day_ends && settings.work_days == begun.work_days;
}

}  // namespace

journal::Rhythm convert_rhythm(const journal::SettingsChanged& settings) {
  journal::Rhythm rhythm;
  const std::chrono::minutes length(settings.break_minutes);
  const bool is_short = length < ShortestLongBreak;
  rhythm.is_on = settings.breaks_on;
  rhythm.short_breaks.is_on = is_short;
  rhythm.long_breaks.is_on = !is_short;
  auto& one = is_short ? rhythm.short_breaks : rhythm.long_breaks;
  one.every = std::chrono::minutes(settings.work_minutes);
  one.length = is_short ? std::min(length, LongestShortBreak) : std::min(length, LongestLongBreak);
  rhythm.work = {};
  for (const int day : settings.work_days)
    rhythm.work.at(static_cast<std::size_t>(day - 1)) =
        journal::Hours{settings.day_starts, settings.day_ends};
  return rhythm;
}

journal::Rhythm compute_rhythm(std::span<const journal::Entry> standing) {
  const journal::SettingsChanged* settings = nullptr;
  const journal::RhythmChanged* changed = nullptr;
  for (const auto& entry : standing) {
    if (const auto* found = std::get_if<journal::SettingsChanged>(&entry.event)) settings = found;
    if (const auto* found = std::get_if<journal::RhythmChanged>(&entry.event)) changed = found;
  }
  if (changed != nullptr) return changed->rhythm;
  if (settings == nullptr || is_as_begun(*settings)) return {};
  return convert_rhythm(*settings);
}

}  // namespace endrange::workday
