#include "tests/core/measure/known_person.h"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/body/built_in_body.h"

namespace endrange::measure::testing {

using body::Body;
using body::Numbers;
using body::Pose;

KnownPerson make_person(Numbers& numbers) {
  const double stature_m = numbers.uniform(1.50, 1.95);
  constexpr std::array Kinds = {body::Proportions::Average, body::Proportions::FemaleAverage,
                                body::Proportions::MaleAverage};
  const auto kind = Kinds[static_cast<std::size_t>(numbers.uniform(0.0, 3.0))];
  body::SegmentLengths lengths = compute_segment_lengths(stature_m, kind);
  using body::SegmentLengths;
  for (const auto& [length, spread] : {std::pair(&SegmentLengths::trunk, 0.05),
                                       {&SegmentLengths::hip_width, 0.10},
                                       {&SegmentLengths::shoulder_width, 0.08},
                                       {&SegmentLengths::upper_arm, 0.05},
                                       {&SegmentLengths::forearm, 0.05},
                                       {&SegmentLengths::hand, 0.05},
                                       {&SegmentLengths::thigh, 0.05},
                                       {&SegmentLengths::shank, 0.05},
                                       {&SegmentLengths::foot, 0.05}})
    lengths.*length *= std::exp(spread * numbers.normal());
  return {stature_m, make_built_in_body(lengths, kind)};
}

void turn_coordinate(const Body& body, Pose& pose, const std::string& name, double degrees) {
  const auto coordinate = *body.find_coordinate(name);
  set_coordinate(body, pose, coordinate,
                 compute_coordinate(body, pose, coordinate) + degrees * std::numbers::pi / 180.0);
}

Pose make_rest(const Body& body, const std::string& position, Numbers& numbers) {
  Pose pose = body.neutral_pose();
  if (position == "seated")
    for (const char* side : {"_r", "_l"}) {
      turn_coordinate(body, pose, std::string("hip_flexion") + side, 85.0 + 5.0 * numbers.normal());
      turn_coordinate(body, pose, std::string("knee_angle") + side, 85.0 + 8.0 * numbers.normal());
    }
  turn_coordinate(body, pose, "pelvis_tilt", 3.0 * numbers.normal());
  for (const char* name : {"lumbar_extension", "thorax_extension", "neck_extension"})
    turn_coordinate(body, pose, name, 4.0 * numbers.normal());
  for (const char* name : {"lumbar_bending", "thorax_bending", "neck_bending", "neck_rotation"})
    turn_coordinate(body, pose, name, 2.0 * numbers.normal());
  for (const char* side : {"_r", "_l"}) {
    turn_coordinate(body, pose, std::string("elbow_flex") + side, numbers.uniform(2.0, 20.0));
    turn_coordinate(body, pose, std::string("hip_adduction") + side, numbers.uniform(-8.0, 0.0));
  }
  return pose;
}

}  // namespace endrange::measure::testing
