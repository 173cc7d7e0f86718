#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/body/landmarks.h"
#include "core/motion/point_recording.h"
#include "core/solve/solver.h"

namespace endrange::solve {

/// A marker that the body follows.
struct FollowedMarker {
  std::string name = {};
  std::size_t point = 0;       ///< its column in the recording
  body::BodyPoint place = {};  ///< where it sits on the body
  double weight = 1.0;         ///< of the squared distance in metres; positive
};

/// A coordinate that is drawn to a value.
struct DrawnCoordinate {
  CoordinateIndex coordinate = {};
  std::vector<double> values = {};  ///< one a frame, or one for all [rad, m]
  /// Of the squared difference in radians or metres, against the weighted mean of the seen markers' squared
  /// distances, as OpenSim has it; positive.
  double weight = 1.0;
};

/// What to follow, as a set-up of inverse kinematics says it.
struct MarkerTasks {
  std::vector<FollowedMarker> markers = {};
  std::vector<DrawnCoordinate> coordinates = {};
  /// Empty: the body's couplings and point ties hold exactly. Else they are drawn to with this weight, which
  /// counts as that of a coordinate; a frame may then take forty times as many iterations.
  std::optional<double> constraint_weight = {};
};

/// How far the markers are from their places on the body, as OpenSim reports it.
struct MarkerErrors {
  std::size_t seen = 0;           ///< how many of the followed markers
  double total_squared = 0.0;     ///< [m²]
  double rms = 0.0;               ///< over all followed markers, also those that were not seen [m]
  double largest = 0.0;           ///< [m]
  std::size_t worst = 0;          ///< which of the tasks' markers that is
  double weighted_squared = 0.0;  ///< the total with each marker times its weight: what is least [m²]
};

/// One frame of a recording, read into a pose.
struct MarkerFrame {
  Pose pose = {};
  MarkerErrors errors = {};
  bool has_converged = false;
  int iterations = 0;
};

/// Follows markers from frame to frame, each solved by itself and started from where the ones before lead.
/// A frame without any marker keeps the pose before it, and says so by `errors.seen == 0`.
class MarkerFollower {
 public:
  MarkerFollower(const Body& body, MarkerTasks tasks, const SolveOptions& options = DefaultOptions);

  /// Solves one frame of the recording. Allocates nothing after the first of a trial, but for couplings with
  /// a finite weight, whose functions are copied.
  const MarkerFrame& advance(const motion::PointRecording& recording, std::size_t frame);
  /// The covariance of the latest frame's coordinates for markers of this spread in each direction at weight
  /// 1 [m].
  const PoseSolution& compute_uncertainty(double spread);

  [[nodiscard]] const Body& body() const { return solver_.body(); }
  [[nodiscard]] const MarkerTasks& tasks() const { return tasks_; }

  /// A step this small is under a thousandth of a degree from the minimum, where convergence is quadratic.
  static constexpr SolveOptions DefaultOptions = {
      .most_iterations = 50, .smallest_step = 1e-4, .smallest_gain = 1e-12};

 private:
  void fill_terms(const motion::PointRecording& recording, std::size_t frame);
  void find_first_pose();
  void solve_from(const Pose& start);

  MarkerTasks tasks_;
  SolveOptions options_;
  Solver solver_;
  std::vector<Term> fixed_terms_;
  std::vector<double> fixed_spreads_;  // where the markers' weights sum up to 1
  std::vector<Term> terms_;
  std::vector<std::size_t> seen_;  // which marker each point term is
  PoseSolution solution_;
  MarkerFrame now_;
  Pose before_;
  Pose start_;
  Tangent stride_;
  double stride_s_ = 0.0;
  double now_s_ = 0.0;
  std::size_t solved_ = 0;
};

}  // namespace endrange::solve
