#include "core/measure/live_readiness.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/measure/trial_words.h"

namespace endrange::measure {
namespace {

/// Nobody settles into a stance faster.
constexpr double SteadyAfter_s = 0.5;
/// Seen again after so long, somebody may stand elsewhere.
constexpr double Forgets_s = 1.5;
/// Further off, the figure is only a trend: see `measure_side`.
constexpr Angle LargestOffPlane = Angle::from_degrees(20.0);
/// Further off, it is another view altogether.
constexpr Angle OtherView = Angle::from_degrees(45.0);
/// A trunk is a little under a third of a person: shorter than this, a whole body fills less than a quarter
/// of the picture's height, and one pixel of a landmark is a degree of a limb.
constexpr double ShortestTrunk = 0.075;
/// Longer, the person is nearer than a metre, where what is near looks far larger than what is not.
constexpr double LongestTrunk = 0.5;
/// Upper arm to trunk, both between their joints: 0.186 and 0.288 of body height. Source: [Winter2009].
constexpr double UpperArmToTrunk = 0.65;
/// The middle of the picture, as a share of its width to either side.
constexpr double MiddleShare = 0.3;

Outline blend(const Outline& before, const Outline& now) {
  const double share = std::clamp((now.time_s - before.time_s) / SteadyAfter_s, 0.0, 1.0);
  Outline blended = now;
  blended.centre = before.centre + share * (now.centre - before.centre);
  blended.trunk = std::lerp(before.trunk, now.trunk, share);
  blended.per_metre = std::lerp(before.per_metre, now.per_metre, share);
  blended.across = std::lerp(before.across, now.across, share);
  blended.away = std::lerp(before.away, now.away, share);
  return blended;
}

bool raises_the_arm(const Protocol& protocol) {
  const std::string_view motion = protocol.joint_motion.value();
  return motion == "shoulder.abduction" || motion == "shoulder.flexion" ||
         (protocol.kind == ProtocolKind::Circle && protocol.joint == "shoulder");
}

/// What to change about where the person is; empty when nothing.
std::string find_body_hint(const Protocol& protocol, const Sight& sight, const Outline& outline) {
  const double off_middle = outline.centre.x() / sight.width - 0.5;
  for (const SideSight& side : sight.sides) {
    if (side.unseen.empty()) continue;
    if (side.leaves_picture && std::abs(off_middle) > MiddleShare)
      return "Come to the middle of the picture.";
    return words::unseen_point(side.unseen, side.leaves_picture);
  }
  if (outline.trunk > LongestTrunk) return "Take one step back.";
  if (outline.trunk < ShortestTrunk) return "Come one step closer.";
  const double shoulders = outline.centre.y() - outline.trunk;
  const bool is_standing = protocol.position == "standing" || protocol.position == "seated";
  if (is_standing && raises_the_arm(protocol) && shoulders < UpperArmToTrunk * outline.trunk)
    return "Step back: a raised arm would leave the picture.";
  return {};
}

std::string find_view_hint(const Protocol& protocol, const Outline& outline) {
  const Angle off_plane = abs(compute_off_plane(outline, protocol.view));
  if (off_plane <= LargestOffPlane) return {};
  if (off_plane > OtherView) return words::wrong_view(protocol).remedy;
  return protocol.view == View::Front ? "Turn a little more towards the camera."
                                      : "Turn a little more side-on.";
}

}  // namespace

LiveReadiness advance(LiveReadiness state, const Protocol& protocol, const Sight& sight) {
  state.is_body_whole = state.is_view_right = false;
  if (!sight.outline) {
    if (state.steady && sight.time_s - state.steady->time_s > Forgets_s) state.steady.reset();
    state.hint = words::nobody_seen().remedy;
    return state;
  }
  const bool is_known = state.steady && sight.time_s - state.steady->time_s <= Forgets_s;
  state.steady = is_known ? blend(*state.steady, *sight.outline) : *sight.outline;
  state.hint = find_body_hint(protocol, sight, *state.steady);
  const std::string view_hint = find_view_hint(protocol, *state.steady);
  state.is_body_whole = state.hint.empty();
  state.is_view_right = view_hint.empty();
  if (state.hint.empty()) state.hint = view_hint;
  return state;
}

}  // namespace endrange::measure
