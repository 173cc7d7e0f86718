#include "core/solve/solver.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/body/ball_limits.h"
#include "core/body/built_in_body.h"
#include "core/body/landmarks.h"
#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;
constexpr Eigen::Index Count = 47;

const Body& built_in() {
  static const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  return body;
}

CoordinateIndex coordinate(std::string_view name) {
  return built_in().find_coordinate(name).value();
}

SegmentIndex segment(body::Part part, Side side = Side::Both) {
  return built_in().find_segment(part, side).value();
}

// Three points on every segment: enough to determine every coordinate.
std::vector<Term> observe_everything(const Pose& pose, double spread = 0.01) {
  const body::SegmentFrames frames = compute_segment_frames(built_in(), pose);
  std::vector<Term> terms;
  for (std::size_t s = 0; s < built_in().segment_count(); ++s) {
    const SegmentIndex i{s};
    for (const Vector3& p : {Vector3(0.1, 0.0, 0.0), Vector3(0.0, -0.1, 0.0), Vector3(0.0, 0.0, 0.1)}) {
      terms.emplace_back(PointTarget{i, p, frames[i].place(p), Vector3::Constant(spread)});
    }
  }
  return terms;
}

// Hinges stay a fifth of their range away from limits, balls well inside.
Pose inner_pose(std::uint64_t seed) {
  return body::make_random_pose(built_in(), seed, 0.35);
}

double largest_difference(const Pose& a, const Pose& b) {
  return compute_difference(built_in(), a, b).lpNorm<Eigen::Infinity>();
}

TEST(Solver, finds_the_pose_that_the_points_came_from) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Pose truth = inner_pose(seed);
    const PoseSolution found = solve_pose(built_in(), observe_everything(truth), built_in().neutral_pose());
    EXPECT_TRUE(found.has_converged) << seed;
    EXPECT_LT(largest_difference(found.pose, truth), 1e-6) << seed;
    EXPECT_TRUE(found.undetermined.empty()) << seed;
  }
}

TEST(Solver, gives_the_same_bits_for_the_same_input) {
  const auto terms = observe_everything(inner_pose(3));
  const PoseSolution once = solve_pose(built_in(), terms, built_in().neutral_pose());
  const PoseSolution twice = solve_pose(built_in(), terms, built_in().neutral_pose());
  EXPECT_EQ(once.pose, twice.pose);
  EXPECT_EQ(once.covariance, twice.covariance);
}

TEST(Solver, turns_only_the_root_when_the_world_turns) {
  const Pose truth = inner_pose(5);
  auto terms = observe_everything(truth);
  const body::Matrix3 turn = body::compute_rotation(Vector3(0.0, 0.9, 0.3));
  const Vector3 shift(0.4, -0.2, 1.0);
  auto turned = terms;
  for (Term& term : turned) {
    auto& point = std::get<PointTarget>(term);
    point.target_G = turn * point.target_G + shift;
  }
  const PoseSolution here = solve_pose(built_in(), terms, built_in().neutral_pose());
  const PoseSolution there = solve_pose(built_in(), turned, built_in().neutral_pose());
  const Tangent difference = compute_difference(built_in(), here.pose, there.pose);
  EXPECT_LT(difference.tail(Count - 6).lpNorm<Eigen::Infinity>(), 1e-6);
  EXPECT_GT(difference.head(6).lpNorm<Eigen::Infinity>(), 0.1);
}

TEST(Solver, answers_the_mirror_image_with_the_mirror_image) {
  const Pose truth = inner_pose(7);
  const PoseSolution plain = solve_pose(built_in(), observe_everything(truth), built_in().neutral_pose());
  const PoseSolution mirrored =
      solve_pose(built_in(), observe_everything(mirror(built_in(), truth)), built_in().neutral_pose());
  EXPECT_LT(largest_difference(mirror(built_in(), plain.pose), mirrored.pose), 1e-6);
}

TEST(Solver, keeps_a_shoulder_through_ninety_to_a_hundred_and_eighty_degrees_of_abduction) {
  Pose start = built_in().neutral_pose();
  for (int degrees = 0; degrees <= 180; degrees += 15) {
    Pose truth = built_in().neutral_pose();
    Tangent step = Tangent::Zero(Count);
    step[row(coordinate("arm_add_r"))] = -degrees * Degree;
    truth = retract(built_in(), truth, step);
    const PoseSolution found = solve_pose(built_in(), observe_everything(truth), start);
    const auto angle =
        compute_clinical_angle(built_in(), found.pose, JointMotionId("shoulder.abduction"), Side::Right);
    EXPECT_NEAR(angle->degrees(), degrees, 1e-4);
    start = found.pose;
  }
}

TEST(Solver, never_leaves_a_hinge_limit_and_hardly_a_balls) {
  const CoordinateIndex knee = coordinate("knee_angle_r");
  const auto& limits = built_in().coordinate(knee);
  // The knee is wanted where 120° of extension would bring it.
  const SegmentIndex thigh = segment(body::Part::Thigh, Side::Right);
  const double length = built_in().segment(thigh).p_SE_S.norm();
  const Vector3 hip = built_in().joint(thigh).p_PJ_P;
  const Vector3 wanted = hip + length * Vector3(-std::sin(120.0 * Degree), -std::cos(120.0 * Degree), 0.0);
  const std::vector<Term> wishes = {
      PosePrior{built_in().neutral_pose(), Tangent::Constant(Count, 1.0)},
      CoordinateTarget{knee, limits.lower - 0.5, 0.01},
      OrientationTarget{segment(body::Part::Pelvis), body::Matrix3::Identity(), Vector3::Constant(0.001)},
      PointTarget{segment(body::Part::Pelvis), Vector3::Zero(), Vector3::Zero(), Vector3::Constant(0.001)},
      PointTarget{segment(body::Part::Shank, Side::Right), Vector3::Zero(), wanted, Vector3::Constant(0.05)},
  };
  const PoseSolution found = solve_pose(built_in(), wishes, built_in().neutral_pose());
  EXPECT_EQ(compute_coordinate(built_in(), found.pose, knee), limits.lower);
  const auto angle =
      compute_clinical_angle(built_in(), found.pose, JointMotionId("hip.extension"), Side::Right);
  // 5 cm at the knee are 7° at the hip; the limit's half a degree lets go of (0.5/7)², of about 60° of pull.
  EXPECT_NEAR(angle->degrees(), 50.0, 1.0);
  EXPECT_GT(angle->degrees(), 50.0);
}

TEST(Solver, says_which_coordinates_the_evidence_does_not_determine) {
  // One wrist in space says something of the arm, and nothing of the legs.
  const std::vector<Term> terms = {
      PosePrior{built_in().neutral_pose(), Tangent::Constant(Count, 0.5)},
      PointTarget{segment(body::Part::Hand, Side::Right), Vector3::Zero(), {0.5, 0.4, 0.3}},
  };
  const PoseSolution found = solve_pose(built_in(), terms, built_in().neutral_pose());
  const auto is_undetermined = [&](const char* name) {
    return std::ranges::find(found.undetermined, coordinate(name)) != found.undetermined.end();
  };
  EXPECT_TRUE(is_undetermined("knee_angle_l"));
  EXPECT_TRUE(is_undetermined("neck_rotation"));
  EXPECT_NEAR(found.covariance(row(coordinate("knee_angle_l")), row(coordinate("knee_angle_l"))), 0.25, 0.01);
  const auto knee = compute_angle_estimate(built_in(), found.pose, found.covariance, found.assumed_variance,
                                           JointMotionId("knee.flexion"), Side::Left);
  EXPECT_FALSE(knee->is_determined);
  const auto everything =
      solve_pose(built_in(), observe_everything(inner_pose(2)), built_in().neutral_pose());
  const auto seen =
      compute_angle_estimate(built_in(), everything.pose, everything.covariance, everything.assumed_variance,
                             JointMotionId("knee.flexion"), Side::Left);
  EXPECT_TRUE(seen->is_determined);
  // Two points 10 cm from the knee with 1 cm of spread each: around 5°.
  EXPECT_LT(seen->estimate.standard_error.degrees(), 6.0);
}

TEST(Solver, changes_nothing_but_the_interval_when_a_point_is_missing) {
  const Pose truth = inner_pose(11);
  const auto all = observe_everything(truth);
  auto fewer = all;
  // The humerus keeps two of its points.
  const SegmentIndex humerus = segment(body::Part::Humerus, Side::Left);
  fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(3 * index(humerus)));
  const auto estimate = [&](const std::vector<Term>& terms) {
    const PoseSolution found = solve_pose(built_in(), terms, built_in().neutral_pose());
    EXPECT_LT(largest_difference(found.pose, truth), 1e-6);
    return compute_angle_estimate(built_in(), found.pose, found.covariance, found.assumed_variance,
                                  JointMotionId("shoulder.internal_rotation"), Side::Left)
        ->estimate;
  };
  EXPECT_GT(estimate(fewer).standard_error, estimate(all).standard_error);
}

// Scatter of 200 noisy solves against the covariance. A variance from 200 samples has a relative standard
// error of sqrt(2/199) = 10 %: four of them are allowed.
TEST(Solver, states_the_scatter_that_noise_makes) {
  const Pose truth = inner_pose(13);
  constexpr double Noise = 0.005;
  constexpr int Repeats = 200;
  const auto clean = observe_everything(truth, Noise);
  const PoseSolution stated = solve_pose(built_in(), clean, truth);
  Tangent squares = Tangent::Zero(Count);
  body::Numbers numbers(99);
  Solver solver(built_in());
  PoseSolution found;
  for (int i = 0; i < Repeats; ++i) {
    auto noisy = clean;
    for (Term& term : noisy) {
      auto& point = std::get<PointTarget>(term);
      point.target_G += Noise * Vector3(numbers.normal(), numbers.normal(), numbers.normal());
    }
    solver.solve(noisy, truth, {.most_iterations = 8}, found);
    squares += compute_difference(built_in(), truth, found.pose).cwiseAbs2();
  }
  for (Eigen::Index c = 0; c < Count; ++c) {
    EXPECT_NEAR(squares[c] / Repeats / stated.covariance(c, c), 1.0, 0.4)
        << built_in().coordinates()[static_cast<std::size_t>(c)].name;
  }
}

TEST(Solver, is_hardly_moved_by_one_gross_outlier) {
  const Pose truth = inner_pose(17);
  auto terms = observe_everything(truth);
  for (Term& term : terms) std::get<PointTarget>(term).loss = Loss::Robust;
  auto& wrong = std::get<PointTarget>(terms[3 * index(segment(body::Part::Shank, Side::Left)) + 1]);
  wrong.target_G += Vector3(0.3, 0.2, -0.2);
  const PoseSolution found = solve_pose(built_in(), terms, truth);
  const auto angle = [&](const Pose& pose) {
    return compute_clinical_angle(built_in(), pose, JointMotionId("knee.flexion"), Side::Left)->degrees();
  };
  EXPECT_NEAR(angle(found.pose), angle(truth), 2.0);
}

// What the exercise compiler does: feet that hold, a clinical angle, gaze and balance in one solve.
TEST(Solver, shows_what_an_author_wishes) {
  const Pose neutral = built_in().neutral_pose();
  const body::SegmentFrames frames = compute_segment_frames(built_in(), neutral);
  std::vector<Term> wishes = {PosePrior{neutral, Tangent::Constant(Count, 0.5)}};
  std::vector<Vector3> support;
  for (const Side side : LeftAndRight) {
    const SegmentIndex foot = segment(body::Part::Foot, side);
    const Vector3 ball = built_in().segment(foot).p_SE_S;
    for (const Vector3& p : {Vector3(ball.x(), ball.y(), 0.04), Vector3(ball.x(), ball.y(), -0.04),
                             Vector3(-0.4 * ball.x(), ball.y(), 0.0)}) {
      wishes.emplace_back(PointTarget{foot, p, frames[foot].place(p), Vector3::Constant(0.001)});
      support.push_back(frames[foot].place(p));
    }
  }
  wishes.emplace_back(make_centre_of_mass_over(support, 0.02, 0.002));
  wishes.emplace_back(AngleTarget{JointMotionId("knee.flexion"), Side::Left, Angle::from_degrees(80.0)});
  wishes.emplace_back(AngleTarget{JointMotionId("knee.flexion"), Side::Right, Angle::from_degrees(80.0)});
  const SegmentIndex head = segment(body::Part::Head);
  wishes.emplace_back(GazeTarget{head, {0.08, 0.03, 0.0}, Vector3::UnitX(), {0.0, 0.2, -5.0}, 0.02});
  const PoseSolution found = solve_pose(built_in(), wishes, neutral);
  EXPECT_TRUE(found.has_converged) << found.iterations << " iterations, cost " << found.cost;
  const auto angle = [&](const char* motion, Side side) {
    return compute_clinical_angle(built_in(), found.pose, JointMotionId(motion), side)->degrees();
  };
  EXPECT_NEAR(angle("knee.flexion", Side::Left), 80.0, 1.0);
  EXPECT_NEAR(angle("knee.flexion", Side::Right), 80.0, 1.0);
  const body::SegmentFrames after = compute_segment_frames(built_in(), found.pose);
  EXPECT_LT(after[head].R_GS.col(0).z(), -0.97);  // within about 14° of the left
  EXPECT_LT(after[segment(body::Part::Pelvis)].p_GS.y(), -0.05);
  for (std::size_t i = 1; i < 7; ++i)
    EXPECT_LT(found.term_costs[i], 2.0) << "a foot that holds stays within 2 mm";
  EXPECT_LT(found.term_costs[7], 0.5);
}

}  // namespace
}  // namespace endrange::solve
