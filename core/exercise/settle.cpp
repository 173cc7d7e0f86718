#include "core/exercise/settle.h"

#include <algorithm>

#include "core/body/kinematics.h"

namespace endrange::exercise {
namespace {

using body::Vector3;

// A contact holds to a fifth of a millimetre: well inside the 5 mm that a contact may slip.
constexpr double ContactSpread_m = 2e-4;
// Eyes and head together find a hand well enough within a tenth of a radian.
constexpr double GazeSpread = 0.1;
// A point that rests on a moving one follows it round by round, until it is this near [m].
constexpr int MostRounds = 12;
constexpr double NearEnough_m = 1e-5;
// A step that moves nothing by more than this ends a round: a twentieth of what a contact is held to [rad,
// m].
constexpr double SmallestStep = 1e-5;
// So does one that gains less than this share of what is left.
constexpr double SmallestGain = 1e-7;
// The centre of mass stays this far inside what carries it, so that the body stands and does not teeter [m].
constexpr double BalanceMargin_m = 0.01;
// Balance is a stronger wish than any joint's, a weaker one than a contact [m].
constexpr double BalanceSpread_m = 2e-3;

Vector3 compute_place(const body::SegmentFrames& frames, const body::BodyPoint& point) {
  return frames[point.segment].place(point.p_SQ_S);
}

// Where a point shall be, with everything that moves where these frames have it.
Vector3 compute_goal(const PointWish& wish, const body::SegmentFrames& frames) {
  if (!wish.on) return wish.at;
  if (wish.apart <= 0.0) return compute_place(frames, *wish.on);
  const Vector3 on = compute_place(frames, *wish.on);
  const Vector3 p = compute_place(frames, wish.point);
  const Vector3 along = (p - on).normalized();
  if (!wish.by_half) return on + wish.apart * along;
  return 0.5 * (p + on) + 0.5 * wish.apart * along;
}

enum class Balance { AsItIs, Kept };

// The wish in the solver's terms, with everything that moves where this pose has it.
std::vector<solve::Term> make_terms(const body::Body& body, const PoseWish& wish, const body::Pose& pose,
                                    Balance balance) {
  const auto frames = body::compute_segment_frames(body, pose);
  std::vector<solve::Term> terms = {solve::PosePrior{.target = wish.pose, .spread = wish.spread}};
  for (const PointWish& point : wish.points) {
    if (point.apart > 0.0) {
      // Only along the line between the two, so that they go freely together.
      const Vector3 goal = compute_goal(point, frames);
      const Vector3 along = (goal - compute_place(frames, *point.on)).normalized();
      terms.emplace_back(solve::PlaneContact{.segment = point.point.segment,
                                             .p_SQ_S = point.point.p_SQ_S,
                                             .normal_G = along,
                                             .height = goal.dot(along),
                                             .spread = ContactSpread_m});
      continue;
    }
    solve::PointTarget target{.segment = point.point.segment,
                              .p_SQ_S = point.point.p_SQ_S,
                              .target_G = compute_goal(point, frames)};
    for (Eigen::Index axis = 0; axis < 3; ++axis)
      target.spread[axis] = point.weight[axis] > 0.0 ? ContactSpread_m : solve::Unknown;
    terms.emplace_back(target);
  }
  if (wish.gaze)
    terms.emplace_back(solve::GazeTarget{
        .segment = wish.gaze->head, .target_G = compute_place(frames, wish.gaze->at), .spread = GazeSpread});
  if (balance == Balance::Kept)
    terms.emplace_back(solve::make_centre_of_mass_over(compute_outline(wish.support, frames), BalanceMargin_m,
                                                       BalanceSpread_m));
  return terms;
}

// Solves again and again until what follows a moving point has come to rest.
body::Pose settle_in_rounds(solve::Solver& solver, const PoseWish& wish, Balance balance) {
  const auto& body = solver.body();
  const bool follows =
      wish.gaze || balance == Balance::Kept ||
      std::ranges::any_of(wish.points, [](const PointWish& point) { return point.on.has_value(); });
  constexpr solve::SolveOptions Options{.smallest_step = SmallestStep, .smallest_gain = SmallestGain};
  solve::PoseSolution solution;
  body::Pose pose = wish.pose;
  for (int round = 0; round < (follows ? MostRounds : 1); ++round) {
    solver.solve(make_terms(body, wish, pose, balance), pose, Options, solution);
    const bool still =
        body::compute_difference(body, pose, solution.pose).cwiseAbs().maxCoeff() < NearEnough_m;
    pose = solution.pose;
    if (still) break;
  }
  return pose;
}

}  // namespace

body::Pose settle(solve::Solver& solver, const PoseWish& wish) {
  const auto& body = solver.body();
  body::Pose pose = settle_in_rounds(solver, wish, Balance::AsItIs);
  if (wish.support.empty()) return pose;
  const auto frames = body::compute_segment_frames(body, pose);
  // Half of the margin: a pose that was balanced once is not moved again by a hair.
  if (compute_imbalance(body, frames, wish.support) <= -0.5 * BalanceMargin_m) return pose;
  return settle_in_rounds(solver, wish, Balance::Kept);
}

double compute_slip(const body::Body& body, const body::Pose& pose, const std::vector<PointWish>& points) {
  const auto frames = body::compute_segment_frames(body, pose);
  double largest = 0.0;
  for (const PointWish& wish : points) {
    const Vector3 off = compute_place(frames, wish.point) - compute_goal(wish, frames);
    largest = std::max(largest, off.cwiseProduct(wish.weight).norm());
  }
  return largest;
}

}  // namespace endrange::exercise
