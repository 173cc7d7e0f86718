#pragma once

#include "core/workday/state.h"

/// What the person is doing, as far as the signals tell.
namespace endrange::workday {

/// No input for this long means that nobody is there; below it a silence is thinking. The desktop's alarm is
/// set to it. Usual practice in break programs, chosen here.
inline constexpr std::chrono::seconds IdleThreshold{60};

/// No key for this long is a pause in typing: long enough that a sentence is over. Chosen here.
inline constexpr std::chrono::seconds TypingPause{5};

/// When input goes on for this long while something plays, then that is music or a switch and no film: from
/// then on it tells nothing, until it ends. Chosen here: nobody types for five minutes and watches.
inline constexpr std::chrono::minutes BackgroundAfter{5};

/// Nobody watches for longer than this without a key. Chosen here.
inline constexpr std::chrono::hours LongestFilm{4};

enum class Presence {
  Assumed,   ///< nobody can tell; the work hours say yes
  Working,   ///< input goes on
  OnCall,    ///< with or without input
  Watching,  ///< something plays, and no input comes
  Away,      ///< no input, for longer than thinking takes
  Asleep,    ///< the machine is asleep, locked or closed
};

[[nodiscard]] Presence compute_presence(const State& state, const Now& now);

[[nodiscard]] constexpr bool is_absent(Presence presence) {
  return presence == Presence::Away || presence == Presence::Asleep;
}

/// The signal that says a call is on, the longest held when several do.
[[nodiscard]] std::optional<Signal> find_call(const Signals& signals);

/// Whether something plays that may be a film.
[[nodiscard]] bool may_be_film(const Signals& signals);

/// When what plays will count as background, if input goes on until then.
[[nodiscard]] std::optional<BootTime> find_background_time(const Signals& signals);

}  // namespace endrange::workday
