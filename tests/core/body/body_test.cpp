#include "core/body/body.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <numbers>
#include <set>

#include "core/body/built_in_body.h"
#include "core/body/kinematics.h"
#include "core/body/landmarks.h"
#include "tests/core/body/poses.h"

namespace endrange::body {
namespace {

constexpr double Height = 1.75;

const Body& built_in() {
  static const Body body = make_built_in_body(compute_segment_lengths(Height));
  return body;
}

SegmentIndex segment(Part part, Side side = Side::Both) {
  return built_in().find_segment(part, side).value();
}

CoordinateIndex coordinate(std::string_view name) {
  return built_in().find_coordinate(name).value();
}

TEST(BuiltInBody, has_every_segment_and_names_each_coordinate_once) {
  EXPECT_EQ(built_in().segment_count(), 21U);
  EXPECT_EQ(built_in().coordinate_count(), 47U);
  std::set<std::string> names;
  for (const Coordinate& one : built_in().coordinates()) {
    EXPECT_LT(one.lower, one.upper) << one.name;
    names.insert(one.name);
  }
  EXPECT_EQ(names.size(), 47U);
  for (const char* name : {"pelvis_tilt", "pelvis_tz", "hip_flexion_r", "knee_angle_l", "lumbar_rotation",
                           "arm_add_l", "pro_sup_r", "subtalar_angle_l", "mtp_angle_r"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

// Landmarks of stature by [Winter2009 fig. 4.1], as fractions of it; the table here is of joint centres, so
// within 2 %.
TEST(BuiltInBody, stands_as_tall_as_its_person) {
  for (const Proportions proportions :
       {Proportions::Average, Proportions::FemaleAverage, Proportions::MaleAverage}) {
    const Body body = make_built_in_body(compute_segment_lengths(Height, proportions), proportions);
    const SegmentFrames frames = compute_segment_frames(body, body.neutral_pose());
    const auto place_end = [&](Part part, Side side) {
      const SegmentIndex i = body.find_segment(part, side).value();
      return frames[i].place(body.segment(i).p_SE_S);
    };
    const double sole = place_end(Part::Toes, Side::Left).y();
    // The spine is shared out alike for both tables, which differ by 1 mm there.
    EXPECT_NEAR(place_end(Part::Head, Side::Both).y() - sole, Height, 0.002);
    EXPECT_NEAR((place_end(Part::Shank, Side::Right).y() - sole) / Height, 0.039, 1e-9);
    EXPECT_NEAR((place_end(Part::Thigh, Side::Right).y() - sole) / Height, 0.285, 0.02);
    EXPECT_NEAR(-sole / Height, 0.530, 0.02);
    EXPECT_NEAR((place_end(Part::Clavicle, Side::Right).y() - sole) / Height, 0.818, 0.02);
    EXPECT_NEAR((place_end(Part::Clavicle, Side::Right).x()), 0.0, 1e-9);
  }
}

// The whole body's centre stands at 55 to 57 % of stature and the masses are those of the whole body
// [Winter2009 §4].
TEST(BuiltInBody, carries_its_mass_where_people_do) {
  double mass = 0.0;
  for (const Segment& one : built_in().segments()) mass += one.mass_fraction;
  EXPECT_NEAR(mass, 1.0, 0.005);
  const SegmentFrames frames = compute_segment_frames(built_in(), built_in().neutral_pose());
  const Segment& toes = built_in().segment(segment(Part::Toes, Side::Left));
  const double sole = frames[segment(Part::Toes, Side::Left)].place(toes.p_SE_S).y();
  const Vector3 centre = compute_centre_of_mass(built_in(), frames);
  EXPECT_NEAR((centre.y() - sole) / Height, 0.56, 0.02);
  EXPECT_NEAR(centre.z(), 0.0, 1e-12);
}

TEST(Coordinates, turn_what_their_meaning_says) {
  struct Row {
    const char* name;
    double degrees;
    Part part;
    Side side;
    Vector3 direction;  // where the far end goes, from where it was
  };
  const std::vector<Row> rows = {
      {"hip_flexion_r", 20, Part::Thigh, Side::Right, Vector3::UnitX()},
      {"hip_flexion_l", 20, Part::Thigh, Side::Left, Vector3::UnitX()},
      {"hip_adduction_r", 20, Part::Thigh, Side::Right, -Vector3::UnitZ()},
      {"hip_adduction_l", 20, Part::Thigh, Side::Left, Vector3::UnitZ()},
      {"hip_rotation_r", 20, Part::Toes, Side::Right, -Vector3::UnitZ()},
      {"hip_rotation_l", 20, Part::Toes, Side::Left, Vector3::UnitZ()},
      {"knee_angle_r", 20, Part::Shank, Side::Right, -Vector3::UnitX()},
      {"ankle_angle_l", 20, Part::Toes, Side::Left, Vector3::UnitY()},
      {"mtp_angle_r", 20, Part::Toes, Side::Right, Vector3::UnitY()},
      {"lumbar_extension", 20, Part::Head, Side::Both, -Vector3::UnitX()},
      {"lumbar_bending", 20, Part::Head, Side::Both, Vector3::UnitZ()},
      {"neck_extension", 20, Part::Head, Side::Both, -Vector3::UnitX()},
      {"clavicle_protraction_r", 20, Part::Clavicle, Side::Right, Vector3::UnitX()},
      {"clavicle_protraction_l", 20, Part::Clavicle, Side::Left, Vector3::UnitX()},
      {"clavicle_elevation_r", 20, Part::Clavicle, Side::Right, Vector3::UnitY()},
      {"clavicle_elevation_l", 20, Part::Clavicle, Side::Left, Vector3::UnitY()},
      {"arm_flex_l", 20, Part::Humerus, Side::Left, Vector3::UnitX()},
      {"arm_add_l", -20, Part::Humerus, Side::Left, -Vector3::UnitZ()},
      {"elbow_flex_r", 20, Part::Forearm, Side::Right, Vector3::UnitX()},
      {"wrist_flex_r", 20, Part::Hand, Side::Right, Vector3::UnitX()},
      {"wrist_dev_r", 20, Part::Hand, Side::Right, -Vector3::UnitZ()},
      {"wrist_dev_l", 20, Part::Hand, Side::Left, Vector3::UnitZ()},
      {"pelvis_tilt", 20, Part::Head, Side::Both, -Vector3::UnitX()},
      {"pelvis_list", 20, Part::Head, Side::Both, Vector3::UnitZ()},
  };
  const SegmentFrames before = compute_segment_frames(built_in(), built_in().neutral_pose());
  for (const Row& row : rows) {
    Pose pose = built_in().neutral_pose();
    set_coordinate(built_in(), pose, coordinate(row.name), row.degrees * std::numbers::pi / 180.0);
    const SegmentFrames after = compute_segment_frames(built_in(), pose);
    const SegmentIndex i = segment(row.part, row.side);
    const Vector3 end = built_in().segment(i).p_SE_S;
    // 20° of the shortest lever here, the front of the foot, is over a centimetre.
    EXPECT_GT((after[i].place(end) - before[i].place(end)).dot(row.direction), 0.01) << row.name;
  }
}

TEST(Coordinates, rotations_turn_the_midline_to_the_left) {
  for (const char* name : {"lumbar_rotation", "thorax_rotation", "neck_rotation", "pelvis_rotation"}) {
    Pose pose = built_in().neutral_pose();
    set_coordinate(built_in(), pose, coordinate(name), 0.3);
    const SegmentFrames frames = compute_segment_frames(built_in(), pose);
    EXPECT_LT(frames[segment(Part::Head)].R_GS.col(0).z(), -0.2) << name;
  }
}

RC_GTEST_PROP(Coordinates, are_read_as_they_were_set, ()) {
  Pose pose = built_in().neutral_pose();
  Eigen::VectorXd set(47);
  for (std::size_t i = 0; i < 47; ++i) {
    // Z-X-Y angles are unique while the middle one stays below 90°: within ±80° here.
    set[static_cast<Eigen::Index>(i)] = *rc::gen::inRange(-80, 81) * std::numbers::pi / 180.0;
    set_coordinate(built_in(), pose, CoordinateIndex{i}, set[static_cast<Eigen::Index>(i)]);
  }
  for (std::size_t i = 0; i < 47; ++i) {
    RC_ASSERT(std::abs(compute_coordinate(built_in(), pose, CoordinateIndex{i}) -
                       set[static_cast<Eigen::Index>(i)]) < 1e-9);
  }
}

RC_GTEST_PROP(Pose, goes_there_and_back, ()) {
  const Pose from = make_random_pose(built_in(), *rc::gen::arbitrary<unsigned>());
  const Pose to = make_random_pose(built_in(), *rc::gen::arbitrary<unsigned>());
  const Pose there = retract(built_in(), from, compute_difference(built_in(), from, to));
  const SegmentFrames a = compute_segment_frames(built_in(), there);
  const SegmentFrames b = compute_segment_frames(built_in(), to);
  for (std::size_t i = 0; i < a.size(); ++i) {
    RC_ASSERT((a[SegmentIndex{i}].R_GS - b[SegmentIndex{i}].R_GS).norm() < 1e-9);
    RC_ASSERT((a[SegmentIndex{i}].p_GS - b[SegmentIndex{i}].p_GS).norm() < 1e-9);
  }
}

RC_GTEST_PROP(Pose, in_the_mirror_puts_every_landmark_in_the_mirror, ()) {
  const Pose pose = make_random_pose(built_in(), *rc::gen::arbitrary<unsigned>());
  const SegmentFrames plain = compute_segment_frames(built_in(), pose);
  const SegmentFrames mirrored = compute_segment_frames(built_in(), mirror(built_in(), pose));
  for (std::size_t i = 0; i < built_in().segment_count(); ++i) {
    const Segment& one = built_in().segments()[i];
    const SegmentIndex other = segment(one.part, opposite(one.side));
    const Vector3 p = plain[SegmentIndex{i}].place(one.p_SE_S);
    const Vector3 q = mirrored[other].place(built_in().segment(other).p_SE_S);
    RC_ASSERT((Vector3(p.x(), p.y(), -p.z()) - q).norm() < 1e-9);
  }
}

// A central difference of step 1e-6 m on lengths of metres is exact to about 1e-9.
RC_GTEST_PROP(Kinematics, moves_points_as_a_numeric_difference_does, ()) {
  const Pose pose = make_random_pose(built_in(), *rc::gen::arbitrary<unsigned>());
  Kinematics kinematics(built_in());
  kinematics.update(built_in(), pose);
  constexpr double Step = 1e-6;
  for (std::size_t c = 0; c < built_in().coordinate_count(); ++c) {
    Tangent step = Tangent::Zero(47);
    step[static_cast<Eigen::Index>(c)] = Step;
    const SegmentFrames forward = compute_segment_frames(built_in(), retract(built_in(), pose, step));
    const SegmentFrames backward = compute_segment_frames(built_in(), retract(built_in(), pose, -step));
    for (std::size_t s = 0; s < built_in().segment_count(); ++s) {
      const SegmentIndex i{s};
      const Vector3 end = built_in().segment(i).p_SE_S;
      const Vector3 numeric = (forward[i].place(end) - backward[i].place(end)) / (2.0 * Step);
      const auto moving = built_in().coordinates_moving(i);
      const bool moves = std::ranges::find(moving, CoordinateIndex{c}) != moving.end();
      const Vector3 analytic =
          moves ? kinematics.point_velocity(CoordinateIndex{c}, kinematics.frame(i).place(end))
                : Vector3(Vector3::Zero());
      RC_ASSERT((analytic - numeric).norm() < 1e-8);
    }
  }
}

TEST(BallJoint, turns_evenly_through_ninety_and_to_a_hundred_and_eighty_degrees_of_abduction) {
  const CoordinateIndex abduct = coordinate("arm_add_r");
  Pose pose = built_in().neutral_pose();
  Tangent step = Tangent::Zero(47);
  step[row(abduct)] = -std::numbers::pi / 180.0;
  for (int degrees = 1; degrees <= 180; ++degrees) {
    pose = retract(built_in(), pose, step);
    const SegmentFrames frames = compute_segment_frames(built_in(), pose);
    const Vector3 arm = -frames[segment(Part::Humerus, Side::Right)].R_GS.col(1);
    const double angle = degrees * std::numbers::pi / 180.0;
    EXPECT_NEAR((arm - Vector3(0.0, -std::cos(angle), std::sin(angle))).norm(), 0.0, 1e-12) << degrees;
  }
}

TEST(Landmarks, sit_where_a_standing_person_has_them) {
  const auto points = compute_landmark_points(built_in());
  const SegmentFrames frames = compute_segment_frames(built_in(), built_in().neutral_pose());
  const auto place = [&](Landmark landmark) {
    const BodyPoint& point = points[index(landmark)];
    return frames[point.segment].place(point.p_SQ_S);
  };
  EXPECT_LT(place(Landmark::LeftShoulder).z(), 0.0);
  EXPECT_GT(place(Landmark::RightShoulder).z(), 0.0);
  EXPECT_GT(place(Landmark::Nose).x(), place(Landmark::RightEar).x() + 0.08);
  // Ear to ear 14 cm, pupil to pupil 6.3 cm [Gordon1989], within a centimetre.
  EXPECT_NEAR((place(Landmark::LeftEar) - place(Landmark::RightEar)).norm(), 0.145, 0.01);
  EXPECT_NEAR((place(Landmark::LeftEye) - place(Landmark::RightEye)).norm(), 0.063, 0.01);
  EXPECT_GT(place(Landmark::RightThumb).z(), place(Landmark::RightPinky).z());
  EXPECT_GT(place(Landmark::LeftFootIndex).x(), place(Landmark::LeftHeel).x() + 0.2);
  EXPECT_EQ(word(Landmark::RightFootIndex), "right_foot_index");
  EXPECT_EQ(word(Landmark::Nose), "nose");
  EXPECT_EQ(word(Landmark::LeftHip), "left_hip");
}

}  // namespace
}  // namespace endrange::body
