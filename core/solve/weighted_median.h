#pragma once

#include <optional>
#include <vector>

namespace endrange::solve {

struct Weighted {
  double value = 0.0;
  double weight = 0.0;
};

/// The value at which half of the weight is reached; nothing without values.
[[nodiscard]] std::optional<double> find_median(std::vector<Weighted> values);

}  // namespace endrange::solve
