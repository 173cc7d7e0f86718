#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/body/body.h"
#include "core/body/kinematics.h"
#include "core/solve/banded_factor.h"
#include "core/solve/normal_equations.h"
#include "core/solve/terms.h"

namespace endrange::solve {

/// A whole motion to be found: what each frame should satisfy, and how steadily the body moves between them.
struct MotionProblem {
  std::span<const double> time_s = {};  ///< rising, at any intervals
  /// Writes the terms of a frame into an empty list. The same frame always has the same terms.
  std::function<void(std::size_t frame, std::vector<Term>& terms)> terms = {};
  /// One a coordinate: how far its velocity wanders in a second, as under white noise of acceleration
  /// [rad/s/√s, m/s/√s]. `Unknown` lets a coordinate move as it likes. Intervals need not be even.
  Tangent velocity_wander = {};
};

struct MotionOptions {
  int most_iterations = 30;
  double smallest_step = 1e-7;  ///< stop when a step would move no coordinate further [rad, m]
  double smallest_gain = 1e-9;  ///< stop when a step gains less than this share of the cost
  Angle limit_spread = Angle::from_degrees(0.5);  ///< of ball joints; hinges and moves never leave theirs
  /// A longer motion is solved window after window, so that only its poses need room. Each begins where the
  /// one before is settled, and the last frames of each are found anew with those that follow.
  std::size_t window_frames = 300;
  std::size_t overlap_frames = 60;
};

struct MotionReport {
  double cost = 0.0;   ///< half the sum of squares of all residuals in spreads, summed over windows
  int iterations = 0;  ///< of all windows
  bool has_converged = false;
};

/// Finds the poses of a motion at once: Σ of all frames' terms and of the changes of velocity between them
/// becomes least. Noise is taken out by what the motion and all its evidence allow, not by a filter
/// afterwards. Levenberg and Marquardt's method on a block-banded system. Expects a body without couplings
/// and point ties. The same input gives the same bits.
class MotionSolver {
 public:
  /// @param moving  the coordinates to be found, rising; the others stay as they are given. All when empty.
  explicit MotionSolver(const Body& body, std::vector<CoordinateIndex> moving = {});

  /// @param poses  one a frame: where to start, and then the solution
  MotionReport solve(const MotionProblem& problem, std::span<Pose> poses, const MotionOptions& options = {});

  /// Covariance of the tangent of one frame of a solved motion, given all frames that are at most `reach`
  /// away: one row a coordinate, zero where it does not move [rad, m]. Limits are left out.
  [[nodiscard]] Eigen::MatrixXd compute_covariance(const MotionProblem& problem, std::span<const Pose> poses,
                                                   std::size_t frame, std::size_t reach = 20);

  /// The same for every frame, each told once, window by window: much less work a frame. Near a window's end
  /// the frames that are at most `reach` away count.
  void visit_covariances(
      const MotionProblem& problem, std::span<const Pose> poses,
      const std::function<void(std::size_t frame, const Eigen::MatrixXd& covariance)>& visit,
      std::size_t reach = 20);

  /// What one frame's terms say of its own pose, limits left out: one row a moving coordinate, symmetric.
  [[nodiscard]] Eigen::MatrixXd compute_information(std::span<const Term> terms, const Pose& pose);

  [[nodiscard]] const Body& body() const { return body_; }
  [[nodiscard]] std::span<const CoordinateIndex> moving() const { return moving_; }

 private:
  struct Bounded {
    Eigen::Index place = 0;  // among the moving coordinates
    Eigen::Index value = 0;  // in a pose
    double lower = 0.0;
    double upper = 0.0;
  };
  // A joint on SO(3), of which all three turns move.
  struct Sphere {
    std::size_t segment = 0;
    Eigen::Index place = 0;  // of the first
  };
  /// Frames [first, end) are to be found; those before are settled.
  struct Window {
    std::size_t first = 0;
    std::size_t end = 0;
    [[nodiscard]] std::size_t count() const { return end - first; }
  };
  enum class Limits { Counted, LeftOut };

  void read_terms(const MotionProblem& problem, Window window);
  double compute_frame_cost(std::size_t at, const Pose& pose, double limit_spread);
  double linearise_frame(std::size_t at, const Pose& pose, double limit_spread, Limits limits);
  double compute_cost(const MotionProblem& problem, std::span<const Pose> poses, Window window,
                      double limit_spread);
  double linearise(const MotionProblem& problem, std::span<const Pose> poses, Window window,
                   double limit_spread, Limits limits);
  double add_changes_of_velocity(const MotionProblem& problem, std::span<const Pose> poses, Window window,
                                 bool into_equations);
  void add_sphere_gradient(const Sphere& sphere, std::span<const std::size_t> frames, Window window,
                           double before_s, double after_s);
  void fill_factor(double damping);
  void find_held(std::span<const Pose> poses, Window window);
  [[nodiscard]] bool hold_at_limits(std::span<const Pose> poses, Window window);
  void hold_rows();
  [[nodiscard]] bool compute_step(std::span<const Pose> poses, Window window, double damping);
  void move(std::span<const Pose> poses, Window window);
  void factorise_information(const MotionProblem& problem, std::span<const Pose> poses, Window window);
  [[nodiscard]] Eigen::MatrixXd spread_out(const Eigen::MatrixXd& block) const;
  bool solve_window(const MotionProblem& problem, std::span<Pose> poses, Window window,
                    const MotionOptions& options, MotionReport& report);

  Body body_;
  Kinematics kinematics_;
  NormalEquations normal_;
  std::vector<CoordinateIndex> moving_;
  std::vector<Bounded> bounded_;
  std::vector<Sphere> spheres_;

  // Of the window in work, one a frame.
  std::vector<std::vector<Term>> terms_;
  std::vector<Eigen::MatrixXd> information_;
  std::vector<Eigen::VectorXd> one_before_;
  std::vector<Eigen::VectorXd> two_before_;
  std::vector<Pose> trial_;
  Eigen::VectorXd gradient_;
  Eigen::VectorXd step_;
  Eigen::VectorXd held_step_;
  std::vector<bool> is_held_;
  BandedFactor factor_;
  Tangent full_step_;
  Tangent before_;
  Tangent after_;
  Tangent pull_;
};

}  // namespace endrange::solve
