#include "apps/endrange/trainer/day_line.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>

namespace endrange::app {
namespace {

constexpr double MinutesOfDay = 24.0 * 60.0;

/// Minutes of the local day of `now`; below 0 on the day before.
double minute_of_day(LocalMoment at, Day day) {
  const auto since = at.local() - std::chrono::local_time<std::chrono::milliseconds>(day);
  return std::chrono::duration<double, std::ratio<60>>(since).count();
}

/// A span that ends with its event.
protocol::DayMark make_ending(double end_min, double minutes, const char* kind, const char* label) {
  return {end_min - minutes, end_min, kind, label};
}

/// @param how  follows the words
protocol::DayMark make_break(double end_min, const journal::BreakHappened& happened, const std::string& how) {
  if (!happened.kind) return {end_min - happened.minutes, end_min, "break", "Break" + how};
  const bool is_long = *happened.kind == journal::BreakKind::Long;
  return {end_min - happened.minutes, end_min, is_long ? "long_break" : "short_break",
          (is_long ? "Long break" : "Short break") + how};
}

struct MarkOf {
  LocalMoment at;
  Day day;

  using Mark = std::optional<protocol::DayMark>;
  Mark operator()(const journal::Worked& worked) const {
    const double from = minute_of_day({worked.from, at.offset}, day);
    return protocol::DayMark{from, from + worked.seconds / 60.0, "work", "Work"};
  }
  Mark operator()(const journal::Spent& spent) const {
    const double from = minute_of_day({spent.from, at.offset}, day);
    const double until = from + spent.seconds / 60.0;
    switch (spent.on) {
      case journal::SpentOn::Call:
        return protocol::DayMark{from, until, "call", "Call"};
      case journal::SpentOn::Film:
        return protocol::DayMark{from, until, "film", "Film"};
      case journal::SpentOn::Rest:
        return protocol::DayMark{from, until, "rest", "Away"};
    }
    return std::nullopt;
  }
  Mark operator()(const journal::StepDone& step) const {
    return make_ending(minute_of_day(at, day), step.seconds / 60.0, "moved", "Moved");
  }
  Mark operator()(const journal::Measured&) const {
    return make_ending(minute_of_day(at, day), 0.0, "measured", "Measured");
  }
  Mark operator()(const journal::BreakHappened& happened) const {
    const double now_min = minute_of_day(at, day);
    switch (happened.outcome) {
      case journal::BreakOutcome::Taken:
        return make_break(now_min, happened, "");
      case journal::BreakOutcome::Natural:
        return make_break(now_min, happened, " by yourself");
      case journal::BreakOutcome::PutOff:
        return make_ending(now_min, 0.0, "put_off", "Put off");
      case journal::BreakOutcome::Skipped:
        return make_ending(now_min, 0.0, "skipped", "Left out");
    }
    return std::nullopt;
  }
  template <typename Other>
  Mark operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::vector<protocol::DayMark> make_day_line(std::span<const journal::Entry> standing, LocalMoment now) {
  std::vector<protocol::DayMark> line;
  for (const auto& entry : standing) {
    if (entry.at.utc > now.utc) break;
    auto mark = std::visit(MarkOf{entry.at, now.day()}, entry.event);
    if (!mark || mark->to_min < 0.0 || mark->from_min > MinutesOfDay) continue;
    mark->from_min = std::clamp(mark->from_min, 0.0, MinutesOfDay);
    mark->to_min = std::clamp(mark->to_min, 0.0, MinutesOfDay);
    line.push_back(std::move(*mark));
  }
  std::ranges::stable_sort(line, {}, &protocol::DayMark::from_min);
  return line;
}

}  // namespace endrange::app
