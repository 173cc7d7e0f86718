#include "core/progress/consistency.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/progress/person.h"
#include "core/progress/training.h"

namespace endrange::progress {

namespace {

constexpr int DaysShown = 14;

struct Span {
  Moment from = {};
  Moment until = {};
};

Span make_span(Moment from, double seconds) {
  return {from, from + std::chrono::duration_cast<std::chrono::milliseconds>(
                           std::chrono::duration<double>(seconds))};
}

// A call is work, too.
std::optional<Span> find_work_span(const journal::Event& event) {
  if (const auto* worked = std::get_if<journal::Worked>(&event))
    return make_span(worked->from, worked->seconds);
  if (const auto* spent = std::get_if<journal::Spent>(&event);
      spent != nullptr && spent->on == journal::SpentOn::Call)
    return make_span(spent->from, spent->seconds);
  return std::nullopt;
}

std::vector<Span> find_work(std::span<const journal::Entry> standing, Moment now) {
  std::vector<Span> spans;
  for (const auto& entry : standing) {
    const auto span = find_work_span(entry.event);
    if (span && span->from < now) spans.push_back({span->from, std::min(span->until, now)});
  }
  // Joined where they overlap: two devices may have watched the same hour.
  std::ranges::sort(spans, {}, &Span::from);
  std::vector<Span> joined;
  for (const auto& span : spans) {
    if (!joined.empty() && span.from <= joined.back().until)
      joined.back().until = std::max(joined.back().until, span.until);
    else
      joined.push_back(span);
  }
  return joined;
}

// Days are those of the zone where the person is now.
double compute_hours(const std::vector<Span>& work, Day day, std::chrono::minutes offset) {
  const Moment begins(day.time_since_epoch() - offset);
  const Moment ends = begins + std::chrono::days(1);
  double hours = 0.0;
  for (const auto& span : work) {
    const auto inside = std::min(span.until, ends) - std::max(span.from, begins);
    hours += std::max(0.0, std::chrono::duration<double, std::ratio<3600>>(inside).count());
  }
  return hours;
}

}  // namespace

Consistency compute_consistency(std::span<const journal::Entry> standing, LocalMoment now) {
  Consistency consistency;
  const auto work = find_work(standing, now.utc);
  for (int i = DaysShown - 1; i >= 0; --i) {
    DayMoved moved;
    moved.day = now.day() - std::chrono::days(i);
    moved.work_minutes = compute_hours(work, moved.day, now.offset) * 60.0;
    consistency.days.push_back(moved);
  }
  bool has_moved = false;
  MovedReader reader;
  for (const auto& entry : standing) {
    const auto moved = reader.read(entry);
    has_moved = has_moved || moved.has_value();
    const auto age = (now.day() - entry.at.day()).count();
    if (age < 0 || age >= DaysShown) continue;
    auto& day = consistency.days[static_cast<std::size_t>(DaysShown - 1 - age)];
    if (moved) day.minutes += moved->seconds / 60.0;
    if (const auto* happened = std::get_if<journal::BreakHappened>(&entry.event)) {
      using enum journal::BreakOutcome;
      if (happened->outcome == Taken || happened->outcome == Natural) ++day.breaks_taken;
      if (happened->outcome == Skipped) ++day.breaks_skipped;
    }
  }
  consistency.days_moved = static_cast<int>(
      std::ranges::count_if(consistency.days, [](const DayMoved& day) { return day.minutes > 0.0; }));
  consistency.words = !has_moved ? "The first day you move shows here. One minute makes it a day."
                      : consistency.days_moved == 0
                          ? "No moving in the last 14 days. A minute is a good way back."
                          : "You moved on " + std::to_string(consistency.days_moved) + " of the last " +
                                std::to_string(DaysShown) + " days.";
  return consistency;
}

std::optional<double> Sitting::hours() const {
  return is_seen() ? std::optional(std::max(today_h, yesterday_h)) : usual_h;
}

Sitting compute_sitting(std::span<const journal::Entry> standing, LocalMoment now) {
  const auto work = find_work(standing, now.utc);
  const auto profile = find_profile(standing);
  return {compute_hours(work, now.day(), now.offset),
          compute_hours(work, now.day() - std::chrono::days(1), now.offset),
          profile ? profile->sitting_hours : std::nullopt};
}

}  // namespace endrange::progress
