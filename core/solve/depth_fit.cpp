#include "core/solve/depth_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/base/contracts.h"
#include "core/motion/series.h"
#include "core/solve/depth_start.h"
#include "core/solve/solver.h"

namespace endrange::solve {
namespace {

using motion::PointRecording;

constexpr double Degree = std::numbers::pi / 180.0;
// The ankle's way and speed, by which it is known to stand: what is faster is noise.
constexpr double AnkleCutoff_hz = 3.0;
// Beyond this many spreads a Gaussian's weight is nothing.
constexpr double Reach = 4.0;
// A foot that stands this little says nothing.
constexpr double LeastSupport = 1e-3;
constexpr SolveOptions StartSolve = {.most_iterations = 6, .smallest_step = 1e-3, .smallest_gain = 1e-3};
constexpr MotionOptions WholeMotion = {.most_iterations = 12, .smallest_step = 1e-4, .smallest_gain = 1e-5};

// The coordinates that the twelve joints of the camera say something of.
bool is_seen(std::string_view name) {
  constexpr std::array<std::string_view, 8> Stems = {"pelvis_", "lumbar_",    "thorax_", "clavicle_",
                                                     "arm_",    "elbow_flex", "hip_",    "knee_angle"};
  return std::ranges::any_of(Stems, [&](std::string_view stem) { return name.starts_with(stem); });
}

std::vector<CoordinateIndex> find_seen(const Body& body) {
  std::vector<CoordinateIndex> seen;
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    if (is_seen(body.coordinates()[i].name)) seen.push_back(CoordinateIndex{i});
  }
  return seen;
}

std::array<std::vector<std::optional<double>>, 3> smooth_track(
    const PointRecording& recording, const std::vector<std::optional<Vector3>>& places) {
  std::array<std::vector<std::optional<double>>, 3> axes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    motion::Series series{{recording.time_s().begin(), recording.time_s().end()}, {}};
    for (const auto& place : places) {
      series.values.push_back(place ? std::optional((*place)[static_cast<Eigen::Index>(axis)])
                                    : std::nullopt);
    }
    axes[axis] = motion::smooth_without_lag(series, AnkleCutoff_hz).values;
  }
  return axes;
}

// Where the ankle joint stands near a frame: the weighted middle of what this stance shows.
Vector3 find_standing_place(std::span<const double> time_s, const std::vector<double>& weight,
                            const std::vector<Vector3>& ankle, std::size_t frame, const DepthStance& rules) {
  Vector3 sum = Vector3::Zero();
  double weights = 0.0;
  const auto add = [&](std::size_t other) {
    if (weight[other] <= 0.0) return;
    const double apart = (time_s[other] - time_s[frame]) / rules.memory_s;
    Vector3 off = (ankle[other] - ankle[frame]) / rules.place_m;
    off.y() = 0.0;
    const double w = weight[other] * std::exp(-0.5 * (apart * apart + off.squaredNorm()));
    sum += w * ankle[other];
    weights += w;
  };
  const double reach = Reach * rules.memory_s;
  for (std::size_t i = frame + 1; i-- > 0 && time_s[frame] - time_s[i] <= reach;) add(i);
  for (std::size_t i = frame + 1; i < time_s.size() && time_s[i] - time_s[frame] <= reach; ++i) add(i);
  return weights > 0.0 ? Vector3(sum / weights) : ankle[frame];
}

LegSupport find_support(const PointRecording& recording, const DepthPoints& points, std::size_t side,
                        const DepthPerson& person, const DepthCamera& camera) {
  const DepthStance& rules = camera.stance;
  const std::size_t frames = recording.frame_count();
  const double standing = person.floor_m + rules.ankle_height_m;
  std::vector<std::optional<Vector3>> joints(frames);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const auto knee = recording.find(frame, points[index(DepthJoint::Knee)][side]);
    const auto ankle = recording.find(frame, points[index(DepthJoint::Ankle)][side]);
    if (knee && ankle) {
      joints[frame] = *ankle + camera.ankle_up_shank_m * (*ankle - *knee).normalized();
    }
  }
  const auto smooth = smooth_track(recording, joints);
  std::array<std::vector<std::optional<double>>, 3> rates;
  for (const std::size_t axis : {0U, 2U}) {
    rates[axis] =
        motion::compute_rate({{recording.time_s().begin(), recording.time_s().end()}, smooth[axis]}).values;
  }
  LegSupport support{std::vector<double>(frames, 0.0), std::vector<Vector3>(frames, Vector3::Zero())};
  std::vector<Vector3> ankle(frames, Vector3::Zero());
  for (std::size_t frame = 0; frame < frames; ++frame) {
    if (!smooth[0][frame]) continue;
    ankle[frame] = {*smooth[0][frame], *smooth[1][frame], *smooth[2][frame]};
    const double speed = std::hypot(rates[0][frame].value_or(0.0), rates[2][frame].value_or(0.0));
    const double swiftness = speed * speed / (rules.slow_m_s * rules.slow_m_s);
    const double lift = (ankle[frame].y() - standing - rules.lifted_m) / rules.lifted_spread_m;
    support.weight[frame] = 1.0 / ((1.0 + swiftness) * (1.0 + swiftness)) / (1.0 + std::exp(lift));
  }
  for (std::size_t frame = 0; frame < frames; ++frame) {
    if (support.weight[frame] <= 0.0) continue;
    support.ankle[frame] = find_standing_place(recording.time_s(), support.weight, ankle, frame, rules);
    support.ankle[frame].y() = standing;
  }
  return support;
}

// How much of what a bone seems too short is the camera's: what may be of it, against its two ends' spread.
double compute_free_share(double free_spread, double end_spread) {
  return free_spread * free_spread / (free_spread * free_spread + 2.0 * end_spread * end_spread);
}

}  // namespace

DepthFit::DepthFit(const DepthCamera& camera, const DepthPerson& person)
    : camera_(camera), person_(person), solver_([&] {
        const Body body = make_built_in_body(person.lengths);
        return MotionSolver(body, find_seen(body));
      }()) {
  const Body& body = solver_.body();
  const auto count = static_cast<Eigen::Index>(body.coordinate_count());
  habits_ = {body.neutral_pose(), Tangent::Constant(count, Unknown), Basis::Assumption};
  velocity_wander_ = compute_velocity_wander(body, camera.wander);
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const auto& name = body.coordinates()[i].name;
    const auto habit = std::ranges::find_if(
        camera.habits, [&](const DepthHabit& one) { return name.starts_with(one.stem); });
    if (habit == camera.habits.end()) continue;
    habits_.spread[static_cast<Eigen::Index>(i)] = habit->spread.radians();
  }
  for (const std::size_t side : {0U, 1U}) {
    const Side which = side == 0 ? Side::Left : Side::Right;
    const auto place = [&](DepthJoint joint, body::Part part, const Vector3& p) {
      sites_[index(joint)][side] = {body.find_segment(part, which).value(), p};
    };
    const Vector3 down = -Vector3::UnitY();
    place(DepthJoint::Hip, body::Part::Thigh, Vector3::Zero());
    place(DepthJoint::Shoulder, body::Part::Humerus, Vector3::Zero());
    place(DepthJoint::Knee, body::Part::Shank, Vector3::Zero());
    place(DepthJoint::Ankle, body::Part::Shank, (person.lengths.shank - camera.ankle_up_shank_m) * down);
    place(DepthJoint::Elbow, body::Part::Forearm, Vector3::Zero());
    place(DepthJoint::Wrist, body::Part::Forearm, person.lengths.forearm * down);
  }
}

// A leg that stands has its length, and its ankle stands on the floor. One that does not, the camera sees too
// short or too long: then each bone keeps the direction that was seen, and is given its own length along it.
void DepthFit::add_leg(const PointRecording& recording, std::size_t frame, std::size_t side,
                       const LegSupport& support, std::vector<Term>& terms) const {
  const auto target = [&](DepthJoint joint, const Vector3& at) {
    const Site& site = sites_[index(joint)][side];
    // The camera throws a lifted knee or ankle about by half a metre for a frame or two.
    terms.emplace_back(
        PointTarget{site.segment, site.p_SQ_S, at, camera_.spread[index(joint)], Loss::Robust});
  };
  const auto find = [&](DepthJoint joint) { return recording.find(frame, points_[index(joint)][side]); };
  const auto hip = find(DepthJoint::Hip);
  auto knee = find(DepthJoint::Knee);
  auto ankle = find(DepthJoint::Ankle);
  if (hip && knee && ankle) {
    const DepthLengths& rules = camera_.lengths;
    const double free = 1.0 - support.weight[frame];
    const Vector3 thigh = *knee - *hip;
    const Vector3 shank = *ankle - *knee;
    const Vector3 longer_thigh = compute_free_share(free * rules.free_thigh_spread_m, rules.joint_spread_m) *
                                 (person_.lengths.thigh - thigh.norm()) * thigh.normalized();
    const Vector3 longer_shank = compute_free_share(free * rules.free_shank_spread_m, rules.joint_spread_m) *
                                 (person_.lengths.shank - camera_.ankle_up_shank_m - shank.norm()) *
                                 shank.normalized();
    *knee += longer_thigh;
    *ankle += longer_thigh + longer_shank;
  }
  if (knee) target(DepthJoint::Knee, *knee);
  if (ankle) target(DepthJoint::Ankle, *ankle);
  if (support.weight[frame] > LeastSupport) {
    const Site& site = sites_[index(DepthJoint::Ankle)][side];
    terms.emplace_back(PointTarget{site.segment, -person_.lengths.shank * Vector3::UnitY(),
                                   support.ankle[frame],
                                   camera_.stance.spread / std::sqrt(support.weight[frame])});
  }
}

void DepthFit::fill_terms(const PointRecording& recording, const std::array<LegSupport, 2>& support,
                          std::size_t frame, std::vector<Term>& terms) const {
  terms.emplace_back(habits_);
  for (const std::size_t side : {0U, 1U}) {
    for (const DepthJoint joint :
         {DepthJoint::Hip, DepthJoint::Shoulder, DepthJoint::Elbow, DepthJoint::Wrist}) {
      const auto place = recording.find(frame, points_[index(joint)][side]);
      if (!place) continue;
      const Site& site = sites_[index(joint)][side];
      terms.emplace_back(PointTarget{site.segment, site.p_SQ_S, *place, camera_.spread[index(joint)]});
    }
    add_leg(recording, frame, side, support[side], terms);
  }
}

MotionProblem DepthFit::make_problem(const PointRecording& recording,
                                     const std::array<LegSupport, 2>& support) const {
  return {recording.time_s(),
          [this, &recording, &support](std::size_t frame, std::vector<Term>& terms) {
            fill_terms(recording, support, frame, terms);
          },
          velocity_wander_};
}

// Each frame by itself, from how its joints lie; one whose trunk is not seen, from the one before.
Result<std::vector<Pose>> DepthFit::find_starts(const MotionProblem& problem,
                                                const PointRecording& recording) {
  const Body& body = solver_.body();
  std::vector<Pose> poses(recording.frame_count(), body.neutral_pose());
  Solver solver(body);
  PoseSolution solution;
  std::vector<Term> terms;
  std::optional<std::size_t> first;
  for (std::size_t frame = 0; frame < poses.size(); ++frame) {
    DepthPlaces places;
    for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
      for (const std::size_t side : {0U, 1U}) {
        places[joint][side] = recording.find(frame, points_[joint][side]);
      }
    }
    const auto start = find_depth_start(body, places, first ? &poses[frame - 1] : nullptr);
    if (!start && !first) continue;
    if (!first) first = frame;
    terms.clear();
    problem.terms(frame, terms);
    solver.solve(terms, start ? *start : poses[frame - 1], StartSolve, solution);
    poses[frame] = solution.pose;
  }
  if (!first) {
    return fail("expected hips and shoulders in view, found no frame with all four", {},
                "record again with the whole body in view");
  }
  std::fill(poses.begin(), poses.begin() + static_cast<std::ptrdiff_t>(*first), poses[*first]);
  return poses;
}

Result<DepthMotion> DepthFit::fit(const PointRecording& recording) {
  TRY(points_, find_depth_points(recording));
  if (recording.frame_count() < 3) {
    return fail("expected a recording of at least 3 frames, found " + std::to_string(recording.frame_count()),
                {}, "record for longer");
  }
  DepthMotion fitted{solver_.body(), {}, {}, {}};
  for (const std::size_t side : {0U, 1U}) {
    fitted.support[side] = find_support(recording, points_, side, person_, camera_);
  }
  const MotionProblem problem = make_problem(recording, fitted.support);
  TRY(fitted.motion.poses, find_starts(problem, recording));
  fitted.motion.time_s.assign(recording.time_s().begin(), recording.time_s().end());
  fitted.report = solver_.solve(problem, fitted.motion.poses, WholeMotion);
  return fitted;
}

Eigen::MatrixXd DepthFit::compute_covariance(const DepthMotion& fitted, const PointRecording& recording,
                                             std::size_t frame) {
  return solver_.compute_covariance(make_problem(recording, fitted.support), fitted.motion.poses, frame);
}

Tangent DepthFit::compute_assumed_variance() const {
  return habits_.spread.cwiseMin(std::numbers::pi).cwiseAbs2();
}

}  // namespace endrange::solve
