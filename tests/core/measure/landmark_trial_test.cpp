#include "core/measure/landmark_trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "core/body/clinical_angles.h"
#include "core/body/landmarks.h"
#include "core/measure/live_trial.h"
#include "tests/core/measure/synthetic.h"
#include "tests/support/arm_raiser.h"

namespace endrange::measure {
namespace {

using test::ArmRaiser;
using ::testing::HasSubstr;
using testing::make_protocol;
using testing::make_repetitions;
using testing::Movement;

constexpr int Width = 1280;
constexpr int Height = 720;
/// As slow as a browser may be; fits of a debug build take their time.
constexpr double FramesPerSecond = 8.0;

const Angle Highest = Angle::from_degrees(170.0);

double compute_abduction_deg(const ArmRaiser& actor, double share, Side side) {
  return body::compute_clinical_angle(actor.body(), actor.pose(share), JointMotionId("shoulder.abduction"),
                                      side, body::Reference::Trunk)
      ->degrees();
}

/// A camera in front of the actor (x forward, y up, z right in the ground) who has turned away from it by a
/// yaw.
struct Camera {
  double yaw_deg = 0.0;
  double noise_m = 0.01;  ///< across the picture; three times as much in depth
  unsigned seed = 1;
};

motion::LandmarkFrame photograph(const ArmRaiser& actor, double time_s, double share, const Camera& camera,
                                 std::mt19937& random) {
  std::normal_distribution<double> normal(0.0, 1.0);
  const auto points = body::compute_landmark_points(actor.body());
  const auto frames = body::compute_segment_frames(actor.body(), actor.pose(share));
  const double yaw = camera.yaw_deg * std::numbers::pi / 180.0;
  std::vector<Eigen::Vector3d> seen;
  for (const body::BodyPoint& point : points) {
    const Eigen::Vector3d ground = frames[point.segment].place(point.p_SQ_S);
    const double forward = std::cos(yaw) * ground.x() - std::sin(yaw) * ground.z();
    const double right = std::sin(yaw) * ground.x() + std::cos(yaw) * ground.z();
    seen.push_back({-right + camera.noise_m * normal(random), -ground.y() + camera.noise_m * normal(random),
                    -forward + 3.0 * camera.noise_m * normal(random)});
  }
  const Eigen::Vector3d hips =
      (seen[body::index(body::Landmark::LeftHip)] + seen[body::index(body::Landmark::RightHip)]) / 2.0;
  // Two and a half metres fill the height of the picture, the hips a little below its middle.
  constexpr double PictureHeight_m = 2.5;
  constexpr double Aspect = double(Width) / double(Height);
  motion::RawLandmarks landmarks;
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    const Eigen::Vector3d world = seen[i] - hips;
    landmarks[i].world = world;
    landmarks[i].image = {0.5 + world.x() / (PictureHeight_m * Aspect), 0.58 + world.y() / PictureHeight_m,
                          world.z() / (PictureHeight_m * Aspect)};
    landmarks[i].visibility = 0.98;
  }
  return {time_s, landmarks};
}

motion::LandmarkRecording film(const ArmRaiser& actor, const Movement& movement, const Camera& camera) {
  std::mt19937 random(camera.seed);
  motion::LandmarkRecording recording;
  recording.width = Width;
  recording.height = Height;
  for (double time_s = 0.0; time_s < movement.duration_s(); time_s += 1.0 / FramesPerSecond)
    recording.frames.push_back(photograph(actor, time_s, movement.angle_deg(time_s) / 100.0, camera, random));
  return recording;
}

/// Movements in hundredths of the way up.
const Movement OneRepetition = make_repetitions({85.0}, 0.3, 1.6);
const Movement TwoRepetitions = make_repetitions({84.0, 86.0}, 3.4, 1.8);

Protocol make_abduction() {
  Protocol protocol = make_protocol();
  protocol.against = body::Reference::Trunk;
  return protocol;
}

TEST(LandmarkTrial, recovers_the_written_range_of_both_arms_within_its_interval) {
  const ArmRaiser actor(Highest);
  const TrialResult result = measure_recording(film(actor, TwoRepetitions, {}), make_abduction());
  ASSERT_FALSE(result.is_refused()) << result.refusal;
  ASSERT_EQ(result.sides.size(), 2U);
  for (const SideTrial& side : result.sides) {
    const journal::Measured& measured = side.measured;
    ASSERT_TRUE(measured.reached && measured.usable) << measured.grade_reason;
    const double truth = compute_abduction_deg(actor, 0.86, measured.side);
    EXPECT_NEAR(measured.reached->mean.degrees(), truth, 1.96 * measured.reached->standard_error.degrees());
    EXPECT_NEAR(measured.usable->mean.degrees(), truth, 1.96 * measured.usable->standard_error.degrees());
    EXPECT_EQ(measured.repetitions.size(), 2U);
    EXPECT_EQ(measured.grade, journal::Grade::Measured) << measured.grade_reason;
  }
}

TEST(LandmarkTrial, refuses_a_side_view_of_a_front_protocol_and_an_empty_room) {
  const ArmRaiser actor(Highest);
  const TrialResult turned =
      measure_recording(film(actor, OneRepetition, {.yaw_deg = 80.0}), make_abduction());
  EXPECT_TRUE(turned.is_refused());
  EXPECT_EQ(turned.remedy, "Face the camera.");
  const TrialResult nobody = measure_recording(motion::LandmarkRecording{}, make_abduction());
  EXPECT_TRUE(nobody.is_refused());
  EXPECT_THAT(nobody.refusal, HasSubstr("can't see anyone"));
}

TEST(LandmarkTrial, an_oblique_view_is_only_a_trend) {
  const ArmRaiser actor(Highest);
  const TrialResult result =
      measure_recording(film(actor, OneRepetition, {.yaw_deg = 32.0}), make_abduction());
  ASSERT_FALSE(result.is_refused()) << result.refusal;
  EXPECT_EQ(result.sides.front().measured.grade, journal::Grade::Trend);
}

TEST(LandmarkTrial, chooses_the_protocol_by_view_and_movement) {
  const ArmRaiser actor(Highest);
  Protocol flexion = make_abduction();
  flexion.id = ProtocolId("shoulder.flexion");
  flexion.joint_motion = JointMotionId("shoulder.flexion");
  flexion.view = View::Side;
  const Protocols protocols({flexion, make_abduction()});
  EXPECT_EQ(measure_recording(film(actor, OneRepetition, {}), protocols).protocol,
            ProtocolId("shoulder.abduction"));
}

TEST(LandmarkTrial, refuses_a_test_that_is_done_by_hand_and_never_chooses_it) {
  const ArmRaiser actor(Highest);
  Protocol by_hand = make_abduction();
  by_hand.id = ProtocolId("back_scratch");
  by_hand.kind = ProtocolKind::Distance;
  const auto recording = film(actor, OneRepetition, {});
  EXPECT_THAT(measure_recording(recording, by_hand).refusal, HasSubstr("camera cannot"));
  EXPECT_EQ(measure_recording(recording, Protocols({by_hand, make_abduction()})).protocol,
            ProtocolId("shoulder.abduction"));
  by_hand.kind = ProtocolKind::Range;
  by_hand.view = View::None;
  EXPECT_TRUE(measure_recording(recording, by_hand).is_refused());
}

TEST(LandmarkTrial, takes_a_test_that_keeps_to_itself_only_when_it_is_asked_for) {
  const ArmRaiser actor(Highest);
  Protocol apart = make_abduction();
  apart.id = ProtocolId("apart");
  apart.is_apart = true;
  const auto recording = film(actor, OneRepetition, {});
  EXPECT_EQ(measure_recording(recording, Protocols({apart, make_abduction()})).protocol,
            ProtocolId("shoulder.abduction"));
  EXPECT_FALSE(measure_recording(recording, apart).is_refused());
}

TEST(LiveTrial, ends_in_the_figures_that_the_recording_gives) {
  const ArmRaiser actor(Highest);
  const motion::LandmarkRecording recording = film(actor, OneRepetition, {});
  LiveTrial trial = make_live_trial(make_abduction(), journal::Method::Camera, Width, Height);
  LiveAnswer last;
  double highest = 0.0;
  for (const motion::LandmarkFrame& frame : recording.frames) {
    LiveStep step = advance(std::move(trial), frame);
    trial = std::move(step.trial);
    last = step.answer;
    for (const LiveAngle& angle : last.angles)
      if (angle.angle) highest = std::max(highest, angle.angle->mean.degrees());
  }
  EXPECT_EQ(last.frames, recording.frames.size());
  EXPECT_NEAR(highest, compute_abduction_deg(actor, 0.85, Side::Left), 12.0);
  const TrialResult live = finish(trial);
  const TrialResult filed = measure_recording(recording, make_abduction(), journal::Method::Camera);
  ASSERT_EQ(live.sides.size(), filed.sides.size());
  for (std::size_t i = 0; i < live.sides.size(); ++i)
    EXPECT_EQ(live.sides[i].measured, filed.sides[i].measured);
}

}  // namespace
}  // namespace endrange::measure
