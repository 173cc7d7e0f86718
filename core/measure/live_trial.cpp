#include "core/measure/live_trial.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"
#include "core/measure/landmark_sight.h"
#include "core/measure/landmark_trial.h"
#include "core/solve/summed_angle.h"

namespace endrange::measure {
namespace {

/// `left_elbow` as a person says it.
std::string in_words(body::Landmark landmark) {
  std::string text(body::word(landmark));
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// In a side view only the nearer side is looked at.
bool is_looked_at(const Protocol& protocol, const std::optional<Outline>& outline, Side side) {
  return protocol.view == View::Front || side == Side::Both || (outline && outline->nearer() == side);
}

SideSight look_at(const LiveTrial& trial, const motion::LandmarkFrame& frame,
                  const std::optional<solve::FittedFrame>& fitted, Side side) {
  SideSight sight;
  sight.side = side;
  if (const auto unseen = find_unseen(*frame.landmarks, trial.protocol, side)) {
    sight.unseen = in_words(unseen->landmark);
    sight.leaves_picture = unseen->why == Visibility::OutsidePicture;
    return sight;
  }
  if (!fitted) return sight;
  const auto read = solve::compute_summed_angle_estimate(
      trial.tracker.body(), *fitted, trial.protocol.added_joint_motions(), side, trial.protocol.against);
  if (read && read->is_determined && read->estimate.standard_error <= LargestFrameError)
    sight.angle = AngleSample{frame.time_s, read->estimate.mean, read->estimate.standard_error, true};
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

  Sight sight;
  sight.time_s = frame.time_s;
  sight.outline = find_outline(trial.recording, frame);
  if (sight.outline)
    for (const Side side : trial.protocol.sides)
      if (is_looked_at(trial.protocol, sight.outline, side))
        sight.sides.push_back(look_at(trial, frame, fitted, side));
  trial.guidance = advance(std::move(trial.guidance), trial.protocol, sight);

  LiveAnswer answer{
      frame.time_s, trial.guidance.phase, trial.guidance.hint, trial.recording.frames.size(), {}};
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
