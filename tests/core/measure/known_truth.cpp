#include "tests/core/measure/known_truth.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>

#include "core/body/clinical_angles.h"
#include "tests/core/measure/known_person.h"
#include "tests/core/measure/known_script.h"
#include "tests/core/measure/known_task.h"

namespace endrange::measure::testing {
namespace {

using body::Body;
using body::Numbers;
using body::Pose;

constexpr double Pi = std::numbers::pi;
constexpr double Degree = Pi / 180.0;

Angle read_sum(const Body& body, const Pose& pose, const std::vector<JointMotionId>& joint_motions, Side side,
               body::Reference against) {
  Angle sum;
  for (const JointMotionId& joint_motion : joint_motions)
    sum += compute_clinical_angle(body, pose, joint_motion, side, against).value_or(Angle{});
  return sum;
}

TrueSide read_truth(const Body& body, const std::function<Pose(double)>& pose_at, const Protocol& protocol,
                    Side side, const Script& script) {
  TrueSide truth{.side = side};
  std::optional<double> upright_deg;
  for (double time_s = 0.0; time_s < script.duration_s; time_s += TrueSide::Step_s) {
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

}  // namespace

KnownTrial make_known_trial(std::uint64_t seed) {
  Numbers numbers(seed);
  const Task& task = tasks()[static_cast<std::size_t>(numbers.uniform(0.0, double(tasks().size())))];
  KnownTrial trial;
  trial.protocol = make_task_protocol(task);
  const Side nearer = numbers.uniform(0.0, 1.0) < 0.5 ? Side::Left : Side::Right;
  const std::vector<Side> sides =
      task.takes_both_sides ? std::vector<Side>{Side::Left, Side::Right} : std::vector<Side>{nearer};
  trial.protocol.sides = sides;
  const auto [stature_m, body] = make_person(numbers);
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
  const auto [stature_m, body] = make_person(numbers);
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

}  // namespace endrange::measure::testing
