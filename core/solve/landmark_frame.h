#pragma once

#include <optional>
#include <vector>

#include "core/solve/landmark_fit.h"
#include "core/solve/landmark_terms.h"
#include "core/solve/solver.h"

namespace endrange::solve {

/// Neighbours further apart than this say nothing about each other.
inline constexpr double LongestTie_s = 0.25;

/// The fit of single frames on one body, with its working memory.
class LandmarkFrameFit {
 public:
  explicit LandmarkFrameFit(const Body& body);

  /// The frame before, which this one cannot be far from.
  struct Before {
    const Pose* pose = nullptr;
    double interval_s = 0.0;
  };
  /// Fits from the frame before if there is one, afresh where that ends badly.
  /// @returns root mean square distance of the landmarks in spreads; nothing if the trunk is not seen
  std::optional<double> fit(const Observations& seen, const std::optional<Before>& before);
  /// The pose of the latest fit, with the covariance of that frame's own evidence.
  [[nodiscard]] FittedFrame make_frame(double time_s, double residual);
  /// How far the landmarks of the latest fit are off.
  [[nodiscard]] LandmarkResidual compute_residual(const Observations& seen) const;
  [[nodiscard]] FittedPlaces compute_places() const;

  [[nodiscard]] const Body& body() const { return solver_.body(); }
  [[nodiscard]] const LandmarkTerms& terms() const { return landmark_terms_; }
  [[nodiscard]] const Pose& pose() const { return solution_.pose; }

 private:
  double solve_from(const Pose& start, const Observations& seen, const SolveOptions& options,
                    const PosePrior* tie);

  Solver solver_;
  LandmarkTerms landmark_terms_;
  PoseSolution solution_;
  std::vector<Term> terms_;  // of the latest fit: its evidence alone
};

}  // namespace endrange::solve
