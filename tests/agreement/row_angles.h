#pragma once

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/frame.h"
#include "core/body/kinematics.h"
#include "core/motion/series.h"

/// The angles of reference.md's rows, from joint places over time.
namespace endrange::test {

using body::Vector3;

enum class Joint { Shoulder, Elbow, Wrist, Hip, Knee, Ankle };
inline constexpr std::size_t JointCount = 6;

/// One frame: left and right of each joint, in ground [m].
struct Joints {
  std::array<std::array<Vector3, 2>, JointCount> places = {};

  [[nodiscard]] const Vector3& at(Joint joint, Side side) const {
    return places[static_cast<std::size_t>(joint)][side == Side::Left ? 0 : 1];
  }
  /// Down along the trunk: from the middle of the shoulders to that of the hips.
  [[nodiscard]] Vector3 trunk_down() const {
    return 0.5 * (at(Joint::Hip, Side::Left) + at(Joint::Hip, Side::Right) - at(Joint::Shoulder, Side::Left) -
                  at(Joint::Shoulder, Side::Right));
  }
};

inline double angle_between(const Vector3& a, const Vector3& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b)) * 180.0 / std::numbers::pi;
}

/// One frame's angle of a row [degrees].
inline double compute_row_angle(const std::string& row, const Joints& joints, Side side) {
  const Vector3& shoulder = joints.at(Joint::Shoulder, side);
  const Vector3& elbow = joints.at(Joint::Elbow, side);
  const Vector3& hip = joints.at(Joint::Hip, side);
  const Vector3& knee = joints.at(Joint::Knee, side);
  const Vector3 down = joints.trunk_down();
  const Vector3 arm = elbow - shoulder;
  if (row.ends_with("knee")) return angle_between(knee - hip, joints.at(Joint::Ankle, side) - knee);
  if (row.ends_with("hip") || row == "m06_hip_3pt") return angle_between(hip - shoulder, knee - hip);
  if (row == "m06_hip_trunk") return angle_between(down, knee - hip);
  if (row.ends_with("_trunk")) return angle_between(down, arm);
  if (row == "m08_extension_sagittal") {
    const Vector3 left = joints.at(Joint::Hip, Side::Left) - joints.at(Joint::Hip, Side::Right);
    const Vector3 forward = left.cross(-down).normalized();
    return -std::atan2(arm.dot(forward), arm.dot(down.normalized())) * 180.0 / std::numbers::pi;
  }
  if (row == "m09_forearm") {
    const Vector3 u = arm.normalized();
    const auto across = [&](const Vector3& v) { return Vector3((v - u * u.dot(v)).normalized()); };
    const Vector3 from = across(down);
    const Vector3 to = across(joints.at(Joint::Wrist, side) - elbow);
    const double turn = std::atan2(u.dot(from.cross(to)), from.dot(to)) * 180.0 / std::numbers::pi;
    return side == Side::Left ? -turn : turn;
  }
  return angle_between(hip - shoulder, arm);  // angle(hip, shoulder, elbow)
}

/// A row's angle over a repetition [degrees]. A forearm's turn is unwrapped, and shifted to have its median
/// nearest 90.
inline std::vector<double> compute_row_track(const std::string& row, const std::vector<Joints>& frames,
                                             Side side) {
  std::vector<double> angles;
  for (const Joints& joints : frames) {
    double angle = compute_row_angle(row, joints, side);
    if (row == "m09_forearm" && !angles.empty()) {
      angle = angles.back() + std::remainder(angle - angles.back(), 360.0);
    }
    angles.push_back(angle);
  }
  double shift = 0.0;
  if (row == "m09_forearm") {
    std::vector<double> sorted = angles;
    std::ranges::sort(sorted);
    shift = 360.0 * std::round((90.0 - sorted[sorted.size() / 2]) / 360.0);
  }
  for (double& angle : angles) angle += shift;
  return angles;
}

/// A repetition's largest angle [degrees].
inline double compute_row_peak(const std::string& row, const std::vector<Joints>& frames, Side side) {
  return std::ranges::max(compute_row_track(row, frames, side));
}

inline void smooth_joints(std::vector<Joints>& frames, const std::vector<double>& times) {
  constexpr double Cutoff = 6.0;
  motion::Series series{times, std::vector<std::optional<double>>(times.size())};
  for (std::size_t joint = 0; joint < JointCount; ++joint) {
    for (std::size_t side = 0; side < 2; ++side) {
      for (Eigen::Index axis = 0; axis < 3; ++axis) {
        for (std::size_t i = 0; i < frames.size(); ++i) {
          series.values[i] = frames[i].places[joint][side][axis];
        }
        const auto calm = motion::smooth_without_lag(series, Cutoff);
        for (std::size_t i = 0; i < frames.size(); ++i) {
          frames[i].places[joint][side][axis] = *calm.values[i];
        }
      }
    }
  }
}

/// The joint centres of a body in a pose.
inline Joints find_joint_centres(const body::Body& body, const body::Pose& pose) {
  const auto frames = compute_segment_frames(body, pose);
  using enum body::Part;
  constexpr std::array Parts = {Humerus, Forearm, Hand, Thigh, Shank, Foot};  // as in Joint
  Joints joints;
  for (std::size_t i = 0; i < Parts.size(); ++i) {
    joints.places[i] = {frames[*body.find_segment(Parts[i], Side::Left)].p_GS,
                        frames[*body.find_segment(Parts[i], Side::Right)].p_GS};
  }
  return joints;
}

}  // namespace endrange::test
