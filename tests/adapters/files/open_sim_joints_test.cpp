// Oracle: each joint's movement worked out by hand from OpenSim's description of it.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <initializer_list>
#include <numbers>

#include "adapters/files/open_sim_model.h"
#include "core/body/kinematics.h"
#include "tests/adapters/files/open_sim_text.h"

namespace endrange::files {
namespace {

using namespace test_text;
using body::Frame;
using body::Matrix3;
using body::Vector3;

const std::string Identity = "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>";

Matrix3 turn(double angle, const Vector3& axis) {
  return Eigen::AngleAxisd(angle, axis.normalized()).toRotationMatrix();
}
Matrix3 turn_x(double angle) {
  return turn(angle, Vector3::UnitX());
}
Matrix3 turn_y(double angle) {
  return turn(angle, Vector3::UnitY());
}
Matrix3 turn_z(double angle) {
  return turn(angle, Vector3::UnitZ());
}

OpenSimModel read(const std::string& text) {
  auto model = parse_open_sim_model(text, "small.osim");
  if (!model) throw std::runtime_error(model.error().text());
  return std::move(*model);
}

OpenSimModel read_one(const std::string& kind, const std::string& inside) {
  return read(model(body("a"), joint(kind, "j", "/ground", "/bodyset/a", inside)));
}

// The first segment's frame with the coordinates at these values.
Frame place(const OpenSimModel& model, std::initializer_list<double> values) {
  body::Pose pose = model.body.neutral_pose();
  EXPECT_EQ(values.size(), model.body.coordinate_count());
  std::size_t i = 0;
  for (const double value : values) set_coordinate(model.body, pose, body::CoordinateIndex{i++}, value);
  return compute_segment_frames(model.body, pose)[body::SegmentIndex{0}];
}

void expect_frame(const Frame& frame, const Matrix3& R, const Vector3& p) {
  EXPECT_TRUE(frame.R_GS.isApprox(R, 1e-12)) << frame.R_GS << "\nexpected\n" << R;
  EXPECT_TRUE((frame.p_GS - p).norm() < 1e-12) << frame.p_GS.transpose() << " expected " << p.transpose();
}

TEST(OpenSimJoints, pin_turns_about_z_between_its_offsets) {
  const auto model = read(test_text::model(
      body("a"),
      joint("PinJoint", "j", "/ground", "/bodyset/a", "<coordinates>" + coordinate("q") + "</coordinates>",
            "<translation>1 2 3</translation><orientation>0.1 0.2 0.3</orientation>",
            "<translation>0 -0.5 0</translation><orientation>0.4 0 -0.2</orientation>")));
  const Matrix3 R = turn_x(0.1) * turn_y(0.2) * turn_z(0.3) * turn_z(0.7);
  const Matrix3 R_SM = turn_x(0.4) * turn_z(-0.2);
  const Matrix3 R_GS = R * R_SM.transpose();
  expect_frame(place(model, {0.7}), R_GS, Vector3(1, 2, 3) - R_GS * Vector3(0, -0.5, 0));
  EXPECT_EQ(model.body.coordinates()[0].unit, body::Unit::Radian);
}

TEST(OpenSimJoints, weld_keeps_its_offsets) {
  const auto model = read(test_text::model(
      body("a"), joint("WeldJoint", "j", "/ground", "/bodyset/a", "",
                       "<translation>1 2 3</translation><orientation>0.1 0.2 0.3</orientation>")));
  expect_frame(place(model, {}), turn_x(0.1) * turn_y(0.2) * turn_z(0.3), Vector3(1, 2, 3));
}

TEST(OpenSimJoints, slider_universal_ball_and_gimbal) {
  const auto slider = read_one("SliderJoint", "<coordinates>" + coordinate("q") + "</coordinates>");
  expect_frame(place(slider, {0.3}), Matrix3::Identity(), Vector3(0.3, 0, 0));
  EXPECT_EQ(slider.body.coordinates()[0].unit, body::Unit::Metre);
  const auto universal =
      read_one("UniversalJoint", "<coordinates>" + coordinate("a") + coordinate("b") + "</coordinates>");
  expect_frame(place(universal, {0.3, 0.5}), turn_x(0.3) * turn_y(0.5), Vector3::Zero());
  for (const char* kind : {"BallJoint", "GimbalJoint"}) {
    const auto ball = read_one(
        kind, "<coordinates>" + coordinate("a") + coordinate("b") + coordinate("c") + "</coordinates>");
    expect_frame(place(ball, {0.3, 0.5, -2.0}), turn_x(0.3) * turn_y(0.5) * turn_z(-2.0), Vector3::Zero());
  }
}

TEST(OpenSimJoints, planar_slides_in_the_parent_and_turns_about_z) {
  const auto planar = read_one("PlanarJoint", "<coordinates>" + coordinate("r") + coordinate("x") +
                                                  coordinate("y") + "</coordinates>");
  expect_frame(place(planar, {0.5, 1.0, 2.0}), turn_z(0.5), Vector3(1, 2, 0));
}

TEST(OpenSimJoints, free_turns_about_x_y_z_and_slides_in_the_parent) {
  const auto model = read_one("FreeJoint", "");
  EXPECT_EQ(model.body.coordinates()[4].name, "j_coord_4");
  EXPECT_FALSE(model.body.coordinates()[4].is_clamped);
  expect_frame(place(model, {0.3, 0.5, 0.7, 1, 2, 3}), turn_x(0.3) * turn_y(0.5) * turn_z(0.7),
               Vector3(1, 2, 3));
}

TEST(OpenSimJoints, ellipsoid_carries_its_z_along_the_normal) {
  const auto model =
      read_one("EllipsoidJoint", "<radii_x_y_z>0.1 0.2 0.3</radii_x_y_z><coordinates>" + coordinate("a") +
                                     coordinate("b") + coordinate("c") + "</coordinates>");
  const Matrix3 R = turn_x(0.3) * turn_y(0.5) * turn_z(0.7);
  expect_frame(place(model, {0.3, 0.5, 0.7}), R, Vector3(0.1, 0.2, 0.3).cwiseProduct(R.col(2)));
}

// As OpenSim builds it: an ellipsoid turned by a quarter about z with its first two half axes swapped,
// between two quarter turns; then the winging axis.
TEST(OpenSimJoints, scapulothoracic_runs_on_the_chest_and_wings) {
  const auto model =
      read_one("ScapulothoracicJoint",
               "<thoracic_ellipsoid_radii_x_y_z>0.08 0.17 0.07</thoracic_ellipsoid_radii_x_y_z>"
               "<scapula_winging_axis_origin>0.07 -0.04</scapula_winging_axis_origin>"
               "<scapula_winging_axis_direction>0.3</scapula_winging_axis_direction><coordinates>" +
                   coordinate("a") + coordinate("e") + coordinate("u") + coordinate("w") + "</coordinates>");
  const double quarter = std::numbers::pi / 2;
  const Matrix3 about = turn_x(0.4) * turn_y(-0.2) * turn_z(0.3);
  const Matrix3 R_GE = turn_z(quarter) * about * turn_z(-quarter);
  const Vector3 p = turn_z(quarter) * Vector3(0.17, 0.08, 0.07).cwiseProduct(about.col(2));
  const Matrix3 wing = turn(0.25, Vector3(-std::sin(0.3), std::cos(0.3), 0));
  const Vector3 o(0.07, -0.04, 0);
  expect_frame(place(model, {0.4, -0.2, 0.3, 0.25}), R_GE * wing, p + R_GE * (o - wing * o));
}

TEST(OpenSimJoints, custom_slides_in_the_parent_then_turns_about_moved_axes) {
  const auto model = read_one(
      "CustomJoint", "<coordinates>" + coordinate("x") + coordinate("q") +
                         "</coordinates><SpatialTransform>" + axis("rotation1", "q", "0 0 2", Identity) +
                         axis("rotation2", "", "0 1 0", "<Constant><value>0.2</value></Constant>") +
                         axis("rotation3", "q", "1 1 0",
                              "<LinearFunction><coefficients>-0.5 0.1</coefficients></LinearFunction>") +
                         axis("translation1", "q", "3 0 0",
                              "<MultiplierFunction><scale>2</"
                              "scale><function><PolynomialFunction><coefficients>1 0 0.5</coefficients>"
                              "</PolynomialFunction></function></MultiplierFunction>") +
                         axis("translation2", "", "0 1 0", "<Constant><value>0</value></Constant>") +
                         axis("translation3", "x", "0 0 1", Identity) + "</SpatialTransform>");
  // Coordinates count in the order in which the axes name them.
  EXPECT_EQ(model.body.coordinates()[0].name, "q");
  EXPECT_EQ(model.body.coordinates()[1].name, "x");
  EXPECT_EQ(model.body.coordinates()[1].unit, body::Unit::Metre);
  EXPECT_FALSE(model.body.coordinates()[0].is_coupled);
  EXPECT_EQ(model.body.joints()[0].moves.size(), 5U);
  const double q = 0.6;
  expect_frame(place(model, {q, 0.3}), turn_z(q) * turn_y(0.2) * turn(-0.5 * q + 0.1, Vector3(1, 1, 0)),
               Vector3(2 * (q * q + 0.5), 0, 0.3));
}

TEST(OpenSimJoints, what_only_functions_move_is_coupled) {
  const auto model =
      read_one("CustomJoint",
               "<coordinates>" + coordinate("q") + "</coordinates><SpatialTransform>" +
                   axis("rotation1", "q", "0 0 1", "<SimmSpline><x>0 1 2</x><y>0 1 0</y></SimmSpline>") +
                   "</SpatialTransform>");
  EXPECT_TRUE(model.body.coordinates()[0].is_coupled);
  EXPECT_EQ(model.body.coordinates()[0].unit, body::Unit::Radian);
}

TEST(OpenSimJoints, functions_have_the_values_that_the_file_says) {
  struct Case {
    std::string function;
    double at;
    double value;
  };
  const std::vector<Case> cases = {
      {"<Sine><amplitude>2</amplitude><omega>3</omega><phase>0.1</phase><offset>1</offset></Sine>", 0.4,
       2 * std::sin(1.3) + 1},
      {"<PiecewiseLinearFunction><x>0 1 2</x><y>0 2 1</y></PiecewiseLinearFunction>", 1.5, 1.5},
      {"<PolynomialFunction><coefficients>2 3 4</coefficients></PolynomialFunction>", 0.5, 6.0},
      {"<SimmSpline><x>0 1 2 4</x><y>0 1 8 64</y></SimmSpline>", 3.0, 27.0},
      {"<NaturalCubicSpline><x>0 1 2 4</x><y>0 1 8 64</y></NaturalCubicSpline>", 3.0, 27.0},
      {"<natCubicSpline><x>0 1 2 4</x><y>0 1 8 64</y></natCubicSpline>", 3.0, 27.0},
      {"<MultiplierFunction><function><MultiplierFunction><function><Constant><value>3</value></Constant></"
       "function>"
       "<scale>2</scale></MultiplierFunction></function><scale>-1</scale></MultiplierFunction>",
       9.0, -6.0},
  };
  for (const Case& one : cases) {
    const auto model =
        read_one("CustomJoint", "<coordinates>" + coordinate("q") + "</coordinates><SpatialTransform>" +
                                    axis("translation1", "q", "1 0 0", one.function) + "</SpatialTransform>");
    EXPECT_NEAR(place(model, {one.at}).p_GS.x(), one.value, 1e-12) << one.function;
  }
}

TEST(OpenSimJoints, coordinates_keep_range_lock_clamp_and_value) {
  const auto model = read_one(
      "PinJoint",
      "<coordinates>" +
          coordinate("q",
                     "<default_value>0.4</default_value><range>-0.5 1e0</range><clamped> true </clamped>"
                     "<locked>true</locked><prescribed_function/><prescribed>true</prescribed>") +
          "</coordinates>");
  const body::Coordinate& q = model.body.coordinates()[0];
  EXPECT_EQ(q.lower, -0.5);
  EXPECT_EQ(q.upper, 1.0);
  EXPECT_TRUE(q.is_clamped);
  EXPECT_TRUE(q.is_locked);
  EXPECT_EQ(compute_coordinate(model.body, model.body.neutral_pose(), body::CoordinateIndex{0}), 0.4);
}

}  // namespace
}  // namespace endrange::files
