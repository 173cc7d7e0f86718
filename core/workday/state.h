#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/workday/input.h"
#include "core/workday/time.h"

/// All that the machine remembers. Made by `make_state`, changed by `advance` alone.
namespace endrange::workday {

/// A signal that is on.
struct Held {
  BootTime since = {};
  std::string by = {};
};

/// What the desktop told last (presence.h reads it).
struct Signals {
  Sensing sensing = Sensing::Guess;
  std::array<std::optional<Held>, SignalCount> held = {};
  std::optional<BootTime> silent_since = {};  ///< no sign of life since; empty while input goes on
  BootTime active_since = {};                 ///< input has gone on since, short silences included
  bool is_pausing = false;                    ///< no key for `TypingPause`, as far as that was watched
  bool is_background = false;                 ///< what plays goes along with work

  [[nodiscard]] const std::optional<Held>& of(Signal signal) const {
    return held.at(static_cast<std::size_t>(signal));
  }
  [[nodiscard]] std::optional<Held>& of(Signal signal) { return held.at(static_cast<std::size_t>(signal)); }
};

/// What a span of the day was spent on. The spans follow one another without gap or overlap.
enum class SpanKind {
  Work,
  Call,
  Film,     ///< neither work nor rest: the clocks stand still
  Break,    ///< one that was started
  Rest,     ///< away, asleep, locked, closed
  Assumed,  ///< nobody can tell; taken for work
};

/// The span that goes on now.
struct OpenSpan {
  SpanKind kind = SpanKind::Rest;
  BootTime from = {};
  bool counts = false;        ///< in the work hours, with breaks on: the clocks go by it
  bool follows_work = false;  ///< the span before it was spent sitting, and counted
};

/// What stands on the screen.
enum class Stage {
  Prelude,  ///< a warning that a break comes
  Offer,    ///< the break itself: start, put off, skip
};
struct Prompt {
  Stage stage = Stage::Prelude;
  BreakKind kind = BreakKind::Short;
  BootTime since = {};  ///< of this stage
  BootTime due_at = {};
};

struct StartedBreak {
  BreakKind kind = BreakKind::Short;
  BootTime since = {};
};

/// A break that was moved. None comes before; this one comes then, whatever the clocks say, unless there was
/// a rest meanwhile.
struct PutOff {
  BreakKind kind = BreakKind::Short;
  BootTime asked = {};
  BootTime until = {};
  bool by_person = true;  ///< otherwise nobody answered
  bool until_call_ends = false;
  bool is_owed = true;
};

/// One thing that was decided, and why: for the screen.
struct Decision {
  LocalMoment at = {};
  std::string what = {};
  std::string why = {};

  friend bool operator==(const Decision&, const Decision&) = default;
};

struct State {
  Rhythm rhythm = {};
  Signals signals = {};

  OpenSpan span = {};
  std::array<BootTime, 2> clocks = {};  ///< by kind of break: sat since the last one, the open span left out

  std::optional<Prompt> prompt = {};
  std::optional<StartedBreak> started = {};
  std::optional<PutOff> put_off = {};
  std::optional<Pause> pause = {};
  std::optional<BootTime> pause_ends = {};  ///< for a pause of a given length

  std::optional<BootTime> absent_since = {};
  std::optional<BootTime> settling_until = {};  ///< just came back, or a call just ended
  Day prompts_day = {};
  std::array<int, 2> prompts = {};  ///< by kind, on that day

  std::optional<BootTime> advanced_at = {};  ///< the last call of `advance`; empty before the first
  BootTime awaited = {};                     ///< when the next one was asked for

  std::vector<Decision> log = {};  ///< latest last, at most `LongestLog`
  std::uint64_t decisions = 0;     ///< ever made
  std::string held_back_by = {};   ///< why a break that is due is not offered, as the log says it
};

/// How many decisions are remembered: more than a day of them.
inline constexpr std::size_t LongestLog = 200;

}  // namespace endrange::workday
