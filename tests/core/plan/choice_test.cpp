// Oracle: every combination of options tried in turn. Its limit: small problems, five candidates at most.
#include "core/plan/choice.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/core/plan/worth.h"

namespace endrange::plan {
namespace {

constexpr double Rounding = 1e-9;  // of sums of a few doubles around 1

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
  problem.rates = {1.0, number(5, 10) / 10.0, number(0, 5) / 10.0};
  problem.budget = number(1, 40);
  problem.posture_gap = number(0, 4);
  problem.posture_cost = number(0, 10) / 10.0;
  problem.most_postures = number(1, 4);
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
  const auto choice = choose({.rates = {1.0}, .budget = 10});
  EXPECT_TRUE(choice.options.empty());
  EXPECT_EQ(choice.value, 0.0);
}

// What is chosen of one need: its share of every value chosen, by the rates.
double compute_done(const Choosing& problem, const std::vector<std::vector<double>>& shares,
                    const Choice& choice) {
  std::map<std::size_t, std::vector<std::pair<double, double>>> of_joint;  // value and share
  for (std::size_t i = 0; i < choice.options.size(); ++i)
    if (const auto option = choice.options[i])
      of_joint[problem.candidates[i].joint].emplace_back(problem.candidates[i].options[*option].value,
                                                         shares[i][*option]);
  double done = 0.0;
  for (auto& [joint, steps] : of_joint) {
    std::ranges::sort(steps, std::greater{});
    for (std::size_t i = 0; i < std::min(steps.size(), problem.rates.size()); ++i)
      done += problem.rates[i] * steps[i].second;
  }
  return done;
}

RC_GTEST_PROP(Choice, does_no_less_for_a_need_that_grew, ()) {
  auto problem = make_problem();
  std::vector<std::vector<double>> shares;
  for (const auto& candidate : problem.candidates) {
    shares.emplace_back();
    for ([[maybe_unused]] const auto& option : candidate.options)
      shares.back().push_back(*rc::gen::inRange(0, 10) / 10.0);
  }
  const auto grow = [&](double need) {
    for (std::size_t i = 0; i < shares.size(); ++i)
      for (std::size_t o = 0; o < shares[i].size(); ++o)
        problem.candidates[i].options[o].value += need * shares[i][o];
  };
  const double before = compute_done(problem, shares, choose(problem));
  grow(*rc::gen::inRange(1, 100) / 10.0);
  // Of steps of equal value either may come first: then the shares may change places, but what both are worth
  // stays. One tenth of need, the least it grows by, tells more than a rounding.
  RC_ASSERT(compute_done(problem, shares, choose(problem)) >= before - 1e-6);
}

}  // namespace
}  // namespace endrange::plan
