#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/solve/normal_equations.h"
#include "core/solve/terms.h"
#include "core/solve/tree_factor.h"

namespace endrange::solve {

struct SolveOptions {
  int most_iterations = 60;
  /// Stop when a step would move no coordinate by more than this [rad, m].
  double smallest_step = 1e-9;
  /// Stop when a step gains less than this share of the cost.
  double smallest_gain = 1e-12;
  /// Whether the start is close to the goal, as the frame before is: then the points' own curvature is used
  /// at once.
  bool starts_near = false;
  /// Spread of a ball joint's limits; hinges and moves never leave theirs.
  Angle limit_spread = Angle::from_degrees(0.5);
};

/// Where the terms put the body, and how sure that is.
struct PoseSolution {
  Pose pose = {};
  double cost = 0.0;  ///< half the sum of squares of all residuals in spreads
  int iterations = 0;
  bool has_converged = false;
  std::vector<double> term_costs =
      {};  ///< one a term, in the order given; 0.5 is one spread off in one direction

  /// Of the tangent, one row a coordinate [rad, m]. Limits are left out: near one it is too wide rather than
  /// too small.
  Eigen::MatrixXd covariance = {};
  /// Variance that each coordinate has by assumptions alone.
  Tangent assumed_variance = {};
  /// Coordinates whose variance the evidence has not even halved.
  std::vector<CoordinateIndex> undetermined = {};
};

/// A solver with its working memory: after the first frame of a body it allocates nothing.
class Solver {
 public:
  explicit Solver(const Body& body);

  /// Finds the pose that satisfies the terms best, from a start, by Levenberg and Marquardt's method. Hinges
  /// and moves stay inside their limits by an active set, ball joints by their limits' residual; what is
  /// locked stays; couplings and point ties of the body hold exactly, by elimination and by multipliers. The
  /// covariance is not computed: call `compute_uncertainty`.
  void solve(std::span<const Term> terms, const Pose& start, const SolveOptions& options,
             PoseSolution& solution);

  /// Fills covariance, assumed variance and undetermined for the pose in the solution.
  void compute_uncertainty(std::span<const Term> terms, PoseSolution& solution);

  [[nodiscard]] const Body& body() const { return body_; }

 private:
  // Information that every coordinate has without being told: none is more uncertain than 10 rad or 10 m. It
  // keeps what no term speaks of solvable, and where it was.
  static constexpr double LeastInformation = 0.01;
  /// A coordinate with limits, and where its value stands.
  struct Bounded {
    Eigen::Index coordinate = 0;
    Eigen::Index value = 0;
    double lower = 0.0;
    double upper = 0.0;
  };
  /// Terms and constraints at one pose.
  struct Linearisation {
    explicit Linearisation(const Body& body);
    NormalEquations normal;
    double cost = 0.0;
    std::vector<double> term_costs;
    Eigen::VectorXd tie_residual;  ///< three a point tie [m]
    Eigen::MatrixXd tie_columns;   ///< one column a residual
  };

  void place_body(const Pose& pose);
  void find_reach(std::span<const Term> terms);
  using Detail = NormalEquations::Detail;
  static double linearise_term(const Term& term, const Stance& stance, NormalEquations& normal);
  void linearise_terms(std::span<const Term> terms, const Pose& pose, Detail detail, Linearisation& at);
  void add_limits(const Pose& pose, const SolveOptions& options, Linearisation& at);
  void compute_ties(const Pose& pose, Linearisation& at) const;
  [[nodiscard]] double compute_rate(const body::Coupling& coupling, const Pose& pose) const;
  void add_constraints(const Pose& pose, Linearisation& at);
  void linearise_all(std::span<const Term> terms, const Pose& pose, const SolveOptions& options,
                     Detail detail, Linearisation& at);
  void evaluate_all(std::span<const Term> terms, const Pose& pose, const SolveOptions& options,
                    Linearisation& at);
  [[nodiscard]] bool is_better() const;
  void find_held(const Pose& pose);
  void clear_held(Tangent& direction) const;
  bool hold_at_limits(const Pose& pose);
  bool meet_one_sided_rows();
  void hold_rows();
  /// Newton's method, or Gauss and Newton's, which never lacks a way down.
  enum class Method { Newton, GaussNewton };
  [[nodiscard]] bool compute_step(double damping, Method method);
  [[nodiscard]] bool compute_bounded_step(const Pose& pose, double damping, Method method);
  [[nodiscard]] bool compute_secant_step(const Pose& pose);
  [[nodiscard]] bool factorise_ties(const Linearisation& at);
  [[nodiscard]] bool compute_tie_reach(const Linearisation& at);
  [[nodiscard]] bool meet_point_ties();
  void follow_couplings(Pose& pose) const;
  void return_to_point_ties(Pose& pose);

  Body body_;
  Kinematics kinematics_;
  NormalEquations::Reach reach_ = NormalEquations::Reach::Paths;  // of the terms of this solve
  bool curbs_overshoot_ = false;  // whether Gauss and Newton's steps are damped where they overshoot
  std::vector<Bounded> bounded_;
  std::vector<bool> is_fixed_;  // locked, or dependent on another
  Linearisation now_;
  Linearisation next_;
  TreeMatrix factor_;
  Tangent step_;
  Tangent held_step_;
  Tangent taken_;
  Tangent gradient_change_;
  Tangent return_step_;
  std::vector<bool> is_held_;
  std::vector<bool> factored_held_;  // as `factor_` holds them
  Pose placed_;                      // where `kinematics_` stands
  Pose trial_;
  Pose returned_;
  Eigen::MatrixXd tie_reach_;
  TreeMatrix tie_system_;
  Eigen::VectorXd tie_force_;
};

/// One pose, with its uncertainty. For many, keep a Solver.
[[nodiscard]] PoseSolution solve_pose(const Body& body, std::span<const Term> terms, const Pose& start,
                                      const SolveOptions& options = {});

/// A clinical angle of a solved pose.
struct AngleEstimate {
  Estimate estimate = {};
  /// Whether evidence fixes it: false when its variance is not even half of what assumptions alone would
  /// leave.
  bool is_determined = false;
  /// Of a change of this angle, the share that the estimate shows: assumptions hold it back. Near 1 where
  /// evidence decides. Where several joints may make the change, the middle of what each would show ...
  double shown_share = 1.0;
  double shown_share_error = 0.0;  ///< ... and how far off that may be: one standard error
};

/// Carries the covariance of a pose over to a clinical angle.
/// @returns nothing where the body cannot show this motion
[[nodiscard]] std::optional<AngleEstimate> compute_angle_estimate(
    const Body& body, const Pose& pose, const Eigen::MatrixXd& covariance, const Tangent& assumed_variance,
    const JointMotionId& joint_motion, Side side, body::Reference reference = body::Reference::Proximal);

}  // namespace endrange::solve
