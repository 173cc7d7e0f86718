// Oracle: the constraints' own residuals, and the scatter of repeated noisy solves. Limit: two kinds of loop,
// a collarbone tied to a shoulder blade that glides on an ellipsoid, and four bars in a plane; OpenSim's own
// shoulder is solved elsewhere.
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

// Four bars on a base that floats: all pins are about z, so that the tie says nothing new along z.
Body make_four_bar() {
  using namespace body::mixed;
  const Vector3 Z = Vector3::UnitZ();
  std::vector<Body::Branch> branches;
  auto root = make_three("base");
  for (const char* name : {"base_x", "base_y", "base_z"})
    root.push_back(make_coordinate(name, -1.0, 1.0, body::Unit::Metre));
  branches.push_back(make_branch(
      "base", body::Part::Other, Side::Both, {},
      {.kind = body::JointKind::Free, .axes = {Z, Vector3::UnitX(), Vector3::UnitY()}}, std::move(root)));
  const auto add_bar = [&](const std::string& name, std::size_t parent, const Vector3& p_PJ_P) {
    branches.push_back(make_branch(name, body::Part::Other, Side::Both, parent,
                                   {.kind = body::JointKind::Hinges, .p_PJ_P = p_PJ_P, .axes = {Z}},
                                   {make_coordinate(name, -2.0, 2.0)}));
  };
  add_bar("crank", 0, Vector3::Zero());
  add_bar("coupler", 1, {0.0, 0.1, 0.0});
  add_bar("rocker", 0, {0.3, 0.0, 0.0});
  body::Constraints constraints;
  constraints.point_ties.push_back(
      {"loop", SegmentIndex{2}, {0.3, 0.1, 0.0}, SegmentIndex{3}, {0.0, 0.2, 0.0}});
  return Body(std::move(branches), std::move(constraints));
}

Body with_constraints(const Body& body, body::Constraints constraints) {
  std::vector<Body::Branch> branches;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const body::Joint& joint = body.joints()[i];
    const auto first = body.coordinates().begin() + static_cast<std::ptrdiff_t>(joint.first_coordinate);
    branches.push_back(
        {body.segments()[i], joint, {first, first + static_cast<std::ptrdiff_t>(joint.coordinate_count)}});
  }
  return Body(std::move(branches), std::move(constraints));
}

TEST(Constraints, close_a_planar_loop_whose_tie_says_nothing_along_its_pins) {
  const Body bars = make_four_bar();
  const body::PointTie& tie = bars.constraints().point_ties.front();
  const Body loose = with_constraints(bars, {});
  for (std::uint64_t seed = 0; seed <= 5; ++seed) {
    body::Numbers numbers(seed);
    // At first as it stands, so that along z there is nothing at all; then anywhere, seen with noise.
    Pose wanted = bars.neutral_pose();
    if (seed > 0) wanted = body::make_random_pose(bars, seed, 0.4);
    auto terms = observe_everything(bars, wanted, 0.02);
    if (seed > 0) add_noise(terms, numbers);
    const SolveOptions options = {.most_iterations = 300};
    const PoseSolution found = solve_pose(bars, terms, bars.neutral_pose(), options);
    const body::SegmentFrames frames = compute_segment_frames(bars, found.pose);
    EXPECT_TRUE(found.has_converged) << "seed " << seed;
    EXPECT_LT((frames[tie.first].place(tie.p_SA_S) - frames[tie.second].place(tie.p_SB_S)).norm(), 1e-9);
    EXPECT_TRUE(found.covariance.allFinite());
    EXPECT_GT(found.covariance.diagonal().minCoeff(), 0.0);
    terms.emplace_back(PointPair{tie.first, tie.p_SA_S, tie.second, tie.p_SB_S, 1e-6});
    const PoseSolution wished = solve_pose(loose, terms, found.pose, options);
    EXPECT_LT(compute_largest_difference(loose, wished.pose, found.pose), 1e-4) << "seed " << seed;
    EXPECT_LT((wished.covariance - found.covariance).lpNorm<Eigen::Infinity>(),
              1e-4 * found.covariance.diagonal().maxCoeff());
  }
}

TEST(Constraints, say_no_more_when_said_twice) {
  body::Constraints twice = held().constraints();
  twice.point_ties.push_back(twice.point_ties.front());
  const Body doubled = with_constraints(held(), std::move(twice));
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    body::Numbers numbers(seed);
    auto terms = observe_everything(held(), body::make_random_pose(held(), seed, 0.3), 0.02);
    add_noise(terms, numbers);
    const SolveOptions options = {.most_iterations = 300};
    const PoseSolution once = solve_pose(held(), terms, held().neutral_pose(), options);
    const PoseSolution again = solve_pose(doubled, terms, held().neutral_pose(), options);
    EXPECT_TRUE(again.has_converged) << "seed " << seed;
    EXPECT_LT(compute_largest_difference(held(), again.pose, once.pose), 1e-6) << "seed " << seed;
    EXPECT_LT((again.covariance - once.covariance).lpNorm<Eigen::Infinity>(),
              1e-6 * once.covariance.diagonal().maxCoeff());
  }
}

// Two points of one bar cannot both be where a point of another is.
TEST(Constraints, do_not_claim_to_have_settled_where_they_contradict_each_other) {
  const Body bars = make_four_bar();
  body::Constraints torn = bars.constraints();
  torn.point_ties.push_back(torn.point_ties.front());
  torn.point_ties.back().p_SA_S.y() += 0.05;
  const Body body = with_constraints(bars, std::move(torn));
  EXPECT_FALSE(
      solve_pose(body, observe_everything(bars, bars.neutral_pose()), bars.neutral_pose()).has_converged);
}

}  // namespace
}  // namespace endrange::solve
