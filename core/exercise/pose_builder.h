#pragma once

#include <vector>

#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/joint_motion.h"

namespace endrange::exercise {

/// Clinical angles put together to a pose.
///
/// An angle counts from the anatomical position against the segment next to the joint, for the shoulder
/// against the thorax: as the arm rises, the shoulder girdle takes its share, and the ball joint the rest.
class PoseBuilder {
 public:
  /// Both are kept by reference.
  PoseBuilder(const body::Body& body, const body::JointMotions& joint_motions);

  /// Sets a joint motion on one side, or on both. The motions of one joint do not disturb one another.
  /// @returns false when the body cannot show this motion alone
  [[nodiscard]] bool set(const JointMotionId& joint_motion, Side side, Angle angle);
  /// Where the pelvis is turned: forward from upright.
  void set_pelvis_tilt(Angle tilt) { pelvis_tilt_ = tilt; }
  /// Where the pelvis is rolled instead: right side down is positive.
  void set_pelvis_roll(Angle roll) { pelvis_roll_ = roll; }

  [[nodiscard]] body::Pose make() const;
  /// The coordinates that were set.
  [[nodiscard]] const std::vector<bool>& named() const { return named_; }

 private:
  bool set_one(const body::JointMotion& motion, Side side, Angle angle);
  void add_ball(std::size_t joint, body::Tangent& step) const;
  [[nodiscard]] body::Matrix3 compute_girdle(Side side, const body::Matrix3& R_arm,
                                             body::Tangent& step) const;

  const body::Body& body_;
  const body::JointMotions& joint_motions_;
  std::vector<double> values_;  // by coordinate, as named [rad]
  std::vector<bool> named_;
  Angle pelvis_tilt_ = {};
  Angle pelvis_roll_ = {};
};

}  // namespace endrange::exercise
