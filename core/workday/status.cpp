#include <array>
#include <string>

#include "core/workday/schedule.h"
#include "core/workday/workday.h"

namespace endrange::workday {

namespace {

std::string clock_time(LocalTime time) {
  const auto of_day =
      std::chrono::floor<std::chrono::minutes>(time - std::chrono::floor<std::chrono::days>(time));
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(of_day.count() / 60) + ":" + two(of_day.count() % 60);
}

std::string day_and_time(LocalTime time, LocalTime now) {
  static constexpr std::array<const char*, 7> Days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto ahead = day - std::chrono::floor<std::chrono::days>(now);
  if (ahead == std::chrono::days(0)) return clock_time(time);
  if (ahead == std::chrono::days(1)) return "tomorrow at " + clock_time(time);
  return "on " + std::string(Days.at(std::chrono::weekday(day).c_encoding())) + " at " + clock_time(time);
}

LocalTime to_local(const Now& now, BootTime when) {
  return now.wall.local() + (when - now.boot);
}

std::string count_minutes(std::chrono::minutes length) {
  return std::to_string(length.count()) + (length.count() == 1 ? " minute" : " minutes");
}

std::optional<BootTime> find_pause_end(const State& state, const Now& now) {
  if (!state.pause) return std::nullopt;
  if (const auto* until = std::get_if<Moment>(&state.pause->until)) return now.boot + (*until - now.wall.utc);
  return state.pause_ends;
}

std::optional<BootTime> find_phase_end(const State& state, const Now& now, Phase phase) {
  switch (phase) {
    case Phase::Paused:
      return find_pause_end(state, now);
    case Phase::PutOff:
      return state.put_off_until;
    case Phase::OnBreak:
      return *state.break_start + BootTime(state.rhythm.rest);
    case Phase::OutsideHours: {
      const auto next = find_next_hours(state.rhythm, now.wall.local());
      return next ? std::optional(to_boot(now, next->starts)) : std::nullopt;
    }
    case Phase::Working:
      return find_due(state, now);
    case Phase::Off:
    case Phase::Away:
    case Phase::Due:
    case Phase::Prompting:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Phase compute_phase(const State& state, const Now& now) {
  if (state.break_start) return Phase::OnBreak;
  if (!state.rhythm.is_on) return Phase::Off;
  if (state.pause) return Phase::Paused;
  if (!find_current_hours(state.rhythm, now.wall.local())) return Phase::OutsideHours;
  if (state.is_asleep || !state.stretch_start) return Phase::Away;
  if (state.prompt_since) return Phase::Prompting;
  const auto due = find_due(state, now);
  if (due && now.boot >= *due) return Phase::Due;
  return state.put_off_until ? Phase::PutOff : Phase::Working;
}

std::string why(const State& state, const Now& now) {
  const auto phase = compute_phase(state, now);
  const auto end = find_phase_end(state, now, phase);
  const auto local_now = now.wall.local();
  const auto end_words = end ? day_and_time(to_local(now, *end), local_now) : std::string();
  switch (phase) {
    case Phase::Off:
      return "Breaks are switched off.";
    case Phase::OnBreak:
      return "On a break since " + clock_time(to_local(now, *state.break_start)) + ".";
    case Phase::Paused:
      return end ? "Paused until " + end_words + "." : "Paused until you resume.";
    case Phase::OutsideHours:
      return end ? "Quiet: outside your work hours, which begin " + end_words + "."
                 : "Quiet: no day of the week is a work day.";
    case Phase::Away:
      return state.last_seen_wall
                 ? "Away since " + clock_time(state.last_seen_wall->local()) + ": that counts as a break."
                 : "Quiet: nobody seen at the desk yet.";
    case Phase::Prompting:
      return "A break of " + count_minutes(state.rhythm.rest) + " is due since " +
             clock_time(to_local(now, *state.prompt_since)) + ".";
    case Phase::Due:
      return state.is_active ? "A break is due; waiting a moment, because you just came back."
                             : "A break is due; waiting until you are back at the keys.";
    case Phase::PutOff:
      return "Put off: the next break is at " + end_words + ".";
    case Phase::Working:
      return "At work since " + clock_time(to_local(now, *state.stretch_start)) + "; the next break is at " +
             end_words + ".";
  }
  return {};
}

Status compute_status(const State& state, const Now& now) {
  Status status;
  status.phase = compute_phase(state, now);
  status.why = why(state, now);
  status.is_prompting = state.prompt_since.has_value();
  const auto to_wall = [&](BootTime when) { return now.wall.utc + (when - now.boot); };
  if (const auto end = find_phase_end(state, now, status.phase)) status.until = to_wall(*end);
  if (status.phase == Phase::Working || status.phase == Phase::PutOff || status.phase == Phase::Due ||
      status.phase == Phase::Prompting)
    if (const auto due = find_due(state, now)) status.next_at = to_wall(std::max(*due, now.boot));
  return status;
}

}  // namespace endrange::workday
