#pragma once

#include <cstddef>
#include <optional>
#include <vector>

/// The choice of what goes into the minutes, as a bare problem of numbers, solved exactly.
namespace endrange::plan {

/// One way to do an exercise.
struct Option {
  int units = 1;       ///< time it takes, gaps included; at least 1
  double value = 0.0;  ///< gain when it is the first at its joint
};

/// An exercise: at most one of its options is chosen.
struct Candidate {
  std::size_t joint = 0;    ///< numbered from 0
  std::size_t posture = 0;  ///< below 16
  std::vector<Option> options = {};
};

/// Maximise the sum of the values chosen, of which at each joint the greatest counts by the first rate, the
/// next by the second and so on, minus the cost of each posture beyond the first; within the budget of time,
/// from which each posture beyond the first takes its gap.
///
/// The objective is linear in the values. So where values are sums of needs times what is done for them, a
/// need that grows never gets less done for it, whatever the other numbers are.
struct Choosing {
  std::vector<Candidate> candidates = {};
  std::vector<double> rates =
      {};               ///< falling, at least one; no joint gets more exercises than there are rates
  int budget = 0;       ///< units of time
  int posture_gap = 0;  ///< units of time
  double posture_cost = 0.0;
  int most_postures = 1;
};

struct Choice {
  std::vector<std::optional<std::size_t>> options = {};  ///< for each candidate
  double value = 0.0;
};

/// The optimum, exactly. The best sum at a joint for each length of time is a knapsack of its own, in which
/// each exercise takes one of the rates that are left; the joints are then joined by the best split of the
/// time; and this for every small enough set of postures that a concave bound does not rule out. Of equal
/// choices the one found first is kept, so that the same problem has the same answer.
[[nodiscard]] Choice choose(const Choosing& problem);

}  // namespace endrange::plan
