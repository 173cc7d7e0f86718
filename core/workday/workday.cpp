#include "core/workday/workday.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"
#include "core/workday/schedule.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

// Usual practice in break programs, chosen here: long enough to sit down and find one's place again.
constexpr BootTime QuietAfterReturn = 2min;
// An absence shorter than this is reaching for a cup.
constexpr BootTime ShortestAbsence = 1min;
// A prompt that nobody answers is one too many.
constexpr BootTime PromptPatience = 5min;
constexpr BootTime PutOffWhenIgnored = 10min;
// A break that nobody ended is over after this much more than its length.
constexpr BootTime BreakOverrun = 10min;
// An absence longer than this is the end of a day's work and no break.
constexpr BootTime LongestNaturalBreak = 4h;
// Work at the desk is written down at least this often, so that losing power loses little.
constexpr BootTime LongestOpenSpan = 1h;
// A shorter span at the desk is passing by.
constexpr BootTime ShortestSpan = 1min;
// Nothing else would notice that somebody set the wall clock.
constexpr BootTime LongestSleep = 5min;
// Called later than asked by more than this, the machine was asleep and nobody said so.
constexpr BootTime LateByAccident = 1min;
constexpr BootTime ShortestSleep = 1ms;

double minutes(BootTime length) {
  return std::chrono::duration<double, std::ratio<60>>(length).count();
}

// One call of `advance`, while it lasts.
class Turn {
 public:
  Turn(State state, const Now& now) : state_(std::move(state)), now_(now) {}

  void settle() {
    notice_lost_time();
    notice_presence();
    end_pause_in_time();
    end_forgotten_break();
    notice_absence();
    write_long_span();
  }

  void update_prompt() {
    const auto phase = compute_phase(state_, now_);
    if (state_.prompt_since && phase != Phase::Prompting) hide_prompt();
    if (state_.prompt_since && now_.boot >= *state_.prompt_since + PromptPatience) {
      hide_prompt();
      state_.put_off_until = now_.boot + PutOffWhenIgnored;
      return;
    }
    if (phase != Phase::Due || !state_.is_active) return;
    if (state_.quiet_until && now_.boot < *state_.quiet_until) return;
    state_.put_off_until.reset();
    state_.prompt_since = now_.boot;
    const auto worked = std::chrono::floor<std::chrono::minutes>(now_.boot - *state_.stretch_start);
    effects_.emplace_back(ShowPrompt{state_.rhythm.rest, worked});
  }

  // --- what happened ---

  void take(const Tick&) {}

  void take(const Activity& activity) {
    if (activity.is_active) {
      if (!state_.is_asleep) come_back(now_.boot);
    } else if (state_.is_active && state_.sensing == Sensing::Display) {
      state_.is_active = false;
      const auto silent_since = now_.boot - activity.idle_for;
      see(std::max(silent_since, state_.stretch_start.value_or(silent_since)));
    }
  }

  void take(const SensingChanged& changed) {
    if (state_.sensing == changed.sensing) return;
    write_span(state_.last_seen);
    state_.sensing = changed.sensing;
    if (changed.sensing == Sensing::Guess && !state_.is_asleep) come_back(now_.boot);
    if (changed.sensing == Sensing::Display) state_.is_active = false;
  }

  void take(const FellAsleep&) {
    write_span(state_.last_seen);
    state_.is_asleep = true;
    state_.is_active = false;
    state_.stretch_start.reset();
  }

  void take(const WokeUp&) {
    state_.is_asleep = false;
    if (state_.sensing == Sensing::Guess) come_back(now_.boot);
  }

  void take(const RhythmChanged& changed) {
    state_.rhythm = changed.rhythm;
    if (!changed.rhythm.is_on) write_span(state_.last_seen);
  }

  void take(const StartBreak&) {
    if (state_.break_start) return;
    hide_prompt();
    write_span(state_.last_seen);
    state_.put_off_until.reset();
    state_.break_start = now_.boot;
  }

  void take(const EndBreak&) {
    if (state_.break_start) record_break(journal::BreakOutcome::Taken, now_.boot - *state_.break_start);
    begin_anew();
  }

  void take(const SkipBreak&) {
    record_break(journal::BreakOutcome::Skipped, BootTime{});
    begin_anew();
  }

  void take(const PutOffBreak& put_off) {
    const auto by = std::clamp(put_off.by, 1min, std::chrono::minutes(24h));
    hide_prompt();
    state_.break_start.reset();
    state_.put_off_until = now_.boot + by;
    record_break(journal::BreakOutcome::PutOff, by);
  }

  void take(const Pause& pause) {
    hide_prompt();
    state_.pause = pause;
    state_.pause_ends.reset();
    if (const auto* length = std::get_if<std::chrono::minutes>(&pause.until))
      state_.pause_ends = now_.boot + *length;
  }

  void take(const Resume&) {
    state_.pause.reset();
    state_.pause_ends.reset();
  }

  [[nodiscard]] Advanced finish() {
    const auto next = compute_next_wakeup();
    return {std::move(state_), std::move(effects_), next};
  }

 private:
  [[nodiscard]] BootTime rest() const { return state_.rhythm.rest; }
  [[nodiscard]] BootTime absence(BootTime until) const { return until - state_.last_seen; }

  void see(BootTime when) {
    state_.last_seen = when;
    state_.last_seen_wall = LocalMoment{now_.wall.utc - (now_.boot - when), now_.wall.offset};
  }

  // Somebody is there, after a silence or for the first time.
  void come_back(BootTime when) {
    const bool was_seen = state_.last_seen_wall.has_value();
    if (was_seen && !state_.is_active) end_absence(when);
    if (!state_.stretch_start) state_.stretch_start = when;
    state_.is_active = true;
    see(when);
  }

  void end_absence(BootTime when) {
    const auto away = absence(when);
    if (away >= ShortestAbsence) state_.quiet_until = when + QuietAfterReturn;
    if (away < rest()) return;  // too short to be a break: the stretch goes on where it was
    write_span(state_.last_seen);
    if (state_.break_start) {
      record_break(journal::BreakOutcome::Taken, when - *state_.break_start);
    } else if (is_at_work(*state_.last_seen_wall) && away <= LongestNaturalBreak) {
      record_break(journal::BreakOutcome::Natural, away);
    }
    begin_anew();
    state_.stretch_start = when;
  }

  void notice_lost_time() {
    if (!state_.is_active || absence(now_.boot) <= LongestSleep + LateByAccident) return;
    state_.is_active = false;
    if (state_.sensing == Sensing::Display) come_back(now_.boot);
  }

  void notice_presence() {
    if (state_.sensing == Sensing::Guess && !state_.is_asleep && !state_.is_active) come_back(now_.boot);
    if (!state_.is_active) return;
    see(now_.boot);
    if (!state_.span && state_.sensing == Sensing::Display && state_.rhythm.is_on && !state_.break_start)
      state_.span = OpenSpan{now_.wall.utc, now_.boot};
  }

  // Silence as long as a break is a break, seen from its beginning.
  void notice_absence() {
    if (state_.is_active || !state_.stretch_start || absence(now_.boot) < rest()) return;
    write_span(state_.last_seen);
    state_.stretch_start.reset();
    state_.put_off_until.reset();
  }

  void end_pause_in_time() {
    if (!state_.pause) return;
    const auto* until = std::get_if<Moment>(&state_.pause->until);
    if ((until != nullptr && now_.wall.utc >= *until) ||
        (state_.pause_ends && now_.boot >= *state_.pause_ends))
      take(Resume{});
  }

  void end_forgotten_break() {
    if (!state_.break_start || now_.boot < *state_.break_start + rest() + BreakOverrun) return;
    record_break(journal::BreakOutcome::Taken, rest());
    const bool is_there = state_.is_active;
    begin_anew();
    if (!is_there) state_.stretch_start.reset();
  }

  void begin_anew() {
    hide_prompt();
    state_.break_start.reset();
    state_.put_off_until.reset();
    state_.stretch_start = now_.boot;
  }

  void hide_prompt() {
    if (!state_.prompt_since) return;
    state_.prompt_since.reset();
    effects_.emplace_back(HidePrompt{});
  }

  void record_break(journal::BreakOutcome outcome, BootTime length) {
    effects_.emplace_back(Record{journal::BreakHappened{outcome, std::min(minutes(length), minutes(24h))}});
  }

  void write_long_span() {
    if (!state_.span || now_.boot - state_.span->from_boot < LongestOpenSpan) return;
    write_span(now_.boot);
    notice_presence();
  }

  void write_span(BootTime until) {
    if (!state_.span) return;
    const auto length = until - state_.span->from_boot;
    if (length >= ShortestSpan)
      effects_.emplace_back(
          Record{journal::Worked{state_.span->from, std::chrono::duration<double>(length).count()}});
    state_.span.reset();
  }

  [[nodiscard]] bool is_at_work(const LocalMoment& when) const {
    return find_current_hours(state_.rhythm, when.local()).has_value();
  }

  [[nodiscard]] BootTime compute_next_wakeup() const;

  State state_;
  Now now_;
  std::vector<Effect> effects_;
};

BootTime Turn::compute_next_wakeup() const {
  BootTime next = now_.boot + LongestSleep;
  const auto consider = [&](std::optional<BootTime> when) {
    if (when && *when > now_.boot) next = std::min(next, *when);
  };
  consider(state_.pause_ends);
  if (state_.pause)
    if (const auto* until = std::get_if<Moment>(&state_.pause->until))
      consider(now_.boot + (*until - now_.wall.utc));
  if (const auto hours = find_current_hours(state_.rhythm, now_.wall.local()))
    consider(to_boot(now_, hours->ends));
  if (const auto hours = find_next_hours(state_.rhythm, now_.wall.local()))
    consider(to_boot(now_, hours->starts));
  consider(find_due(state_, now_));
  consider(state_.quiet_until);
  if (state_.prompt_since) consider(*state_.prompt_since + PromptPatience);
  if (state_.break_start) consider(*state_.break_start + rest() + BreakOverrun);
  if (state_.span) consider(state_.span->from_boot + LongestOpenSpan);
  if (!state_.is_active && state_.stretch_start) consider(state_.last_seen + rest());
  return std::max(next, now_.boot + ShortestSleep);
}

}  // namespace

Rhythm make_rhythm(const journal::SettingsChanged& settings) {
  return {settings.breaks_on,
          std::chrono::minutes(settings.work_minutes),
          std::chrono::minutes(settings.break_minutes),
          settings.day_starts,
          settings.day_ends,
          settings.work_days};
}

State make_state(Rhythm rhythm) {
  State state;
  state.rhythm = std::move(rhythm);
  return state;
}

Advanced advance(State state, const Input& input, const Now& now) {
  expects(state.rhythm.work > 0min && state.rhythm.rest > 0min, "a rhythm has lengths");
  Turn turn(std::move(state), now);
  turn.settle();
  std::visit([&](const auto& value) { turn.take(value); }, input);
  turn.settle();
  turn.update_prompt();
  return turn.finish();
}

}  // namespace endrange::workday
