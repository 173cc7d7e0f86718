#include "core/exercise/path.h"

#include <algorithm>

#include "core/base/contracts.h"

namespace endrange::exercise {
namespace {

// A translation of a metre weighs as much as a turn of a radian, and knots never coincide.
constexpr double ShortestKnot = 1e-3;
// But weight goes over slowly: moving the whole body by a metre takes as long as turning a joint by this
// [rad].
constexpr double MetreTakes = 6.0;

// The second derivatives of a natural cubic spline, by the tridiagonal algorithm.
std::vector<body::Tangent> compute_curvatures(const std::vector<double>& knots,
                                              const std::vector<body::Tangent>& values) {
  const std::size_t n = knots.size();
  std::vector<body::Tangent> curvatures(n, body::Tangent::Zero(values.front().size()));
  std::vector<double> above(n, 0.0);
  std::vector<body::Tangent> right(n, body::Tangent::Zero(values.front().size()));
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double before = knots[i] - knots[i - 1];
    const double after = knots[i + 1] - knots[i];
    const body::Tangent bend = (values[i + 1] - values[i]) / after - (values[i] - values[i - 1]) / before;
    const double pivot = 2.0 * (before + after) - before * above[i - 1];
    above[i] = after / pivot;
    right[i] = (6.0 * bend - before * right[i - 1]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 1;) curvatures[i] = right[i] - above[i] * curvatures[i + 1];
  return curvatures;
}

// The pose from which the farthest other one is least far, so that no ball joint turns half round from it.
body::Pose find_reference(const body::Body& body, const std::vector<body::Pose>& poses) {
  const body::Pose* best = &poses.front();
  double least = -1.0;
  for (const auto& candidate : poses) {
    double farthest = 0.0;
    for (const auto& other : poses)
      farthest = std::max(farthest, body::compute_difference(body, candidate, other).cwiseAbs().maxCoeff());
    if (least >= 0.0 && farthest >= least) continue;
    least = farthest;
    best = &candidate;
  }
  return *best;
}

}  // namespace

Path::Path(const body::Body& body, const std::vector<body::Pose>& poses)
    : body_(body), reference_(find_reference(body, poses)) {
  expects(poses.size() >= 2, "a path leads from one pose to another");
  for (const auto& pose : poses) steps_.push_back(body::compute_difference(body, reference_, pose));
  knots_.push_back(0.0);
  for (std::size_t i = 1; i < steps_.size(); ++i)
    knots_.push_back(knots_.back() + std::max(ShortestKnot, (steps_[i] - steps_[i - 1]).norm()));
  for (double& knot : knots_) knot /= knots_.back();
  curvatures_ = compute_curvatures(knots_, steps_);
}

body::Pose Path::compute_pose(double share) const {
  const double at = std::clamp(share, 0.0, 1.0);
  const auto next = std::ranges::upper_bound(knots_, at);
  const auto i = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(next - knots_.begin(), 1, static_cast<std::ptrdiff_t>(knots_.size()) - 1));
  const double width = knots_[i] - knots_[i - 1];
  const double b = (at - knots_[i - 1]) / width;
  const double a = 1.0 - b;
  const body::Tangent step =
      a * steps_[i - 1] + b * steps_[i] +
      width * width / 6.0 * ((a * a * a - a) * curvatures_[i - 1] + (b * b * b - b) * curvatures_[i]);
  return body::retract(body_, reference_, step);
}

double compute_effort(const body::Body& body, const std::vector<body::Pose>& poses) {
  double effort = 0.0;
  for (std::size_t i = 1; i < poses.size(); ++i) {
    body::Tangent step = body::compute_difference(body, poses[i - 1], poses[i]);
    for (std::size_t k = 0; k < body.coordinate_count(); ++k)
      if (body.coordinates()[k].unit == body::Unit::Metre) step[static_cast<Eigen::Index>(k)] *= MetreTakes;
    effort += step.norm();
  }
  return effort;
}

double compute_progress(double share_of_time, double ramp) {
  expects(ramp > 0.0 && ramp <= 0.5, "a ramp is a share of the time");
  const double u = std::clamp(share_of_time, 0.0, 1.0);
  if (u > 0.5) return 1.0 - compute_progress(1.0 - u, ramp);
  // Speed rises as 3x² - 2x³ over the ramp, so that acceleration begins and ends at zero; this is its
  // integral.
  const double speed = 1.0 / (1.0 - ramp);
  if (u >= ramp) return speed * (u - 0.5 * ramp);
  const double x = u / ramp;
  return speed * ramp * (x * x * x - 0.5 * x * x * x * x);
}

}  // namespace endrange::exercise
