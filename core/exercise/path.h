#pragma once

#include <vector>

#include "core/body/body.h"

namespace endrange::exercise {

/// A smooth way through poses: velocity and acceleration are continuous along it. Ball joints move on SO(3).
class Path {
 public:
  /// @param poses  at least two; passed in this order
  Path(const body::Body& body, const std::vector<body::Pose>& poses);

  /// @param share  of the way, 0 to 1
  [[nodiscard]] body::Pose compute_pose(double share) const;
  /// Where on the way each pose is passed, from 0 to 1.
  [[nodiscard]] const std::vector<double>& knots() const { return knots_; }

 private:
  const body::Body& body_;
  body::Pose reference_;
  std::vector<double> knots_;              // shares of the way, from 0 to 1
  std::vector<body::Tangent> steps_;       // from the reference to each pose
  std::vector<body::Tangent> curvatures_;  // second derivative at each knot
};

/// How long a way through poses takes beside others, in no unit of its own. Weight goes over slowly: a metre
/// of the whole body counts as several radians of a joint.
[[nodiscard]] double compute_effort(const body::Body& body, const std::vector<body::Pose>& poses);

/// How much of a way is behind at a share of its time. Begins and ends at rest; velocity and acceleration are
/// continuous.
/// @param ramp  share of the time in which it gets up to speed, and again in which it slows down, in (0, 0.5]
[[nodiscard]] double compute_progress(double share_of_time, double ramp);

}  // namespace endrange::exercise
