#pragma once

#include <string>
#include <vector>

#include "core/body/body.h"

namespace endrange::solve {

/// How a coordinate's velocity wanders while a person moves: the standard deviation of what it gains in a
/// second, as under white noise of acceleration.
struct Wander {
  std::string stem = {};         ///< coordinates whose name begins so; the first that fits counts
  double velocity_wander = 0.0;  ///< [rad/s/√s, m/s/√s]
};

/// What every fit over time takes. The values were chosen on a depth camera's recordings of slow exercise
/// (UI-PRMD, three people), in round figures, so that 3 to 4 Hz pass at the noise of such a camera's joints;
/// coordinates that it does not show (neck, forearm turn, hand, foot) go with their neighbours. The optimum
/// is flat: without any smoothing the depth camera's angles are as good on average, and only noisier.
[[nodiscard]] std::vector<Wander> usual_wander();

/// One a coordinate of the body; `Unknown` where nothing is said.
[[nodiscard]] body::Tangent compute_velocity_wander(const body::Body& body,
                                                    const std::vector<Wander>& wander);

}  // namespace endrange::solve
