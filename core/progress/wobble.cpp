#include "core/progress/wobble.h"

#include <cmath>
#include <vector>

namespace endrange::progress {

namespace {

constexpr std::chrono::days LongestBetweenRepeats{7};
// What is stated weighs as much as this many repeats.
constexpr double StatedWeight = 2.0;
// Of what independent pairs would tell. Source: [VonNeumann1941]
constexpr double SharedDayShare = 2.0 / 3.0;

// Student's 97.5 % quantile by its expansion about the normal one, within 0.01 from four degrees of freedom
// on. Source: [AbramowitzStegun1964, 26.7.5]
double compute_quantile(double freedom) {
  constexpr double z = TwoSided95;
  constexpr double z3 = z * z * z;
  constexpr double z5 = z3 * z * z;
  constexpr double z7 = z5 * z * z;
  return z + (z3 + z) / (4.0 * freedom) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom * freedom) +
         (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * freedom * freedom * freedom);
}

std::vector<Taken> select_first_of_day(std::span<const Taken> taken) {
  std::vector<Taken> first;
  for (const Taken& one : taken)
    if (first.empty() || first.back().day != one.day) first.push_back(one);
  return first;
}

}  // namespace

bool Wobble::is_own() const {
  return repeats >= EnoughRepeats;
}

Wobble compute_wobble(std::span<const Taken> taken, std::optional<std::pair<Day, Day>> without) {
  Wobble wobble;
  double squares = 0.0;
  const auto first = select_first_of_day(taken);
  for (std::size_t i = 1; i < first.size(); ++i) {
    const Taken& before = first[i - 1];
    const Taken& after = first[i];
    if (after.day - before.day > LongestBetweenRepeats) continue;
    if (without && before.day == without->first && after.day == without->second) continue;
    const double stated = std::hypot(before.random_error, after.random_error);
    if (stated <= 0.0) continue;
    const double share = (after.value - before.value) / stated;
    squares += share * share;
    ++wobble.repeats;
  }
  if (!wobble.is_own()) return wobble;
  const double weight = StatedWeight + wobble.repeats;
  wobble.factor = std::sqrt((StatedWeight + squares) / weight);
  wobble.quantile = compute_quantile(StatedWeight + SharedDayShare * wobble.repeats);
  return wobble;
}

}  // namespace endrange::progress
