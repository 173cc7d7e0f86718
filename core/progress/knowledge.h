#pragma once

#include <vector>

#include "core/progress/belief.h"

namespace endrange::progress {

/// How well a range is known.
enum class Knowing {
  Measured,  ///< it was measured, and the figure still says something
  Trend,     ///< it was measured in a way that compares with itself only
  Fading,    ///< it was measured so long ago that a guess would be nearly as good
  Unknown,   ///< it was never measured
};

/// How well one joint motion on one side is known.
struct Known {
  SidedMotion motion = {};
  Knowing knowing = Knowing::Unknown;
  int days_since = 0;  ///< local days since it was last measured; 0 where it never was
};

/// One for each belief, in the same order.
[[nodiscard]] std::vector<Known> compute_knowledge(const Beliefs& beliefs, LocalMoment now);

}  // namespace endrange::progress
