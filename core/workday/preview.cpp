#include "core/workday/preview.h"

#include <algorithm>
#include <utility>

#include "core/workday/hours.h"
#include "core/workday/presence.h"
#include "core/workday/workday.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes Meal = 30min;
// Whoever works for less eats before or after.
constexpr std::chrono::hours ShortestDayWithMeal = 6h;

/// Someone whom nothing keeps from their breaks. Both clocks are one here: no one sets the wall's.
class UsualDay {
 public:
  UsualDay(const Rhythm& rhythm, const DatedHours& hours)
      : state_(make_state(rhythm)), now_(hours.from), next_wakeup_(hours.from) {
    send(SensingChanged{Sensing::Display});
    send(Activity{true, {}});
    live(hours);
    // The last span has no end of its own.
    if (state_.span.from < now_.time_since_epoch())
      add({state_.span.kind, state_.span.from, now_.time_since_epoch()}, state_.started);
  }

  Preview take() { return std::move(preview_); }

 private:
  void live(const DatedHours& hours) {
    if (hours.until - hours.from >= ShortestDayWithMeal) {
      const auto middle =
          std::chrono::floor<std::chrono::minutes>(hours.from + (hours.until - hours.from) / 2);
      wait(middle - Meal / 2);
      if (!state_.started) send(SignalChanged{Signal::Locked, true, {}});
      wait(middle + Meal / 2);
      send(SignalChanged{Signal::Locked, false, {}});
    }
    wait(hours.until);
  }

  void wait(LocalTime until) {
    while (now_ < until) {
      now_ = std::min({until, next_wakeup_, find_break_end()});
      send(now_ == find_break_end() ? Input(EndBreak{}) : Input(Tick{}));
    }
  }

  [[nodiscard]] LocalTime find_break_end() const {
    if (!state_.started) return LocalTime::max();
    return LocalTime(state_.started->since + state_.rhythm.of(state_.started->kind).length);
  }

  void send(const Input& input) {
    const auto started = state_.started;
    const Now now{{Moment(now_.time_since_epoch()), 0min}, now_.time_since_epoch()};
    auto advanced = advance(std::move(state_), input, now);
    state_ = std::move(advanced.state);
    next_wakeup_ = LocalTime(advanced.next_wakeup);
    for (const auto& effect : advanced.effects)
      if (const auto* span = std::get_if<SpanEnded>(&effect)) add(*span, started);
    const bool is_offered = state_.prompt && state_.prompt->stage == Stage::Offer;
    const bool is_warned = state_.prompt && state_.prompt->stage == Stage::Prelude;
    if (is_warned && !state_.signals.is_pausing) send(Activity{false, TypingPause});
    if (is_offered) send(StartBreak{});
  }

  void add(const SpanEnded& span, const std::optional<StartedBreak>& started) {
    const bool is_break = span.kind == SpanKind::Break && started;
    const bool is_rest = span.kind == SpanKind::Rest;
    const auto kind =
        is_break ? (started->kind == BreakKind::Long ? PreviewKind::LongBreak : PreviewKind::ShortBreak)
                 : (is_rest ? PreviewKind::Rest : PreviewKind::Work);
    if (is_break) ++(started->kind == BreakKind::Long ? preview_.long_breaks : preview_.short_breaks);
    auto& marks = preview_.marks;
    const bool goes_on = !marks.empty() && marks.back().kind == kind && !is_break;
    if (goes_on)
      marks.back().until = LocalTime(span.until);
    else
      marks.push_back({kind, LocalTime(span.from), LocalTime(span.until)});
  }

  State state_;
  LocalTime now_;
  LocalTime next_wakeup_;
  Preview preview_;
};

}  // namespace

std::optional<Preview> make_preview(const Rhythm& rhythm, Day day) {
  const auto hours = find_next_work_hours(rhythm, LocalTime(day + std::chrono::days(1)) - 1ms);
  if (!hours) return std::nullopt;
  return UsualDay(rhythm, *hours).take();
}

}  // namespace endrange::workday
