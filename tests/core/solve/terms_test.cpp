#include "core/solve/terms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "core/body/ball_limits.h"
#include "core/body/built_in_body.h"
#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

const Body& built_in() {
  static const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  return body;
}

SegmentIndex segment(body::Part part, Side side = Side::Both) {
  return built_in().find_segment(part, side).value();
}

constexpr Eigen::Index Count = 47;

// A term's gradient from its rows, Σ residual × coefficient: it must be the slope of the cost, whatever the
// loss.
class GradientRows final : public Rows {
 public:
  void add(double residual, std::span<const CoordinateIndex> coordinates,
           std::span<const double> coefficients) override {
    for (std::size_t i = 0; i < coordinates.size(); ++i)
      gradient[row(coordinates[i])] += residual * coefficients[i];
  }
  void add_one_sided(double residual, std::span<const CoordinateIndex> coordinates,
                     std::span<const double> coefficients) override {
    if (residual > 0.0) add(residual, coordinates, coefficients);
  }
  Tangent gradient = Tangent::Zero(Count);
};

double cost_at(const Term& term, const Pose& pose) {
  Kinematics kinematics(built_in());
  kinematics.update(built_in(), pose);
  return compute_cost(term, {built_in(), pose, kinematics});
}

// Central differences of step 1e-6 on costs c are good to about 1e-10 c / 1e-6 = 1e-4 c, here relative to the
// slope.
void expect_analytic_is_numeric(const Term& term, const Pose& pose, const std::string& name) {
  Kinematics kinematics(built_in());
  kinematics.update(built_in(), pose);
  GradientRows rows;
  const double cost = linearise(term, {built_in(), pose, kinematics}, rows);
  EXPECT_DOUBLE_EQ(cost, cost_at(term, pose)) << name;
  const double largest = rows.gradient.lpNorm<Eigen::Infinity>();
  EXPECT_GT(largest, 0.0) << name << ": a term that pulls nowhere tests nothing";
  for (Eigen::Index c = 0; c < Count; ++c) {
    Tangent step = Tangent::Zero(Count);
    step[c] = 1e-6;
    const double slope =
        (cost_at(term, retract(built_in(), pose, step)) - cost_at(term, retract(built_in(), pose, -step))) /
        2e-6;
    EXPECT_NEAR(rows.gradient[c], slope, 1e-5 * (largest + cost)) << name << ", coordinate " << c;
  }
}

TEST(Terms, pull_the_way_their_cost_falls) {
  const body::CoordinateIndex knee = built_in().find_coordinate("knee_angle_l").value();
  const body::CoordinateIndex height = built_in().find_coordinate("pelvis_ty").value();
  const SegmentIndex hand = segment(body::Part::Hand, Side::Left);
  const SegmentIndex head = segment(body::Part::Head);
  const SegmentIndex foot = segment(body::Part::Foot, Side::Right);
  const std::vector<Vector3> support = {{0.0, 0.0, 0.1}, {0.2, 0.0, 0.1}, {0.0, 0.0, -0.1}, {0.2, 0.0, -0.1}};
  const body::Matrix3 turned = body::compute_rotation(Vector3(0.3, -0.5, 0.2));
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Pose pose = body::make_random_pose(built_in(), seed, 0.5);
    const Tangent spread = Tangent::LinSpaced(Count, 0.1, 1.0);
    const Pose other = body::make_random_pose(built_in(), seed + 100, 0.5);
    const std::vector<std::pair<std::string, Term>> terms = {
        {"point", PointTarget{hand, {0.0, -0.1, 0.02}, {0.3, 0.2, 0.1}, {0.03, 0.01, 0.02}}},
        {"robust point",
         PointTarget{hand, {0.0, -0.1, 0.02}, {0.3, 0.2, 0.1}, {0.03, 0.01, 0.02}, Loss::Robust}},
        {"half a point", PointTarget{hand, Vector3::Zero(), {0.3, 0.2, 0.1}, {Unknown, 0.01, 0.02}}},
        {"plane", PlaneContact{foot, {0.1, -0.05, 0.0}, Vector3::UnitY(), -0.9}},
        {"hinge", CoordinateTarget{knee, 1.0, 0.1}},
        {"translation", CoordinateTarget{height, 3.0, 0.1}},
        {"angle", AngleTarget{JointMotionId("hip.flexion"), Side::Left, Angle::from_degrees(200.0)}},
        {"angle of the trunk",
         AngleTarget{JointMotionId("shoulder.flexion"), Side::Right, Angle::from_degrees(250.0),
                     Angle::from_degrees(2.0), body::Reference::Trunk}},
        {"orientation", OrientationTarget{head, turned, {0.1, 0.2, 0.3}}},
        {"direction", DirectionTarget{hand, Vector3::UnitX(), Vector3::UnitY(), 0.1}},
        {"gaze", GazeTarget{head, {0.08, 0.03, 0.0}, Vector3::UnitX(), {-2.0, 0.4, 1.0}}},
        {"balance", make_centre_of_mass_over(support, 0.05, 0.02)},
        {"prior", PosePrior{other, spread}},
    };
    for (const auto& [name, term] : terms) {
      if (name == "balance" && cost_at(term, pose) == 0.0)
        continue;  // inside its support, it rightly pulls nowhere
      expect_analytic_is_numeric(term, pose, name + " " + std::to_string(seed));
    }
  }
}

TEST(CentreOfMassOver, pulls_only_outside_the_support) {
  Pose pose = built_in().neutral_pose();
  const double x = compute_centre_of_mass(built_in(), compute_segment_frames(built_in(), pose)).x();
  const auto cost = [&](double front, double back, double margin) {
    const std::vector<Vector3> support = {{x + front, -1.0, 0.1},
                                          {x + front, -1.0, -0.1},
                                          {x - back, -1.0, 0.1},
                                          {x - back, -1.0, -0.1},
                                          {x + 0.5 * (front - back), -1.0, 0.0}};
    return cost_at(make_centre_of_mass_over(support, margin, 0.01), pose);
  };
  EXPECT_EQ(cost(0.2, 0.1, 0.03), 0.0);
  EXPECT_NEAR(cost(0.2, 0.01, 0.03), 0.5 * 4.0, 1e-9);  // 2 cm outside the margin, two spreads
  EXPECT_NEAR(cost(0.2, -0.02, 0.0), 0.5 * 4.0, 1e-9);  // 2 cm behind the support
  const std::vector<Vector3> point = {{x + 0.03, 0.0, 0.04}};
  EXPECT_NEAR(cost_at(make_centre_of_mass_over(point, 0.05, 0.01), pose), 0.5 * (9.0 + 16.0), 1e-9);
}

TEST(BallLimits, pull_back_from_beyond_and_nowhere_inside) {
  struct Row {
    const char* joint;
    Vector3 zxy;  // flexion, adduction, rotation [deg]
    bool is_inside;
  };
  const std::vector<Row> rows = {
      {"humerus", {90, 0, 0}, true},     {"humerus", {0, -90, 0}, true},    {"humerus", {0, -179, 10}, true},
      {"humerus", {175, 0, 20}, true},   {"humerus", {-60, 0, 0}, true},    {"humerus", {-100, 0, 0}, false},
      {"humerus", {-80, 50, 0}, false},  {"humerus", {0, 85, 0}, false},    {"humerus", {0, 100, 30}, false},
      {"humerus", {0, -60, 130}, false}, {"humerus", {20, 0, -140}, false}, {"humerus", {90, 45, 0}, true},
      {"thigh", {120, -20, 0}, true},    {"thigh", {0, -85, 0}, true},      {"thigh", {60, -100, 0}, false},
      {"thigh", {-55, 0, 0}, false},     {"thigh", {60, 0, 75}, false},     {"thigh", {30, 55, 10}, false},
  };
  for (const char* suffix : {"_r", "_l"}) {
    for (const Row& row : rows) {
      const std::string name = std::string(row.joint) + suffix;
      const auto i = built_in().find_segment(name).value();
      const body::Joint& joint = built_in().joint(i);
      Pose pose = built_in().neutral_pose();
      const Vector3 angles = row.zxy * std::numbers::pi / 180.0;
      for (std::size_t k = 0; k < 3; ++k) {
        const CoordinateIndex c{joint.first_coordinate + k};
        Tangent step = Tangent::Zero(Count);
        step[body::row(c)] = angles[static_cast<Eigen::Index>(k)];
        pose = retract(built_in(), pose, step);
      }
      const body::BallExcess excess = compute_ball_excess(joint, pose);
      const std::string what = name + " at " + std::to_string(row.zxy[0]) + ", " +
                               std::to_string(row.zxy[1]) + ", " + std::to_string(row.zxy[2]);
      EXPECT_EQ(excess.excess[0] <= 0.0 && excess.excess[1] <= 0.0, row.is_inside) << what;
      for (std::size_t k = 0; k < 3; ++k) {
        Tangent step = Tangent::Zero(Count);
        step[body::row(CoordinateIndex{joint.first_coordinate + k})] = 1e-6;
        const auto forward = compute_ball_excess(joint, retract(built_in(), pose, step));
        const auto backward = compute_ball_excess(joint, retract(built_in(), pose, -step));
        // Where two quadrants meet the curvature jumps, by up to some tens: times the step, under 1e-4.
        for (std::size_t e = 0; e < 2; ++e) {
          if (excess.excess[e] < -1.0) continue;  // far inside, where the nearest limit may change sides
          EXPECT_NEAR(excess.gradient[e][static_cast<Eigen::Index>(k)],
                      (forward.excess[e] - backward.excess[e]) / 2e-6, 1e-4)
              << what;
        }
      }
    }
  }
}

// Oracle: the excesses, which say by how much.
TEST(BallLimits, are_kept_exactly_where_no_excess_is_positive) {
  body::Numbers numbers(20261127);
  int inside = 0;
  constexpr int Draws = 2000;
  for (int draw = 0; draw < Draws; ++draw) {
    const Eigen::Quaterniond drawn(numbers.normal(), numbers.normal(), numbers.normal(), numbers.normal());
    for (const body::Joint& joint : built_in().joints()) {
      if (!joint.ball_limits) continue;
      Pose pose = built_in().neutral_pose();
      Eigen::Map<Eigen::Quaterniond>(pose.values.data() + joint.first_value) = drawn.normalized();
      const auto excess = compute_ball_excess(joint, pose).excess;
      const bool is_inside = excess[0] <= 0.0 && excess[1] <= 0.0;
      EXPECT_EQ(is_inside_limits(joint, pose), is_inside) << excess[0] << " " << excess[1];
      inside += is_inside ? 1 : 0;
    }
  }
  EXPECT_GT(inside, Draws / 20);
}

// Oracle: the rotation matrix, of which q and -q are the same.
TEST(RotationVector, of_a_quaternion_turns_as_its_matrix_by_half_a_turn_at_most) {
  body::Numbers numbers(7);
  for (int draw = 0; draw < 1000; ++draw) {
    Eigen::Quaterniond q(numbers.normal(), numbers.normal(), numbers.normal(), numbers.normal());
    q.normalize();
    const Vector3 v = body::compute_rotation_vector(q);
    EXPECT_LE(v.norm(), std::numbers::pi + 1e-12);
    EXPECT_TRUE(body::compute_rotation(v).isApprox(q.toRotationMatrix(), 1e-9));
  }
  EXPECT_EQ(body::compute_rotation_vector(Eigen::Quaterniond::Identity()), Vector3(0.0, 0.0, 0.0));
}

}  // namespace
}  // namespace endrange::solve
