// Oracle: the same movement without the disturbance, and the angles that it was written with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"
#include "core/measure/landmark_trial.h"
#include "tests/core/measure/film.h"
#include "tests/core/measure/synthetic.h"
#include "tests/support/arm_raiser.h"

namespace endrange::measure {
namespace {

using ::testing::HasSubstr;
using testing::Movement;
using testing::Stretch;

/// Movements in hundredths of the way up.
constexpr double Top = 80.0;
const Movement Plain({{Top, 2.0, 3.6}, {5.0, 2.0, 1.0}, {Top - 2.0, 2.0, 3.6}, {5.0, 2.0, 1.0}});

const test::ArmRaiser& actor() {
  static const test::ArmRaiser Actor(Angle::from_degrees(170.0));
  return Actor;
}

double compute_truth_deg(double share) {
  return body::compute_clinical_angle(actor().body(), actor().pose(share / 100.0),
                                      JointMotionId("shoulder.abduction"), Side::Left, body::Reference::Trunk)
      ->degrees();
}

Protocol make_abduction() {
  Protocol protocol = testing::make_protocol();
  protocol.against = body::Reference::Trunk;
  return protocol;
}

testing::FilmCamera make_camera() {
  return {.rate_hz = 8.0, .noise = {.jitter_m = 0.008}, .seed = 3};
}

motion::LandmarkRecording film(const Movement& movement) {
  return testing::film(
      actor().body(), [&](double time_s) { return actor().pose(movement.angle_deg(time_s) / 100.0); },
      movement.duration_s(), make_camera());
}

void expect_as_written(const TrialResult& result, std::size_t repetitions, double top = Top) {
  ASSERT_FALSE(result.is_refused()) << result.refusal;
  ASSERT_EQ(result.sides.size(), 2U);
  for (const SideTrial& side : result.sides) {
    const journal::Measured& measured = side.measured;
    EXPECT_EQ(measured.repetitions.size(), repetitions);
    ASSERT_TRUE(measured.reached && measured.usable) << measured.grade_reason;
    const double truth = compute_truth_deg(top);
    ErrorParts own = side.usable_error;
    own.repetition = own.between_sessions = own.definition = {};
    EXPECT_NEAR(measured.usable->mean.degrees(), truth, 1.96 * compute_total(own).degrees());
    EXPECT_LT(compute_total(own).degrees(), 8.0);
    EXPECT_NEAR(side.hold->duration_s(), 3.9, 0.8);
  }
}

TEST(DisturbedRecording, without_a_disturbance_is_as_written) {
  expect_as_written(measure_recording(film(Plain), make_abduction()), 2);
}

TEST(DisturbedRecording, a_false_start_and_half_a_repetition_do_not_count) {
  const Movement movement({{22.0, 0.8, 0.2},
                           {5.0, 0.8, 0.6},
                           {Top, 2.0, 3.6},
                           {5.0, 2.0, 1.0},
                           {38.0, 1.2, 0.3},
                           {5.0, 1.2, 0.8},
                           {Top - 2.0, 2.0, 3.6},
                           {5.0, 2.0, 1.0},
                           {Top - 1.0, 2.0, 3.6},
                           {5.0, 2.0, 1.0}});
  expect_as_written(measure_recording(film(movement), make_abduction()), 3);
}

TEST(DisturbedRecording, pauses_at_rest_and_on_the_way_split_nothing_and_are_no_end_of_range) {
  const Movement movement({{30.0, 1.0, 3.5},
                           {Top, 1.5, 3.6},
                           {5.0, 2.0, 4.0},
                           {Top - 2.0, 2.0, 3.6},
                           {45.0, 1.0, 3.5},
                           {5.0, 1.2, 1.0}});
  expect_as_written(measure_recording(film(movement), make_abduction()), 2);
}

/// Frames between two times are somebody else's.
void let_pass(motion::LandmarkRecording& recording, double from_s, double to_s) {
  const body::Body passer = body::make_built_in_body(body::compute_segment_lengths(1.60));
  testing::FilmCamera camera = make_camera();
  camera.distance_m = 5.0;
  camera.turn_deg = 80.0;
  const auto other =
      testing::film(passer, [&](double) { return passer.neutral_pose(); }, Plain.duration_s() + 1.0, camera);
  for (std::size_t i = 0; i < recording.frames.size(); ++i) {
    motion::LandmarkFrame& frame = recording.frames[i];
    if (frame.time_s < from_s || frame.time_s > to_s) continue;
    frame.landmarks = other.frames[i].landmarks;
    const double across = -0.45 + 0.9 * (frame.time_s - from_s) / (to_s - from_s);
    for (motion::RawLandmark& landmark : *frame.landmarks) landmark.image.x() += across;
  }
}

TEST(DisturbedRecording, somebody_who_passes_changes_nothing) {
  for (const double from_s : {0.2, 8.0, 9.2}) {  // at rest, coming down, at rest again
    motion::LandmarkRecording recording = film(Plain);
    SCOPED_TRACE(from_s);
    let_pass(recording, from_s, from_s + 0.4);
    expect_as_written(measure_recording(recording, make_abduction()), 2);
  }
}

TEST(DisturbedRecording, somebody_who_stands_in_the_way_of_a_hold_costs_that_hold_and_no_more) {
  motion::LandmarkRecording recording = film(Plain);
  let_pass(recording, 3.6, 6.2);  // most of the first hold
  const TrialResult result = measure_recording(recording, make_abduction());
  ASSERT_FALSE(result.is_refused()) << result.refusal;
  for (const SideTrial& side : result.sides) {
    ASSERT_TRUE(side.measured.usable) << side.measured.grade_reason;
    EXPECT_NEAR(side.measured.usable->mean.degrees(), compute_truth_deg(Top - 2.0),
                1.96 * side.measured.usable->standard_error.degrees());
    EXPECT_GT(side.hold->start_s, 9.0) << "the second hold";
  }
}

TEST(DisturbedRecording, lost_frames_and_gaps_lose_no_repetition) {
  motion::LandmarkRecording recording = film(Plain);
  std::size_t i = 0;
  std::erase_if(recording.frames, [&](const motion::LandmarkFrame&) { return i++ % 7 == 3; });
  for (motion::LandmarkFrame& frame : recording.frames)
    if ((frame.time_s > 4.0 && frame.time_s < 4.13) || (frame.time_s > 8.2 && frame.time_s < 8.9))
      frame.landmarks.reset();
  expect_as_written(measure_recording(recording, make_abduction()), 2);
}

TEST(DisturbedRecording, the_wrong_side_gives_no_figure_of_the_side_that_was_asked_for) {
  // Only the right arm goes up.
  const body::Body& body = actor().body();
  const auto pose_at = [&](double time_s) {
    const body::Pose both = actor().pose(Plain.angle_deg(time_s) / 100.0);
    const body::Pose rest = actor().pose(0.05);
    body::Tangent step = compute_difference(body, rest, both);
    for (std::size_t c = 0; c < body.coordinate_count(); ++c)
      if (body.segment(body.coordinates()[c].segment).side == Side::Left)
        step[static_cast<Eigen::Index>(c)] = 0.0;
    return retract(body, rest, step);
  };
  const auto recording = testing::film(body, pose_at, Plain.duration_s(), make_camera());
  Protocol protocol = make_abduction();
  protocol.sides = {Side::Left};
  const TrialResult left = measure_recording(recording, protocol);
  EXPECT_TRUE(left.is_refused());
  EXPECT_THAT(left.refusal, HasSubstr("did not move"));
  protocol.sides = {Side::Left, Side::Right};
  const TrialResult both = measure_recording(recording, protocol);
  ASSERT_FALSE(both.is_refused()) << both.refusal;
  EXPECT_FALSE(both.sides[0].measured.reached);
  ASSERT_TRUE(both.sides[1].measured.usable);
  EXPECT_NEAR(both.sides[1].measured.usable->mean.degrees(), compute_truth_deg(Top),
              1.96 * both.sides[1].measured.usable->standard_error.degrees());
}

}  // namespace
}  // namespace endrange::measure
