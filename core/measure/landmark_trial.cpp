#include "core/measure/landmark_trial.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/contracts.h"
#include "core/measure/landmark_sight.h"
#include "core/measure/outline.h"
#include "core/measure/statistics.h"
#include "core/measure/trial_words.h"
#include "core/solve/landmark_fit.h"
#include "core/solve/summed_angle.h"

namespace endrange::measure {
namespace {

/// A recording of one person, and the body fitted to them.
struct FittedRecording {
  motion::LandmarkRecording recording = {};  ///< frames of other people emptied, times from 0
  std::vector<std::optional<Outline>> outlines = {};
  std::vector<bool> is_person = {};
  solve::FittedMotion fit;
  /// For each frame of the recording its place in the fit; empty where nobody was fitted.
  std::vector<std::optional<std::size_t>> fitted_frame = {};
  double seconds = 0.0;
  std::size_t frames_seen = 0;
};

/// The angle of one or several joint motions together, in one frame.
AngleSample read_angle(const FittedRecording& fitted, std::size_t frame,
                       const std::vector<JointMotionId>& joint_motions, Side side, body::Reference against) {
  const double time_s = fitted.recording.frames[frame].time_s;
  if (!fitted.fitted_frame[frame]) return {time_s, {}, {}, false};
  const solve::FittedFrame& pose = fitted.fit.frames[*fitted.fitted_frame[frame]];
  const auto read = solve::compute_summed_angle_estimate(fitted.fit.body, pose, joint_motions, side, against);
  if (!read) return {time_s, {}, {}, false};
  return {time_s, read->estimate.mean, read->estimate.standard_error,
          read->is_determined && read->estimate.standard_error <= LargestFrameError};
}

/// What the recording shows of one side, or nothing where the view does not show it at all.
std::optional<SideEvidence> find_evidence(const FittedRecording& fitted, const Protocol& protocol,
                                          Side side) {
  const std::vector<bool> in_view = find_in_view(fitted.outlines, fitted.is_person, protocol.view, side);
  if (std::ranges::none_of(in_view, [](bool is) { return is; })) return std::nullopt;
  SideEvidence evidence;
  evidence.side = side;
  for (const ForbiddenCompensation& forbidden : protocol.forbidden)
    evidence.compensations.push_back({forbidden, {}});
  const std::vector<JointMotionId> measured = protocol.added_joint_motions();
  std::vector<double> off_plane;
  for (std::size_t i = 0; i < fitted.recording.frames.size(); ++i) {
    const motion::LandmarkFrame& frame = fitted.recording.frames[i];
    if (!in_view[i] || find_unseen(*frame.landmarks, protocol, side)) {
      evidence.track.push_back({frame.time_s, {}, {}, false});
      continue;
    }
    evidence.track.push_back(read_angle(fitted, i, measured, side, protocol.against));
    off_plane.push_back(compute_off_plane(*fitted.outlines[i], protocol.view).radians());
    for (CompensationTrack& watched : evidence.compensations) {
      watched.track.push_back(
          read_angle(fitted, i, watched.compensation.joint_motions, side, body::Reference::Proximal));
      // Which of the added joints turns is not determined, what they do together is.
      watched.track.back().is_determined = true;
    }
  }
  evidence.off_plane = Angle::from_radians(compute_median(std::move(off_plane)));
  return evidence;
}

/// Fails when there is nobody to fit a body to.
Result<FittedRecording> fit_person(const motion::LandmarkRecording& recording) {
  motion::LandmarkRecording of_person = recording;
  std::vector<std::optional<Outline>> outlines;
  for (motion::LandmarkFrame& frame : of_person.frames) {
    frame.time_s -= recording.frames.front().time_s;
    outlines.push_back(find_outline(recording, frame));
  }
  std::vector<bool> is_person = drop_mistaken_sides(outlines, find_person(outlines));
  for (std::size_t i = 0; i < is_person.size(); ++i)
    if (!is_person[i]) of_person.frames[i].landmarks.reset();
  TRY(auto fit, solve::fit_landmarks(of_person));

  std::vector<std::optional<std::size_t>> fitted_frame;
  std::size_t next = 0;
  for (const motion::LandmarkFrame& frame : of_person.frames) {
    while (next < fit.frames.size() && fit.frames[next].time_s < frame.time_s) ++next;
    const bool is_fitted = next < fit.frames.size() && fit.frames[next].time_s == frame.time_s;
    fitted_frame.push_back(is_fitted ? std::optional(next) : std::nullopt);
  }
  const double seconds = of_person.frames.back().time_s;
  const auto frames_seen = static_cast<std::size_t>(std::ranges::count(is_person, true));
  return FittedRecording{std::move(of_person), std::move(outlines),     std::move(is_person),
                         std::move(fit),       std::move(fitted_frame), seconds,
                         frames_seen};
}

TrialResult measure_fitted(const FittedRecording& fitted, const Protocol& protocol, journal::Method method) {
  std::vector<SideTrial> sides;
  for (const Side side : protocol.sides) {
    const auto evidence = find_evidence(fitted, protocol, side);
    if (!evidence) continue;
    sides.push_back(measure_side(protocol, *evidence));
    sides.back().measured.method = method;
  }
  if (!sides.empty())
    return make_trial_result(protocol, std::move(sides), fitted.seconds, fitted.frames_seen);
  const words::Advice advice = words::wrong_view(protocol);
  return make_refusal(protocol, advice.reason, advice.remedy, fitted.seconds, fitted.frames_seen);
}

TrialResult refuse_nobody(const Protocol& protocol, const motion::LandmarkRecording& recording) {
  const words::Advice advice = words::nobody_seen();
  const double seconds =
      recording.frames.empty() ? 0.0 : recording.frames.back().time_s - recording.frames.front().time_s;
  return make_refusal(protocol, advice.reason, advice.remedy, seconds, 0);
}

/// How much of a protocol a trial shows: the arcs gone through by the joint motion, of all sides together.
Angle compute_movement(const TrialResult& result) {
  Angle sum = {};
  for (const SideTrial& side : result.sides) {
    if (!side.measured.reached) continue;
    const auto lowest = std::ranges::min_element(side.curve, {}, &SmoothSample::angle);
    sum += side.measured.reached->mean - lowest->angle;
  }
  return sum;
}

}  // namespace

TrialResult measure_recording(const motion::LandmarkRecording& recording, const Protocol& protocol,
                              journal::Method method) {
  if (!is_seen_by_camera(protocol)) {
    const words::Advice advice = words::by_hand_only();
    return make_refusal(protocol, advice.reason, advice.remedy, 0.0, 0);
  }
  const auto fitted = fit_person(recording);
  return fitted ? measure_fitted(*fitted, protocol, method) : refuse_nobody(protocol, recording);
}

TrialResult measure_recording(const motion::LandmarkRecording& recording, const Protocols& protocols,
                              journal::Method method) {
  expects(!protocols.all().empty(), "there are protocols to choose from");
  const auto fitted = fit_person(recording);
  if (!fitted) return refuse_nobody(protocols.all().front(), recording);
  std::vector<TrialResult> results;
  for (const Protocol& protocol : protocols.all())
    if (is_seen_by_camera(protocol) && !protocol.is_apart)
      results.push_back(measure_fitted(*fitted, protocol, method));
  ensures(!results.empty(), "some protocol is for a camera");
  // Refused trials moved by 0, and the first of equals is taken.
  return *std::ranges::max_element(results, {}, compute_movement);
}

}  // namespace endrange::measure
