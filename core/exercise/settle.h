#pragma once

#include <optional>
#include <vector>

#include "core/body/body.h"
#include "core/body/landmarks.h"
#include "core/exercise/balance.h"
#include "core/solve/solver.h"

namespace endrange::exercise {

/// A point of the body that shall be somewhere.
struct PointWish {
  body::BodyPoint point = {};
  std::optional<body::BodyPoint> on = {};    ///< another point of the body; otherwise `at`
  body::Vector3 at = body::Vector3::Zero();  ///< in ground [m]
  /// With `on`: this far from it, whichever way they lie: two hands on a stick [m].
  double apart = 0.0;
  bool by_half = false;  ///< the other point has the same wish, and each gives way by half
  body::Vector3 weight =
      body::Vector3::Ones();  ///< 1 for each axis of the ground that counts, 0 for the others
};

/// A direction to look in.
struct GazeWish {
  body::SegmentIndex head = {};
  body::BodyPoint at = {};
};

/// What a pose shall be like.
struct PoseWish {
  body::Pose pose = {};
  Eigen::VectorXd spread = {};  ///< one for each coordinate: how far it may give way [rad, m]
  std::vector<PointWish> points = {};
  std::optional<GazeWish> gaze = {};
  std::vector<SupportPoint> support = {};  ///< the centre of mass comes over these; none: wherever it is
};

/// The pose nearest to the wished one in which the points are where they shall be: least squares over the
/// tangent, Gauss-Newton, limits of hinges kept. Only where the body would fall over does it move for
/// balance. The solver of the body lends its working memory; what it did before changes nothing.
[[nodiscard]] body::Pose settle(solve::Solver& solver, const PoseWish& wish);

/// The largest distance of a point from where it shall be [m].
[[nodiscard]] double compute_slip(const body::Body& body, const body::Pose& pose,
                                  const std::vector<PointWish>& points);

}  // namespace endrange::exercise
