#include "core/solve/marker_bench.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/solve/landmark_start.h"

namespace endrange::solve {
namespace {

using body::Part;

constexpr double Degree = std::numbers::pi / 180.0;
// A pose is hardly drawn to rest: only what markers do not show.
constexpr double HabitSpread = 90.0 * Degree;
constexpr double SpineSpread = 20.0 * Degree;
// A frame in which markers end further off than this, or one of them does, is tried from other starts too
// [m].
constexpr double PoorResidual = 0.018;
constexpr double FarMarker = 0.05;
constexpr SolveOptions FirstSolve = {.most_iterations = 60, .smallest_step = 1e-6, .smallest_gain = 1e-9};
constexpr SolveOptions WarmSolve = {.most_iterations = 10, .smallest_step = 1e-5, .smallest_gain = 1e-7};

PosePrior make_habits(const Body& body) {
  PosePrior habits{body.neutral_pose(),
                   Tangent::Constant(static_cast<Eigen::Index>(body.coordinate_count()), HabitSpread),
                   Basis::Assumption};
  habits.spread.head(6).setConstant(Unknown);
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const Part part = body.segment(body.coordinates()[i].segment).part;
    const bool is_spine = part == Part::Lumbar || part == Part::Thorax || part == Part::Toes;
    if (is_spine) habits.spread[static_cast<Eigen::Index>(i)] = SpineSpread;
  }
  return habits;
}

// The body as it stands, laid on the trunk's markers: Kabsch's rotation. Nothing where fewer than three are
// seen.
std::optional<Pose> find_standing_start(const Body& body, std::span<const MarkerBody::Marker> markers,
                                        std::span<const std::optional<Vector3>> seen) {
  const auto frames = compute_segment_frames(body, body.neutral_pose());
  for (const bool only_trunk : {true, false}) {
    std::vector<Vector3> from;
    std::vector<Vector3> to;
    for (std::size_t i = 0; i < markers.size(); ++i) {
      const Part part = body.segment(markers[i].place.segment).part;
      if (!seen[i] || (only_trunk && part != Part::Pelvis && part != Part::Thorax)) continue;
      from.push_back(frames[markers[i].place.segment].place(markers[i].place.p_SQ_S));
      to.push_back(*seen[i]);
    }
    if (from.size() < 4) continue;
    Eigen::Matrix3Xd a(3, static_cast<Eigen::Index>(from.size()));
    Eigen::Matrix3Xd b = a;
    for (std::size_t i = 0; i < from.size(); ++i) {
      a.col(static_cast<Eigen::Index>(i)) = from[i];
      b.col(static_cast<Eigen::Index>(i)) = to[i];
    }
    const Eigen::Matrix4d moved = Eigen::umeyama(a, b, false);
    Pose pose = body.neutral_pose();
    const auto root = static_cast<Eigen::Index>(body.joints().front().first_value);
    Eigen::Map<Eigen::Quaterniond>(pose.values.data() + root) =
        Eigen::Quaterniond(Matrix3(moved.topLeftCorner<3, 3>()));
    pose.values.segment<3>(root + 4) = moved.topRightCorner<3, 1>();
    return pose;
  }
  return std::nullopt;
}

// Shoulders, elbows, wrists, hips, knees and ankles as far as markers beside them show where they are.
Observations find_joints(const Body& body, std::span<const MarkerBody::Marker> markers,
                         std::span<const std::optional<Vector3>> seen) {
  using body::Landmark;
  constexpr double Beside = 0.13;  // [m], as far as the front spines of the pelvis are from the hips
  struct Joint {
    Part part;
    Landmark left;
    Landmark right;
  };
  constexpr std::array Joints = {Joint{Part::Humerus, Landmark::LeftShoulder, Landmark::RightShoulder},
                                 Joint{Part::Forearm, Landmark::LeftElbow, Landmark::RightElbow},
                                 Joint{Part::Hand, Landmark::LeftWrist, Landmark::RightWrist},
                                 Joint{Part::Thigh, Landmark::LeftHip, Landmark::RightHip},
                                 Joint{Part::Shank, Landmark::LeftKnee, Landmark::RightKnee},
                                 Joint{Part::Foot, Landmark::LeftAnkle, Landmark::RightAnkle}};
  const auto frames = compute_segment_frames(body, body.neutral_pose());
  Observations joints;
  for (const Joint& joint : Joints) {
    for (const Side side : LeftAndRight) {
      const Vector3 place = frames[*body.find_segment(joint.part, side)].p_GS;
      const auto distance = [&](std::size_t i) {
        return (frames[markers[i].place.segment].place(markers[i].place.p_SQ_S) - place).norm();
      };
      double nearest = Beside;
      for (std::size_t i = 0; i < markers.size(); ++i) {
        if (seen[i]) nearest = std::min(nearest, distance(i));
      }
      // Those about as near stand around the joint: the two of a wrist.
      Vector3 sum = Vector3::Zero();
      int count = 0;
      for (std::size_t i = 0; i < markers.size(); ++i) {
        if (!seen[i] || distance(i) > std::min(nearest + 0.01, Beside)) continue;
        sum += *seen[i];
        ++count;
      }
      if (count == 0) continue;
      joints[index(side == Side::Left ? joint.left : joint.right)] = {sum / count, Vector3::Constant(0.05)};
    }
  }
  return joints;
}

}  // namespace

MarkerBench::MarkerBench(const Body& body, std::vector<MarkerBody::Marker> placed)
    : solver(body), markers(std::move(placed)), habits(make_habits(body)) {}

void MarkerBench::fill(std::span<const std::optional<Vector3>> seen, Loss loss) {
  terms.clear();
  terms.emplace_back(habits);
  for (std::size_t i = 0; i < markers.size(); ++i) {
    if (!seen[i]) continue;
    terms.emplace_back(PointTarget{markers[i].place.segment, markers[i].place.p_SQ_S, *seen[i],
                                   Vector3::Constant(markers[i].noise_m), loss});
  }
}

double MarkerBench::compute_largest(std::span<const std::optional<Vector3>> seen) const {
  const auto frames = compute_segment_frames(solver.body(), solution.pose);
  double largest = 0.0;
  for (std::size_t i = 0; i < markers.size(); ++i) {
    if (!seen[i]) continue;
    largest = std::max(largest,
                       (frames[markers[i].place.segment].place(markers[i].place.p_SQ_S) - *seen[i]).norm());
  }
  return largest;
}

double MarkerBench::compute_residual(std::span<const std::optional<Vector3>> seen) const {
  const auto frames = compute_segment_frames(solver.body(), solution.pose);
  double sum = 0.0;
  int count = 0;
  for (std::size_t i = 0; i < markers.size(); ++i) {
    if (!seen[i]) continue;
    sum += (frames[markers[i].place.segment].place(markers[i].place.p_SQ_S) - *seen[i]).squaredNorm();
    ++count;
  }
  return count == 0 ? 0.0 : std::sqrt(sum / count);
}

std::optional<double> MarkerBench::fit(std::span<const std::optional<Vector3>> seen, const Pose* before) {
  std::optional<double> best;
  Pose best_pose;
  if (before != nullptr) {
    fill(seen, Loss::Robust);
    solver.solve(terms, *before, WarmSolve, solution);
    best = compute_residual(seen);
    if (*best < PoorResidual && compute_largest(seen) < FarMarker) return best;
    best_pose = solution.pose;
  }
  // Afresh: with limbs laid along the markers beside their joints, and the body as it stands.
  for (const auto& start :
       {find_start(solver.body(), find_joints(solver.body(), markers, seen), solver.body().neutral_pose()),
        find_standing_start(solver.body(), markers, seen)}) {
    if (!start) continue;
    fill(seen, Loss::Quadratic);
    solver.solve(terms, *start, FirstSolve, solution);
    fill(seen, Loss::Robust);
    const Pose near = solution.pose;
    solver.solve(terms, near, FirstSolve, solution);
    const double residual = compute_residual(seen);
    if (best && *best <= residual) continue;
    best = residual;
    best_pose = solution.pose;
  }
  if (best) solution.pose = best_pose;
  return best;
}

SeenMarkers read_frame(const motion::PointRecording& recording, std::size_t frame,
                       std::span<const std::optional<std::size_t>> columns) {
  SeenMarkers seen;
  for (const auto& column : columns) {
    seen.push_back(column ? recording.find(frame, *column) : std::nullopt);
  }
  return seen;
}

}  // namespace endrange::solve
