#include "core/solve/weighted_median.h"

#include <algorithm>

namespace endrange::solve {

std::optional<double> find_median(std::vector<Weighted> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::stable_sort(values, {}, &Weighted::value);
  double total = 0.0;
  for (const Weighted& one : values) total += one.weight;
  double below = 0.0;
  for (const Weighted& one : values) {
    below += one.weight;
    if (below >= 0.5 * total) return one.value;
  }
  return values.back().value;
}

}  // namespace endrange::solve
