#include "tests/core/measure/known_truth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <utility>

#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"
#include "core/measure/statistics.h"
#include "core/solve/solver.h"
#include "tests/agreement/simulated_camera.h"
#include "tests/core/body/poses.h"
#include "tests/core/measure/synthetic.h"

namespace endrange::measure::testing {
namespace {

using body::Body;
using body::Numbers;
using body::Pose;

constexpr double Pi = std::numbers::pi;
constexpr double Degree = Pi / 180.0;

// A protocol as content/protocols has it, and between which angles people end.
struct Task {
  const char* joint_motion;
  std::vector<const char*> together_with;
  View view;
  body::Reference against;
  const char* position;
  double definition_deg;
  double between_sessions_deg;
  double between_repetitions_deg;
  double fastest_deg;
  std::vector<const char*> forbidden;
  double least_deg;
  double most_deg;
  bool takes_both_sides;  // at once
};

const std::vector<Task>& tasks() {
  using enum body::Reference;
  static const std::vector<const char*> SideBend = {"lumbar.side_bend", "thorax.side_bend"};
  static const std::vector<Task> Tasks = {
      {"shoulder.abduction",
       {},
       View::Front,
       Trunk,
       "standing",
       7.0,
       2.9,
       2.2,
       90.0,
       SideBend,
       60,
       168,
       true},
      {"shoulder.flexion",
       {},
       View::Side,
       Trunk,
       "standing",
       10.0,
       2.9,
       2.2,
       90.0,
       {"lumbar.extension", "thorax.extension"},
       60,
       168,
       false},
      {"shoulder.extension",
       {},
       View::Side,
       Trunk,
       "standing",
       12.0,
       5.0,
       3.0,
       60.0,
       {"lumbar.flexion", "thorax.flexion"},
       25,
       60,
       false},
      {"hip.flexion", {}, View::Side, Trunk, "standing", 12.0, 5.5, 3.5, 90.0, {}, 45, 120, false},
      {"hip.abduction", {}, View::Front, Proximal, "standing", 7.0, 5.0, 2.5, 60.0, SideBend, 20, 50, false},
      {"knee.flexion", {}, View::Side, Proximal, "standing", 7.0, 5.0, 2.5, 90.0, {}, 50, 135, false},
      {"thorax.side_bend",
       {"lumbar.side_bend"},
       View::Front,
       Proximal,
       "seated",
       7.0,
       5.0,
       2.5,
       60.0,
       {},
       15,
       50,
       false},
  };
  return Tasks;
}

Protocol make_task_protocol(const Task& task) {
  Protocol protocol = make_protocol();
  protocol.id = ProtocolId(task.joint_motion);
  protocol.joint_motion = JointMotionId(task.joint_motion);
  for (const char* with : task.together_with) protocol.together_with.emplace_back(with);
  protocol.view = task.view;
  protocol.against = task.against;
  protocol.position = task.position;
  protocol.fastest = Angle::from_degrees(task.fastest_deg);
  protocol.errors = {Angle::from_degrees(task.definition_deg), Angle::from_degrees(task.between_sessions_deg),
                     Angle::from_degrees(task.between_repetitions_deg)};
  protocol.forbidden.clear();
  if (!task.forbidden.empty()) {
    ForbiddenCompensation forbidden{{}, "Your trunk moves along", "Stay tall.", Angle::from_degrees(10.0)};
    for (const char* joint_motion : task.forbidden) forbidden.joint_motions.emplace_back(joint_motion);
    protocol.forbidden.push_back(std::move(forbidden));
  }
  return protocol;
}

// Somebody: of any stature, and with limbs that differ from the average as people's do
// (core/solve/landmark_lengths.cpp).
Body make_person(Numbers& numbers, double& stature_m) {
  stature_m = numbers.uniform(1.50, 1.95);
  constexpr std::array Kinds = {body::Proportions::Average, body::Proportions::FemaleAverage,
                                body::Proportions::MaleAverage};
  const auto kind = Kinds[static_cast<std::size_t>(numbers.uniform(0.0, 3.0))];
  body::SegmentLengths lengths = compute_segment_lengths(stature_m, kind);
  using body::SegmentLengths;
  for (const auto& [length, spread] : {std::pair(&SegmentLengths::trunk, 0.05),
                                       {&SegmentLengths::hip_width, 0.10},
                                       {&SegmentLengths::shoulder_width, 0.08},
                                       {&SegmentLengths::upper_arm, 0.05},
                                       {&SegmentLengths::forearm, 0.05},
                                       {&SegmentLengths::hand, 0.05},
                                       {&SegmentLengths::thigh, 0.05},
                                       {&SegmentLengths::shank, 0.05},
                                       {&SegmentLengths::foot, 0.05}})
    lengths.*length *= std::exp(spread * numbers.normal());
  return make_built_in_body(lengths, kind);
}

void turn_coordinate(const Body& body, Pose& pose, const std::string& name, double degrees) {
  const auto coordinate = *body.find_coordinate(name);
  set_coordinate(body, pose, coordinate, compute_coordinate(body, pose, coordinate) + degrees * Degree);
}

// How this person stands or sits: nobody does it quite alike.
Pose make_rest(const Body& body, const std::string& position, Numbers& numbers) {
  Pose pose = body.neutral_pose();
  if (position == "seated")
    for (const char* side : {"_r", "_l"}) {
      turn_coordinate(body, pose, std::string("hip_flexion") + side, 85.0 + 5.0 * numbers.normal());
      turn_coordinate(body, pose, std::string("knee_angle") + side, 85.0 + 8.0 * numbers.normal());
    }
  turn_coordinate(body, pose, "pelvis_tilt", 3.0 * numbers.normal());
  for (const char* name : {"lumbar_extension", "thorax_extension", "neck_extension"})
    turn_coordinate(body, pose, name, 4.0 * numbers.normal());
  for (const char* name : {"lumbar_bending", "thorax_bending", "neck_bending", "neck_rotation"})
    turn_coordinate(body, pose, name, 2.0 * numbers.normal());
  for (const char* side : {"_r", "_l"}) {
    turn_coordinate(body, pose, std::string("elbow_flex") + side, numbers.uniform(2.0, 20.0));
    turn_coordinate(body, pose, std::string("hip_adduction") + side, numbers.uniform(-8.0, 0.0));
  }
  return pose;
}

// Where the limb goes at most, and how it is carried there by this person.
Pose make_top(const Body& body, const Pose& rest, const Task& task, const std::vector<Side>& sides,
              double angle_deg, Numbers& numbers) {
  std::vector<solve::Term> wishes;
  const std::string motion = task.joint_motion;
  for (const Side side : sides) {
    const auto wish = [&](const char* joint_motion, double degrees) {
      wishes.push_back(solve::AngleTarget{JointMotionId(joint_motion), side, Angle::from_degrees(degrees)});
    };
    const double share = task.together_with.empty() ? 1.0 : numbers.uniform(0.35, 0.65);
    wish(task.joint_motion, share * angle_deg);
    for (const char* with : task.together_with) wish(with, (1.0 - share) * angle_deg);
    if (motion == "hip.flexion") wish("knee.flexion", std::min(120.0, angle_deg * numbers.uniform(0.6, 1.1)));
    // Half-way up, an arm is somewhat in front of the trunk's plane.
    if (motion == "shoulder.abduction" && angle_deg < 120.0)
      wish("shoulder.flexion", numbers.uniform(0.0, 12.0));
  }
  wishes.push_back(
      solve::PosePrior{rest, body::Tangent::Constant(Eigen::Index(body.coordinate_count()), 1.0)});
  return solve::solve_pose(body, wishes, rest).pose;
}

double ease(double share) {
  return (1.0 - std::cos(Pi * std::clamp(share, 0.0, 1.0))) / 2.0;
}

// A written way: from rest to tops and back, in shares of the way to the highest place.
struct Script {
  struct Stretch {
    double from_s = 0.0;
    double ramp_s = 0.0;
    double until_s = 0.0;
    double from = 0.0;
    double to = 0.0;
    double drift_per_s = 0.0;
    bool is_plateau = false;
  };
  std::vector<Stretch> stretches = {};
  double duration_s = 0.0;
  double sway = 0.0;  // amplitude
  double sway_hz = 1.0;
  double sway_phase = 0.0;

  void go(double to, double ramp_s, double stay_s, bool is_plateau = false, double drift_per_s = 0.0) {
    const double from = stretches.empty() ? 0.0 : stretches.back().to;
    const double drifted =
        stretches.empty()
            ? 0.0
            : stretches.back().drift_per_s *
                  (stretches.back().until_s - stretches.back().from_s - stretches.back().ramp_s);
    stretches.push_back(
        {duration_s, ramp_s, duration_s + ramp_s + stay_s, from + drifted, to, drift_per_s, is_plateau});
    duration_s += ramp_s + stay_s;
  }

  [[nodiscard]] double share_at(double time_s) const {
    for (const Stretch& one : stretches) {
      if (time_s >= one.until_s && &one != &stretches.back()) continue;
      const double share = one.from + (one.to - one.from) * ease((time_s - one.from_s) / one.ramp_s);
      const double kept_s = std::max(0.0, time_s - one.from_s - one.ramp_s);
      if (!one.is_plateau || kept_s <= 0.0) return share;
      // Sway sets in and dies away within a quarter of a second.
      const double left_s = one.until_s - time_s;
      const double grown = ease(std::min(kept_s, left_s) / 0.25);
      return share + one.drift_per_s * kept_s +
             sway * grown * std::sin(2.0 * Pi * sway_hz * time_s + sway_phase);
    }
    return 0.0;
  }
};

// In degrees of a way of so many.
Script write_script(const Task& task, double highest_deg, Numbers& numbers, double scale_deg) {
  Script script;
  const bool has_sway = numbers.uniform(0.0, 1.0) < 0.7;
  script.sway = has_sway ? numbers.uniform(0.2, 2.0) / scale_deg : 0.0;
  script.sway_hz = numbers.uniform(0.3, 2.0);
  script.sway_phase = numbers.uniform(0.0, 2.0 * Pi);
  const double slowest_s = highest_deg / (0.6 * task.fastest_deg);
  const auto ramp_s = [&] { return std::max(slowest_s, numbers.uniform(1.2, 3.5)); };
  script.go(0.0, 0.1, numbers.uniform(0.8, 2.0));
  if (numbers.uniform(0.0, 1.0) < 0.15) {  // a false start
    script.go(numbers.uniform(0.1, 0.3), 0.8, 0.2);
    script.go(0.0, 0.8, numbers.uniform(0.5, 1.5));
  }
  const int repetitions = static_cast<int>(numbers.uniform(1.0, 4.0));
  const bool holds = numbers.uniform(0.0, 1.0) < 0.75;
  for (int k = 0; k < repetitions; ++k) {
    const double top =
        std::min(1.0, (highest_deg + task.between_repetitions_deg * numbers.normal()) / scale_deg);
    const double stay_s = holds ? numbers.uniform(3.4, 6.0) : numbers.uniform(0.2, 1.2);
    const double drift = 0.25 * numbers.normal() / scale_deg;
    if (numbers.uniform(0.0, 1.0) < 0.1)
      script.go(numbers.uniform(0.3, 0.6) * top, 1.2, numbers.uniform(1.0, 2.5));
    script.go(top, ramp_s(), stay_s, true, drift);
    script.go(numbers.uniform(-0.02, 0.05), ramp_s(), numbers.uniform(0.5, 2.0));
  }
  return script;
}

// How the trunk goes along from some angle on.
struct Lean {
  std::vector<std::pair<std::string, double>> coordinates = {};  // names, and shares of the lean
  double begins_deg = 0.0;
  double full_deg = 0.0;  // of the measured motion
  double largest_deg = 0.0;

  [[nodiscard]] double at(double angle_deg) const {
    return largest_deg * ease((angle_deg - begins_deg) / std::max(1.0, full_deg - begins_deg));
  }
};

Lean make_lean(const Task& task, double highest_deg, Side side, Numbers& numbers) {
  Lean lean;
  if (task.forbidden.empty() || numbers.uniform(0.0, 1.0) < 0.4) return lean;
  lean.begins_deg = numbers.uniform(0.3, 0.8) * highest_deg;
  lean.full_deg = lean.begins_deg + numbers.uniform(0.5, 1.0) * (highest_deg - lean.begins_deg);
  lean.largest_deg = numbers.uniform(3.0, 30.0);
  const std::string kind = task.forbidden.front();
  const double share = numbers.uniform(0.35, 0.65);
  const bool is_bend = kind.ends_with("side_bend");
  // Bending is counted to the right; away from the limb that is raised, mostly.
  const bool is_away = numbers.uniform(0.0, 1.0) < 0.8;
  const double sign =
      is_bend ? ((side == Side::Left) == is_away ? 1.0 : -1.0) : (kind.ends_with("extension") ? 1.0 : -1.0);
  const std::string suffix = is_bend ? "_bending" : "_extension";
  lean.coordinates = {{"lumbar" + suffix, sign * share}, {"thorax" + suffix, sign * (1.0 - share)}};
  return lean;
}

Angle read_sum(const Body& body, const Pose& pose, const std::vector<JointMotionId>& joint_motions, Side side,
               body::Reference against) {
  Angle sum;
  for (const JointMotionId& joint_motion : joint_motions)
    sum += compute_clinical_angle(body, pose, joint_motion, side, against).value_or(Angle{});
  return sum;
}

constexpr double TruthStep_s = 0.01;

TrueSide read_truth(const Body& body, const std::function<Pose(double)>& pose_at, const Protocol& protocol,
                    Side side, const Script& script) {
  TrueSide truth{.side = side};
  std::optional<double> upright_deg;
  for (double time_s = 0.0; time_s < script.duration_s; time_s += TruthStep_s) {
    const Pose pose = pose_at(time_s);
    truth.time_s.push_back(time_s);
    truth.angle_deg.push_back(
        read_sum(body, pose, protocol.added_joint_motions(), side, protocol.against).degrees());
    double lean = 0.0;
    if (!protocol.forbidden.empty()) {
      const double now =
          read_sum(body, pose, protocol.forbidden.front().joint_motions, side, body::Reference::Proximal)
              .degrees();
      if (!upright_deg) upright_deg = now;
      lean = std::abs(now - *upright_deg);
    }
    truth.lean_deg.push_back(lean);
  }
  for (const Script::Stretch& stretch : script.stretches)
    if (stretch.is_plateau) truth.plateaus.push_back({stretch.from_s + stretch.ramp_s, stretch.until_s});
  return truth;
}

FilmCamera place_camera(const Protocol& protocol, Side nearer, double off_view_deg, double stature_m,
                        Numbers& numbers) {
  FilmCamera camera;
  const double asked = protocol.view == View::Front ? 0.0 : nearer == Side::Right ? 90.0 : -90.0;
  camera.turn_deg = asked + off_view_deg;
  camera.distance_m = stature_m * numbers.uniform(1.7, 2.2);
  camera.above_pelvis_m = 0.12 * stature_m;
  camera.rate_hz = numbers.uniform(8.0, 15.0);
  const test::SimulatedNoise usual;
  camera.noise = make_usual_noise(numbers.uniform(usual.least_rms_m, usual.most_rms_m));
  camera.seed = static_cast<std::uint64_t>(numbers.uniform(1.0, 1e15));
  return camera;
}

std::size_t find_index(const TrueSide& truth, double time_s) {
  const double last = static_cast<double>(truth.time_s.size() - 1);
  return static_cast<std::size_t>(std::clamp(std::round(time_s / TruthStep_s), 0.0, last));
}

std::vector<double> take_between(const TrueSide& truth, const TrueSide::Plateau& between) {
  const auto begin = truth.angle_deg.begin();
  return {begin + static_cast<std::ptrdiff_t>(find_index(truth, between.from_s)),
          begin + static_cast<std::ptrdiff_t>(find_index(truth, between.to_s)) + 1};
}

}  // namespace

double TrueSide::angle_at(double at_s) const {
  return angle_deg[find_index(*this, at_s)];
}

double TrueSide::find_highest(double largest_lean_deg) const {
  double highest = -1e9;
  for (std::size_t i = 0; i < time_s.size(); ++i)
    if (lean_deg[i] <= largest_lean_deg) highest = std::max(highest, angle_deg[i]);
  return highest;
}

std::optional<TrueSide::Plateau> TrueSide::find_stretch(const Plateau& plateau, double band_deg,
                                                        double largest_lean_deg) const {
  const double middle_deg = compute_median(plateau);
  const auto is_kept = [&](std::size_t i) {
    return std::abs(angle_deg[i] - middle_deg) <= band_deg && lean_deg[i] <= largest_lean_deg;
  };
  const std::size_t middle = find_index(*this, (plateau.from_s + plateau.to_s) / 2.0);
  if (!is_kept(middle)) return std::nullopt;
  std::size_t first = middle;
  std::size_t last = middle;
  while (first > 0 && is_kept(first - 1)) --first;
  while (last + 1 < time_s.size() && is_kept(last + 1)) ++last;
  return Plateau{time_s[first], time_s[last]};
}

double TrueSide::compute_median(const Plateau& between) const {
  return measure::compute_median(take_between(*this, between));
}

double TrueSide::compute_sway(const Plateau& between) const {
  const std::vector<double> angles = take_between(*this, between);
  const auto count = static_cast<double>(angles.size());
  double mean = 0.0;
  for (const double angle : angles) mean += angle / count;
  double tt = 0.0;
  double ta = 0.0;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    const double t = static_cast<double>(i) - (count - 1.0) / 2.0;
    tt += t * t;
    ta += t * (angles[i] - mean);
  }
  double squares = 0.0;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    const double t = static_cast<double>(i) - (count - 1.0) / 2.0;
    const double off = angles[i] - mean - (tt > 0.0 ? ta / tt : 0.0) * t;
    squares += off * off;
  }
  return std::sqrt(squares / count);
}

double TrueSide::find_largest_lean() const {
  return lean_deg.empty() ? 0.0 : std::ranges::max(lean_deg);
}

std::optional<double> TrueSide::find_onset(double lean) const {
  for (std::size_t i = 0; i < time_s.size(); ++i)
    if (lean_deg[i] > lean) return angle_deg[i];
  return std::nullopt;
}

KnownTrial make_known_trial(std::uint64_t seed) {
  Numbers numbers(seed);
  const Task& task = tasks()[static_cast<std::size_t>(numbers.uniform(0.0, double(tasks().size())))];
  KnownTrial trial;
  trial.protocol = make_task_protocol(task);
  const Side nearer = numbers.uniform(0.0, 1.0) < 0.5 ? Side::Left : Side::Right;
  const std::vector<Side> sides =
      task.takes_both_sides ? std::vector<Side>{Side::Left, Side::Right} : std::vector<Side>{nearer};
  trial.protocol.sides = sides;
  double stature_m = 0.0;
  const Body body = make_person(numbers, stature_m);
  const Pose rest = make_rest(body, task.position, numbers);
  const double highest_deg = numbers.uniform(task.least_deg, task.most_deg);
  // Room for a repetition that goes further than usual.
  // Beyond half a turn from rest the shortest way up would be the other way round.
  constexpr double FurthestTop_deg = 170.0;
  const double scale_deg =
      std::max(highest_deg, std::min(highest_deg + 3.0 * task.between_repetitions_deg, FurthestTop_deg));
  const Pose top = make_top(body, rest, task, sides, scale_deg, numbers);
  const Script script = write_script(task, highest_deg, numbers, scale_deg);
  const Lean lean = make_lean(task, highest_deg, nearer, numbers);
  const auto pose_at = [&](double time_s) {
    const double share = script.share_at(time_s);
    Pose pose = interpolate(body, rest, top, share);
    for (const auto& [coordinate, part] : lean.coordinates)
      turn_coordinate(body, pose, coordinate, part * lean.at(share * scale_deg));
    return pose;
  };
  const double off_view = numbers.uniform(-40.0, 40.0);
  trial.off_view_deg = std::abs(off_view);
  trial.recording = film(body, pose_at, script.duration_s,
                         place_camera(trial.protocol, nearer, off_view, stature_m, numbers));
  for (const Side side : sides)
    trial.sides.push_back(read_truth(body, pose_at, trial.protocol, side, script));
  return trial;
}

KnownTrial make_swaying_hold(const SwayCase& sway, std::uint64_t seed) {
  Numbers numbers(seed);
  const Task& task = tasks().front();
  KnownTrial trial;
  trial.protocol = make_task_protocol(task);
  trial.protocol.sides = {Side::Left};
  trial.protocol.steadiness_band = Angle::from_degrees(6.0);
  double stature_m = 0.0;
  const Body body = make_person(numbers, stature_m);
  const Pose rest = make_rest(body, task.position, numbers);
  const double highest_deg = numbers.uniform(70.0, 150.0);
  const Pose top = make_top(body, rest, task, {Side::Left}, highest_deg, numbers);
  const auto hand = *body.find_segment(body::Part::Hand, Side::Left);
  const auto arm = *body.find_segment(body::Part::Humerus, Side::Left);
  const auto frames = compute_segment_frames(body, body.neutral_pose());
  const double reach_mm = 1000.0 * (frames[hand].p_GS - frames[arm].p_GS).norm();
  Script script;
  script.sway = sway.hand_mm / reach_mm / Degree / highest_deg;
  script.sway_hz = sway.hertz;
  script.sway_phase = numbers.uniform(0.0, 2.0 * Pi);
  script.go(0.0, 0.1, 1.0);
  script.go(1.0, 2.0, 8.0, true);
  script.go(0.0, 2.0, 1.0);
  const auto pose_at = [&](double time_s) { return interpolate(body, rest, top, script.share_at(time_s)); };
  FilmCamera camera = place_camera(trial.protocol, Side::Left, 0.0, stature_m, numbers);
  camera.noise = {.jitter_m = sway.noise_mm / 1000.0};
  camera.rate_hz = sway.rate_hz;
  trial.recording = film(body, pose_at, script.duration_s, camera);
  trial.sides.push_back(read_truth(body, pose_at, trial.protocol, Side::Left, script));
  return trial;
}

namespace {

struct CircleTask {
  const char* joint;
  const char* limb;  // as coordinates name it
  body::Part moving;
  body::Part base;
  double least_middle_deg, most_middle_deg;  // of flexion
  double least_aside_deg, most_aside_deg;    // of abduction
  double least_radius_deg, most_radius_deg;
};
const std::array CircleTasks = {
    CircleTask{"shoulder", "arm", body::Part::Humerus, body::Part::Thorax, 30, 60, 50, 90, 22, 55},
    CircleTask{"hip", "hip", body::Part::Thigh, body::Part::Pelvis, 25, 50, 10, 30, 10, 28}};

Protocol make_circle_protocol(const CircleTask& task, Side side) {
  Protocol protocol = make_task_protocol(tasks().front());
  protocol.kind = ProtocolKind::Circle;
  protocol.id = ProtocolId(std::string(task.joint) + ".circle");
  protocol.joint_motion = {};
  protocol.joint = task.joint;
  protocol.sides = {side};
  protocol.expected_grade = journal::Grade::Trend;
  return protocol;
}

body::Vector3 find_direction(const Body& body, const Pose& pose, const CircleTask& task, Side side) {
  const auto frames = compute_segment_frames(body, pose);
  return frames[*body.find_segment(task.base)].R_GS.transpose() *
         -frames[*body.find_segment(task.moving, side)].R_GS.col(1);
}

// What a closed line on the sphere goes round, by its polar coordinates about its own middle.
double compute_solid_angle(const std::vector<body::Vector3>& line) {
  body::Vector3 middle = body::Vector3::Zero();
  for (const body::Vector3& direction : line) middle += direction;
  middle.normalize();
  const body::Vector3 across = middle.unitOrthogonal();
  const body::Vector3 up = middle.cross(across);
  double area = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const body::Vector3& a = line[i];
    const body::Vector3& b = line[(i + 1) % line.size()];
    const double turn = std::atan2(b.dot(up), b.dot(across)) - std::atan2(a.dot(up), a.dot(across));
    area += (1.0 - (a + b).dot(middle) / 2.0) * std::remainder(turn, 2.0 * Pi);
  }
  return std::abs(area);
}

}  // namespace

KnownCircle make_known_circle(std::uint64_t seed) {
  Numbers numbers(seed);
  const CircleTask& task = CircleTasks[numbers.uniform(0.0, 1.0) < 0.6 ? 0 : 1];
  KnownCircle circle;
  circle.side = numbers.uniform(0.0, 1.0) < 0.5 ? Side::Left : Side::Right;
  circle.protocol = make_circle_protocol(task, circle.side);
  double stature_m = 0.0;
  const Body body = make_person(numbers, stature_m);
  const Pose rest = make_rest(body, "standing", numbers);
  const std::string suffix = circle.side == Side::Left ? "_l" : "_r";
  const std::string limb = task.limb;
  Pose middle = rest;
  turn_coordinate(body, middle, limb == "arm" ? "arm_flex" + suffix : "hip_flexion" + suffix,
                  numbers.uniform(task.least_middle_deg, task.most_middle_deg));
  turn_coordinate(body, middle, limb == "arm" ? "arm_add" + suffix : "hip_adduction" + suffix,
                  -numbers.uniform(task.least_aside_deg, task.most_aside_deg));
  if (limb == "hip") turn_coordinate(body, middle, "knee_angle" + suffix, numbers.uniform(20.0, 90.0));
  const auto about_z =
      row(*body.find_coordinate(limb == "arm" ? "arm_flex" + suffix : "hip_flexion" + suffix));
  const auto about_x =
      row(*body.find_coordinate(limb == "arm" ? "arm_add" + suffix : "hip_adduction" + suffix));
  const double radius = numbers.uniform(task.least_radius_deg, task.most_radius_deg) * Degree;
  const double flat = std::exp(0.15 * numbers.normal());
  const double third = 0.06 * numbers.normal();
  const double sign = numbers.uniform(0.0, 1.0) < 0.5 ? 1.0 : -1.0;
  const double from = numbers.uniform(0.0, 2.0 * Pi);
  const int rounds = static_cast<int>(numbers.uniform(2.0, 5.0));
  const double round_s = numbers.uniform(5.0, 11.0);
  const double uneven = numbers.uniform(0.0, 0.3);
  std::vector<double> sizes;
  for (int k = 0; k <= rounds; ++k) sizes.push_back(std::exp(0.04 * numbers.normal()));
  const double lean_deg = numbers.uniform(0.0, 1.0) < 0.5 ? 0.0 : numbers.uniform(2.0, 20.0);

  const auto round_at = [&](double turns) {  // from the beginning of the first
    const auto k = static_cast<std::size_t>(std::clamp(turns, 0.0, double(rounds)));
    const double in = turns - double(k);
    const double size = std::lerp(sizes[k], sizes[std::min(k + 1, sizes.size() - 1)], ease(in));
    const double phase = from + sign * 2.0 * Pi * turns;
    const double reach = size * radius * (1.0 + third * std::cos(3.0 * phase));
    body::Tangent step = body::Tangent::Zero(Eigen::Index(body.coordinate_count()));
    step[about_z] = reach * flat * std::cos(phase);
    step[about_x] = reach / flat * std::sin(phase);
    return retract(body, middle, step);
  };
  constexpr double Before_s = 1.0;
  constexpr double Out_s = 1.8;
  const double circling_s = rounds * round_s;
  const double duration_s = 2.0 * (Before_s + Out_s) + circling_s;
  const auto pose_at = [&](double time_s) {
    const double at_s = time_s - Before_s - Out_s;
    const double share = std::clamp(at_s / circling_s, 0.0, 1.0);
    const double turns = rounds * share + uneven / (2.0 * Pi) * std::sin(2.0 * Pi * rounds * share);
    const double out = at_s < 0.0 ? ease(1.0 + at_s / Out_s) : ease(1.0 - (at_s - circling_s) / Out_s);
    Pose pose = interpolate(body, rest, round_at(std::clamp(turns, 0.0, double(rounds))), out);
    const double lean = lean_deg * std::abs(std::sin(Pi * rounds * share)) / 2.0;
    turn_coordinate(body, pose, "lumbar_bending", lean);
    turn_coordinate(body, pose, "thorax_bending", lean);
    return pose;
  };
  std::vector<double> areas;
  for (int k = 0; k < rounds; ++k) {
    std::vector<body::Vector3> line;
    for (int i = 0; i < 360; ++i)
      line.push_back(find_direction(body, round_at(k + i / 360.0), task, circle.side));
    areas.push_back(compute_solid_angle(line));
  }
  circle.area_sr = measure::compute_median(areas);
  circle.lean_deg = lean_deg;
  const double off_view = numbers.uniform(-40.0, 40.0);
  circle.off_view_deg = std::abs(off_view);
  circle.recording = film(body, pose_at, duration_s,
                          place_camera(circle.protocol, circle.side, off_view, stature_m, numbers));
  return circle;
}

}  // namespace endrange::measure::testing
