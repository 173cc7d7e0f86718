#include "core/solve/depth_angles.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/contracts.h"

namespace endrange::solve {
namespace {

constexpr double Pi = std::numbers::pi;
// A nearly straight elbow leaves its axis where the trunk would have it.
constexpr double HabitOfAxis = 0.2;
constexpr double GradientStep_m = 0.002;
// The median absolute deviation of normal numbers, as a standard deviation.
constexpr double DeviationScale = 1.4826;
// A peak further than this from its set's median counts as if it were no further.
constexpr double MostSpreads = 2.5;
// A leg stands where it is surer than not.
constexpr double Stands = 0.5;

double compute_between(const Vector3& a, const Vector3& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b));
}

Vector3 middle(const JointCentres& centres, DepthJoint joint) {
  return 0.5 * (centres.at(joint, Side::Left) + centres.at(joint, Side::Right));
}

// From the middle of the shoulders down to that of the hips.
Vector3 compute_trunk_down(const JointCentres& centres) {
  return middle(centres, DepthJoint::Hip) - middle(centres, DepthJoint::Shoulder);
}

Vector3 compute_left(const JointCentres& centres, DepthJoint joint) {
  return centres.at(joint, Side::Left) - centres.at(joint, Side::Right);
}

Vector3 project_off(const Vector3& v, const Vector3& unit) {
  return v - v.dot(unit) * unit;
}

double compute_forearm_turn(Side side, const JointCentres& centres, const Vector3& upper_arm) {
  const Vector3 u = upper_arm.normalized();
  const Vector3 forearm =
      project_off(centres.at(DepthJoint::Wrist, side) - centres.at(DepthJoint::Elbow, side), u);
  const Vector3 down = project_off(compute_trunk_down(centres).normalized(), u);
  const double turn = std::atan2(down.cross(forearm).dot(u), down.dot(forearm));
  return side == Side::Left ? -turn : turn;
}

double find_median(std::vector<double> values) {
  expects(!values.empty(), "a median of something");
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

// Which of the spreads counts.
double find_joint_spread(DepthAngle angle, std::span<const DepthPeak> peaks, const DepthIntervals& all) {
  using enum DepthAngle;
  const bool is_leg = angle == KneeFlexion || angle == HipFlexion || angle == HipFlexionFromTrunk;
  if (!is_leg) return angle == ArmExtension || angle == ForearmTurn ? all.arm_turn : all.arm_elevation;
  const auto lifted =
      std::ranges::count_if(peaks, [](const DepthPeak& peak) { return peak.support < Stands; });
  if (2 * lifted > static_cast<std::ptrdiff_t>(peaks.size())) return all.free_leg;
  return angle == KneeFlexion ? all.standing_knee : all.standing_hip;
}

}  // namespace

JointCentres compute_polygon(const Body& body, const body::SegmentFrames& frames) {
  JointCentres centres;
  for (const Side side : LeftAndRight) {
    const auto place = [&](body::Part part) { return frames[body.find_segment(part, side).value()].p_GS; };
    centres.at(DepthJoint::Hip, side) = place(body::Part::Thigh);
    centres.at(DepthJoint::Shoulder, side) = place(body::Part::Humerus);
    centres.at(DepthJoint::Knee, side) = place(body::Part::Shank);
    centres.at(DepthJoint::Ankle, side) = place(body::Part::Foot);
    centres.at(DepthJoint::Elbow, side) = place(body::Part::Forearm);
    centres.at(DepthJoint::Wrist, side) = place(body::Part::Hand);
  }
  return centres;
}

JointCentres apply_offsets(const JointCentres& polygon, const DepthOffsets& offsets) {
  using enum DepthJoint;
  const Vector3 down = compute_trunk_down(polygon);
  const Vector3 hips_left = compute_left(polygon, Hip).normalized();
  const Vector3 left = compute_left(polygon, Shoulder).normalized();
  const Vector3 up = project_off(-down, left).normalized();
  const Vector3 forward = left.cross(up);
  JointCentres centres = polygon;
  for (const Side side : LeftAndRight) {
    const double sign = side == Side::Left ? 1.0 : -1.0;
    const Vector3 upper = (polygon.at(Elbow, side) - polygon.at(Shoulder, side)).normalized();
    const Vector3 lower = (polygon.at(Wrist, side) - polygon.at(Elbow, side)).normalized();
    const double raised = std::max(0.0, upper.dot(up));
    centres.at(Shoulder, side) -= raised * (offsets.shoulder_up * up + offsets.shoulder_forward * forward);
    // Where the elbow's medial side is: by its bend, and by the trunk where it hardly bends.
    const Vector3 habit = Eigen::Quaterniond::FromTwoVectors(-up, upper) * Vector3(-sign * left);
    const Vector3 bend = upper.cross(lower);
    const Vector3 medial = project_off((sign * bend + HabitOfAxis * habit).normalized(), upper).normalized();
    centres.at(Elbow, side) -= offsets.elbow_inward * bend.norm() * medial;
    const Vector3 thigh = (polygon.at(Knee, side) - polygon.at(Hip, side)).normalized();
    centres.at(Knee, side) -= offsets.knee_forward * thigh.cross(hips_left).normalized();
  }
  return centres;
}

double compute_depth_angle(DepthAngle angle, Side side, const JointCentres& centres) {
  using enum DepthJoint;
  const Vector3& shoulder = centres.at(Shoulder, side);
  const Vector3& hip = centres.at(Hip, side);
  const Vector3& knee = centres.at(Knee, side);
  const Vector3 upper_arm = centres.at(Elbow, side) - shoulder;
  switch (angle) {
    case DepthAngle::KneeFlexion:
      return Pi - compute_between(hip - knee, centres.at(Ankle, side) - knee);
    case DepthAngle::HipFlexion:
      return Pi - compute_between(shoulder - hip, knee - hip);
    case DepthAngle::HipFlexionFromTrunk:
      return compute_between(compute_trunk_down(centres), knee - hip);
    case DepthAngle::ArmElevation:
      return compute_between(hip - shoulder, upper_arm);
    case DepthAngle::ArmElevationFromTrunk:
      return compute_between(compute_trunk_down(centres), upper_arm);
    case DepthAngle::ArmExtension: {
      const Vector3 down = compute_trunk_down(centres).normalized();
      const Vector3 forward = compute_left(centres, Hip).cross(-down).normalized();
      return -std::atan2(upper_arm.dot(forward), upper_arm.dot(down));
    }
    case DepthAngle::ForearmTurn:
      return compute_forearm_turn(side, centres, upper_arm);
  }
  return 0.0;
}

std::vector<double> compute_depth_track(DepthAngle angle, Side side, std::span<const JointCentres> centres) {
  std::vector<double> track;
  for (const JointCentres& frame : centres) track.push_back(compute_depth_angle(angle, side, frame));
  if (angle != DepthAngle::ForearmTurn || track.empty()) return track;
  for (std::size_t i = 1; i < track.size(); ++i) {
    track[i] = track[i - 1] + std::remainder(track[i] - track[i - 1], 2.0 * Pi);
  }
  const double whole_turns = std::round((find_median(track) - 0.5 * Pi) / (2.0 * Pi));
  for (double& value : track) value -= 2.0 * Pi * whole_turns;
  return track;
}

Side find_front_leg(std::span<const JointCentres> polygons) {
  Vector3 left = Vector3::Zero();
  Vector3 ankles = Vector3::Zero();
  for (const JointCentres& polygon : polygons) {
    left += compute_left(polygon, DepthJoint::Shoulder) + compute_left(polygon, DepthJoint::Hip);
    ankles += compute_left(polygon, DepthJoint::Ankle);
  }
  const Vector3 facing = left.cross(Vector3::UnitY());
  return ankles.dot(facing) > 0.0 ? Side::Left : Side::Right;
}

DepthPeak find_depth_peak(const DepthMotion& fitted, DepthAngle angle, Side side,
                          const DepthOffsets& offsets) {
  expects(!fitted.motion.poses.empty(), "a motion has frames");
  std::vector<JointCentres> polygons;
  std::vector<JointCentres> centres;
  for (const Pose& pose : fitted.motion.poses) {
    polygons.push_back(compute_polygon(fitted.body, compute_segment_frames(fitted.body, pose)));
    centres.push_back(apply_offsets(polygons.back(), offsets));
  }
  const std::vector<double> track = compute_depth_track(angle, side, centres);
  const auto highest = std::ranges::max_element(track);
  DepthPeak peak{.frame = static_cast<std::size_t>(highest - track.begin()),
                 .angle = Angle::from_radians(*highest)};
  peak.support = fitted.support[side == Side::Left ? 0 : 1].weight[peak.frame];
  const JointCentres& polygon = polygons[peak.frame];
  const double here = compute_depth_angle(angle, side, apply_offsets(polygon, offsets));
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (const std::size_t which : {0U, 1U}) {
      for (Eigen::Index axis = 0; axis < 3; ++axis) {
        JointCentres moved = polygon;
        moved.places[joint][which][axis] += GradientStep_m;
        const double there = compute_depth_angle(angle, side, apply_offsets(moved, offsets));
        peak.gradient.places[joint][which][axis] = std::remainder(there - here, 2.0 * Pi) / GradientStep_m;
      }
    }
  }
  return peak;
}

double compute_noise_variance(const Body& body, const Pose& pose, const Eigen::MatrixXd& covariance,
                              const DepthPeak& peak) {
  constexpr std::array Parts = {body::Part::Thigh, body::Part::Humerus, body::Part::Shank,
                                body::Part::Foot,  body::Part::Forearm, body::Part::Hand};
  Kinematics kinematics(body);
  kinematics.update(body, pose);
  Tangent gradient = Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()));
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (const Side side : LeftAndRight) {
      const SegmentIndex segment = body.find_segment(Parts[joint], side).value();
      const Vector3& p = kinematics.frame(segment).p_GS;
      const Vector3& weight = peak.gradient.places[joint][side == Side::Left ? 0 : 1];
      for (const CoordinateIndex c : body.coordinates_moving(segment)) {
        gradient[row(c)] += weight.dot(kinematics.point_velocity(c, p));
      }
    }
  }
  return gradient.dot(covariance * gradient);
}

std::vector<DepthEstimate> estimate_set(DepthAngle angle, std::span<const DepthPeak> peaks,
                                        std::span<const double> noise_variance,
                                        const DepthIntervals& intervals, const DepthCamera& camera) {
  expects(peaks.size() == noise_variance.size(), "a variance for each peak");
  if (peaks.empty()) return {};
  std::vector<double> values;
  for (const DepthPeak& peak : peaks) values.push_back(peak.angle.radians());
  const double median = find_median(values);
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - median));
  // The spread that repetitions have beyond a person's own is the camera's.
  const double seen = DeviationScale * find_median(distances);
  const double own = camera.repeat_spread.radians() * camera.repeat_spread.radians();
  const double least = camera.least_noise.radians() * camera.least_noise.radians();
  const double noise = std::max(seen * seen - own, 0.0) + least;
  const double share = own / (own + noise);
  const double furthest = MostSpreads * std::sqrt(own + noise);
  const double spread = find_joint_spread(angle, peaks, intervals);
  std::vector<DepthEstimate> estimates;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    double lever = 0.0;
    for (const auto& pair : peaks[i].gradient.places) {
      for (const Vector3& g : pair) lever += 4.0 * g.x() * g.x() + g.y() * g.y() + g.z() * g.z();
    }
    const double unexplained = camera.least_error.radians() * camera.least_error.radians();
    const double variance = spread * spread * lever +
                            intervals.repeat_factor * intervals.repeat_factor * noise + unexplained +
                            noise_variance[i];
    const double off = std::clamp(values[i] - median, -furthest, furthest);
    estimates.push_back({peaks[i].angle, Angle::from_radians(median + share * off),
                         Angle::from_radians(camera.half_widths * std::sqrt(variance))});
  }
  return estimates;
}

}  // namespace endrange::solve
