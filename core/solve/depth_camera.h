#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/angle.h"
#include "core/body/body.h"
#include "core/solve/velocity_wander.h"

/// What is known of depth cameras that give a skeleton of joints, such as the Kinect. Every constant comes
/// from content/measurement/depth_camera.toml, where it stands with how it was obtained.
namespace endrange::solve {

using body::Vector3;

/// The joints of such a skeleton that a fit reads: a left and a right one of each.
enum class DepthJoint : std::size_t { Hip, Shoulder, Knee, Ankle, Elbow, Wrist };
inline constexpr std::size_t DepthJointCount = 6;
[[nodiscard]] constexpr std::size_t index(DepthJoint joint) {
  return static_cast<std::size_t>(joint);
}
/// `left_hip`
[[nodiscard]] std::string name_joint(DepthJoint joint, Side side);

/// How a foot is known to stand, and what a standing foot says.
struct DepthStance {
  double slow_m_s = 0.0;         ///< an ankle at this speed along the floor stands a quarter
  double lifted_m = 0.0;         ///< an ankle this much above its standing height stands a half ...
  double lifted_spread_m = 0.0;  ///< ... and the range about it in which that changes
  double ankle_height_m = 0.0;   ///< of the ankle joint above the floor
  double memory_s = 0.0;         ///< frames of one stance that are this far apart count 0.6 for each other
  double place_m = 0.0;          ///< and places this far apart
  Vector3 spread = Vector3::Zero();  ///< of a standing ankle, along the ground's axes [m]
};

/// How bones are sized.
struct DepthLengths {
  double depth_share = 0.0;  ///< a bone whose depth is this share of its length counts 0.6
  double shank_of_thigh = 0.0;
  double shank_of_thigh_spread = 0.0;  ///< between people
  double spread_m = 0.0;               ///< of either as measured
  /// How much further a thigh or shank of a leg that does not stand may seem: the camera sees it so.
  double free_thigh_spread_m = 0.0;
  double free_shank_spread_m = 0.0;
  double joint_spread_m = 0.0;  ///< of a bone's end, along the bone
};

/// A coordinate's spread about rest where points do not tell.
struct DepthHabit {
  std::string stem = {};  ///< coordinates whose name begins so; the first that fits counts
  Angle spread = {};
};

/// From the polygon of the camera's joints to joint centres as optical markers define them. Metres.
struct DepthOffsets {
  double shoulder_up = 0.0;       ///< of the camera's shoulder, along the thorax, with the arm straight up
  double shoulder_forward = 0.0;  ///< forward, likewise
  double elbow_inward = 0.0;      ///< of the camera's elbow, from the lateral epicondyle, bent a quarter turn
  double knee_forward = 0.0;      ///< of the camera's knee

  friend bool operator==(const DepthOffsets&, const DepthOffsets&) = default;
};

/// How far joint centres are off as a whole, for one person and recording: it does not shrink with frames.
/// One standard deviation across and up [m]; towards the camera twice that.
struct DepthIntervals {
  double standing_knee = 0.0;
  double free_leg = 0.0;  ///< any angle of a leg that does not stand
  double standing_hip = 0.0;
  double arm_elevation = 0.0;
  double arm_turn = 0.0;       ///< turn about the upper arm, and projections into the sagittal plane
  double repeat_factor = 0.0;  ///< on the noise that repetitions show

  friend bool operator==(const DepthIntervals&, const DepthIntervals&) = default;
};

/// How far the clinical angles of some joint motions are off for one person in one movement: alike each time,
/// one standard error.
struct DepthDefinition {
  std::string stem = {};  ///< joint motions whose name begins so; the first that fits counts
  Angle error = {};

  friend bool operator==(const DepthDefinition&, const DepthDefinition&) = default;
};

/// What clinical angles of the fitted body are off by, against those of optical markers.
struct DepthClinical {
  /// How much too high an arm straight up reads: less above the level as the height that it reaches, nothing
  /// below it.
  Angle raised_arm_excess = {};
  std::vector<DepthDefinition> definitions = {};
  Angle definition = {};  ///< of joint motions that none of them fits

  friend bool operator==(const DepthClinical&, const DepthClinical&) = default;
};

/// Constants that were fitted to markers, without one of the people that they were fitted on.
struct DepthFold {
  std::string left_out = {};
  DepthOffsets offsets = {};
  DepthIntervals intervals = {};
  DepthClinical clinical = {};
};

struct DepthCamera {
  /// One standard deviation along the ground's x (towards the camera), y, z [m]; white from frame to frame.
  std::array<Vector3, DepthJointCount> spread = {};
  double ankle_up_shank_m = 0.0;  ///< where the camera's ankle sits on the shank, above the ankle joint
  DepthStance stance = {};
  DepthLengths lengths = {};
  std::vector<DepthHabit> habits = {};
  std::vector<Wander> wander = usual_wander();

  DepthOffsets offsets = {};
  DepthIntervals intervals = {};
  double half_widths = 0.0;  ///< of an interval, in standard errors
  Angle least_error = {};    ///< what no joint centre explains
  Angle repeat_spread = {};  ///< of a person's own repetitions
  Angle least_noise = {};    ///< that repetitions are taken to have
  DepthClinical clinical = {};
  std::vector<DepthFold> folds = {};
};

}  // namespace endrange::solve
