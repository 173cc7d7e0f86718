#pragma once

#include <array>

#include "core/body/body.h"

namespace endrange::body {

/// How far a ball joint is beyond its limits: its swing, and its turn about the long axis. Negative inside.
struct BallExcess {
  std::array<double, 2> excess = {0.0, 0.0};  ///< [rad]
  /// How each changes with the joint's three tangent coordinates.
  std::array<Vector3, 2> gradient = {Vector3::Zero(), Vector3::Zero()};
};

/// The limits of the swing form a quarter of an ellipse in each quadrant between flexion, abduction,
/// extension and adduction. An arm whose flexion reaches 180° may lean over the top to any side by 30°,
/// because straight up all directions meet. The turn is that of tilt and torsion, and counts less the higher
/// the limb, for the same reason. Expects a joint with ball limits.
[[nodiscard]] BallExcess compute_ball_excess(const Joint& joint, const Pose& pose);

/// Whether neither excess is positive: cheaper to tell than by how much. Expects a joint with ball limits.
[[nodiscard]] bool is_inside_limits(const Joint& joint, const Pose& pose);

/// The pose with every clamped hinge and move inside its limits. Ball joints and the root stay as they are.
void clamp_hinges(const Body& body, Pose& pose);

}  // namespace endrange::body
