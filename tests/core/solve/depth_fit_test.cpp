// Oracle: a body of known lengths and a known motion, from whose joints the camera's points are made. Limit:
// the points are as the fit assumes them, with white noise; against real ones stands
// tests/adapters/files/ui_prmd_agreement_test.cpp.
#include "core/solve/depth_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/body/built_in_body.h"
#include "core/solve/depth_angles.h"
#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;

DepthCamera make_camera() {
  DepthCamera camera;
  camera.spread.fill(Vector3(0.03, 0.015, 0.015));
  camera.ankle_up_shank_m = 0.04;
  camera.stance = {0.25, 0.15, 0.02, 0.06, 1.0, 0.08, Vector3(0.03, 0.02, 0.02)};
  camera.lengths = {0.25, 1.08, 0.05, 0.02, 0.2, 0.02, 0.015};
  // Where a pelvis is and how it is turned has no habit.
  for (const auto& [stem, spread_deg] :
       {std::pair("pelvis_", 36000.0), std::pair("lumbar_", 4.0), std::pair("thorax_", 4.0),
        std::pair("clavicle_", 8.0), std::pair("arm_rot", 60.0), std::pair("hip_rotation", 40.0),
        std::pair("", 120.0)}) {
    camera.habits.push_back({stem, Angle::from_degrees(spread_deg)});
  }
  camera.wander = {{"pelvis_t", 1.5},  {"pelvis_", 5.0},  {"lumbar_", 3.0},      {"thorax_", 3.0},
                   {"clavicle_", 6.0}, {"arm_rot", 12.0}, {"hip_rotation", 9.0}, {"", 6.0}};
  camera.offsets = {-0.04, 0.04, 0.04, 0.03};
  camera.intervals = {0.012, 0.025, 0.016, 0.01, 0.012, 0.9};
  camera.half_widths = 2.2;
  camera.least_error = Angle::from_degrees(1.5);
  camera.repeat_spread = Angle::from_degrees(3.5);
  camera.least_noise = Angle::from_degrees(1.5);
  return camera;
}

struct Made {
  body::SegmentLengths lengths = {};
  std::vector<JointCentres> truth = {};
  motion::PointRecording recording = {};
};

// Somebody who stands still, lifts the right thigh and the left arm, and bends the elbow, once in two
// seconds.
Made make_recording(double noise_m, std::uint64_t seed) {
  Made made;
  made.lengths = body::compute_segment_lengths(1.75);
  made.lengths.shank = 1.08 * made.lengths.thigh;
  const Body body = make_built_in_body(made.lengths);
  body::Numbers numbers(seed);
  std::vector<std::string> names = {"left_toes", "right_toes"};
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (const Side side : LeftAndRight) names.push_back(name_joint(static_cast<DepthJoint>(joint), side));
  }
  made.recording = motion::PointRecording(names);
  for (std::size_t frame = 0; frame < 60; ++frame) {
    const double lift = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(frame) / 60.0);
    Pose pose = body.neutral_pose();
    const auto set = [&](const char* name, double value) {
      set_coordinate(body, pose, body.find_coordinate(name).value(), value);
    };
    set("pelvis_tx", -2.4);
    set("pelvis_ty", 0.06 + made.lengths.thigh + made.lengths.shank);
    set("hip_flexion_r", 70.0 * Degree * lift);
    set("knee_angle_r", 80.0 * Degree * lift);
    set("arm_flex_l", 110.0 * Degree * lift);
    set("elbow_flex_l", (20.0 + 60.0 * lift) * Degree);
    const auto frames = compute_segment_frames(body, pose);
    const JointCentres truth = compute_polygon(body, frames);
    made.truth.push_back(truth);
    made.recording.append_frame(static_cast<double>(frame) / 30.0);
    const auto place = [&](std::size_t point, const Vector3& p) {
      const Vector3 off(2.0 * numbers.normal(), numbers.normal(), numbers.normal());
      made.recording.place(frame, point, p + noise_m * off);
    };
    for (std::size_t side = 0; side < 2; ++side) {
      const Vector3& ankle = truth.places[index(DepthJoint::Ankle)][side];
      place(side, {ankle.x() + 0.15, ankle.y() - 0.035, ankle.z()});
      for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
        Vector3 seen = truth.places[joint][side];
        if (joint == index(DepthJoint::Ankle)) {
          seen += 0.04 * (truth.places[index(DepthJoint::Knee)][side] - seen).normalized();
        }
        place(2 + 2 * joint + side, seen);
      }
    }
  }
  return made;
}

TEST(DepthPerson, finds_lengths_and_floor) {
  const Made made = make_recording(0.005, 1);
  const auto person = calibrate_depth_person(std::span(&made.recording, 1), make_camera());
  ASSERT_TRUE(person.has_value()) << person.error().text();
  // Noise of 5 mm at two ends, in 20 frames. The floor is where the lowest tenth of the toes is, so noise
  // puts it half a centimetre lower, and the shank that stands on it gets as much longer.
  EXPECT_NEAR(person->lengths.thigh, made.lengths.thigh, 0.005);
  EXPECT_NEAR(person->lengths.shank, made.lengths.shank, 0.01);
  EXPECT_NEAR(person->lengths.upper_arm, made.lengths.upper_arm, 0.005);
  EXPECT_NEAR(person->lengths.hip_width, made.lengths.hip_width, 0.005);
  EXPECT_NEAR(person->floor_m, 0.0, 0.01);
}

TEST(DepthFit, finds_the_joints_that_the_points_came_from) {
  const DepthCamera camera = make_camera();
  const Made made = make_recording(0.01, 2);
  DepthFit fit(camera, {made.lengths, 0.0});
  const auto fitted = fit.fit(made.recording);
  ASSERT_TRUE(fitted.has_value()) << fitted.error().text();
  double fitted_square = 0.0;
  double seen_square = 0.0;
  for (std::size_t frame = 0; frame < made.truth.size(); ++frame) {
    const auto found =
        compute_polygon(fitted->body, compute_segment_frames(fitted->body, fitted->motion.poses[frame]));
    for (const DepthJoint joint :
         {DepthJoint::Hip, DepthJoint::Shoulder, DepthJoint::Knee, DepthJoint::Elbow, DepthJoint::Wrist}) {
      for (const Side side : LeftAndRight) {
        const Vector3& truth = made.truth[frame].at(joint, side);
        fitted_square += (found.at(joint, side) - truth).squaredNorm();
        seen_square +=
            (*made.recording.find(frame, *made.recording.find_point(name_joint(joint, side))) - truth)
                .squaredNorm();
      }
    }
  }
  EXPECT_LT(fitted_square, 0.4 * seen_square);
  // The right leg leaves the floor, the left one does not.
  EXPECT_LT(fitted->support[1].weight[30], 0.1);
  EXPECT_GT(fitted->support[0].weight[30], 0.5);

  const auto peak = find_depth_peak(*fitted, DepthAngle::KneeFlexion, Side::Right, {});
  EXPECT_NEAR(peak.angle.degrees(), 80.0, 3.0);
  EXPECT_NEAR(static_cast<double>(peak.frame), 30.0, 5.0);
  const double variance =
      compute_noise_variance(fitted->body, fitted->motion.poses[peak.frame],
                             fit.compute_covariance(*fitted, made.recording, peak.frame), peak);
  // 1 cm at 40 cm of lever is 1.4°; the motion's neighbours make it less.
  EXPECT_GT(std::sqrt(variance), 0.3 * Degree);
  EXPECT_LT(std::sqrt(variance), 5.0 * Degree);
}

TEST(DepthFit, goes_on_where_points_are_missing) {
  const Made made = make_recording(0.01, 3);
  motion::PointRecording holes({made.recording.names().begin(), made.recording.names().end()});
  for (std::size_t frame = 0; frame < made.recording.frame_count(); ++frame) {
    holes.append_frame(made.recording.time_s()[frame]);
    for (std::size_t point = 0; point < holes.point_count(); ++point) {
      if ((frame + 3 * point) % 11 == 0 || (point == 8 && frame > 20 && frame < 30)) continue;
      holes.place(frame, point, *made.recording.find(frame, point));
    }
  }
  DepthFit fit(make_camera(), {made.lengths, 0.0});
  const auto fitted = fit.fit(holes);
  ASSERT_TRUE(fitted.has_value()) << fitted.error().text();
  for (std::size_t frame = 0; frame < made.truth.size(); ++frame) {
    const auto found =
        compute_polygon(fitted->body, compute_segment_frames(fitted->body, fitted->motion.poses[frame]));
    for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
      for (std::size_t side = 0; side < 2; ++side) {
        EXPECT_LT((found.places[joint][side] - made.truth[frame].places[joint][side]).norm(), 0.12)
            << frame << " " << joint << " " << side;
      }
    }
  }
}

TEST(DepthFit, says_what_is_missing) {
  DepthFit fit(make_camera(), {body::compute_segment_lengths(1.75), 0.0});
  motion::PointRecording nothing({"left_hip"});
  const auto unnamed = fit.fit(nothing);
  ASSERT_FALSE(unnamed.has_value());
  EXPECT_NE(unnamed.error().text().find("expected a point named right_hip"), std::string::npos);
  std::vector<std::string> names;
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (const Side side : LeftAndRight) names.push_back(name_joint(static_cast<DepthJoint>(joint), side));
  }
  motion::PointRecording empty(names);
  EXPECT_FALSE(fit.fit(empty).has_value());
  for (int frame = 0; frame < 5; ++frame) empty.append_frame(0.03 * frame);
  const auto unseen = fit.fit(empty);
  ASSERT_FALSE(unseen.has_value());
  EXPECT_NE(unseen.error().text().find("expected hips and shoulders in view"), std::string::npos);
}

// --- Angles between joint centres ---

JointCentres make_standing() {
  const Body body = make_built_in_body(body::compute_segment_lengths(1.75));
  return compute_polygon(body, compute_segment_frames(body, body.neutral_pose()));
}

TEST(DepthAngles, are_those_that_a_pose_was_given) {
  const Body body = make_built_in_body(body::compute_segment_lengths(1.75));
  const auto turned = [&](const char* name, double degrees) {
    Pose pose = body.neutral_pose();
    set_coordinate(body, pose, body.find_coordinate(name).value(), degrees * Degree);
    return compute_polygon(body, compute_segment_frames(body, pose));
  };
  const auto degrees = [](DepthAngle angle, Side side, const JointCentres& centres) {
    return compute_depth_angle(angle, side, centres) / Degree;
  };
  EXPECT_NEAR(degrees(DepthAngle::KneeFlexion, Side::Left, turned("knee_angle_l", 70)), 70.0, 1e-9);
  EXPECT_NEAR(degrees(DepthAngle::HipFlexionFromTrunk, Side::Right, turned("hip_flexion_r", 50)), 50.0, 3.0);
  EXPECT_NEAR(degrees(DepthAngle::ArmElevationFromTrunk, Side::Left, turned("arm_flex_l", 90)), 90.0, 3.0);
  EXPECT_NEAR(degrees(DepthAngle::ArmExtension, Side::Right, turned("arm_flex_r", -40)), 40.0, 3.0);
  // The elbow bent and the upper arm hanging has no turn; lifted aside and bent it points forward.
  Pose pose = body.neutral_pose();
  for (const char side : {'l', 'r'}) {
    set_coordinate(body, pose, body.find_coordinate(std::string("arm_add_") + side).value(), -90.0 * Degree);
    set_coordinate(body, pose, body.find_coordinate(std::string("elbow_flex_") + side).value(),
                   90.0 * Degree);
  }
  const auto centres = compute_polygon(body, compute_segment_frames(body, pose));
  EXPECT_NEAR(degrees(DepthAngle::ForearmTurn, Side::Left, centres), 90.0, 3.0);
  EXPECT_NEAR(degrees(DepthAngle::ForearmTurn, Side::Right, centres), 90.0, 3.0);
}

TEST(DepthAngles, offsets_are_mirror_images) {
  const Made made = make_recording(0.0, 1);
  const JointCentres& some = made.truth[25];
  const auto across = [](const JointCentres& centres) {
    JointCentres mirrored;
    for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
      for (std::size_t side = 0; side < 2; ++side) {
        const Vector3& p = centres.places[joint][1 - side];
        mirrored.places[joint][side] = {p.x(), p.y(), -p.z()};
      }
    }
    return mirrored;
  };
  const DepthOffsets offsets{-0.04, 0.04, 0.04, 0.03};
  const JointCentres one = across(apply_offsets(some, offsets));
  const JointCentres other = apply_offsets(across(some), offsets);
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (std::size_t side = 0; side < 2; ++side) {
      EXPECT_LT((one.places[joint][side] - other.places[joint][side]).norm(), 1e-12);
    }
  }
  EXPECT_GT(
      (apply_offsets(some, offsets).at(DepthJoint::Knee, Side::Left) - some.at(DepthJoint::Knee, Side::Left))
          .norm(),
      0.029);
}

TEST(DepthAngles, a_noisy_set_is_drawn_together_and_a_quiet_one_hardly) {
  const DepthCamera camera = make_camera();
  const auto estimate = [&](double spread_deg) {
    std::vector<DepthPeak> peaks(9);
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      peaks[i].angle = Angle::from_degrees(90.0 + spread_deg * (static_cast<double>(i) - 4.0));
      peaks[i].support = 1.0;
      peaks[i].gradient.at(DepthJoint::Knee, Side::Left) = Vector3(0.0, 2.0, 0.0);
    }
    return estimate_set(DepthAngle::KneeFlexion, peaks, std::vector<double>(9, 0.0), camera.intervals,
                        camera);
  };
  const auto quiet = estimate(0.5);
  const auto noisy = estimate(8.0);
  EXPECT_NEAR((quiet[8].in_set - quiet[4].in_set).degrees(), 2.0, 0.4);
  EXPECT_LT((noisy[8].in_set - noisy[4].in_set).degrees(), 5.0);
  EXPECT_EQ(noisy[8].alone.degrees(), 122.0);
  EXPECT_GT(noisy[4].half_width, 3.0 * quiet[4].half_width);
  EXPECT_TRUE(estimate_set(DepthAngle::KneeFlexion, {}, {}, camera.intervals, camera).empty());
}

TEST(DepthAngles, find_the_leg_in_front) {
  std::vector<JointCentres> frames(3, make_standing());
  for (JointCentres& frame : frames) frame.at(DepthJoint::Ankle, Side::Right).x() += 0.3;
  EXPECT_EQ(find_front_leg(frames), Side::Right);
  for (JointCentres& frame : frames) frame.at(DepthJoint::Ankle, Side::Left).x() += 0.5;
  EXPECT_EQ(find_front_leg(frames), Side::Left);
}

}  // namespace
}  // namespace endrange::solve
