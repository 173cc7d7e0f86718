#pragma once

#include <map>
#include <span>
#include <vector>

#include "core/solve/landmark_frame.h"
#include "core/solve/length_doubt.h"
#include "core/solve/motion_solver.h"

namespace endrange::solve {

struct SeenFrame {
  double time_s = 0.0;
  Observations observations = {};
};

struct LandmarkMotion {
  std::vector<FittedFrame> frames = {};  ///< those of the seen frames in which the trunk was seen
  double noise_scale = 1.0;
  MotionReport report = {};
};

/// Fits frames in a row on one body as one motion, with its working memory.
///
/// A landmark's error is taken to be partly lasting, the same from frame to frame, and partly jitter, white
/// in time. The motion balances jitter alone against how velocities wander, and all of the error against how
/// a body is usually held. Jitter is smoothed away as far as the motion allows; the lasting part stays in the
/// covariance as one frame has it, however many frames there are, and so does what wrong lengths do.
class LandmarkMotionFit {
 public:
  LandmarkMotionFit(const LengthEstimates& estimates, body::Proportions proportions);

  [[nodiscard]] LandmarkMotion fit(std::span<const SeenFrame> seen);

  [[nodiscard]] const Body& body() const { return frame_fit_.body(); }

 private:
  struct Starts {
    std::vector<const Observations*> seen = {};
    std::vector<Pose> poses = {};
    std::vector<double> time_s = {};
    Tangent assumed_variance = {};
    double noise_scale = 1.0;
  };
  [[nodiscard]] Starts find_starts(std::span<const SeenFrame> seen);
  [[nodiscard]] Eigen::MatrixXd compute_lasting_information(const Starts& starts, std::size_t frame);

  LandmarkFrameFit frame_fit_;
  MotionSolver solver_;
  MotionSolver frame_solver_;  // for single frames, while the other tells of all
  LengthDoubt length_doubt_;
  Tangent velocity_wander_;
  std::map<std::size_t, Eigen::MatrixXd> information_;  // of the frames around the one in work
};

}  // namespace endrange::solve
