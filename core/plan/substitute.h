#pragma once

#include <cstddef>
#include <vector>

#include "core/plan/choice.h"

namespace endrange::plan {

/// A candidate that may stand in a chosen one's place, with one of its options.
struct Substitute {
  std::size_t candidate = 0;
  std::size_t option = 0;
};

/// What may take the place of one chosen candidate while all others stay: what is not chosen at the same
/// joint, each with its most valuable option that keeps within the budget and the postures, the most valuable
/// first.
/// @param chosen  a candidate for which `choice` has an option
[[nodiscard]] std::vector<Substitute> find_substitutes(const Choosing& problem, const Choice& choice,
                                                       std::size_t chosen);

}  // namespace endrange::plan
