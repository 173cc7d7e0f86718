#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "core/journal/event.h"
#include "core/workday/state.h"

/// When is now a good moment for a break. Knows the day and nothing of the body.
///
/// One state machine without clock, timer or callback: the program calls `advance` when something happened
/// and again at `next_wakeup`, and carries out the effects.
///
/// Where what stands: `presence.h`, what the person is doing; `clocks.h`, which break is due when; `quiet.h`,
/// who forbids a prompt now; `workday.cpp`, what follows from the three; `status.cpp`, all of it in words.
namespace endrange::workday {

// ---- how long each step takes; chosen here, as usual in break programs
// -----------------------------------------

/// The warning stands at least this long, so that nothing comes out of the blue.
inline constexpr std::chrono::seconds PreludeLength{30};
/// From the warning on, a pause in typing is waited for at most this long.
inline constexpr std::chrono::minutes Grace{2};
/// An offer that nobody answers for so long goes away
inline constexpr std::chrono::minutes OfferPatience{5};
/// and comes again after so long.
inline constexpr std::chrono::minutes PutOffWhenIgnored{10};
/// After a break, taken or left out, not even one of the other kind comes for so long.
inline constexpr std::chrono::minutes SparedAfterBreak{5};
/// A break that nobody ended is over after this much more than its length.
inline constexpr std::chrono::minutes BreakOverrun{10};
/// "Until the call ends", when no call is ever seen, means this.
inline constexpr std::chrono::minutes LongestUnseenCall{60};
/// An absence longer than this is the end of a day's work and no break.
inline constexpr std::chrono::hours LongestNaturalBreak{4};
/// A span that goes on is written down at least this often, so that losing power loses little.
inline constexpr std::chrono::hours LongestOpenSpan{1};
/// A shorter span is not written down.
inline constexpr std::chrono::minutes ShortestWrittenSpan{1};
/// Nothing else would notice that somebody set the wall clock.
inline constexpr std::chrono::minutes LongestSleep{5};
/// Called later than asked by more than this, the machine was asleep and nobody said so.
inline constexpr std::chrono::minutes LateByAccident{1};

// ---- effects
// ------------------------------------------------------------------------------------------------------

/// Show this in place of what is shown.
struct ShowPrompt {
  Stage stage = Stage::Prelude;
  BreakKind kind = BreakKind::Short;
  std::chrono::minutes length = {};
  std::chrono::minutes worked = {};  ///< since the last break of this kind
  friend bool operator==(const ShowPrompt&, const ShowPrompt&) = default;
};
struct HidePrompt {
  friend bool operator==(const HidePrompt&, const HidePrompt&) = default;
};
/// From now on tell of pauses in typing (`Activity` with `TypingPause`), or no longer.
struct WatchTyping {
  bool is_wanted = true;
  friend bool operator==(const WatchTyping&, const WatchTyping&) = default;
};
/// A span of the day is over. These follow one another without gap or overlap, on the clock that never jumps.
struct SpanEnded {
  SpanKind kind = SpanKind::Rest;
  BootTime from = {};
  BootTime until = {};
  friend bool operator==(const SpanEnded&, const SpanEnded&) = default;
};
/// Write this to the journal.
struct Record {
  journal::Event event = {};
  friend bool operator==(const Record&, const Record&) = default;
};

using Effect = std::variant<ShowPrompt, HidePrompt, WatchTyping, SpanEnded, Record>;

// ---- the machine
// --------------------------------------------------------------------------------------------------

[[nodiscard]] State make_state(Rhythm rhythm);

struct Advanced {
  State state = {};
  std::vector<Effect> effects = {};
  /// Later than now: call again with `Tick` at this time, unless something happens before.
  BootTime next_wakeup = {};
};

/// Old state and input to new state and effects.
///
/// A break that is due is first announced, then offered as soon as typing pauses, and at the latest after
/// `Grace`. Neither while anything of quiet.h holds. One prompt at a time; one that nobody answers goes away
/// and comes again; an absence as long as a break counts as one.
[[nodiscard]] Advanced advance(State state, const Input& input, const Now& now);

// ---- what it is doing
// ---------------------------------------------------------------------------------------------

enum class Phase {
  Off,
  OutsideHours,
  Working,
  Due,  ///< and held back for a moment
  Prompting,
  OnBreak,
  Away,
  PutOff,
  Paused,
  Prelude,
  Quiet,  ///< a call, a presentation, a film, quiet hours: no prompt, due or not
};

/// What a person may see of the state.
struct Status {
  Phase phase = Phase::Off;
  std::string why = {};                ///< one sentence
  std::optional<Moment> next_at = {};  ///< when the next break is due, when that is known
  std::optional<Moment> until = {};    ///< when this phase ends, when that is known
  BreakKind kind = BreakKind::Short;   ///< of the break that is on, offered or next
  bool is_prompting = false;           ///< a break is offered
};

[[nodiscard]] Phase compute_phase(const State& state, const Now& now);
[[nodiscard]] Status compute_status(const State& state, const Now& now);

/// What it is doing and why, in one sentence.
[[nodiscard]] std::string why(const State& state, const Now& now);

}  // namespace endrange::workday
