#include "core/measure/live_phase.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/contracts.h"
#include "core/measure/figure_trial.h"
#include "core/measure/trial_words.h"

namespace endrange::measure {
namespace {

using Eigen::Vector3d;

/// What moves less has not begun: as in finding repetitions.
constexpr Angle LeastRise = Angle::from_degrees(15.0);
/// Knees that straighten by less only shift the feet: from sitting to standing they go through about 90.
constexpr Angle LeastStand = Angle::from_degrees(40.0);
/// Out beyond this share of the largest rise so far, and back below the other.
constexpr double Out = 0.5;
constexpr double Back = 0.25;
/// Kept for so long, a position is being held and not passed through.
constexpr double BeginsToHold_s = 0.7;
/// A glimpse lost is no reason to interrupt somebody who is moving.
constexpr double Patience_s = 1.0;
/// Beyond this the measurement will be refused.
constexpr Angle LargestOffPlane = Angle::from_degrees(45.0);
/// Two directions nearer to each other than a frame's noise say nothing of a way.
constexpr Angle LeastStep = Angle::from_degrees(4.0);
/// A line that stays this near to its middle is a limb that rests.
constexpr Angle LeastRadius = Angle::from_degrees(8.0);
/// From this share of a round on, the limb is under way.
constexpr double UnderWay = 0.1;
/// A foot is up or down once it has been for so long: a few pictures, so that noise lifts no foot.
constexpr double Settles_s = 0.25;
/// A foot that was up for less was placed anew.
constexpr double ShortestTry_s = 1.0;

/// What keeps from measuring, said as what to do; empty when nothing does.
std::string find_obstacle(const Protocol& protocol, const Sight& sight) {
  if (!sight.outline) return words::nobody_seen().remedy;
  if (abs(compute_off_plane(*sight.outline, protocol.view)) > LargestOffPlane)
    return words::wrong_view(protocol).remedy;
  for (const SideSight& side : sight.sides) {
    if (side.angle || side.direction || side.unseen.empty()) continue;
    return words::unseen_point(side.unseen, side.leaves_picture);
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

/// Does the picture show what this kind of test follows?
bool is_followed(ProtocolKind kind, const Sight& sight) {
  switch (kind) {
    case ProtocolKind::Range:
      return find_middle_angle(sight).has_value();
    case ProtocolKind::Circle:
      return std::ranges::any_of(sight.sides,
                                 [](const SideSight& side) { return side.direction.has_value(); });
    case ProtocolKind::Count:
      return sight.rise.has_value();
    case ProtocolKind::Time:
      return sight.lift_m.has_value();
    case ProtocolKind::Distance:
      break;
  }
  return false;
}

void finish(LivePhase& state, std::string words) {
  state.phase = TrialPhase::Done;
  state.hint = std::move(words);
}

void follow(LivePhase& state, double time_s, Angle angle, Angle band, Angle least) {
  state.lowest = std::min(state.lowest.value_or(angle), angle);
  state.highest = std::max(state.highest.value_or(angle), angle);
  if (abs(angle - state.kept) > band) {
    state.kept = angle;
    state.kept_since_s = time_s;
  }
  const Angle rise = angle - *state.lowest;
  const Angle largest = *state.highest - *state.lowest;
  if (!state.is_out && rise > std::max(least, Out * largest)) {
    state.is_out = true;
    ++state.out;
  }
  if (!state.is_out) return;
  state.top = std::max(state.top, rise);
  if (rise >= Back * largest) return;
  state.is_out = false;
  state.tops.push_back(std::exchange(state.top, Angle{}));
}

/// How often the limb came back from far out. What was far at first may have been a wobble before the first
/// real way out.
int count_repetitions(const LivePhase& state) {
  const Angle largest = *state.highest - *state.lowest;
  return static_cast<int>(std::ranges::count_if(state.tops, [&](Angle top) { return top > Out * largest; }));
}

void follow_range(LivePhase& state, const Protocol& protocol, const Sight& sight) {
  const Angle angle = find_middle_angle(sight).value_or(Angle{});
  follow(state, sight.time_s, angle, protocol.steadiness_band, LeastRise);
  const double kept_s = sight.time_s - state.kept_since_s;
  const bool is_holding = state.is_out && kept_s >= BeginsToHold_s;
  const int repetitions = count_repetitions(state);
  state.progress = {.count = repetitions,
                    .of = protocol.repetitions,
                    .seconds = is_holding ? std::min(kept_s, protocol.hold_s) : 0.0,
                    .of_s = protocol.hold_s};
  if (repetitions >= protocol.repetitions) {
    finish(state, "Done. Rest.");
  } else if (is_holding) {
    state.phase = TrialPhase::Holding;
    state.hint = kept_s < protocol.hold_s ? "Stay there." : "Come back slowly.";
  } else if (state.is_out || angle - *state.lowest > LeastRise) {
    state.phase = TrialPhase::Moving;
  } else {
    state.phase = TrialPhase::Ready;
    state.hint = "Move slowly, as far as you can.";
  }
}

void follow_circle(LivePhase& state, const Protocol& protocol, const Sight& sight) {
  state.progress = {.of = protocol.repetitions};
  double most = 0.0;
  for (const SideSight& side : sight.sides) {
    auto found = std::ranges::find(state.rounds, side.side, &LiveRound::side);
    if (found == state.rounds.end()) found = state.rounds.insert(found, LiveRound{.side = side.side});
    if (side.direction &&
        (found->line.empty() ||
         std::acos(std::clamp(found->line.back().dot(*side.direction), -1.0, 1.0)) > LeastStep.radians())) {
      found->line.push_back(*side.direction);
      found->turns = std::max(found->turns, compute_turns(found->line));
    }
    if (found->turns <= most) continue;
    most = found->turns;
    state.progress.side = side.side;
  }
  state.progress.count = std::min(static_cast<int>(most), protocol.repetitions);
  state.progress.turn = most - std::floor(most);
  state.phase = most > UnderWay ? TrialPhase::Moving : TrialPhase::Ready;
  if (state.progress.count >= protocol.repetitions)
    finish(state, "Done. Rest.");
  else if (state.phase == TrialPhase::Ready)
    state.hint = "Draw slow, large circles, all one way.";
}

/// Time runs whether or not the person is seen.
void run_clock(LivePhase& state, const Protocol& protocol, double time_s) {
  state.progress.of_s = protocol.seconds;
  if (!state.begun_s) return;
  state.progress.seconds = std::min(time_s - *state.begun_s, protocol.seconds);
  if (state.progress.seconds >= protocol.seconds) finish(state, "Time. Rest.");
}

void follow_count(LivePhase& state, const Protocol& protocol, const Sight& sight) {
  follow(state, sight.time_s, sight.rise->angle, protocol.steadiness_band, LeastStand);
  if (!state.begun_s && state.out > 0) state.begun_s = sight.time_s;
  state.progress.count = state.out;
  run_clock(state, protocol, sight.time_s);
  if (state.phase == TrialPhase::Done) return;
  state.phase = state.begun_s ? TrialPhase::Moving : TrialPhase::Ready;
  if (!state.begun_s) state.hint = "Stand up and sit down, again and again.";
}

bool had_try(const LiveStance& stance, Side side) {
  return std::ranges::find(stance.tried, side) != stance.tried.end();
}

void follow_stance(LivePhase& state, const Protocol& protocol, const Sight& sight) {
  LiveStance& stance = state.stance;
  const double time_s = sight.time_s;
  std::optional<Side> shown;
  if (*sight.lift_m > Lifted_m) shown = Side::Right;
  if (*sight.lift_m < -Lifted_m) shown = Side::Left;
  if (shown != stance.next) {
    stance.next = shown;
    stance.next_since_s = time_s;
  }
  const auto end_try = [&] {
    if (!had_try(stance, *stance.standing)) stance.tried.push_back(*stance.standing);
  };
  if (shown != stance.standing && time_s - stance.next_since_s >= Settles_s) {
    if (stance.standing && stance.next_since_s - stance.since_s >= ShortestTry_s) end_try();
    stance.standing = shown;
    stance.since_s = stance.next_since_s;
  }
  const double stood_s = stance.standing ? std::min(time_s - stance.since_s, protocol.seconds) : 0.0;
  if (stance.standing && stood_s >= protocol.seconds) end_try();
  state.progress = {.side = stance.standing.value_or(Side::Both),
                    .count = static_cast<int>(stance.tried.size()),
                    .of = static_cast<int>(protocol.sides.size()),
                    .seconds = stood_s,
                    .of_s = protocol.seconds};
  if (state.progress.count >= state.progress.of) return finish(state, "Done. Foot down, and rest.");
  state.phase = stance.standing ? TrialPhase::Holding : TrialPhase::Ready;
  if (stance.standing && !had_try(stance, *stance.standing)) return;
  if (stance.standing)
    state.hint = "Foot down. Then stand on the other.";
  else if (stance.tried.empty())
    state.hint = "Lift one foot, and stay.";
  else
    state.hint = "Now stand on your " + std::string(word(opposite(stance.tried.front()))) + " leg.";
}

}  // namespace

double compute_turns(const std::vector<Vector3d>& line) {
  if (line.size() < 3) return 0.0;
  Vector3d middle = Vector3d::Zero();
  for (std::size_t i = 1; i < line.size(); ++i)
    middle += (line[i] - line[i - 1]).norm() * (line[i] + line[i - 1]);
  if (middle.norm() == 0.0) return 0.0;
  middle.normalize();
  const auto beside = [&](const Vector3d& direction) -> Vector3d {
    return direction - middle * middle.dot(direction);
  };
  double radius = 0.0;
  for (const Vector3d& direction : line)
    radius += beside(direction).norm() / static_cast<double>(line.size());
  if (radius < std::sin(LeastRadius.radians())) return 0.0;
  double turn = 0.0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Vector3d before = beside(line[i - 1]);
    const Vector3d now = beside(line[i]);
    turn += std::atan2(middle.dot(before.cross(now)), before.dot(now));
  }
  return std::abs(turn) / (2.0 * std::numbers::pi);
}

LivePhase advance(LivePhase state, const Protocol& protocol, const Sight& sight) {
  expects(is_seen_by_camera(protocol), "a camera can measure the test");
  if (state.phase == TrialPhase::Done) return state;
  if (protocol.kind == ProtocolKind::Count) run_clock(state, protocol, sight.time_s);
  if (state.phase == TrialPhase::Done) return state;
  std::string obstacle = find_obstacle(protocol, sight);
  if (!obstacle.empty() || !is_followed(protocol.kind, sight)) {
    if (state.phase != TrialPhase::Looking && sight.time_s - state.seen_s < Patience_s) return state;
    state.phase = TrialPhase::Looking;
    state.hint = std::move(obstacle);
    // What a foot did meanwhile is not known.
    state.stance.standing = state.stance.next = std::nullopt;
    return state;
  }
  state.seen_s = sight.time_s;
  state.hint.clear();
  switch (protocol.kind) {
    case ProtocolKind::Range:
    case ProtocolKind::Distance:
      follow_range(state, protocol, sight);
      break;
    case ProtocolKind::Circle:
      follow_circle(state, protocol, sight);
      break;
    case ProtocolKind::Count:
      follow_count(state, protocol, sight);
      break;
    case ProtocolKind::Time:
      follow_stance(state, protocol, sight);
      break;
  }
  return state;
}

}  // namespace endrange::measure
