// Oracle: the constraints' own residuals, and the scatter of repeated noisy solves. Limit: one kind of loop,
// a collarbone tied to a shoulder blade that glides on an ellipsoid; OpenSim's own shoulder is solved
// elsewhere.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "core/solve/solver.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"
#include "tests/core/solve/evidence.h"
#include "tests/support/counts.h"

namespace endrange::solve {
namespace {

const Body& held() {
  static const Body body = body::make_mixed_body(body::Functions::Bent, body::Held::CouplingAndTie);
  return body;
}

Vector3 compute_tie_off(const Pose& pose) {
  const body::PointTie& tie = held().constraints().point_ties.front();
  const body::SegmentFrames frames = compute_segment_frames(held(), pose);
  return frames[tie.first].place(tie.p_SA_S) - frames[tie.second].place(tie.p_SB_S);
}

body::ScalarFunction::Value compute_followed(const Pose& pose) {
  const body::Coupling& coupling = held().constraints().couplings.front();
  return coupling.function.evaluate(compute_coordinate(held(), pose, coupling.independent));
}

double compute_coupling_off(const Pose& pose) {
  return compute_coordinate(held(), pose, held().constraints().couplings.front().dependent) -
         compute_followed(pose).value;
}

TEST(Constraints, hold_exactly_whatever_the_evidence) {
  Solver solver(held());
  PoseSolution found;
  const int count = test::choose_count(20, 2000);
  double worst_tie = 0.0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    // A pose that breaks both, seen 2 cm off.
    const Pose wanted = body::make_random_pose(held(), static_cast<std::uint64_t>(i), 0.5);
    auto terms = observe_everything(held(), wanted, 0.02, i % 2 == 0 ? Loss::Robust : Loss::Quadratic);
    add_noise(terms, numbers);
    solver.solve(terms, held().neutral_pose(), {}, found);
    worst_tie = std::max(worst_tie, compute_tie_off(found.pose).norm());
    ASSERT_LT(worst_tie, 1e-9) << "seed " << i << ", " << found.iterations << " iterations";
    ASSERT_EQ(compute_coupling_off(found.pose), 0.0) << "seed " << i;
  }
  std::printf("             ties within %.1e m\n", worst_tie);
}

// Oracle: the same constraints as terms of a very small spread, on the body without them. With noise, so that
// the pull on what is held does not vanish at the minimum.
TEST(Constraints, lead_where_very_strong_wishes_lead) {
  const Body loose = body::make_mixed_body(body::Functions::Bent, body::Held::Nothing);
  const body::Coupling& coupling = held().constraints().couplings.front();
  const body::PointTie& tie = held().constraints().point_ties.front();
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    body::Numbers numbers(seed);
    const Pose wanted = body::make_random_pose(held(), seed, 0.3);
    auto terms = observe_everything(held(), wanted, 0.02);
    add_noise(terms, numbers);
    const SolveOptions options = {.most_iterations = 300};
    const Pose exact = solve_pose(held(), terms, held().neutral_pose(), options).pose;
    terms.emplace_back(FollowingCoordinate{coupling, 1e-6});
    terms.emplace_back(PointPair{tie.first, tie.p_SA_S, tie.second, tie.p_SB_S, 1e-6});
    const Pose wished = solve_pose(loose, terms, exact, options).pose;
    EXPECT_LT(compute_largest_difference(loose, wished, exact), 1e-4) << "seed " << seed;
  }
}

// A pose that keeps the constraints is found again from its points.
TEST(Constraints, there_and_back) {
  Solver solver(held());
  PoseSolution found;
  const int count = test::choose_count(10, 1000);
  double worst = 0.0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose wanted = body::make_random_pose(held(), static_cast<std::uint64_t>(i), 0.4);
    solver.solve(observe_everything(held(), wanted), held().neutral_pose(), {}, found);
    const Pose truth = found.pose;
    Tangent away(count_coordinates(held()));
    for (double& one : away) one = numbers.uniform(-0.15, 0.15);
    solver.solve(observe_everything(held(), truth), retract(held(), truth, away), {.most_iterations = 200},
                 found);
    worst = std::max(worst, compute_largest_difference(held(), found.pose, truth));
    ASSERT_LT(worst, 1e-6) << "seed " << i << ", " << found.iterations << " iterations, cost " << found.cost;
  }
  std::printf("             within %.1e rad or m\n", worst);
}

TEST(Constraints, leave_no_variance_across_themselves) {
  Solver solver(held());
  const int count = test::choose_count(10, 1000);
  for (int i = 1; i <= count; ++i) {
    const Pose wanted = body::make_random_pose(held(), static_cast<std::uint64_t>(i), 0.4);
    const auto terms = observe_everything(held(), wanted);
    PoseSolution found;
    solver.solve(terms, held().neutral_pose(), {}, found);
    solver.compute_uncertainty(terms, found);
    const double size = found.covariance.diagonal().maxCoeff();
    // The tie's slope along every coordinate, by differences: their error of 1e-9 times the covariance
    // remains.
    Eigen::MatrixXd slopes(3, count_coordinates(held()));
    for (Eigen::Index c = 0; c < slopes.cols(); ++c) {
      Tangent step = Tangent::Zero(slopes.cols());
      step[c] = 1e-6;
      slopes.col(c) = (compute_tie_off(retract(held(), found.pose, step)) -
                       compute_tie_off(retract(held(), found.pose, -step))) /
                      2e-6;
    }
    ASSERT_LT((slopes * found.covariance).lpNorm<Eigen::Infinity>(), 1e-6 * size) << "seed " << i;
    const body::Coupling& coupling = held().constraints().couplings.front();
    const Eigen::VectorXd across =
        found.covariance.row(row(coupling.dependent)) -
        compute_followed(found.pose).rate * found.covariance.row(row(coupling.independent));
    ASSERT_LT(across.lpNorm<Eigen::Infinity>(), 1e-12 * size) << "seed " << i;
    ASSERT_LT((found.covariance - found.covariance.transpose()).lpNorm<Eigen::Infinity>(), 1e-12 * size);
  }
}

// As for bodies without constraints: five standard errors of a variance, and 5 % for what is not linear. What
// a tie leaves of its own coordinates varies too.
TEST(Constraints, covariance_is_the_scatter_that_noise_makes) {
  const int repeats = test::choose_count(200, 10000);
  Solver solver(held());
  PoseSolution found;
  solver.solve(observe_everything(held(), body::make_random_pose(held(), 4, 0.3)), held().neutral_pose(), {},
               found);
  const Pose truth = found.pose;
  const auto clean = observe_everything(held(), truth, 0.003);
  solver.compute_uncertainty(clean, found);
  const Eigen::VectorXd stated = found.covariance.diagonal();
  Tangent squares = Tangent::Zero(stated.size());
  body::Numbers numbers(5);
  for (int i = 0; i < repeats; ++i) {
    auto noisy = clean;
    add_noise(noisy, numbers);
    solver.solve(noisy, truth, {.most_iterations = 20}, found);
    squares += compute_difference(held(), truth, found.pose).cwiseAbs2();
  }
  const Eigen::ArrayXd ratio = squares.array() / repeats / stated.array();
  const double allowed = 5.0 * std::sqrt(2.0 / repeats) + 0.05;
  std::printf("             scatter over stated variance: %.3f to %.3f\n", ratio.minCoeff(),
              ratio.maxCoeff());
  EXPECT_GT(ratio.minCoeff(), 1.0 - allowed);
  EXPECT_LT(ratio.maxCoeff(), 1.0 + allowed);
}

}  // namespace
}  // namespace endrange::solve
