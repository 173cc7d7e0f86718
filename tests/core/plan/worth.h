#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/plan/choice.h"

namespace endrange::plan {

/// The value of a choice by the stated objective, or nothing when it does not fit.
inline std::optional<double> value_of(const Choosing& problem,
                                      const std::vector<std::optional<std::size_t>>& options) {
  std::map<std::size_t, std::vector<double>> values;
  std::set<std::size_t> postures;
  int units = 0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!options[i]) continue;
    const auto& candidate = problem.candidates[i];
    const auto& option = candidate.options[*options[i]];
    values[candidate.joint].push_back(option.value);
    units += option.units;
    postures.insert(candidate.posture);
  }
  if (postures.empty()) return 0.0;
  const int further = static_cast<int>(postures.size()) - 1;
  if (further >= problem.most_postures || units + further * problem.posture_gap > problem.budget)
    return std::nullopt;
  double value = -problem.posture_cost * further;
  for (auto& [joint, of_joint] : values) {
    std::ranges::sort(of_joint, std::greater{});
    for (std::size_t i = 0; i < std::min(of_joint.size(), problem.rates.size()); ++i)
      value += problem.rates[i] * of_joint[i];
  }
  return value;
}

}  // namespace endrange::plan
