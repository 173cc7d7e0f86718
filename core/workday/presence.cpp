#include "core/workday/presence.h"

#include <algorithm>

#include "core/workday/hours.h"

namespace endrange::workday {

std::optional<Signal> find_call(const Signals& signals) {
  std::optional<Signal> found;
  for (const auto signal : {Signal::Microphone, Signal::Camera, Signal::Screencast}) {
    const auto& held = signals.of(signal);
    if (held && (!found || held->since < signals.of(*found)->since)) found = signal;
  }
  return found;
}

bool may_be_film(const Signals& signals) {
  // Without a display nobody can tell a film from music.
  return signals.of(Signal::Playing) && !signals.is_background && signals.sensing == Sensing::Display;
}

std::optional<BootTime> find_background_time(const Signals& signals) {
  if (!may_be_film(signals) || signals.silent_since) return std::nullopt;
  return std::max(signals.active_since, signals.of(Signal::Playing)->since) + BackgroundAfter;
}

Presence compute_presence(const State& state, const Now& now) {
  const auto& signals = state.signals;
  if (signals.of(Signal::Asleep) || signals.of(Signal::Locked) || signals.of(Signal::LidClosed))
    return Presence::Asleep;
  if (find_call(signals)) return Presence::OnCall;
  if (signals.sensing == Sensing::Guess)
    return find_work_hours(state.rhythm, now.wall.local()) ? Presence::Assumed : Presence::Away;
  const bool is_silent = signals.silent_since && now.boot - *signals.silent_since >= IdleThreshold;
  // A hand on the mouse does not end a film; only input that goes on does.
  if (may_be_film(signals) && (is_silent || state.span.kind == SpanKind::Film)) return Presence::Watching;
  return is_silent ? Presence::Away : Presence::Working;
}

}  // namespace endrange::workday
