// Oracle: every combination of options tried in turn. Its limit: small problems, five candidates at most.
#include "core/plan/choice.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

namespace endrange::plan {
namespace {

constexpr double Rounding = 1e-9;  // of sums of a few doubles around 1

// The value of a choice by the stated objective, or nothing when it does not fit.
std::optional<double> value_of(const Choosing& problem,
                               const std::vector<std::optional<std::size_t>>& options) {
  std::vector<double> gain(problem.scale.size(), 0.0);
  std::set<std::size_t> postures;
  int units = 0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!options[i]) continue;
    const auto& candidate = problem.candidates[i];
    const auto& option = candidate.options[*options[i]];
    gain[candidate.joint] += option.value;
    units += option.units;
    postures.insert(candidate.posture);
  }
  if (postures.empty()) return 0.0;
  const int further = static_cast<int>(postures.size()) - 1;
  if (further >= problem.most_postures || units + further * problem.posture_gap > problem.budget)
    return std::nullopt;
  double value = -problem.posture_cost * further;
  for (std::size_t joint = 0; joint < gain.size(); ++joint)
    value += compute_return(gain[joint], problem.scale[joint], problem.pieces);
  return value;
}

double find_best(const Choosing& problem, std::vector<std::optional<std::size_t>>& options,
                 std::size_t next) {
  if (next == problem.candidates.size()) return value_of(problem, options).value_or(-1.0);
  options[next].reset();
  double best = find_best(problem, options, next + 1);
  for (std::size_t o = 0; o < problem.candidates[next].options.size(); ++o) {
    options[next] = o;
    best = std::max(best, find_best(problem, options, next + 1));
  }
  options[next].reset();
  return best;
}

Choosing make_problem() {
  const auto number = [](int from, int to) { return *rc::gen::inRange(from, to); };
  Choosing problem;
  problem.pieces = {{2, 1.0}, {2, 0.6}, {4, 0.3}, {60, 0.1}};
  problem.budget = number(1, 40);
  problem.posture_gap = number(0, 4);
  problem.posture_cost = number(0, 10) / 10.0;
  problem.most_postures = number(1, 4);
  for (int joint = 0; joint < 3; ++joint) problem.scale.push_back(number(1, 20) / 10.0);
  const int count = number(0, 6);
  for (int i = 0; i < count; ++i) {
    Candidate candidate{static_cast<std::size_t>(number(0, 3)), static_cast<std::size_t>(number(0, 4)), {}};
    const int options = number(1, 4);
    for (int o = 0; o < options; ++o) candidate.options.push_back({number(1, 20), number(0, 50) / 10.0});
    problem.candidates.push_back(candidate);
  }
  return problem;
}

RC_GTEST_PROP(Choice, is_as_good_as_the_best_of_all_combinations, ()) {
  const auto problem = make_problem();
  const auto choice = choose(problem);
  std::vector<std::optional<std::size_t>> options(problem.candidates.size());
  const double best = find_best(problem, options, 0);
  RC_ASSERT(std::abs(choice.value - best) <= Rounding);
}

RC_GTEST_PROP(Choice, fits_and_is_worth_what_it_says, ()) {
  const auto problem = make_problem();
  const auto choice = choose(problem);
  const auto value = value_of(problem, choice.options);
  RC_ASSERT(value.has_value());
  RC_ASSERT(std::abs(*value - choice.value) <= Rounding);
}

TEST(Choice, of_nothing_is_nothing) {
  const auto choice = choose({.pieces = {{2, 1.0}}, .budget = 10});
  EXPECT_TRUE(choice.options.empty());
  EXPECT_EQ(choice.value, 0.0);
}

TEST(Return, diminishes_piece_by_piece_and_scales_with_the_need) {
  const std::vector<Piece> pieces = {{2, 1.0}, {2, 0.5}};
  EXPECT_DOUBLE_EQ(compute_return(2.0, 1.0, pieces), 2.0);
  EXPECT_DOUBLE_EQ(compute_return(3.0, 1.0, pieces), 2.5);
  EXPECT_DOUBLE_EQ(compute_return(6.0, 2.0, pieces), 5.0);
  EXPECT_DOUBLE_EQ(compute_return(100.0, 1.0, pieces), 3.0);
}

}  // namespace
}  // namespace endrange::plan
