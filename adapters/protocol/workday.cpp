#include "adapters/protocol/workday.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "core/workday/words.h"

namespace endrange::protocol {
namespace {

constexpr int DaysOfWeek = 7;

BreakRhythm make_break_rhythm(const journal::BreakRhythm& rhythm) {
  return {rhythm.is_on, rhythm.every.count(), rhythm.length.count(), rhythm.most_a_day};
}

/// A whole number within what a check can judge: one beyond it stays beyond every limit.
int narrow(std::int64_t value) {
  constexpr std::int64_t Most = 1'000'000;
  return static_cast<int>(std::clamp(value, -Most, Most));
}

journal::BreakRhythm parse_break_rhythm(const BreakRhythm& rhythm) {
  return {rhythm.is_on, std::chrono::minutes(narrow(rhythm.every_min)),
          std::chrono::minutes(narrow(rhythm.length_min)), narrow(rhythm.most_a_day)};
}

journal::Hours parse_hours(std::int64_t from_min, std::int64_t until_min) {
  return {std::chrono::minutes(narrow(from_min)), std::chrono::minutes(narrow(until_min))};
}

std::optional<std::string> write(const std::optional<Moment>& moment) {
  return moment ? std::optional(write_moment(*moment)) : std::nullopt;
}

double minute_of(workday::LocalTime time, Day day) {
  return std::chrono::duration<double, std::ratio<60>>(time - workday::LocalTime(day)).count();
}

DayMark make_mark(const workday::PreviewMark& mark, Day day) {
  const double from = minute_of(mark.from, day);
  const double until = minute_of(mark.until, day);
  switch (mark.kind) {
    case workday::PreviewKind::Work:
      return {from, until, "work", "Work"};
    case workday::PreviewKind::Rest:
      return {from, until, "rest", "Away"};
    case workday::PreviewKind::ShortBreak:
      return {from, until, "short_break", "Short break"};
    case workday::PreviewKind::LongBreak:
      return {from, until, "long_break", "Long break"};
  }
  return {};
}

std::string count(int number, const char* what) {
  return fmt::format("{} {} {}", number, what, number == 1 ? "break" : "breaks");
}

}  // namespace

Rhythm make_rhythm(const journal::Rhythm& rhythm) {
  Rhythm made;
  made.is_on = rhythm.is_on;
  made.short_breaks = make_break_rhythm(rhythm.short_breaks);
  made.long_breaks = make_break_rhythm(rhythm.long_breaks);
  for (int day = 0; day < DaysOfWeek; ++day)
    if (const auto& hours = rhythm.work.at(static_cast<std::size_t>(day)))
      made.work.push_back({day + 1, hours->from.count(), hours->until.count()});
  for (const auto& hours : rhythm.quiet) made.quiet.push_back({hours.from.count(), hours.until.count()});
  return made;
}

Result<journal::Rhythm> parse_rhythm(const Rhythm& rhythm) {
  journal::Rhythm core;
  core.is_on = rhythm.is_on;
  core.short_breaks = parse_break_rhythm(rhythm.short_breaks);
  core.long_breaks = parse_break_rhythm(rhythm.long_breaks);
  core.work = {};
  for (const auto& day : rhythm.work) {
    if (day.weekday < 1 || day.weekday > DaysOfWeek)
      return fail(fmt::format("expected a weekday from 1 to 7, found {}", day.weekday), "rhythm.work");
    auto& hours = core.work.at(static_cast<std::size_t>(day.weekday - 1));
    if (hours) return fail(fmt::format("expected each day once, found {} twice", day.weekday), "rhythm.work");
    hours = parse_hours(day.from_min, day.until_min);
  }
  for (const auto& hours : rhythm.quiet) core.quiet.push_back(parse_hours(hours.from_min, hours.until_min));
  return core;
}

BreakStatus make_break_status(const workday::Status& status, const workday::Rhythm& rhythm,
                              std::string activity_source) {
  return {same_enumerator<BreakPhase>(status.phase),
          status.why,
          write(status.next_at),
          write(status.until),
          status.is_prompting,
          same_enumerator<BreakKind>(status.kind),
          rhythm.of(status.kind).every.count(),
          rhythm.of(status.kind).length.count(),
          std::move(activity_source)};
}

BreakLog make_break_log(std::span<const workday::Decision> log) {
  BreakLog made;
  for (const auto& decision : log)
    made.decisions.push_back({write_moment(decision.at.utc), decision.what, decision.why});
  return made;
}

std::optional<DayMark> make_open_mark(const workday::State& state, const workday::Now& now) {
  const auto day = now.wall.day();
  const double until = minute_of(now.wall.local(), day);
  const double from = std::max(0.0, minute_of(now.to_local(state.span.from), day));
  if (!state.rhythm.is_on || from >= until) return std::nullopt;
  switch (state.span.kind) {
    case workday::SpanKind::Work:
      return DayMark{from, until, "work", "Work"};
    case workday::SpanKind::Call:
      return DayMark{from, until, "call", "Call"};
    case workday::SpanKind::Film:
      return DayMark{from, until, "film", "Film"};
    case workday::SpanKind::Break: {
      const bool is_long = state.started && state.started->kind == workday::BreakKind::Long;
      return DayMark{from, until, is_long ? "long_break" : "short_break",
                     is_long ? "Long break" : "Short break"};
    }
    case workday::SpanKind::Rest:
      // What comes before and after a day's work is nobody's business.
      if (!state.span.follows_work || now.boot - state.span.from > workday::LongestNaturalBreak)
        return std::nullopt;
      return DayMark{from, until, "rest", "Away"};
    case workday::SpanKind::Assumed:
      return std::nullopt;
  }
  return std::nullopt;
}

DayPreview make_day_preview(const std::optional<workday::Preview>& preview, Day today) {
  if (!preview || preview->marks.empty()) return {{}, "No day of the week is a work day."};
  const auto& marks = preview->marks;
  const auto day = std::chrono::floor<std::chrono::days>(marks.front().from);
  DayPreview made;
  for (const auto& mark : marks) made.marks.push_back(make_mark(mark, day));
  made.words = fmt::format("Work begins {}: {} and {}, if you sit all day and take each one.",
                           workday::day_and_time(marks.front().from, workday::LocalTime(today)),
                           count(preview->short_breaks, "short"), count(preview->long_breaks, "long"));
  return made;
}

}  // namespace endrange::protocol
