#include "core/solve/landmark_fit.h"

#include <algorithm>
#include <string>

#include "core/base/contracts.h"
#include "core/solve/landmark_frame.h"
#include "core/solve/landmark_lengths.h"
#include "core/solve/landmark_motion.h"

namespace endrange::solve {
namespace {

constexpr std::size_t LengthFrames = 40;
constexpr int LengthRounds = 2;
// A long recording is fitted this many pictures at a time; frames nearer than the overlap to a window's end
// wait for the next, so that none is fitted without its neighbours.
constexpr std::size_t WindowFrames = 600;
constexpr std::size_t OverlapFrames = 60;

std::vector<SeenFrame> find_seen_frames(const motion::LandmarkRecording& recording,
                                        const motion::LandmarkNoise& noise) {
  std::vector<SeenFrame> frames;
  for (const motion::LandmarkFrame& frame : recording.frames) {
    if (!frame.landmarks) continue;
    frames.push_back({frame.time_s, compute_observations(*frame.landmarks, noise)});
  }
  return frames;
}

// First from the observed directions, then from those of a fit on the lengths so far, over frames spread
// evenly.
LengthEstimates estimate_lengths(const std::vector<SeenFrame>& frames, body::Proportions proportions) {
  std::vector<LengthEvidence> evidence;
  const std::size_t step = std::max<std::size_t>(1, frames.size() / LengthFrames);
  for (std::size_t i = 0; i < frames.size(); i += step) evidence.push_back({frames[i].observations, {}});
  LengthEstimates estimates = compute_lengths(evidence, proportions);
  for (int round = 0; round < LengthRounds; ++round) {
    LandmarkFrameFit fit(make_built_in_body(estimates.lengths, proportions));
    for (LengthEvidence& one : evidence) {
      one.fitted.reset();
      if (fit.fit(one.observations, {})) one.fitted = {fit.compute_places(), estimates.lengths};
    }
    estimates = compute_lengths(evidence, proportions);
  }
  return estimates;
}

std::unexpected<Error> nobody(std::size_t pictures) {
  return fail("expected a person in the recording, found nobody with shoulders or hips in view in " +
                  std::to_string(pictures) + " pictures",
              {}, "record again with the whole body in the picture");
}

}  // namespace

Result<FittedMotion> fit_landmarks(const motion::LandmarkRecording& recording, const FitOptions& options) {
  const std::vector<SeenFrame> seen = find_seen_frames(recording, options.noise);
  if (seen.empty()) return nobody(recording.frames.size());
  const LengthEstimates estimates = estimate_lengths(seen, options.proportions);
  LandmarkMotionFit fit(estimates, options.proportions);
  LandmarkMotion motion = fit.fit(seen);
  if (motion.frames.empty()) return nobody(recording.frames.size());
  return FittedMotion{fit.body(),
                      estimates.lengths,
                      motion.noise_scale,
                      std::move(motion.frames),
                      motion.report.iterations,
                      motion.report.has_converged};
}

struct LandmarkWindows::Now {
  // First pass: every `stride`th picture.
  std::vector<SeenFrame> sample;
  std::size_t stride = 1;
  std::size_t looked_at = 0;
  // Second pass.
  body::SegmentLengths lengths = {};
  std::optional<LandmarkMotionFit> fit;
  std::vector<SeenFrame> window;
  std::size_t settled = 0;  // frames at the window's beginning that were given out before
};

LandmarkWindows::LandmarkWindows(const FitOptions& options)
    : options_(options), now_(std::make_unique<Now>()) {}
LandmarkWindows::~LandmarkWindows() = default;
LandmarkWindows::LandmarkWindows(LandmarkWindows&&) noexcept = default;
LandmarkWindows& LandmarkWindows::operator=(LandmarkWindows&&) noexcept = default;

const Body& LandmarkWindows::body() const {
  expects(now_->fit.has_value(), "the body is known once the first pass has ended");
  return now_->fit->body();
}

const body::SegmentLengths& LandmarkWindows::lengths() const {
  return now_->lengths;
}

void LandmarkWindows::look_at(const motion::LandmarkFrame& frame) {
  const bool is_due = now_->looked_at++ % now_->stride == 0;
  if (!is_due || !frame.landmarks) return;
  now_->sample.push_back({frame.time_s, compute_observations(*frame.landmarks, options_.noise)});
  if (now_->sample.size() < 2 * LengthFrames) return;
  // Every second one is enough from here on.
  for (std::size_t i = 0; 2 * i < now_->sample.size(); ++i) now_->sample[i] = now_->sample[2 * i];
  now_->sample.resize(now_->sample.size() / 2);
  now_->stride *= 2;
}

Status LandmarkWindows::begin() {
  if (now_->sample.empty()) return nobody(now_->looked_at);
  const LengthEstimates estimates = estimate_lengths(now_->sample, options_.proportions);
  now_->lengths = estimates.lengths;
  now_->fit.emplace(estimates, options_.proportions);
  return {};
}

std::vector<FittedFrame> LandmarkWindows::advance(const motion::LandmarkFrame& frame) {
  expects(now_->fit.has_value(), "the first pass comes first");
  if (!frame.landmarks) return {};
  now_->window.push_back({frame.time_s, compute_observations(*frame.landmarks, options_.noise)});
  if (now_->window.size() < WindowFrames + now_->settled) return {};
  std::vector<FittedFrame> done = fit_window();
  const double from_s = now_->window[now_->window.size() - 2 * OverlapFrames].time_s;
  const double until_s = now_->window[now_->window.size() - OverlapFrames].time_s;
  std::erase_if(done, [&](const FittedFrame& one) { return one.time_s >= until_s; });
  std::erase_if(now_->window, [&](const SeenFrame& one) { return one.time_s < from_s; });
  now_->settled = OverlapFrames;
  return done;
}

std::vector<FittedFrame> LandmarkWindows::finish() {
  if (now_->window.empty()) return {};
  return fit_window();
}

// The frames of the window that were not given out before.
std::vector<FittedFrame> LandmarkWindows::fit_window() {
  std::vector<FittedFrame> frames = now_->fit->fit(now_->window).frames;
  const double from_s = now_->window[now_->settled].time_s;
  std::erase_if(frames, [&](const FittedFrame& one) { return one.time_s < from_s; });
  return frames;
}

std::optional<AngleEstimate> compute_angle_estimate(const Body& body, const FittedFrame& frame,
                                                    const JointMotionId& joint_motion, Side side,
                                                    body::Reference reference) {
  return compute_angle_estimate(body, frame.pose, frame.covariance, frame.assumed_variance, joint_motion,
                                side, reference);
}

motion::Motion make_motion(const FittedMotion& fitted) {
  motion::Motion motion;
  for (const FittedFrame& frame : fitted.frames) {
    motion.time_s.push_back(frame.time_s);
    motion.poses.push_back(frame.pose);
  }
  return motion;
}

}  // namespace endrange::solve
