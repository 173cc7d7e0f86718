#include "core/measure/live_phase.h"

#include <algorithm>
#include <cmath>

#include "core/measure/trial_words.h"

namespace endrange::measure {
namespace {

/// What moves less has not begun: as in finding repetitions.
constexpr Angle LeastRise = Angle::from_degrees(15.0);
/// Out beyond this share of the largest rise so far, and back below the other.
constexpr double Out = 0.5;
constexpr double Back = 0.25;
/// Kept for so long, a position is being held and not passed through.
constexpr double BeginsToHold_s = 0.7;
/// A glimpse lost is no reason to interrupt somebody who is moving.
constexpr double Patience_s = 1.0;
/// Beyond this the measurement will be refused.
constexpr Angle LargestOffPlane = Angle::from_degrees(45.0);

/// What keeps from measuring, said as what to do; empty when nothing does.
std::string find_obstacle(const Protocol& protocol, const Sight& sight) {
  if (!sight.outline) return words::nobody_seen().remedy;
  if (abs(compute_off_plane(*sight.outline, protocol.view)) > LargestOffPlane)
    return words::wrong_view(protocol).remedy;
  for (const SideSight& side : sight.sides) {
    if (side.angle || side.unseen.empty()) continue;
    return side.leaves_picture ? "Step back: your " + side.unseen + " leaves the picture."
                               : "I can't see your " + side.unseen + ".";
  }
  return {};
}

std::optional<Angle> find_middle_angle(const Sight& sight) {
  Angle sum = {};
  double count = 0.0;
  for (const SideSight& side : sight.sides) {
    if (!side.angle) continue;
    sum += side.angle->angle;
    count += 1.0;
  }
  if (count == 0.0) return std::nullopt;
  return sum / count;
}

void follow(LivePhase& state, const Protocol& protocol, double time_s, Angle angle) {
  state.lowest = std::min(state.lowest.value_or(angle), angle);
  state.highest = std::max(state.highest.value_or(angle), angle);
  if (abs(angle - state.kept) > protocol.steadiness_band) {
    state.kept = angle;
    state.kept_since_s = time_s;
  }
  const Angle rise = angle - *state.lowest;
  const Angle largest = *state.highest - *state.lowest;
  if (!state.is_out && rise > std::max(LeastRise, Out * largest)) state.is_out = true;
  if (state.is_out && rise < Back * largest) {
    state.is_out = false;
    ++state.repetitions;
  }
}

}  // namespace

LivePhase advance(LivePhase state, const Protocol& protocol, const Sight& sight) {
  if (state.phase == TrialPhase::Done) return state;
  const std::optional<Angle> angle = find_middle_angle(sight);
  std::string obstacle = find_obstacle(protocol, sight);
  if (!obstacle.empty() || !angle) {
    if (state.phase != TrialPhase::Looking && sight.time_s - state.seen_s < Patience_s) return state;
    state.phase = TrialPhase::Looking;
    state.hint = std::move(obstacle);
    return state;
  }
  state.seen_s = sight.time_s;
  follow(state, protocol, sight.time_s, *angle);
  state.hint.clear();
  const double kept_s = sight.time_s - state.kept_since_s;
  if (state.repetitions >= protocol.repetitions) {
    state.phase = TrialPhase::Done;
    state.hint = "Done. Rest.";
  } else if (!state.is_out) {
    state.phase = *angle - *state.lowest > LeastRise ? TrialPhase::Moving : TrialPhase::Ready;
    if (state.phase == TrialPhase::Ready) state.hint = "Move slowly, as far as you can.";
  } else if (kept_s >= BeginsToHold_s) {
    state.phase = TrialPhase::Holding;
    state.hint = kept_s < protocol.hold_s ? "Stay there." : "Come back slowly.";
  } else {
    state.phase = TrialPhase::Moving;
  }
  return state;
}

}  // namespace endrange::measure
