// Oracle: rotations built by hand from the sequences that Wu 2002, Wu 2005 and Grood & Suntay 1983 write
// down, on the right side and, mirrored, on the left. Limit: the segments' axes are taken to be the ISB ones,
// as the built-in body's are.
#include "core/body/clinical_angles.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <toml++/toml.h>

#include <Eigen/Geometry>
#include <cmath>
#include <numbers>
#include <string>

#include "core/body/built_in_body.h"
#include "core/body/joint_motion.h"
#include "tests/core/body/poses.h"

namespace endrange::body {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;

const Body& built_in() {
  static const Body body = make_built_in_body(compute_segment_lengths(1.75));
  return body;
}

Matrix3 about(const Vector3& axis, double degrees) {
  return Eigen::AngleAxisd(degrees * Degree, axis).toRotationMatrix();
}
const Vector3 X = Vector3::UnitX();
const Vector3 Y = Vector3::UnitY();
const Vector3 Z = Vector3::UnitZ();

// Frames in which the distal segment stands as R in the proximal one; on the left as R's mirror image.
double angle_of(const std::string& motion, Part proximal, Part distal, const Matrix3& R,
                Side side = Side::Right) {
  const Vector3 mirror(1.0, 1.0, side == Side::Left ? -1.0 : 1.0);
  SegmentFrames frames = compute_segment_frames(built_in(), built_in().neutral_pose());
  const auto find = [&](Part part) {
    return built_in().find_segment(part, is_sided(part) ? side : Side::Both).value();
  };
  const Matrix3 anywhere = about(Vector3(1.0, 2.0, -1.0).normalized(), 40.0);
  frames[find(proximal)].R_GS = anywhere;
  frames[find(distal)].R_GS = anywhere * (mirror.asDiagonal() * R * mirror.asDiagonal());
  return compute_clinical_angle(built_in(), frames, JointMotionId(motion), side).value().degrees();
}

// [GroodSuntay1983], [Wu2002]: e1 about the proximal z, e2 floating, e3 about the distal y.
TEST(ClinicalAngles, of_hip_knee_and_ankle_are_those_of_the_joint_coordinate_system) {
  for (const Side side : LeftAndRight) {
    const Matrix3 hip = about(Z, 95.0) * about(X, -25.0) * about(Y, 15.0);
    EXPECT_NEAR(angle_of("hip.flexion", Part::Pelvis, Part::Thigh, hip, side), 95.0, 1e-9);
    EXPECT_NEAR(angle_of("hip.extension", Part::Pelvis, Part::Thigh, hip, side), -95.0, 1e-9);
    EXPECT_NEAR(angle_of("hip.abduction", Part::Pelvis, Part::Thigh, hip, side), 25.0, 1e-9);
    EXPECT_NEAR(angle_of("hip.adduction", Part::Pelvis, Part::Thigh, hip, side), -25.0, 1e-9);
    EXPECT_NEAR(angle_of("hip.internal_rotation", Part::Pelvis, Part::Thigh, hip, side), 15.0, 1e-9);
    EXPECT_NEAR(angle_of("hip.external_rotation", Part::Pelvis, Part::Thigh, hip, side), -15.0, 1e-9);
    const Matrix3 knee = about(Z, -140.0) * about(X, 3.0) * about(Y, 8.0);
    EXPECT_NEAR(angle_of("knee.flexion", Part::Thigh, Part::Shank, knee, side), 140.0, 1e-9);
    EXPECT_NEAR(angle_of("knee.extension", Part::Thigh, Part::Shank, knee, side), -140.0, 1e-9);
    const Matrix3 ankle = about(Z, -40.0) * about(X, 12.0) * about(Y, 5.0);
    EXPECT_NEAR(angle_of("ankle.plantarflexion", Part::Shank, Part::Foot, ankle, side), 40.0, 1e-9);
    EXPECT_NEAR(angle_of("ankle.dorsiflexion", Part::Shank, Part::Foot, ankle, side), -40.0, 1e-9);
    EXPECT_NEAR(angle_of("ankle.inversion", Part::Shank, Part::Foot, ankle, side), 12.0, 1e-9);
    EXPECT_NEAR(angle_of("ankle.eversion", Part::Shank, Part::Foot, ankle, side), -12.0, 1e-9);
    EXPECT_NEAR(angle_of("toes.extension", Part::Foot, Part::Toes, about(Z, 60.0), side), 60.0, 1e-9);
  }
}

// [Wu2002 §3]: flexion and extension, side bending and turning of one spinal segment on the one below.
TEST(ClinicalAngles, of_the_spine_count_to_the_asked_side) {
  const Matrix3 spine = about(Z, -20.0) * about(X, 15.0) * about(Y, -30.0);
  struct Row {
    const char* name;
    Part proximal;
    Part distal;
  };
  for (const Row& row : {Row{"neck", Part::Thorax, Part::Head}, Row{"thorax", Part::Lumbar, Part::Thorax},
                         Row{"lumbar", Part::Pelvis, Part::Lumbar}}) {
    const std::string name = row.name;
    const auto angle = [&](const char* motion) {
      return angle_of(name + motion, row.proximal, row.distal, spine, Side::Right);
    };
    EXPECT_NEAR(angle(".flexion"), 20.0, 1e-9) << name;
    EXPECT_NEAR(angle(".extension"), -20.0, 1e-9) << name;
    EXPECT_NEAR(angle(".side_bend"), 15.0, 1e-9) << name;
    EXPECT_NEAR(angle(".rotation"), 30.0, 1e-9) << name;
    // The mirror image gives the same on the other side.
    EXPECT_NEAR(angle_of(name + ".rotation", row.proximal, row.distal, spine, Side::Left), 30.0, 1e-9)
        << name;
  }
  Pose pose = built_in().neutral_pose();
  set_coordinate(built_in(), pose, built_in().find_coordinate("thorax_rotation").value(), 30.0 * Degree);
  const JointMotionId rotation("thorax.rotation");
  EXPECT_NEAR(compute_clinical_angle(built_in(), pose, rotation, Side::Left)->degrees(), 30.0, 1e-9);
  EXPECT_NEAR(compute_clinical_angle(built_in(), pose, rotation, Side::Right)->degrees(), -30.0, 1e-9);
  EXPECT_FALSE(compute_clinical_angle(built_in(), pose, rotation, Side::Both));
}

// [Wu2005 §2.4.7]: Y-X-Y, where a negative middle angle is elevation; at a plane of 0° elevation is abduction
// and at 90° it is flexion, through 0°, 90° and 180°.
TEST(ClinicalAngles, of_the_shoulder_follow_its_elevation_through_ninety_and_a_hundred_and_eighty_degrees) {
  for (const Side side : LeftAndRight) {
    for (double elevation = -40.0; elevation <= 220.0; elevation += 5.0) {
      const Matrix3 abducted = about(X, -elevation);
      EXPECT_NEAR(angle_of("shoulder.abduction", Part::Thorax, Part::Humerus, abducted, side), elevation,
                  1e-9);
      EXPECT_NEAR(angle_of("shoulder.adduction", Part::Thorax, Part::Humerus, abducted, side), -elevation,
                  1e-9);
      const Matrix3 flexed = about(Y, 90.0) * about(X, -elevation) * about(Y, -90.0);
      EXPECT_NEAR(angle_of("shoulder.flexion", Part::Thorax, Part::Humerus, flexed, side), elevation, 1e-9);
      EXPECT_NEAR(angle_of("shoulder.extension", Part::Thorax, Part::Humerus, flexed, side), -elevation,
                  1e-9);
    }
    // Rotation turns neither.
    const Matrix3 turned = about(X, -120.0) * about(Y, 50.0);
    EXPECT_NEAR(angle_of("shoulder.abduction", Part::Thorax, Part::Humerus, turned, side), 120.0, 1e-9);
  }
}

TEST(ClinicalAngles, of_the_shoulder_keep_plane_and_rotation_apart) {
  for (const Side side : LeftAndRight) {
    for (const double plane : {-20.0, 0.0, 30.0, 90.0, 120.0}) {
      for (const double elevation : {10.0, 90.0, 150.0}) {
        for (const double rotation : {-60.0, 0.0, 40.0}) {
          const Matrix3 R = about(Y, plane) * about(X, -elevation) * about(Y, rotation - plane);
          EXPECT_NEAR(angle_of("shoulder.horizontal_adduction", Part::Thorax, Part::Humerus, R, side), plane,
                      1e-8);
          EXPECT_NEAR(angle_of("shoulder.internal_rotation", Part::Thorax, Part::Humerus, R, side), rotation,
                      1e-8);
          EXPECT_NEAR(angle_of("shoulder.external_rotation", Part::Thorax, Part::Humerus, R, side), -rotation,
                      1e-8);
        }
      }
    }
    // Hanging, where the plane is undetermined, rotation still is not.
    EXPECT_NEAR(angle_of("shoulder.internal_rotation", Part::Thorax, Part::Humerus, about(Y, 35.0), side),
                35.0, 1e-9);
  }
}

// [Wu2005 §§2.4.4, 3.4, 4.3]
TEST(ClinicalAngles, of_girdle_elbow_and_wrist_are_row_by_row_those_of_the_recommendation) {
  for (const Side side : LeftAndRight) {
    const Matrix3 clavicle = about(Y, 20.0) * about(X, -15.0);
    EXPECT_NEAR(angle_of("scapula.protraction", Part::Thorax, Part::Clavicle, clavicle, side), 20.0, 1e-9);
    EXPECT_NEAR(angle_of("scapula.retraction", Part::Thorax, Part::Clavicle, clavicle, side), -20.0, 1e-9);
    EXPECT_NEAR(angle_of("scapula.elevation", Part::Thorax, Part::Clavicle, clavicle, side), 15.0, 1e-9);
    EXPECT_NEAR(angle_of("scapula.depression", Part::Thorax, Part::Clavicle, clavicle, side), -15.0, 1e-9);
    const Matrix3 elbow = about(Z, 130.0) * about(X, 8.0) * about(Y, 70.0);
    EXPECT_NEAR(angle_of("elbow.flexion", Part::Humerus, Part::Forearm, elbow, side), 130.0, 1e-9);
    EXPECT_NEAR(angle_of("elbow.extension", Part::Humerus, Part::Forearm, elbow, side), -130.0, 1e-9);
    EXPECT_NEAR(angle_of("forearm.pronation", Part::Humerus, Part::Forearm, elbow, side), 70.0, 1e-9);
    EXPECT_NEAR(angle_of("forearm.supination", Part::Humerus, Part::Forearm, elbow, side), -70.0, 1e-9);
    const Matrix3 wrist = about(Z, 50.0) * about(X, -15.0);
    EXPECT_NEAR(angle_of("wrist.flexion", Part::Forearm, Part::Hand, wrist, side), 50.0, 1e-9);
    EXPECT_NEAR(angle_of("wrist.extension", Part::Forearm, Part::Hand, wrist, side), -50.0, 1e-9);
    EXPECT_NEAR(angle_of("wrist.radial_deviation", Part::Forearm, Part::Hand, wrist, side), 15.0, 1e-9);
    EXPECT_NEAR(angle_of("wrist.ulnar_deviation", Part::Forearm, Part::Hand, wrist, side), -15.0, 1e-9);
  }
}

TEST(ClinicalAngles, against_the_trunk_see_a_leaning_back_as_hip_extension) {
  Pose pose = built_in().neutral_pose();
  const auto set = [&](const char* name, double degrees) {
    set_coordinate(built_in(), pose, built_in().find_coordinate(name).value(), degrees * Degree);
  };
  const auto hip = [&](Reference reference) {
    return compute_clinical_angle(built_in(), pose, JointMotionId("hip.flexion"), Side::Right, reference)
        ->degrees();
  };
  set("hip_flexion_r", 80.0);
  const double upright = hip(Reference::Trunk);
  EXPECT_NEAR(upright, 80.0,
              1e-9);  // ear, shoulder and hip stand on one plumb line in the anatomical position
  set("lumbar_extension", 20.0);
  EXPECT_NEAR(hip(Reference::Proximal), 80.0, 1e-9);
  // The trunk turns about L5/S1, a fifth of its length up: about four fifths of the 20° show.
  EXPECT_NEAR(hip(Reference::Trunk), upright - 16.0, 1.0);
  EXPECT_FALSE(
      compute_clinical_angle(built_in(), pose, JointMotionId("knee.flexion"), Side::Right, Reference::Trunk));
}

// The one list of joint motions and the clinical angles agree: what drives a coordinate grows the angle as
// much.
TEST(JointMotionsFile, drives_each_coordinate_the_way_its_clinical_angle_grows) {
  const auto file = toml::parse_file(std::string(ENDRANGE_SOURCE_DIR) + "/content/joint_motions.toml");
  const auto* all = file["joint_motion"].as_array();
  ASSERT_NE(all, nullptr);
  EXPECT_GE(all->size(), 45U);
  int driven_count = 0;
  for (const auto& node : *all) {
    const auto& table = *node.as_table();
    JointMotion motion;
    motion.id = JointMotionId(table["id"].value_or(std::string()));
    motion.is_sided = table["sided"].value_or(false);
    motion.coordinate = table["coordinate"].value_or(std::string());
    motion.sign = table["sign"].value_or(0.0);
    motion.human_range = Angle::from_degrees(table["human_range_deg"].value_or(0.0));
    if (motion.coordinate.empty()) continue;
    for (const Side side : LeftAndRight) {
      const auto driven = find_driven_coordinate(built_in(), motion, side);
      ASSERT_TRUE(driven) << motion.id.value();
      ++driven_count;
      const Coordinate& coordinate = built_in().coordinate(driven->coordinate);
      EXPECT_GE(coordinate.upper, (driven->sign > 0 ? 1.0 : -1.0) * motion.human_range.radians())
          << coordinate.name;
      EXPECT_LE(coordinate.lower, (driven->sign > 0 ? 1.0 : -1.0) * motion.human_range.radians())
          << coordinate.name;
      for (const double degrees : {5.0, 10.0}) {
        Pose pose = built_in().neutral_pose();
        set_coordinate(built_in(), pose, driven->coordinate, driven->sign * degrees * Degree);
        const auto angle = compute_clinical_angle(built_in(), pose, motion.id, side);
        ASSERT_TRUE(angle) << motion.id.value();
        // The subtalar axis is oblique: turning about it inverts by about two thirds as much [Isman1969].
        const double share = motion.coordinate == "subtalar_angle" ? 0.68 : 1.0;
        EXPECT_NEAR(angle->degrees(), share * degrees, share < 1.0 ? 0.5 : 1e-9) << motion.id.value();
      }
    }
  }
  EXPECT_GE(driven_count, 80);
}

// Oracle: R = Rot(a, θ) by Rodrigues has R(z, y) = a_x sin θ + a_y a_z (1 - cos θ), whose arc sine is the
// turn about the floating axis [Wu2002 §2.3]. With the subtalar axis 42° up and 23° to the midline
// [Isman1969] 30° of it show 18.4° of inversion, and its limits of 45° and -30° show 25.3° and 21.6°.
TEST(CoordinateValue, of_a_sole_goes_further_than_what_is_seen) {
  const JointMotion inversion{.id = JointMotionId("ankle.inversion"),
                              .coordinate = "subtalar_angle",
                              .human_range = Angle::from_degrees(35.0)};
  JointMotion eversion = inversion;
  eversion.id = JointMotionId("ankle.eversion");
  eversion.sign = -1.0;
  const double seen = std::asin(std::cos(42 * Degree) * std::cos(23 * Degree) * 0.5 -
                                std::sin(42 * Degree) * std::cos(42 * Degree) * std::sin(23 * Degree) *
                                    (1 - std::sqrt(0.75)));
  EXPECT_NEAR(seen / Degree, 18.4, 0.1);
  for (const Side side : LeftAndRight) {
    const auto value = find_coordinate_value(built_in(), inversion, side, Angle::from_radians(seen));
    ASSERT_TRUE(value);
    EXPECT_NEAR(*value / Degree, 30.0, 1e-3);
    EXPECT_NEAR(compute_shown_range(built_in(), inversion, side).degrees(), 25.3, 0.1);
    EXPECT_NEAR(compute_shown_range(built_in(), eversion, side).degrees(), 21.6, 0.1);
    // Beyond what is seen at the limit there is nothing more.
    EXPECT_NEAR(*find_coordinate_value(built_in(), inversion, side, Angle::from_degrees(34.0)) / Degree, 45.0,
                1e-3);
  }
}

RC_GTEST_PROP(ClinicalAngles, of_the_mirror_image_are_those_of_the_other_side, ()) {
  const Pose pose = make_random_pose(built_in(), *rc::gen::arbitrary<unsigned>());
  const Pose mirrored = mirror(built_in(), pose);
  for (const char* motion :
       {"shoulder.abduction", "shoulder.internal_rotation", "hip.flexion", "hip.abduction",
        "hip.internal_rotation", "knee.flexion", "neck.rotation", "thorax.side_bend", "ankle.inversion",
        "scapula.elevation", "forearm.pronation"}) {
    const JointMotionId id(motion);
    const double a = compute_clinical_angle(built_in(), pose, id, Side::Left)->radians();
    const double b = compute_clinical_angle(built_in(), mirrored, id, Side::Right)->radians();
    RC_ASSERT(std::abs(std::remainder(a - b, 2.0 * std::numbers::pi)) < 1e-9);
  }
}

// A central difference of step 1e-6 rad is exact to about 1e-8 where the angle is well determined.
void expect_numeric_gradient(const Pose& pose, const char* motion, Side side, Reference reference) {
  const JointMotionId id(motion);
  Kinematics kinematics(built_in());
  kinematics.update(built_in(), pose);
  const auto analytic = compute_clinical_angle_with_gradient(built_in(), kinematics, id, side, reference);
  const auto angle = [&](const Pose& at) {
    return compute_clinical_angle(built_in(), at, id, side, reference)->radians();
  };
  EXPECT_NEAR(analytic->angle.radians(), angle(pose), 1e-12);
  const double largest = analytic->gradient.lpNorm<Eigen::Infinity>();
  EXPECT_GE(largest, 0.3) << motion << ": some coordinate moves the angle";
  for (Eigen::Index c = 0; c < 47; ++c) {
    Tangent step = Tangent::Zero(47);
    step[c] = 1e-6;
    const double change =
        std::remainder(angle(retract(built_in(), pose, step)) - angle(retract(built_in(), pose, -step)),
                       2.0 * std::numbers::pi);
    EXPECT_NEAR(analytic->gradient[c], change / 2e-6, 1e-6 * largest * largest) << motion << " " << c;
  }
}

TEST(ClinicalAngles, have_the_gradient_that_a_numeric_difference_has) {
  for (const std::uint64_t seed : {1U, 2U}) {
    const Pose pose = make_random_pose(built_in(), seed, 0.4);
    for (const Side side : LeftAndRight) {
      for (const char* motion :
           {"shoulder.abduction", "shoulder.internal_rotation", "shoulder.horizontal_adduction",
            "hip.flexion", "hip.abduction", "hip.internal_rotation", "knee.flexion", "neck.rotation",
            "scapula.elevation", "scapula.protraction"}) {
        expect_numeric_gradient(pose, motion, side, Reference::Proximal);
      }
      for (const char* motion : {"shoulder.abduction", "shoulder.flexion", "hip.flexion", "hip.abduction"}) {
        expect_numeric_gradient(pose, motion, side, Reference::Trunk);
      }
    }
  }
}

}  // namespace
}  // namespace endrange::body
