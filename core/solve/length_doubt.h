#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/landmark_lengths.h"
#include "core/solve/landmark_terms.h"
#include "core/solve/normal_equations.h"

namespace endrange::solve {

/// What wrong segment lengths do to a fitted pose: they last for a recording, as a landmark's wrong place
/// does.
class LengthDoubt {
 public:
  LengthDoubt(const Body& body, const LengthEstimates& estimates, body::Proportions proportions);

  /// How landmarks pull at the coordinates of a fitted pose when a length is one spread longer: one column a
  /// length [1/rad, 1/m].
  [[nodiscard]] Eigen::MatrixXd compute_pull(std::span<const Term> terms, const Observations& seen,
                                             const Pose& pose);

 private:
  struct Longer {
    Body body;
    LandmarkTerms terms;
    double spreads = 0.0;  // how many spreads longer one length is
  };
  LandmarkTerms terms_;
  Body body_;
  Kinematics kinematics_;
  NormalEquations normal_;
  std::vector<Longer> longer_;
};

}  // namespace endrange::solve
