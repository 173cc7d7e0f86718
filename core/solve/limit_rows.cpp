#include "core/solve/limit_rows.h"

#include <array>

#include "core/body/ball_limits.h"

namespace endrange::solve {

double add_ball_limits(const Body& body, const Pose& pose, double spread, Rows* rows) {
  double cost = 0.0;
  for (const body::Joint& joint : body.joints()) {
    if (!joint.ball_limits || body::is_inside_limits(joint, pose)) continue;
    const body::BallExcess excess = body::compute_ball_excess(joint, pose);
    const std::array<CoordinateIndex, 3> coordinates = {CoordinateIndex{joint.first_coordinate},
                                                        CoordinateIndex{joint.first_coordinate + 1},
                                                        CoordinateIndex{joint.first_coordinate + 2}};
    for (std::size_t i = 0; i < 2; ++i) {
      if (excess.excess[i] <= 0.0) continue;
      const double r = excess.excess[i] / spread;
      const Vector3 coefficients = excess.gradient[i] / spread;
      cost += 0.5 * r * r;
      if (rows != nullptr) rows->add(r, coordinates, std::span(coefficients.data(), 3));
    }
  }
  return cost;
}

}  // namespace endrange::solve
