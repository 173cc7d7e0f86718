#include "core/motion/recording.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>

#include "core/body/built_in_body.h"
#include "tests/support/recordings.h"

namespace endrange::motion {
namespace {

using body::Landmark;

RawLandmarks seen_everywhere() {
  RawLandmarks landmarks;
  for (auto& one : landmarks) one.visibility = 1.0;
  return landmarks;
}

TEST(Observations, turn_the_camera_into_ground_and_make_depth_the_worst) {
  RawLandmarks landmarks = seen_everywhere();
  landmarks[0].world = {0.1, -0.6, -0.2};  // right in the picture, up, towards the camera
  const auto nose = compute_observations(landmarks)[0].value();
  EXPECT_EQ(nose.position, Vector3(0.2, 0.6, -0.1));
  EXPECT_DOUBLE_EQ(nose.spread.x(), 3.0 * nose.spread.y());
  EXPECT_DOUBLE_EQ(nose.spread.y(), nose.spread.z());
}

TEST(Observations, grow_uncertain_as_visibility_falls_and_then_go_missing) {
  RawLandmarks landmarks = seen_everywhere();
  landmarks[1].visibility = 0.5;
  landmarks[2].visibility = 0.1;
  const auto seen = compute_observations(landmarks);
  EXPECT_GT(seen[1]->spread.y(), 1.5 * seen[0]->spread.y());
  EXPECT_FALSE(seen[2]);
  const auto recording = make_point_recording({.frames = {{0.0, landmarks}, {0.1, std::nullopt}}});
  EXPECT_EQ(recording.names()[11], "left_shoulder");
  EXPECT_EQ(recording.find(0, 0), seen[0]->position);
  EXPECT_FALSE(recording.find(0, 2));
  EXPECT_EQ(recording.confidence(0, 1), 0.5);
  EXPECT_EQ(recording.count_seen(), body::LandmarkCount - 1);
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) EXPECT_FALSE(recording.find(1, i));
}

TEST(CheckFrame, refuses_numbers_and_times_that_cannot_be) {
  LandmarkFrame frame{1.0, seen_everywhere()};
  EXPECT_TRUE(check_frame(frame, std::nullopt));
  EXPECT_TRUE(check_frame(frame, 0.9));
  EXPECT_FALSE(check_frame(frame, 1.0));
  EXPECT_FALSE(check_frame(frame, 2.0));
  (*frame.landmarks)[5].world.y() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(check_frame(frame, 0.0).error().message.find("right_eye"), std::string::npos)
      << check_frame(frame, 0.0).error().message;
  frame = {1.0, seen_everywhere()};
  (*frame.landmarks)[4].visibility = 1.5;
  EXPECT_FALSE(check_frame(frame, 0.0));
  frame.time_s = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(check_frame(frame, 0.0));
}

TEST(Motion, is_read_between_its_poses) {
  const body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.7));
  const auto knee = body.find_coordinate("knee_angle_r").value();
  Motion motion{{0.0, 1.0}, {body.neutral_pose(), body.neutral_pose()}};
  set_coordinate(body, motion.poses[1], knee, 1.0);
  EXPECT_NEAR(compute_coordinate(body, compute_pose_at(body, motion, 0.25), knee), 0.25, 1e-12);
  EXPECT_EQ(compute_pose_at(body, motion, -1.0), motion.poses[0]);
  EXPECT_EQ(compute_pose_at(body, motion, 9.0), motion.poses[1]);
}

// Golden landmarks of one picture, from MediaPipe's own tests: their order is ours. Left and right are the
// person's own, so whoever faces the camera has the left shoulder to the right of the right one.
TEST(Landmarks, stand_in_the_order_of_mediapipes_golden_picture) {
  const auto path = test::find_recording("mediapipe/mediapipe/tasks/testdata/vision/pose_landmarks.pbtxt");
  if (!path) GTEST_SKIP() << test::NoRecordings;
  std::ifstream in(*path);
  std::vector<Vector3> points;
  for (std::string word; in >> word;) {
    double value = 0.0;
    if (word == "x:" && in >> value) points.emplace_back(value, 0.0, 0.0);
    if (word == "y:" && in >> value) points.back().y() = value;
  }
  ASSERT_GE(points.size(), body::LandmarkCount);
  const auto at = [&](Landmark landmark) { return points[index(landmark)]; };
  EXPECT_GT(at(Landmark::LeftEar).x(), at(Landmark::RightEar).x());
  EXPECT_GT(at(Landmark::LeftShoulder).x(), at(Landmark::RightShoulder).x());
  EXPECT_GT(at(Landmark::LeftHip).x(), at(Landmark::RightHip).x());
  EXPECT_LT(at(Landmark::Nose).y(), at(Landmark::MouthLeft).y());
  EXPECT_LT(at(Landmark::LeftShoulder).y(), at(Landmark::LeftHip).y());
  EXPECT_LT(at(Landmark::LeftHip).y(), at(Landmark::LeftKnee).y());
  EXPECT_LT(at(Landmark::LeftKnee).y(), at(Landmark::LeftAnkle).y());
  EXPECT_LT(at(Landmark::RightAnkle).y(), at(Landmark::RightFootIndex).y());
}

}  // namespace
}  // namespace endrange::motion
