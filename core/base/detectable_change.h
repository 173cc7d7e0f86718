#pragma once

#include <cmath>

#include "core/base/angle.h"
#include "core/base/estimate.h"

namespace endrange {

/// The smallest difference of two measured figures that is more than what measuring wobbles, with 95 %
/// confidence: 1.96·√(a² + b²), which is the minimal detectable change 1.96·√2·SE when both are equally sure.
/// Source: [Weir2005]
/// @param a,b  standard errors of the two figures
[[nodiscard]] inline Angle compute_detectable_change(Angle a, Angle b) {
  return Angle::from_radians(TwoSided95 * std::hypot(a.radians(), b.radians()));
}

}  // namespace endrange
