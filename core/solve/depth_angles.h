#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/kinematics.h"
#include "core/solve/depth_camera.h"
#include "core/solve/depth_fit.h"

namespace endrange::solve {

/// One vector for each joint that a depth camera's skeleton shares with a fitted body: places, or gradients.
struct JointCentres {
  std::array<std::array<Vector3, 2>, DepthJointCount> places = {};  ///< left, right

  [[nodiscard]] const Vector3& at(DepthJoint joint, Side side) const {
    return places[index(joint)][side == Side::Left ? 0 : 1];
  }
  [[nodiscard]] Vector3& at(DepthJoint joint, Side side) {
    return places[index(joint)][side == Side::Left ? 0 : 1];
  }
};

/// Where a pose puts the joints of the camera's polygon [m].
[[nodiscard]] JointCentres compute_polygon(const Body& body, const body::SegmentFrames& frames);

/// The joint centres that optical markers would define, from the polygon's: each offset is fixed in a
/// segment, but for the shoulder's, which grows with what the arm is above the horizontal, and the elbow's,
/// which grows with its bend.
[[nodiscard]] JointCentres apply_offsets(const JointCentres& polygon, const DepthOffsets& offsets);

/// Angles between lines through joint centres: what two ways of recording can be compared by.
enum class DepthAngle {
  KneeFlexion,            ///< 180° less hip-knee-ankle
  HipFlexion,             ///< 180° less shoulder-hip-knee
  HipFlexionFromTrunk,    ///< of the thigh, from the line of the middles of shoulders and hips
  ArmElevation,           ///< hip-shoulder-elbow
  ArmElevationFromTrunk,  ///< of the upper arm, from the line of the middles of shoulders and hips
  ArmExtension,           ///< of the upper arm in the sagittal plane of the trunk; behind it positive
  ForearmTurn,            ///< of the forearm about the upper arm: 0 down, 90° forward, 180° up
};

/// @returns the angle [rad]; ForearmTurn in (-π, π]
[[nodiscard]] double compute_depth_angle(DepthAngle angle, Side side, const JointCentres& centres);

/// The angle over a motion [rad]. ForearmTurn goes on without jumps, and its median is nearest 90°.
[[nodiscard]] std::vector<double> compute_depth_track(DepthAngle angle, Side side,
                                                      std::span<const JointCentres> centres);

/// The leg that stands in front, as the trunk is turned, over a whole motion. A camera that takes left for
/// right is not found out.
[[nodiscard]] Side find_front_leg(std::span<const JointCentres> polygons);

/// The largest angle of a motion, and what it hangs on.
struct DepthPeak {
  std::size_t frame = 0;
  Angle angle = {};
  JointCentres gradient = {};  ///< over the polygon's points, offsets included [rad/m]
  double support = 0.0;        ///< how surely the leg of this side stands there, in [0, 1]
};
[[nodiscard]] DepthPeak find_depth_peak(const DepthMotion& fitted, DepthAngle angle, Side side,
                                        const DepthOffsets& offsets);

/// Variance of a peak by the noise of its frame [rad²]: the fit's covariance carried over.
[[nodiscard]] double compute_noise_variance(const Body& body, const Pose& pose,
                                            const Eigen::MatrixXd& covariance, const DepthPeak& peak);

/// A peak with its interval.
struct DepthEstimate {
  Angle alone = {};       ///< as this repetition shows it
  Angle in_set = {};      ///< drawn towards the set's median by as much as the set is noisier than people are
  Angle half_width = {};  ///< of the interval about `in_set` that holds the markers' angle 19 times in 20
};

/// The peaks of one set: repetitions of one movement by one person, one angle, one side. Where repetitions
/// scatter more than people do, the camera is thought to have done it: then a real change from one repetition
/// to the next is hidden in `in_set`, and `alone` still has it.
/// @param noise_variance  one a peak, by `compute_noise_variance`
[[nodiscard]] std::vector<DepthEstimate> estimate_set(DepthAngle angle, std::span<const DepthPeak> peaks,
                                                      std::span<const double> noise_variance,
                                                      const DepthIntervals& intervals,
                                                      const DepthCamera& camera);

}  // namespace endrange::solve
