#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/estimate.h"
#include "core/base/side.h"
#include "core/journal/event.h"
#include "core/measure/live_phase.h"
#include "core/measure/live_readiness.h"
#include "core/measure/protocol.h"
#include "core/measure/trial.h"
#include "core/motion/landmark_recording.h"
#include "core/solve/landmark_fit.h"

namespace endrange::measure {

/// A trial while it happens: the recording so far, the body followed through it, and what guidance remembers.
struct LiveTrial {
  Protocol protocol = {};
  journal::Method method = journal::Method::Camera;
  motion::LandmarkRecording recording = {};
  solve::LandmarkTracker tracker = solve::LandmarkTracker();
  LivePhase guidance = {};
  LiveReadiness readiness = {};
};

/// The joint motion of one side now; empty where it is not seen.
struct LiveAngle {
  Side side = Side::Both;
  std::optional<Estimate> angle = {};
};

/// What the person is shown after a frame.
struct LiveAnswer {
  double time_s = 0.0;
  TrialPhase phase = TrialPhase::Looking;
  std::string hint = {};
  std::size_t frames = 0;
  std::vector<LiveAngle> angles = {};  ///< range: one for each side that is looked at
  LiveProgress progress = {};
  LiveReadiness readiness = {};
};

struct LiveStep {
  LiveTrial trial = {};
  LiveAnswer answer = {};
};

/// @param protocol       one that a camera can measure
/// @param width, height  of the picture, in pixels
[[nodiscard]] LiveTrial make_live_trial(Protocol protocol, journal::Method method, int width, int height);

/// Takes one more frame. Its time must be later than the one before.
[[nodiscard]] LiveStep advance(LiveTrial trial, const motion::LandmarkFrame& frame);

/// Measures what was recorded, by the same path as a recording from a file.
[[nodiscard]] TrialResult finish(const LiveTrial& trial);

}  // namespace endrange::measure
