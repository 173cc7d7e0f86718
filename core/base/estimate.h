#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/angle.h"

namespace endrange {

/// Half a two-sided 95 % interval, in standard errors of a normal distribution.
inline constexpr double TwoSided95 = 1.96;

/// A figure together with how sure it is. The two travel together everywhere.
struct Estimate {
  Angle mean = {};
  Angle standard_error = {};

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// "92° ± 5°" for people, in whole degrees: the mean and half its 95 % interval, never less than 1°.
[[nodiscard]] inline std::string words_of(const Estimate& estimate) {
  const long half = std::lround(TwoSided95 * estimate.standard_error.degrees());
  return std::to_string(std::lround(estimate.mean.degrees())) + "° ± " + std::to_string(std::max(half, 1L)) +
         "°";
}

}  // namespace endrange
