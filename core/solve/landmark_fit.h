#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/body/built_in_body.h"
#include "core/motion/landmark_recording.h"
#include "core/motion/recording.h"
#include "core/solve/solver.h"

namespace endrange::solve {

/// One frame of a fit.
struct FittedFrame {
  double time_s = 0.0;
  Pose pose = {};
  /// Of the tangent [rad, m]. Errors of a camera that last from frame to frame, and what wrong segment
  /// lengths do, stay in it as one frame has them; only jitter becomes less by smoothing over time. Live, of
  /// this frame's evidence alone.
  Eigen::MatrixXd covariance = {};
  Tangent assumed_variance = {};
  double residual = 0.0;  ///< root mean square distance of the landmarks from the body, in scaled spreads
};

/// A recording read into a motion of a body with the person's own lengths.
struct FittedMotion {
  Body body;
  body::SegmentLengths lengths = {};
  /// How much further off the landmarks were than their stated spread, or how much less; their spreads were
  /// scaled by it.
  double noise_scale = 1.0;
  std::vector<FittedFrame> frames = {};  ///< those in which someone was seen; times rise
  int iterations = 0;                    ///< of all windows of the motion
  bool has_converged = false;
};

struct FitOptions {
  motion::LandmarkNoise noise = {};
  body::Proportions proportions = body::Proportions::Average;
};

/// Fits the built-in body to a recording: segment lengths once for all frames, from those that show them
/// best, then all frames as one motion (`LandmarkMotionFit`). Fails when nobody is seen in any frame.
[[nodiscard]] Result<FittedMotion> fit_landmarks(const motion::LandmarkRecording& recording,
                                                 const FitOptions& options = {});

/// Fits a recording of any length in windows that overlap, so that memory grows with what is kept of each
/// frame and not with the recording. First every picture is shown to `look_at` once, from which the person's
/// lengths are estimated; then the same pictures in the same order go to `advance`.
class LandmarkWindows {
 public:
  explicit LandmarkWindows(const FitOptions& options = {});
  ~LandmarkWindows();
  LandmarkWindows(LandmarkWindows&&) noexcept;
  LandmarkWindows& operator=(LandmarkWindows&&) noexcept;

  /// First pass. Keeps a few pictures spread evenly over those seen so far.
  void look_at(const motion::LandmarkFrame& frame);
  /// Ends the first pass. Fails when nobody was seen.
  [[nodiscard]] Status begin();
  /// Second pass. @returns the frames that are done with, in order; often none
  [[nodiscard]] std::vector<FittedFrame> advance(const motion::LandmarkFrame& frame);
  /// The frames that are left after the last picture.
  [[nodiscard]] std::vector<FittedFrame> finish();

  [[nodiscard]] const Body& body() const;
  [[nodiscard]] const body::SegmentLengths& lengths() const;

 private:
  std::vector<FittedFrame> fit_window();
  struct Now;
  FitOptions options_;
  std::unique_ptr<Now> now_;
};

/// The fit of one frame after the other, live: causal, with bounded work a frame.
class LandmarkTracker {
 public:
  explicit LandmarkTracker(const FitOptions& options = {});
  ~LandmarkTracker();
  LandmarkTracker(LandmarkTracker&&) noexcept;
  LandmarkTracker& operator=(LandmarkTracker&&) noexcept;

  /// Reads one more frame; times must rise. Segment lengths settle over the first seconds and then stay.
  /// @returns nothing when nobody was seen in it
  std::optional<FittedFrame> advance(const motion::LandmarkFrame& frame);

  /// The body that the latest frame was fitted on.
  [[nodiscard]] const Body& body() const;

 private:
  struct Now;
  FitOptions options_;
  std::unique_ptr<Now> now_;
};

/// A clinical angle in one fitted frame, with its standard error and whether the evidence determines it.
[[nodiscard]] std::optional<AngleEstimate> compute_angle_estimate(
    const Body& body, const FittedFrame& frame, const JointMotionId& joint_motion, Side side,
    body::Reference reference = body::Reference::Proximal);

/// The poses alone.
[[nodiscard]] motion::Motion make_motion(const FittedMotion& fitted);

}  // namespace endrange::solve
