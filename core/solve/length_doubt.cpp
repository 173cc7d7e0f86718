#include "core/solve/length_doubt.h"

namespace endrange::solve {
namespace {

using body::SegmentLengths;

constexpr std::array Lengths = {
    &SegmentLengths::trunk,     &SegmentLengths::hip_width, &SegmentLengths::shoulder_width,
    &SegmentLengths::upper_arm, &SegmentLengths::forearm,   &SegmentLengths::hand,
    &SegmentLengths::thigh,     &SegmentLengths::shank,     &SegmentLengths::foot};
// Share of its spread by which a length is made longer, to see what that does.
constexpr double Step = 0.1;

}  // namespace

LengthDoubt::LengthDoubt(const Body& body, const LengthEstimates& estimates, body::Proportions proportions)
    : terms_(body), body_(body), kinematics_(body), normal_(body) {
  for (const auto length : Lengths) {
    SegmentLengths lengths = estimates.lengths;
    lengths.*length += Step * estimates.spread.*length;
    const Body longer = make_built_in_body(lengths, proportions);
    longer_.push_back({longer, LandmarkTerms(longer), Step});
  }
}

Eigen::MatrixXd LengthDoubt::compute_pull(std::span<const Term> terms, const Observations& seen,
                                          const Pose& pose) {
  kinematics_.update(body_, pose);
  const FittedPlaces places = terms_.compute_places(body_, pose);
  Eigen::MatrixXd pull(static_cast<Eigen::Index>(body_.coordinate_count()),
                       static_cast<Eigen::Index>(longer_.size()));
  for (std::size_t k = 0; k < longer_.size(); ++k) {
    const FittedPlaces moved = longer_[k].terms.compute_places(longer_[k].body, pose);
    normal_.clear(NormalEquations::Reach::Paths);
    std::size_t term = 1;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!seen[i]) continue;
      const auto& target = std::get<PointTarget>(terms[term++]);
      PointResidual residual = solve::compute_residual(target, places[i]);
      residual.off = (moved[i] - places[i]) / longer_[k].spreads;
      normal_.add_point(target.segment, places[i], residual);
    }
    normal_.gather_points(body_, kinematics_);
    pull.col(static_cast<Eigen::Index>(k)) = normal_.gradient();
  }
  return pull;
}

}  // namespace endrange::solve
