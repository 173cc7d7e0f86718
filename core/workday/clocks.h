#pragma once

#include "core/workday/state.h"

/// The two clocks: how long someone has sat since the last break of each kind, and which break is due when.
namespace endrange::workday {

/// A short break that would come this soon before a long one gives way to it. Chosen here: a sixth of the
/// half hour between short breaks.
inline constexpr std::chrono::minutes LongInstead{5};

/// An absence shorter than this is part of what went on before it: reaching for a cup. Chosen here; never
/// longer than the short breaks, because an absence as long as a break counts as one.
[[nodiscard]] BootTime compute_shortest_rest(const Rhythm& rhythm);

[[nodiscard]] constexpr bool is_sitting(SpanKind kind) {
  return kind == SpanKind::Work || kind == SpanKind::Call || kind == SpanKind::Assumed;
}

/// Whether a rest of this length counts as a break of this kind.
[[nodiscard]] bool is_credited(const Rhythm& rhythm, BreakKind kind, BootTime rest);

/// How long someone has sat since the last break of this kind.
[[nodiscard]] BootTime compute_sat(const State& state, BreakKind kind, const Now& now);

/// Adds a span that ended to the clocks: sitting lets them run, rest sets back those that it is long enough
/// for.
void count_span(State& state, BootTime until);

/// A break of this kind was had: it counts for the shorter kind too.
void reset_clocks(State& state, BreakKind kind);

/// Whether breaks of this kind are offered, and today's prompts for it are not used up.
[[nodiscard]] bool is_available(const State& state, BreakKind kind);

/// Whether some kind is on, and today's prompts are used up for all that are.
[[nodiscard]] bool is_used_up(const State& state);

struct Due {
  BreakKind kind = BreakKind::Short;
  BootTime at = {};  ///< up to now: it is due since; later: it will be, if work goes on
};

/// The next break; nothing while the clocks stand still and none is due.
[[nodiscard]] std::optional<Due> find_due(const State& state, const Now& now);

/// Whether a break is due now, shown or held back.
[[nodiscard]] bool is_due(const State& state, const Now& now);

}  // namespace endrange::workday
