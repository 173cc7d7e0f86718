// Oracles: the solver of single poses for a motion of one frame; a dense inverse for the banded one; the
// truth that synthetic noise was added to. Limit: noise is white, as the solver assumes.
#include "core/solve/motion_solver.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/solver.h"
#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

constexpr Eigen::Index Count = 47;

const Body& built_in() {
  static const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  return body;
}

double largest_difference(const Pose& a, const Pose& b) {
  return compute_difference(built_in(), a, b).lpNorm<Eigen::Infinity>();
}

// Three points on every segment, seen with noise of this spread.
std::vector<Term> observe(const Pose& pose, double spread, body::Numbers* noise) {
  const body::SegmentFrames frames = compute_segment_frames(built_in(), pose);
  std::vector<Term> terms;
  for (std::size_t s = 0; s < built_in().segment_count(); ++s) {
    const SegmentIndex i{s};
    for (const Vector3& p : {Vector3(0.1, 0.0, 0.0), Vector3(0.0, -0.1, 0.0), Vector3(0.0, 0.0, 0.1)}) {
      Vector3 seen = frames[i].place(p);
      if (noise != nullptr) seen += spread * Vector3(noise->normal(), noise->normal(), noise->normal());
      terms.emplace_back(PointTarget{i, p, seen, Vector3::Constant(spread)});
    }
  }
  return terms;
}

struct Synthetic {
  std::vector<double> time_s;
  std::vector<Pose> truth;
  std::vector<std::vector<Term>> terms;

  [[nodiscard]] MotionProblem problem(double wander) const {
    return {time_s, [this](std::size_t frame, std::vector<Term>& into) { into = terms[frame]; },
            Tangent::Constant(Count, wander)};
  }
};

// From one pose to another at one velocity, at uneven times.
Synthetic make_straight(std::size_t frames, double spread, body::Numbers* noise) {
  Synthetic made;
  const Pose from = body::make_random_pose(built_in(), 11, 0.2);
  const Pose to = body::make_random_pose(built_in(), 12, 0.2);
  const Tangent way = 0.4 * compute_difference(built_in(), from, to);
  for (std::size_t i = 0; i < frames; ++i) {
    const double jitter = i % 3 == 1 ? 0.008 : 0.0;
    made.time_s.push_back(static_cast<double>(i) / 30.0 + jitter);
    made.truth.push_back(
        retract(built_in(), from, made.time_s.back() * 30.0 / static_cast<double>(frames) * way));
    made.terms.push_back(observe(made.truth.back(), spread, noise));
  }
  return made;
}

TEST(MotionSolver, finds_a_single_frame_as_the_solver_of_poses_does) {
  body::Numbers noise(3);
  const Synthetic made = make_straight(1, 0.01, &noise);
  MotionSolver solver(built_in());
  std::vector<Pose> poses = {built_in().neutral_pose()};
  const auto report = solver.solve(made.problem(1.0), poses, {.most_iterations = 100});
  EXPECT_TRUE(report.has_converged);
  const PoseSolution single = solve_pose(built_in(), made.terms[0], built_in().neutral_pose());
  // Both stop where a step would gain a billionth of the cost.
  EXPECT_LT(largest_difference(poses[0], single.pose), 1e-4);
  EXPECT_NEAR(report.cost, single.cost, 1e-5 * single.cost);
  const auto covariance = solver.compute_covariance(made.problem(1.0), poses, 0);
  EXPECT_LT((covariance - single.covariance).norm(), 1e-3 * single.covariance.norm());
}

// However steady a motion is thought to be, one of steady velocity is as steady, ball joints among it.
TEST(MotionSolver, leaves_a_straight_motion_as_it_is) {
  const Synthetic made = make_straight(25, 0.01, nullptr);
  MotionSolver solver(built_in());
  std::vector<Pose> poses = made.truth;
  solver.solve(made.problem(0.01), poses);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    EXPECT_LT(largest_difference(poses[i], made.truth[i]), 1e-6) << i;
  }
}

TEST(MotionSolver, takes_noise_out_and_says_how_much_is_left) {
  constexpr std::size_t Frames = 40;
  double alone_square = 0.0;
  double whole_square = 0.0;
  int covered = 0;
  int counted = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    body::Numbers noise(seed);
    const Synthetic made = make_straight(Frames, 0.01, &noise);
    MotionSolver solver(built_in());
    std::vector<Pose> alone = made.truth;
    solver.solve(made.problem(Unknown), alone);
    std::vector<Pose> whole = made.truth;
    const auto report = solver.solve(made.problem(0.3), whole);
    EXPECT_TRUE(report.has_converged);
    for (std::size_t i = 0; i < Frames; ++i) {
      alone_square += compute_difference(built_in(), alone[i], made.truth[i]).squaredNorm();
      whole_square += compute_difference(built_in(), whole[i], made.truth[i]).squaredNorm();
    }
    for (const std::size_t frame : {0U, 7U, 20U, 39U}) {
      const Tangent off = compute_difference(built_in(), whole[frame], made.truth[frame]);
      const auto covariance = solver.compute_covariance(made.problem(0.3), whole, frame);
      for (Eigen::Index c = 0; c < Count; ++c) {
        covered += std::abs(off[c]) <= 1.96 * std::sqrt(covariance(c, c)) ? 1 : 0;
        ++counted;
      }
    }
  }
  EXPECT_LT(whole_square, 0.35 * alone_square);
  // A motion that is steadier than it was thought to be is covered a little more often than 95 %.
  EXPECT_GE(covered, counted * 93 / 100) << covered << " of " << counted << ", seeds 1 2 3";
}

TEST(MotionSolver, gives_the_same_bits_and_the_same_motion_in_windows) {
  body::Numbers noise(5);
  const Synthetic made = make_straight(60, 0.01, &noise);
  MotionSolver solver(built_in());
  const auto run = [&](const MotionOptions& options) {
    std::vector<Pose> poses = made.truth;
    solver.solve(made.problem(3.0), poses, options);
    return poses;
  };
  const auto whole = run({});
  EXPECT_EQ(whole, run({}));
  const auto parts = run({.window_frames = 32, .overlap_frames = 20});
  for (std::size_t i = 0; i < whole.size(); ++i) {
    // What a frame 20 later says of this one: less than a thousandth of a radian.
    EXPECT_LT(largest_difference(whole[i], parts[i]), 1e-3) << i;
  }
}

TEST(MotionSolver, never_leaves_a_hinge_limit_and_keeps_what_does_not_move) {
  Synthetic made = make_straight(12, 0.01, nullptr);
  const CoordinateIndex knee = built_in().find_coordinate("knee_angle_r").value();
  const CoordinateIndex neck = built_in().find_coordinate("neck_rotation").value();
  std::vector<CoordinateIndex> moving;
  for (std::size_t i = 0; i < built_in().coordinate_count(); ++i) {
    if (CoordinateIndex{i} != neck) moving.push_back(CoordinateIndex{i});
  }
  const double lower = built_in().coordinate(knee).lower;
  for (auto& terms : made.terms) {
    terms.emplace_back(CoordinateTarget{knee, lower - 0.5, 1e-4});
    terms.emplace_back(CoordinateTarget{neck, 0.5, 1e-4});
  }
  MotionSolver solver(built_in(), moving);
  std::vector<Pose> poses = made.truth;
  solver.solve(made.problem(0.5), poses);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    EXPECT_EQ(compute_coordinate(built_in(), poses[i], knee), lower) << i;
    EXPECT_EQ(compute_coordinate(built_in(), poses[i], neck),
              compute_coordinate(built_in(), made.truth[i], neck))
        << i;
  }
}

TEST(BandedFactor, solves_and_inverts_as_a_dense_matrix_does) {
  constexpr std::size_t Frames = 7;
  constexpr Eigen::Index Size = 4;
  body::Numbers numbers(9);
  BandedFactor factor;
  factor.resize(Frames, Size);
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(Size * Frames, Size * Frames);
  for (std::size_t i = 0; i < Frames; ++i) {
    Eigen::MatrixXd square(Size, Size);
    for (Eigen::Index k = 0; k < square.size(); ++k) square.data()[k] = numbers.uniform(-1.0, 1.0);
    const Eigen::MatrixXd own = square * square.transpose() + 6.0 * Eigen::MatrixXd::Identity(Size, Size);
    const Eigen::Index at = static_cast<Eigen::Index>(i) * Size;
    dense.block(at, at, Size, Size) = own;
    factor.own(i) = own.triangularView<Eigen::Lower>();
    for (Eigen::Index k = 0; k < Size; ++k) {
      if (i >= 1) factor.one_before(i)[k] = dense(at + k, at - Size + k) = numbers.uniform(-2.0, 2.0);
      if (i >= 2) factor.two_before(i)[k] = dense(at + k, at - 2 * Size + k) = numbers.uniform(-1.0, 1.0);
    }
  }
  dense.triangularView<Eigen::StrictlyUpper>() = dense.transpose();
  Eigen::VectorXd x(dense.rows());
  for (Eigen::Index k = 0; k < x.size(); ++k) x[k] = numbers.uniform(-1.0, 1.0);
  const Eigen::MatrixXd inverse = dense.inverse();
  const Eigen::VectorXd wanted = inverse * x;
  ASSERT_TRUE(factor.factorise());
  factor.solve_in_place(x);
  EXPECT_LT((x - wanted).norm(), 1e-12);
  std::size_t visited = 0;
  factor.visit_inverse_blocks(1, [&](std::size_t i, const Eigen::MatrixXd& block) {
    const Eigen::Index at = static_cast<Eigen::Index>(i) * Size;
    EXPECT_LT((block - inverse.block(at, at, Size, Size)).norm(), 1e-12) << i;
    ++visited;
  });
  EXPECT_EQ(visited, Frames - 1);
}

}  // namespace
}  // namespace endrange::solve
