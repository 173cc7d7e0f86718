#include "core/measure/live_trial.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/contracts.h"
#include "core/measure/figure_trial.h"
#include "core/measure/landmark_sight.h"
#include "core/measure/landmark_trial.h"
#include "core/measure/seen_motion.h"

namespace endrange::measure {
namespace {

/// `left_elbow` as a person says it.
std::string in_words(body::Landmark landmark) {
  std::string text(body::word(landmark));
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// The sides that are looked at: of a side view only the nearer one, and of a count the nearer leg.
std::vector<Side> find_looked_at(const Protocol& protocol, const Outline& outline) {
  if (protocol.kind == ProtocolKind::Count) return {outline.nearer()};
  std::vector<Side> sides;
  std::ranges::copy_if(protocol.sides, std::back_inserter(sides), [&](Side side) {
    return protocol.view == View::Front || side == Side::Both || outline.nearer() == side;
  });
  return sides;
}

/// What the readers of recordings read, of one picture.
SeenMotion see_one(const LiveTrial& trial, const solve::FittedFrame& fitted) {
  return {trial.tracker.body(), {fitted.time_s}, {fitted}, Eigen::MatrixXd::Zero(1, 2), {}, false};
}

SideSight look_at(const LiveTrial& trial, const motion::LandmarkFrame& frame,
                  const std::optional<SeenMotion>& seen, Side side) {
  SideSight sight;
  sight.side = side;
  if (const auto unseen = find_unseen(*frame.landmarks, trial.protocol, side)) {
    sight.unseen = in_words(unseen->landmark);
    sight.leaves_picture = unseen->why == Visibility::OutsidePicture;
    return sight;
  }
  if (!seen) return sight;
  if (trial.protocol.kind == ProtocolKind::Range) {
    const AngleSample read =
        read_angle(*seen, 0, trial.protocol.added_joint_motions(), side, trial.protocol.against);
    if (read.is_determined) sight.angle = read;
  } else if (trial.protocol.kind == ProtocolKind::Circle) {
    const auto read = read_directions(*seen, trial.protocol, side);
    if (read.front().is_determined) sight.direction = read.front().direction;
  }
  return sight;
}

Sight look(const LiveTrial& trial, const motion::LandmarkFrame& frame,
           const std::optional<solve::FittedFrame>& fitted) {
  Sight sight;
  sight.time_s = frame.time_s;
  sight.width = static_cast<double>(trial.recording.width) / std::max(1, trial.recording.height);
  sight.outline = find_outline(trial.recording, frame);
  if (!sight.outline) return sight;
  const auto seen = fitted ? std::optional(see_one(trial, *fitted)) : std::nullopt;
  bool is_all_seen = true;
  for (const Side side : find_looked_at(trial.protocol, *sight.outline)) {
    sight.sides.push_back(look_at(trial, frame, seen, side));
    is_all_seen = is_all_seen && sight.sides.back().unseen.empty();
  }
  if (!seen || !is_all_seen) return sight;
  if (trial.protocol.kind == ProtocolKind::Count) {
    const AngleSample rise = read_rise(*seen, 0);
    if (rise.is_determined) sight.rise = rise;
  }
  if (trial.protocol.kind == ProtocolKind::Time) sight.lift_m = read_lift(*seen, 0);
  return sight;
}

}  // namespace

LiveTrial make_live_trial(Protocol protocol, journal::Method method, int width, int height) {
  expects(is_seen_by_camera(protocol), "a camera can measure the test");
  LiveTrial trial;
  trial.protocol = std::move(protocol);
  trial.method = method;
  trial.recording.protocol = trial.protocol.id;
  trial.recording.width = width;
  trial.recording.height = height;
  return trial;
}

LiveStep advance(LiveTrial trial, const motion::LandmarkFrame& frame) {
  trial.recording.frames.push_back(frame);
  const std::optional<solve::FittedFrame> fitted = trial.tracker.advance(frame);

  const Sight sight = look(trial, frame, fitted);
  trial.guidance = advance(std::move(trial.guidance), trial.protocol, sight);
  trial.readiness = advance(std::move(trial.readiness), trial.protocol, sight);

  LiveAnswer answer{.time_s = frame.time_s,
                    .phase = trial.guidance.phase,
                    .hint = trial.guidance.hint,
                    .frames = trial.recording.frames.size(),
                    .angles = {},
                    .progress = trial.guidance.progress,
                    .readiness = trial.readiness};
  if (trial.protocol.kind != ProtocolKind::Range) return {std::move(trial), std::move(answer)};
  for (const SideSight& side : sight.sides) {
    LiveAngle angle{side.side, {}};
    if (side.angle) angle.angle = Estimate{side.angle->angle, side.angle->standard_error};
    answer.angles.push_back(angle);
  }
  return {std::move(trial), std::move(answer)};
}

TrialResult finish(const LiveTrial& trial) {
  return measure_recording(trial.recording, trial.protocol, trial.method);
}

}  // namespace endrange::measure
