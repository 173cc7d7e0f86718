#include "core/workday/hours.h"

#include <algorithm>
#include <vector>

namespace endrange::workday {

namespace {

constexpr int DaysOfWeek = 7;

DatedHours make_span(const journal::Hours& hours, Day day) {
  const auto ends_on = hours.until > hours.from ? day : day + std::chrono::days(1);
  return {LocalTime(day) + hours.from, LocalTime(ends_on) + hours.until};
}

std::optional<DatedHours> find_work_hours_of(const Rhythm& rhythm, Day day) {
  const auto& hours = rhythm.work.at(std::chrono::weekday(day).iso_encoding() - 1);
  return hours ? std::optional(make_span(*hours, day)) : std::nullopt;
}

bool holds(const DatedHours& span, LocalTime time) {
  return time >= span.from && time < span.until;
}

}  // namespace

std::optional<DatedHours> find_work_hours(const Rhythm& rhythm, LocalTime time) {
  const auto today = std::chrono::floor<std::chrono::days>(time);
  // Work that began yesterday may end this morning.
  for (const auto day : {today, today - std::chrono::days(1)})
    if (const auto hours = find_work_hours_of(rhythm, day); hours && holds(*hours, time)) return hours;
  return std::nullopt;
}

std::optional<DatedHours> find_next_work_hours(const Rhythm& rhythm, LocalTime time) {
  const auto today = std::chrono::floor<std::chrono::days>(time);
  for (int i = 0; i <= DaysOfWeek; ++i)
    if (const auto hours = find_work_hours_of(rhythm, today + std::chrono::days(i));
        hours && hours->from > time)
      return hours;
  return std::nullopt;
}

std::optional<DatedHours> find_quiet_hours(const Rhythm& rhythm, LocalTime time) {
  const auto today = std::chrono::floor<std::chrono::days>(time);
  std::optional<DatedHours> found;
  for (const auto& hours : rhythm.quiet)
    for (const auto day : {today, today - std::chrono::days(1)})
      if (const auto span = make_span(hours, day); holds(span, time) && (!found || span.until > found->until))
        found = span;
  return found;
}

std::optional<LocalTime> find_next_bound(const Rhythm& rhythm, LocalTime time) {
  std::vector<DatedHours> spans;
  const auto today = std::chrono::floor<std::chrono::days>(time);
  for (const auto day : {today - std::chrono::days(1), today, today + std::chrono::days(1)})
    for (const auto& hours : rhythm.quiet) spans.push_back(make_span(hours, day));
  if (const auto hours = find_work_hours(rhythm, time)) spans.push_back(*hours);
  if (const auto hours = find_next_work_hours(rhythm, time)) spans.push_back(*hours);
  std::optional<LocalTime> next;
  for (const auto& span : spans)
    for (const auto bound : {span.from, span.until})
      if (bound > time && (!next || bound < *next)) next = bound;
  return next;
}

}  // namespace endrange::workday
