#pragma once

#include <algorithm>
#include <vector>

#include "core/body/landmarks.h"
#include "core/solve/solver.h"
#include "tests/core/body/poses.h"

/// Evidence made from a pose by the body's own forward kinematics, for tests of the solver.
namespace endrange::solve {

inline Eigen::Index count_coordinates(const Body& body) {
  return static_cast<Eigen::Index>(body.coordinate_count());
}

/// Three points on every segment: enough to determine every coordinate.
inline std::vector<Term> observe_everything(const Body& body, const Pose& pose, double spread = 0.01,
                                            Loss loss = Loss::Quadratic) {
  const body::SegmentFrames frames = compute_segment_frames(body, pose);
  std::vector<Term> terms;
  for (std::size_t s = 0; s < body.segment_count(); ++s) {
    const SegmentIndex i{s};
    for (const Vector3& p : {Vector3(0.1, 0.0, 0.0), Vector3(0.0, -0.1, 0.0), Vector3(0.0, 0.0, 0.1)}) {
      terms.emplace_back(PointTarget{i, p, frames[i].place(p), Vector3::Constant(spread), loss});
    }
  }
  return terms;
}

/// Every point target moved by noise of its own spread, times a share.
inline void add_noise(std::vector<Term>& terms, body::Numbers& numbers, double share = 1.0) {
  for (Term& term : terms) {
    if (auto* point = std::get_if<PointTarget>(&term)) {
      const Vector3 noise(numbers.normal(), numbers.normal(), numbers.normal());
      point->target_G += share * point->spread.cwiseProduct(noise);
    }
  }
}

inline double compute_largest_difference(const Body& body, const Pose& a, const Pose& b) {
  return compute_difference(body, a, b).lpNorm<Eigen::Infinity>();
}

}  // namespace endrange::solve
