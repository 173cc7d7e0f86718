#include "core/plan/substitute.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "core/base/contracts.h"

namespace endrange::plan {

namespace {

bool fits(const Choosing& problem, const std::vector<std::optional<std::size_t>>& options) {
  std::set<std::size_t> postures;
  int units = 0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!options[i]) continue;
    postures.insert(problem.candidates[i].posture);
    units += problem.candidates[i].options[*options[i]].units;
  }
  const auto count = static_cast<int>(postures.size());
  return count <= problem.most_postures && units + (count - 1) * problem.posture_gap <= problem.budget;
}

}  // namespace

std::vector<Substitute> find_substitutes(const Choosing& problem, const Choice& choice, std::size_t chosen) {
  expects(choice.options.at(chosen).has_value(), "what is to be replaced was chosen");
  auto options = choice.options;
  options[chosen].reset();
  const auto value_of = [&](const Substitute& substitute) {
    return problem.candidates[substitute.candidate].options[substitute.option].value;
  };
  std::vector<Substitute> substitutes;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    const auto& candidate = problem.candidates[i];
    if (i == chosen || options[i] || candidate.joint != problem.candidates[chosen].joint) continue;
    std::optional<Substitute> best;
    for (std::size_t option = 0; option < candidate.options.size(); ++option) {
      const Substitute found{i, option};
      if (best && value_of(found) <= value_of(*best)) continue;
      options[i] = option;
      if (fits(problem, options)) best = found;
    }
    options[i].reset();
    if (best) substitutes.push_back(*best);
  }
  std::ranges::stable_sort(substitutes, std::greater{}, value_of);
  return substitutes;
}

}  // namespace endrange::plan
