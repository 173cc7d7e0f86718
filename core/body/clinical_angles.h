#pragma once

#include <optional>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/joint_motion.h"
#include "core/body/kinematics.h"

/// Which decomposition gives which clinical angle, and nowhere else.
namespace endrange::body {

/// What a hip or shoulder angle is measured against.
enum class Reference {
  Proximal,  ///< the segment next to the joint: pelvis for the hip, thorax for the shoulder (ISB)
  Trunk,  ///< the line from the middle of the hips to the middle of the shoulders, turned as the pelvis is:
          ///< what a camera can see, where the tilt of the pelvis itself cannot be seen
};

/// An angle with its gradient over the tangent of the pose [rad/rad, rad/m].
struct ClinicalAngle {
  Angle angle = {};
  Tangent gradient = {};
};

/// The angle of a joint motion in this pose: 0 in the anatomical position, growing with the motion.
/// @param side  left or right; for flexion and extension of neck, thorax and lumbar it does not matter
/// @returns     nothing where the body cannot show this motion alone, has not the segments, or lacks a side.
///              Shoulder and hip angles lie in (-90°, 270°], so that 180° is no edge.
[[nodiscard]] std::optional<Angle> compute_clinical_angle(const Body& body, const Pose& pose,
                                                          const JointMotionId& joint_motion, Side side,
                                                          Reference reference = Reference::Proximal);
[[nodiscard]] std::optional<Angle> compute_clinical_angle(const Body& body, const SegmentFrames& frames,
                                                          const JointMotionId& joint_motion, Side side,
                                                          Reference reference = Reference::Proximal);

/// The same with its gradient, for carrying a pose's covariance over to the angle.
[[nodiscard]] std::optional<ClinicalAngle> compute_clinical_angle_with_gradient(
    const Body& body, const Kinematics& kinematics, const JointMotionId& joint_motion, Side side,
    Reference reference = Reference::Proximal);

/// Where the coordinate of a joint motion has to stand for this angle to be seen, the rest of the body in the
/// anatomical position [rad], within the coordinate's limits. Nearly every hinge is the angle itself. A sole
/// turns about an oblique axis: its inversion, which is the turn about the floating axis, is about two thirds
/// of that [Wu2002 §2.3], and here the way back is found by halving.
/// @returns nothing where no hinge of the body is driven
/// Source: [Wu2002].
[[nodiscard]] std::optional<double> find_coordinate_value(const Body& body, const JointMotion& motion,
                                                          Side side, Angle angle);

/// How far a joint motion is seen to go on this body, at the limit of the hinge that it drives, but no
/// further than the whole human range.
[[nodiscard]] Angle compute_shown_range(const Body& body, const JointMotion& motion, Side side);

}  // namespace endrange::body
