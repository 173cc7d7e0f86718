#pragma once

#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/solver.h"

namespace endrange::test {

/// Someone of 1.75 m who raises both arms to the side, between hanging and a highest pose.
class ArmRaiser {
 public:
  explicit ArmRaiser(Angle highest) : body_(body::make_built_in_body(body::compute_segment_lengths(1.75))) {
    std::vector<solve::Term> wishes;
    for (const Side side : LeftAndRight)
      wishes.push_back(solve::AngleTarget{JointMotionId("shoulder.abduction"), side, highest});
    wishes.push_back(solve::PosePrior{body_.neutral_pose(),
                                      body::Tangent::Constant(Eigen::Index(body_.coordinate_count()), 1.0)});
    raised_ = solve::solve_pose(body_, wishes, body_.neutral_pose()).pose;
  }

  [[nodiscard]] const body::Body& body() const { return body_; }
  /// @param share  0 hanging, 1 raised
  [[nodiscard]] body::Pose pose(double share) const {
    return body::interpolate(body_, body_.neutral_pose(), raised_, share);
  }

 private:
  body::Body body_;
  body::Pose raised_;
};

}  // namespace endrange::test
