#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/moment.h"
#include "core/journal/event.h"

/// When is now a good moment for a break. Knows the day and nothing of the body.
///
/// One state machine without clock, timer or callback: the program calls `advance` when something happened
/// and again at `next_wakeup`, and carries out the effects.
namespace endrange::workday {

/// Time since boot, time asleep included; never set back or forward. Lengths of time are measured on it
/// alone.
using BootTime = std::chrono::duration<std::int64_t, std::milli>;

/// Two clocks read together. The wall clock may jump; it only says what time of day it is.
struct Now {
  LocalMoment wall = {};
  BootTime boot = {};
};

/// How someone wants to work and rest.
struct Rhythm {
  bool is_on = true;
  std::chrono::minutes work = std::chrono::minutes(50);     ///< at work before a break is due
  std::chrono::minutes rest = std::chrono::minutes(3);      ///< length of a break
  std::chrono::minutes day_starts = std::chrono::hours(9);  ///< local time of day
  std::chrono::minutes day_ends = std::chrono::hours(17);   ///< before `day_starts`: the next morning
  std::vector<int> work_days = {1, 2, 3, 4, 5};  ///< ISO: Monday is 1; the day on which work begins

  friend bool operator==(const Rhythm&, const Rhythm&) = default;
};

/// The part of the settings that is about breaks.
[[nodiscard]] Rhythm make_rhythm(const journal::SettingsChanged& settings);

/// How well someone's presence can be known.
enum class Sensing {
  Display,  ///< keyboard and pointer of the whole desktop: silence means away
  Guess,    ///< only our own page, or nothing: silence means nothing, so presence is assumed until sleep
};

/// No input for this long is reported as idle; below it a pause is thinking. The desktop's alarm is set to
/// it.
inline constexpr std::chrono::seconds IdleThreshold{30};

// ---- inputs
// -------------------------------------------------------------------------------------------------------

/// Time went by.
struct Tick {};
/// Input came after a silence, or there has been none for `idle_for`.
struct Activity {
  bool is_active = true;
  BootTime idle_for = {};
};
/// The signals for presence came or went.
struct SensingChanged {
  Sensing sensing = Sensing::Guess;
};
/// The machine sleeps, or the screen is locked.
struct FellAsleep {};
struct WokeUp {};
struct RhythmChanged {
  Rhythm rhythm = {};
};
/// A break now, asked for by the person: works at any time.
struct StartBreak {};
struct EndBreak {};
/// Not this one: the rhythm begins anew.
struct SkipBreak {};
/// Later. Works at any time.
struct PutOffBreak {
  std::chrono::minutes by = std::chrono::minutes(10);
};
/// Silence for a length of time, until a moment of the wall clock, or until resumed.
struct Pause {
  std::variant<std::monostate, std::chrono::minutes, Moment> until = {};
};
struct Resume {};

using Input = std::variant<Tick, Activity, SensingChanged, FellAsleep, WokeUp, RhythmChanged, StartBreak,
                           EndBreak, SkipBreak, PutOffBreak, Pause, Resume>;

// ---- effects
// ------------------------------------------------------------------------------------------------------

struct ShowPrompt {
  std::chrono::minutes rest = {};
  std::chrono::minutes worked = {};  ///< since the last break
  friend bool operator==(const ShowPrompt&, const ShowPrompt&) = default;
};
struct HidePrompt {
  friend bool operator==(const HidePrompt&, const HidePrompt&) = default;
};
/// Write this to the journal.
struct Record {
  journal::Event event = {};
  friend bool operator==(const Record&, const Record&) = default;
};

using Effect = std::variant<ShowPrompt, HidePrompt, Record>;

// ---- state
// --------------------------------------------------------------------------------------------------------

/// A span at the desk that is not yet in the journal.
struct OpenSpan {
  Moment from = {};
  BootTime from_boot = {};
};

/// All that the machine remembers. Made by `make_state`, changed by `advance` alone.
struct State {
  Rhythm rhythm = {};
  Sensing sensing = Sensing::Guess;
  bool is_active = false;  ///< input within `IdleThreshold`, or presence assumed
  bool is_asleep = false;
  std::optional<LocalMoment> last_seen_wall = {};  ///< when someone was last known to be there
  BootTime last_seen = {};
  std::optional<BootTime> stretch_start = {};  ///< at the desk without a break since; empty while away
  std::optional<BootTime> put_off_until = {};
  std::optional<BootTime> quiet_until = {};  ///< just came back
  std::optional<BootTime> prompt_since = {};
  std::optional<BootTime> break_start = {};
  std::optional<Pause> pause = {};
  std::optional<BootTime> pause_ends = {};  ///< for a pause of a given length
  std::optional<OpenSpan> span = {};
};

[[nodiscard]] State make_state(Rhythm rhythm);

struct Advanced {
  State state = {};
  std::vector<Effect> effects = {};
  BootTime next_wakeup =
      {};  ///< later than now: call again with `Tick` at this time, unless something happens before
};

/// Old state and input to new state and effects.
///
/// Never prompts outside the work hours, while paused, on a break, away, or within two minutes of coming
/// back; shows one prompt at a time; a prompt that nobody answers for five minutes goes away for ten; an
/// absence as long as a break counts as one.
[[nodiscard]] Advanced advance(State state, const Input& input, const Now& now);

// ---- what it is doing
// ---------------------------------------------------------------------------------------------

enum class Phase { Off, OutsideHours, Working, Due, Prompting, OnBreak, Away, PutOff, Paused };

/// What a person may see of the state.
struct Status {
  Phase phase = Phase::Off;
  std::string why = {};                ///< one sentence
  std::optional<Moment> next_at = {};  ///< when the next break is due, when that is known
  std::optional<Moment> until = {};    ///< when this phase ends, when that is known
  bool is_prompting = false;
};

[[nodiscard]] Phase compute_phase(const State& state, const Now& now);
[[nodiscard]] Status compute_status(const State& state, const Now& now);

/// What it is doing and why, in one sentence.
[[nodiscard]] std::string why(const State& state, const Now& now);

}  // namespace endrange::workday
