// Oracle: symmetries that hold whatever the evidence, and poses from which the evidence was made. Limit: the
// evidence comes from the body's own forward kinematics, so an error in that shows nowhere here.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "core/body/ball_limits.h"
#include "core/body/built_in_body.h"
#include "core/solve/solver.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"
#include "tests/core/solve/evidence.h"
#include "tests/support/counts.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;
// Iterations end where a step moves nothing by more than 1e-9; as far from the minimum they may stay.
constexpr SolveOptions Sharp = {.most_iterations = 200, .smallest_gain = 1e-15};

const Body& built_in() {
  static const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  return body;
}

const Body& mixed() {
  static const Body body = body::make_mixed_body();
  return body;
}

PoseSolution solve(Solver& solver, std::span<const Term> terms, const Pose& start) {
  PoseSolution solution;
  solver.solve(terms, start, Sharp, solution);
  return solution;
}

// From up to `far` away in every coordinate.
void expect_there_and_back(const Body& body, int count, double far) {
  Solver solver(body);
  double worst = 0.0;
  int most_iterations = 0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose truth = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.5);
    Tangent away(count_coordinates(body));
    for (double& one : away) one = numbers.uniform(-far, far);
    const auto found = solve(solver, observe_everything(body, truth), retract(body, truth, away));
    worst = std::max(worst, compute_largest_difference(body, found.pose, truth));
    most_iterations = std::max(most_iterations, found.iterations);
    ASSERT_LT(worst, 1e-6) << "seed " << i << ", " << found.iterations << " iterations, cost " << found.cost;
  }
  std::printf("             within %.1e rad or m, after at most %d iterations\n", worst, most_iterations);
}

TEST(Laws, there_and_back_on_the_built_in_body) {
  expect_there_and_back(built_in(), test::choose_count(20, 2000), 0.3);
}

// From the anatomical position, up to 70° of turn and 40 cm away; a ball joint's limit may stand between.
TEST(Laws, there_and_back_from_the_anatomical_position) {
  const Body& body = built_in();
  Solver solver(body);
  const int count = test::choose_count(100, 10000);
  int found_again = 0;
  for (int i = 1; i <= count; ++i) {
    const Pose truth = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.5);
    const auto found = solve(solver, observe_everything(body, truth), body.neutral_pose());
    if (compute_largest_difference(body, found.pose, truth) < 1e-6) ++found_again;
  }
  std::printf("             %d of %d found again\n", found_again, count);
  EXPECT_GE(found_again, static_cast<int>(0.998 * count));
}

// A chain of turns can come to nearly the same from far away, at a limit; so not from anywhere.
TEST(Laws, there_and_back_on_every_kind_of_joint) {
  expect_there_and_back(mixed(), test::choose_count(20, 2000), 0.15);
}

// Noisy evidence, so that nothing comes out right for being exact.
TEST(Laws, the_mirror_image_has_mirrored_angles) {
  const Body& body = built_in();
  Solver solver(body);
  const int count = test::choose_count(5, 500);
  double worst = 0.0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose truth = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.5);
    auto terms = observe_everything(body, truth, 0.01, Loss::Robust);
    add_noise(terms, numbers);
    std::vector<Term> mirrored;
    const Vector3 across(1.0, 1.0, -1.0);
    for (const Term& term : terms) {
      auto point = std::get<PointTarget>(term);
      const body::Segment& segment = body.segment(point.segment);
      point.segment = body.find_segment(segment.part, opposite(segment.side)).value();
      point.p_SQ_S = point.p_SQ_S.cwiseProduct(across);
      point.target_G = point.target_G.cwiseProduct(across);
      mirrored.emplace_back(point);
    }
    const auto here = solve(solver, terms, truth);
    const auto there = solve(solver, mirrored, mirror(body, truth));
    for (const char* motion :
         {"neck.rotation", "thorax.side_bend", "lumbar.rotation", "scapula.elevation", "shoulder.flexion",
          "shoulder.abduction", "shoulder.internal_rotation", "elbow.flexion", "forearm.pronation",
          "wrist.ulnar_deviation", "hip.flexion", "hip.abduction", "hip.internal_rotation", "knee.flexion",
          "ankle.dorsiflexion", "ankle.inversion", "toes.extension"}) {
      for (const Side side : LeftAndRight) {
        const auto angle = compute_clinical_angle(body, here.pose, JointMotionId(motion), side);
        const auto other = compute_clinical_angle(body, there.pose, JointMotionId(motion), opposite(side));
        worst = std::max(worst, std::abs((*angle - *other).radians()));
        ASSERT_LT(worst, 1e-6) << motion << ", seed " << i;
      }
    }
  }
  std::printf("             within %.1e rad\n", worst);
}

TEST(Laws, turning_and_moving_the_world_moves_only_the_root) {
  for (const Body* body : {&built_in(), &mixed()}) {
    Solver solver(*body);
    const int count = test::choose_count(5, 500);
    double worst = 0.0;
    for (int i = 1; i <= count; ++i) {
      body::Numbers numbers(static_cast<std::uint64_t>(i));
      const Pose truth = body::make_random_pose(*body, static_cast<std::uint64_t>(i), 0.5);
      auto terms = observe_everything(*body, truth, 0.01, Loss::Robust);
      add_noise(terms, numbers);
      const body::Matrix3 turn = body::compute_rotation(
          {numbers.uniform(-2.0, 2.0), numbers.uniform(-2.0, 2.0), numbers.uniform(-1.0, 1.0)});
      const Vector3 shift(numbers.uniform(-3.0, 3.0), numbers.uniform(-1.0, 1.0), numbers.uniform(-3.0, 3.0));
      auto moved = terms;
      for (Term& term : moved) {
        auto& point = std::get<PointTarget>(term);
        point.target_G = turn * point.target_G + shift;
      }
      const auto here = solve(solver, terms, truth);
      // A turned start: the root's joint stands at the ground's origin.
      Pose start = truth;
      Eigen::Map<Eigen::Quaterniond> q(start.values.data());
      q = Eigen::Quaterniond(turn) * q;
      start.values.segment<3>(4) = turn * start.values.segment<3>(4) + shift;
      const auto there = solve(solver, moved, start);
      const Tangent off = compute_difference(*body, here.pose, there.pose);
      worst = std::max(worst, off.tail(off.size() - 6).lpNorm<Eigen::Infinity>());
      ASSERT_LT(worst, 1e-6) << "seed " << i;
    }
    std::printf("             within %.1e rad or m\n", worst);
  }
}

// A spread of Unknown along all three axes is a point that nobody saw.
TEST(Laws, a_missing_point_changes_nothing) {
  for (const Body* body : {&built_in(), &mixed()}) {
    Solver solver(*body);
    const int count = test::choose_count(5, 500);
    for (int i = 1; i <= count; ++i) {
      body::Numbers numbers(static_cast<std::uint64_t>(i));
      const Pose truth = body::make_random_pose(*body, static_cast<std::uint64_t>(i), 0.5);
      auto terms = observe_everything(*body, truth, 0.01, Loss::Robust);
      add_noise(terms, numbers);
      const std::size_t lost = static_cast<std::size_t>(numbers.uniform(0.0, 1.0) * 3.0) +
                               3 * static_cast<std::size_t>(numbers.uniform(1.0, 12.0));
      auto blind = terms;
      std::get<PointTarget>(blind[lost]).spread = Vector3::Constant(Unknown);
      std::get<PointTarget>(blind[lost]).target_G = Vector3(7.0, -3.0, 2.0);
      auto without = terms;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(lost));
      const auto seen = [&](std::span<const Term> given) {
        auto found = solve(solver, given, body->neutral_pose());
        solver.compute_uncertainty(given, found);
        return found;
      };
      const PoseSolution all = seen(terms);
      const PoseSolution one = seen(blind);
      const PoseSolution other = seen(without);
      ASSERT_EQ(one.pose, other.pose) << "seed " << i;
      ASSERT_EQ(one.covariance, other.covariance) << "seed " << i;
      // And at one pose, a point less never makes anything surer.
      PoseSolution same = all;
      solver.compute_uncertainty(blind, same);
      const auto gained = (same.covariance - all.covariance).diagonal().minCoeff();
      ASSERT_GT(gained, -1e-12 * all.covariance.diagonal().maxCoeff()) << "seed " << i;
    }
  }
}

TEST(Laws, a_used_solver_gives_the_same_bits_as_a_new_one) {
  for (const auto held : {body::Held::Nothing, body::Held::CouplingAndTie}) {
    const Body body = body::make_mixed_body(body::Functions::Bent, held);
    Solver used(body);
    PoseSolution again;
    const int count = test::choose_count(5, 500);
    for (int i = 1; i <= count; ++i) {
      body::Numbers numbers(static_cast<std::uint64_t>(i));
      const Pose truth = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.5);
      auto terms = observe_everything(body, truth, 0.01, Loss::Robust);
      add_noise(terms, numbers);
      used.solve(terms, body.neutral_pose(), {}, again);
      used.compute_uncertainty(terms, again);
      const PoseSolution fresh = solve_pose(body, terms, body.neutral_pose());
      ASSERT_EQ(again.pose, fresh.pose) << "seed " << i;
      ASSERT_EQ(again.covariance, fresh.covariance) << "seed " << i;
      ASSERT_EQ(again.undetermined, fresh.undetermined) << "seed " << i;
    }
  }
}

// Points of poses beyond the limits, and noise of 5 cm. Hinges and moves hold exactly; a ball, whose limit is
// a spring of half a degree, to within a degree, but for what iterations from the anatomical position to a
// limb over the top have not finished.
TEST(Laws, limits_hold_whatever_is_wanted) {
  for (const Body* body : {&built_in(), &mixed()}) {
    Solver solver(*body);
    PoseSolution found;
    const int count = test::choose_count(10, 1000);
    int beyond = 0;
    int unfinished = 0;
    for (int i = 1; i <= count; ++i) {
      body::Numbers numbers(static_cast<std::uint64_t>(i));
      const Pose truth = body::make_random_pose(*body, static_cast<std::uint64_t>(i), 1.2);
      auto terms = observe_everything(*body, truth, 0.05);
      add_noise(terms, numbers);
      solver.solve(terms, body->neutral_pose(), {.most_iterations = 300}, found);
      for (std::size_t c = 0; c < body->coordinate_count(); ++c) {
        const body::Coordinate& coordinate = body->coordinates()[c];
        const auto kind = body->joint(coordinate.segment).kind;
        if (kind != body::JointKind::Hinges && kind != body::JointKind::Moves) continue;
        const double value = compute_coordinate(*body, found.pose, CoordinateIndex{c});
        ASSERT_GE(value, coordinate.lower) << coordinate.name << ", seed " << i;
        ASSERT_LE(value, coordinate.upper) << coordinate.name << ", seed " << i;
      }
      if (!found.has_converged) ++unfinished;
      double excess = 0.0;
      for (const body::Joint& joint : body->joints()) {
        if (!joint.ball_limits) continue;
        const auto both = compute_ball_excess(joint, found.pose).excess;
        excess = std::max({excess, both[0], both[1]});
      }
      if (excess > 1.0 * Degree) ++beyond;
    }
    std::printf("             a ball more than a degree beyond in %d of %d; %d not finished\n", beyond, count,
                unfinished);
    EXPECT_LE(beyond, count / 200);
  }
}

// Relative standard error of a variance from n samples is sqrt(2/n): five of them are allowed, for 47 at
// once, and 3 % for what is not linear at a spread of 5 mm.
TEST(Laws, covariance_is_the_scatter_that_noise_makes) {
  for (const Body* body : {&built_in(), &mixed()}) {
    const int repeats = test::choose_count(200, 10000);
    const Pose truth = body::make_random_pose(*body, 21, 0.5);
    const auto clean = observe_everything(*body, truth, 0.005);
    Solver solver(*body);
    PoseSolution found = solve(solver, clean, truth);
    solver.compute_uncertainty(clean, found);
    const Eigen::VectorXd stated = found.covariance.diagonal();
    Tangent squares = Tangent::Zero(stated.size());
    body::Numbers numbers(22);
    for (int i = 0; i < repeats; ++i) {
      auto noisy = clean;
      add_noise(noisy, numbers);
      solver.solve(noisy, truth, {.most_iterations = 8}, found);
      squares += compute_difference(*body, truth, found.pose).cwiseAbs2();
    }
    const Eigen::ArrayXd ratio = squares.array() / repeats / stated.array();
    const double allowed = 5.0 * std::sqrt(2.0 / repeats) + 0.03;
    std::printf("             scatter over stated variance: %.3f to %.3f\n", ratio.minCoeff(),
                ratio.maxCoeff());
    EXPECT_GT(ratio.minCoeff(), 1.0 - allowed);
    EXPECT_LT(ratio.maxCoeff(), 1.0 + allowed);
  }
}

}  // namespace
}  // namespace endrange::solve
