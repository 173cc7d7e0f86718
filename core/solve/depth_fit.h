#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/motion/point_recording.h"
#include "core/motion/recording.h"
#include "core/solve/depth_camera.h"
#include "core/solve/depth_person.h"
#include "core/solve/motion_solver.h"

namespace endrange::solve {

/// How surely a leg stands in each frame, in [0, 1], and where its ankle joint then is.
struct LegSupport {
  std::vector<double> weight = {};
  std::vector<Vector3> ankle = {};  ///< in ground [m]
};

/// A recording read into a motion of the built-in body.
struct DepthMotion {
  Body body;
  motion::Motion motion = {};
  std::array<LegSupport, 2> support = {};  ///< left, right
  MotionReport report = {};
};

/// One person's recordings, one after the other: memory is kept.
class DepthFit {
 public:
  DepthFit(const DepthCamera& camera, const DepthPerson& person);

  /// Fits a recording of at least three frames: all frames at once, tied to each other by how velocities
  /// wander. Fails where points are missing from its list, or the trunk is never seen.
  [[nodiscard]] Result<DepthMotion> fit(const motion::PointRecording& recording);

  /// Covariance of one frame's pose, from the last recording that was fitted: noise alone, without what is
  /// wrong with all its frames alike.
  [[nodiscard]] Eigen::MatrixXd compute_covariance(const DepthMotion& fitted,
                                                   const motion::PointRecording& recording,
                                                   std::size_t frame);

  /// Variance that habits alone leave each coordinate; that of half a turn where there are none.
  [[nodiscard]] Tangent compute_assumed_variance() const;

 private:
  struct Site {
    SegmentIndex segment = {};
    Vector3 p_SQ_S = Vector3::Zero();
  };
  void fill_terms(const motion::PointRecording& recording, const std::array<LegSupport, 2>& support,
                  std::size_t frame, std::vector<Term>& terms) const;
  void add_leg(const motion::PointRecording& recording, std::size_t frame, std::size_t side,
               const LegSupport& support, std::vector<Term>& terms) const;
  [[nodiscard]] MotionProblem make_problem(const motion::PointRecording& recording,
                                           const std::array<LegSupport, 2>& support) const;
  [[nodiscard]] Result<std::vector<Pose>> find_starts(const MotionProblem& problem,
                                                      const motion::PointRecording& recording);

  DepthCamera camera_;
  DepthPerson person_;
  MotionSolver solver_;
  PosePrior habits_;
  Tangent velocity_wander_;
  std::array<std::array<Site, 2>, DepthJointCount> sites_;
  std::array<std::array<std::size_t, 2>, DepthJointCount> points_ = {};  // of the recording in work
};

}  // namespace endrange::solve
