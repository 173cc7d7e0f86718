#include "core/workday/clocks.h"

#include <algorithm>
#include <ranges>

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

constexpr BootTime ShortestRest = 2min;

std::size_t index(BreakKind kind) {
  return static_cast<std::size_t>(kind);
}

}  // namespace

BootTime compute_shortest_rest(const Rhythm& rhythm) {
  return std::min<BootTime>(ShortestRest, rhythm.short_breaks.length);
}

bool is_credited(const Rhythm& rhythm, BreakKind kind, BootTime rest) {
  return rest >= rhythm.of(kind).length;
}

BootTime compute_sat(const State& state, BreakKind kind, const Now& now) {
  const auto length = now.boot - state.span.from;
  const auto before = state.clocks.at(index(kind));
  if (state.span.kind == SpanKind::Rest && is_credited(state.rhythm, kind, length)) return {};
  return state.span.counts && is_sitting(state.span.kind) ? before + length : before;
}

void count_span(State& state, BootTime until) {
  const auto& span = state.span;
  const auto length = until - span.from;
  const bool rested = span.kind == SpanKind::Rest || span.kind == SpanKind::Break;
  for (const auto kind : journal::BreakKinds) {
    if (span.counts && is_sitting(span.kind)) state.clocks.at(index(kind)) += length;
    if (rested && is_credited(state.rhythm, kind, length)) state.clocks.at(index(kind)) = {};
  }
}

void reset_clocks(State& state, BreakKind kind) {
  state.clocks.at(index(BreakKind::Short)) = {};
  if (kind == BreakKind::Long) state.clocks.at(index(BreakKind::Long)) = {};
}

bool is_available(const State& state, BreakKind kind) {
  const auto& rhythm = state.rhythm.of(kind);
  return rhythm.is_on && state.prompts.at(index(kind)) < rhythm.most_a_day;
}

bool is_used_up(const State& state) {
  const auto is_on = [&](BreakKind kind) { return state.rhythm.of(kind).is_on; };
  return std::ranges::any_of(journal::BreakKinds, is_on) &&
         std::ranges::none_of(journal::BreakKinds, [&](BreakKind kind) { return is_available(state, kind); });
}

namespace {

// A short break that waited until a long one was due as well gives way to it.
BreakKind find_put_off_kind(const State& state, const Now& now) {
  const auto sat = compute_sat(state, BreakKind::Long, now);
  const bool is_long_due = is_available(state, BreakKind::Long) && sat >= state.rhythm.long_breaks.every;
  return is_long_due ? BreakKind::Long : state.put_off->kind;
}

std::optional<Due> find_due_by_clocks(const State& state, const Now& now) {
  const auto find_for = [&](BreakKind kind) -> std::optional<Due> {
    if (!is_available(state, kind)) return std::nullopt;
    return Due{kind, now.boot + state.rhythm.of(kind).every - compute_sat(state, kind, now)};
  };
  const auto first = find_for(BreakKind::Short);
  const auto second = find_for(BreakKind::Long);
  const bool is_long = second && (!first || second->at <= std::max(now.boot, first->at + LongInstead));
  auto due = is_long ? second : first;
  // The long break that takes a short one's place comes at the short one's time.
  if (due && is_long && first) due->at = std::min(due->at, first->at);
  const bool runs = state.span.counts && is_sitting(state.span.kind);
  return due && (runs || due->at <= now.boot) ? due : std::nullopt;
}

}  // namespace

std::optional<Due> find_due(const State& state, const Now& now) {
  if (state.prompt) return Due{state.prompt->kind, state.prompt->due_at};
  if (!state.put_off) return find_due_by_clocks(state, now);
  // Whoever put a break off gets it, whatever the day's prompts are; one that nobody answered is one of them.
  const auto kind = find_put_off_kind(state, now);
  const bool comes = state.put_off->is_owed && (state.put_off->by_person || is_available(state, kind));
  if (comes) return Due{kind, state.put_off->until};
  auto other = find_due_by_clocks(state, now);
  if (other) other->at = std::max(other->at, state.put_off->until);
  return other;
}

bool is_due(const State& state, const Now& now) {
  const auto due = find_due(state, now);
  return due && due->at <= now.boot && !state.started;
}

}  // namespace endrange::workday
