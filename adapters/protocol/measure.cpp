#include "adapters/protocol/measure.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/journal.h"
#include "adapters/protocol/words.h"
#include "core/measure/statistics.h"
#include "core/progress/comparison.h"

namespace endrange::protocol {

namespace {

ErrorParts make_error_parts(const measure::ErrorParts& parts) {
  return {parts.noise.degrees(),      parts.lasting.degrees(),          parts.view.degrees(),
          parts.repetition.degrees(), parts.between_sessions.degrees(), parts.definition.degrees()};
}

std::vector<CompensationSeen> make_compensations(const std::vector<measure::CompensationSeen>& seen) {
  std::vector<CompensationSeen> made;
  for (const auto& each : seen)
    made.push_back({each.compensation.words, each.largest.degrees(), each.largest_error.degrees(),
                    each.began_at.degrees(), each.began_at_error.degrees()});
  return made;
}

/// Of how far the repetitions went, the standard deviation.
std::optional<double> compute_spread_deg(const journal::Measured& measured) {
  std::vector<double> tops;
  for (const auto& repetition : measured.repetitions) tops.push_back(repetition.reached.degrees());
  if (tops.size() < 2) return std::nullopt;
  return measure::compute_deviation(tops);
}

TrialSide make_trial_side(const measure::SideTrial& side) {
  TrialSide made;
  made.side = same_enumerator<Side>(side.measured.side);
  if (side.reached_median) made.reached_median_deg = side.reached_median->degrees();
  if (side.hold)
    made.plateau = Plateau{side.hold->start_s,
                           side.hold->end_s,
                           side.hold->duration_error_s,
                           side.hold->angle.degrees(),
                           Angle::from_radians(side.hold->drift_per_s).degrees(),
                           side.hold->sway.least.degrees(),
                           side.hold->sway.most.degrees(),
                           side.hold->sway.noise_floor.degrees()};
  made.spread_deg = compute_spread_deg(side.measured);
  made.tempo_s = side.tempo_s;
  made.smoothness_sparc = side.smoothness;
  made.off_plane_deg = side.off_plane.degrees();
  made.off_plane_se_deg = side.off_plane_error.degrees();
  made.reached_error = make_error_parts(side.reached_error);
  made.usable_error = make_error_parts(side.usable_error);
  made.compensations = make_compensations(side.compensations);
  made.remedy = side.remedy;
  return made;
}

TrialFigures make_trial_figures(const measure::FigureTrial& trial) {
  TrialFigures made;
  made.tested = make_tested(trial.tested);
  made.remedy = trial.remedy;
  if (!trial.circle) return made;
  for (const double radius : trial.circle->outline)
    made.outline_deg.push_back(Angle::from_radians(radius).degrees());
  for (const std::size_t octant : trial.circle->dead_octants)
    made.dead_octants.push_back(static_cast<std::int64_t>(octant));
  return made;
}

}  // namespace

TrialResult make_trial_result(const measure::TrialResult& result) {
  TrialResult made;
  made.protocol = result.protocol.value();
  for (const auto& side : result.sides) {
    made.measurements.push_back(make_measured(side.measured));
    Curve curve{same_enumerator<Side>(side.measured.side), {}};
    for (const auto& sample : side.curve)
      curve.points.push_back({sample.time_s, sample.angle.degrees(), sample.standard_error.degrees()});
    made.curves.push_back(std::move(curve));
    made.sides.push_back(make_trial_side(side));
    if (made.remedy.empty()) made.remedy = side.remedy;
  }
  for (const auto& figures : result.figures) made.figures.push_back(make_trial_figures(figures));
  made.refusal = result.refusal;
  if (!result.remedy.empty()) made.remedy = result.remedy;
  made.seconds = result.seconds;
  made.frames = static_cast<std::int64_t>(result.frames);
  return made;
}

FileMeasurement make_file_measurement(const std::string& file, const measure::SideTrial& side) {
  const Measured measured = make_measured(side.measured);
  FileMeasurement made;
  made.file = file;
  made.joint_motion = measured.joint_motion;
  made.side = measured.side;
  made.protocol = measured.protocol;
  made.set_up = measured.set_up;
  if (measured.reached) {
    made.reached_deg = measured.reached->mean_deg;
    made.reached_se_deg = measured.reached->se_deg;
  }
  if (measured.usable) {
    made.usable_deg = measured.usable->mean_deg;
    made.usable_se_deg = measured.usable->se_deg;
  }
  if (side.reached_median) made.reached_median_deg = side.reached_median->degrees();
  made.spread_deg = compute_spread_deg(side.measured);
  made.off_plane_deg = side.off_plane.degrees();
  made.off_plane_se_deg = side.off_plane_error.degrees();
  if (measured.reached) made.reached_error = make_error_parts(side.reached_error);
  if (measured.usable) made.usable_error = make_error_parts(side.usable_error);
  if (side.hold) {
    if (side.hold->sway.deviation) made.steadiness_deg = side.hold->sway.deviation->degrees();
    made.steadiness_low_deg = side.hold->sway.least.degrees();
    made.steadiness_high_deg = side.hold->sway.most.degrees();
    made.hold_se_s = side.hold->duration_error_s;
    made.noise_floor_deg = side.hold->sway.noise_floor.degrees();
    made.drift_deg_per_s = Angle::from_radians(side.hold->drift_per_s).degrees();
  }
  made.tempo_s = side.tempo_s;
  made.smoothness_sparc = side.smoothness;
  made.compensations = make_compensations(side.compensations);
  made.hold_s = measured.hold_s;
  made.grade = measured.grade;
  made.grade_reason = measured.grade_reason;
  made.repetitions = measured.repetitions;
  return made;
}

std::optional<FileSideDifference> make_file_side_difference(const std::string& file,
                                                            const measure::TrialResult& result) {
  const auto* const left = measure::find_side(result, endrange::Side::Left);
  const auto* const right = measure::find_side(result, endrange::Side::Right);
  if (left == nullptr || right == nullptr) return std::nullopt;
  const auto compared = progress::compare_sides(progress::Recordings::One, left->measured, right->measured);
  if (!compared) return std::nullopt;
  return FileSideDifference{file,
                            left->measured.joint_motion.value(),
                            left->measured.protocol.value(),
                            same_enumerator<RangeKind>(*compared->kind),
                            compared->difference->degrees(),
                            compared->difference_error->degrees(),
                            compared->detectable->degrees(),
                            same_enumerator<ChangeVerdict>(compared->verdict)};
}

FileTested make_file_tested(const std::string& file, const journal::Tested& tested) {
  Tested made = make_tested(tested);
  return {file,
          made.protocol,
          made.side,
          std::move(made.set_up),
          std::move(made.figures),
          made.grade,
          std::move(made.grade_reason)};
}

LiveState make_live_state(const measure::LiveAnswer& answer) {
  LiveState state;
  state.t_ms = answer.time_s * 1000.0;
  state.phase = same_enumerator<TrialPhase>(answer.phase);
  state.hint = answer.hint;
  state.frames = static_cast<std::int64_t>(answer.frames);
  for (const auto& side : answer.angles) {
    LiveAngle angle{same_enumerator<Side>(side.side), {}, {}};
    if (side.angle) {
      angle.angle_deg = side.angle->mean.degrees();
      angle.se_deg = side.angle->standard_error.degrees();
    }
    state.angles.push_back(angle);
  }
  const auto& progress = answer.progress;
  state.progress = {same_enumerator<Side>(progress.side),
                    progress.count,
                    progress.of,
                    progress.seconds,
                    progress.of_s,
                    progress.turn};
  state.readiness = {answer.readiness.is_body_whole, answer.readiness.is_view_right, answer.readiness.hint};
  return state;
}

Result<motion::LandmarkFrame> parse_frame(const LiveFrame& frame) {
  // A kept recording holds times to the nanosecond: measured now and from the file, the figures are the same.
  const double t_ms = std::round(frame.t_ms * 1e6) / 1e6;
  motion::LandmarkFrame parsed{t_ms / 1000.0, {}};
  if (frame.image.empty() && frame.world.empty()) return parsed;
  if (frame.image.size() != body::LandmarkCount || frame.world.size() != body::LandmarkCount)
    return fail(fmt::format("expected 33 landmarks of each kind or none, found {} and {}", frame.image.size(),
                            frame.world.size()));
  auto& landmarks = parsed.landmarks.emplace();
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    const auto& image = frame.image[i];
    const auto& world = frame.world[i];
    landmarks[i] = {{image.x, image.y, image.z}, {world.x, world.y, world.z}, image.visibility};
  }
  return parsed;
}

}  // namespace endrange::protocol
