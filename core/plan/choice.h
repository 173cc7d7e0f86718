#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/plan/weights.h"

/// The choice of what goes into the minutes, as a bare problem of numbers, solved exactly.
namespace endrange::plan {

/// One way to do an exercise.
struct Option {
  int units = 1;       ///< time it takes, gaps included; at least 1
  double value = 0.0;  ///< gain, before the joint's diminishing return
};

/// An exercise: at most one of its options is chosen.
struct Candidate {
  std::size_t joint = 0;    ///< the joint whose return diminishes
  std::size_t posture = 0;  ///< below 16
  std::vector<Option> options = {};
};

/// Maximise the sum over joints of scale·h(gain / scale), minus the cost of each posture beyond the first,
/// where gain is the sum of the values chosen at that joint and h is concave and piecewise linear; within the
/// budget of time, from which each posture beyond the first takes its gap.
struct Choosing {
  std::vector<Candidate> candidates = {};
  std::vector<double> scale = {};  ///< of each joint, above 0
  std::vector<Piece> pieces = {};  ///< of h
  int budget = 0;                  ///< units of time
  int posture_gap = 0;             ///< units of time
  double posture_cost = 0.0;
  int most_postures = 1;
};

struct Choice {
  std::vector<std::optional<std::size_t>> options = {};  ///< for each candidate
  double value = 0.0;
};

/// The optimum, exactly. Because h rises, the best gain at a joint for each length of time is a knapsack of
/// its own; the joints are then joined by the best split of the time; and this for every small enough set of
/// postures that a concave bound does not rule out. Of equal choices the one found first is kept, so that the
/// same problem has the same answer.
[[nodiscard]] Choice choose(const Choosing& problem);

/// scale·h(gain / scale), the return at one joint.
[[nodiscard]] double compute_return(double gain, double scale, const std::vector<Piece>& pieces);

}  // namespace endrange::plan
