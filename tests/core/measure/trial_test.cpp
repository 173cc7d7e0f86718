#include "core/measure/trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using journal::Grade;
using ::testing::HasSubstr;
using testing::make_protocol;
using testing::make_repetitions;
using testing::Movement;
using testing::see;

SideEvidence make_evidence(AngleTrack track) {
  SideEvidence evidence;
  evidence.side = Side::Left;
  evidence.track = std::move(track);
  return evidence;
}

/// A trunk that stays, or leans by so much while the arm is between two angles.
CompensationTrack make_lean(const AngleTrack& arm, double from_deg, double lean_deg) {
  CompensationTrack lean{make_protocol().forbidden.front(), arm};
  for (AngleSample& sample : lean.track) {
    const double share = std::clamp((sample.angle.degrees() - from_deg) / 10.0, 0.0, 1.0);
    sample.angle = Angle::from_degrees(2.0 + share * lean_deg);
  }
  return lean;
}

TEST(Trial, measures_reached_and_usable_with_their_error) {
  const SideTrial trial = measure_side(
      make_protocol(), make_evidence(see(make_repetitions({148.0, 150.0, 146.0}), {.noise_deg = 1.0})));
  const journal::Measured& measured = trial.measured;
  EXPECT_EQ(measured.grade, Grade::Measured);
  ASSERT_TRUE(measured.reached && measured.usable);
  EXPECT_NEAR(measured.reached->mean.degrees(), 150.0, 2.0);
  EXPECT_NEAR(measured.usable->mean.degrees(), 150.0, 1.0);
  EXPECT_LE(measured.usable->mean, measured.reached->mean);
  EXPECT_NEAR(trial.reached_median->degrees(), 148.0, 2.0);
  EXPECT_GE(measured.hold_s, 3.0);
  EXPECT_EQ(measured.repetitions.size(), 3U);
  EXPECT_EQ(measured.set_up, "standing/front");
  // What repeats: how the angle is defined, and what the camera mistakes through the whole recording.
  EXPECT_NEAR(measured.set_up_error.degrees(), std::hypot(5.0, trial.usable_error.lasting.degrees()), 1e-9);
  EXPECT_NEAR(trial.usable_error.lasting.degrees(), 1.0, 1e-9);
  // Never surer than the sources are about standing anew and about the definition.
  EXPECT_GT(measured.usable->standard_error.degrees(), std::hypot(5.0, 2.5));
}

TEST(Trial, without_a_hold_reaches_and_says_why_nothing_is_usable) {
  const SideTrial trial = measure_side(
      make_protocol(), make_evidence(see(make_repetitions({150.0, 150.0}, 0.3), {.noise_deg = 1.0})));
  EXPECT_TRUE(trial.measured.reached);
  EXPECT_FALSE(trial.measured.usable);
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("No position was held for 3 s"));
  EXPECT_THAT(trial.remedy, HasSubstr("3 s"));
}

TEST(Trial, a_repetition_that_stops_short_does_not_blur_the_end_range) {
  const auto measure = [](const std::vector<double>& tops) {
    return measure_side(make_protocol(), make_evidence(see(make_repetitions(tops), {.noise_deg = 1.0})));
  };
  const SideTrial short_one = measure({150.0, 95.0, 149.0});
  EXPECT_EQ(short_one.measured.repetitions.size(), 3U);
  EXPECT_LT(short_one.reached_error.repetition.degrees(), 2.2);
}

TEST(Trial, of_noisy_repetitions_the_highest_is_not_taken_as_it_is) {
  SideEvidence evidence =
      make_evidence(see(make_repetitions({150.0, 146.0, 153.0, 149.0, 147.0}, 0.3), {.noise_deg = 1.0}));
  for (AngleSample& sample : evidence.track) sample.standard_error = Angle::from_degrees(4.0);
  const SideTrial as_seen = measure_side(make_protocol(), evidence);
  evidence.errs_anew = true;
  const SideTrial drawn = measure_side(make_protocol(), evidence);
  ASSERT_TRUE(as_seen.measured.reached && drawn.measured.reached);
  EXPECT_LT(drawn.measured.reached->mean.degrees(), as_seen.measured.reached->mean.degrees() - 0.5);
  EXPECT_GT(drawn.measured.reached->mean, *drawn.reached_median);
  EXPECT_NEAR(drawn.reached_median->degrees(), as_seen.reached_median->degrees(), 1e-9);
}

TEST(Trial, is_refused_where_the_limb_moved_no_further_than_it_may_be_off) {
  AngleTrack track = see(make_repetitions({16.0, 16.0}), {.noise_deg = 0.5});
  EXPECT_TRUE(measure_side(make_protocol(), make_evidence(track)).measured.reached);
  for (AngleSample& sample : track) sample.standard_error = Angle::from_degrees(12.0);
  const SideTrial trial = measure_side(make_protocol(), make_evidence(track));
  EXPECT_FALSE(trial.measured.reached);
  EXPECT_EQ(trial.measured.grade, Grade::NotObservable);
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("no further than a camera may be off"));
  EXPECT_THAT(trial.remedy, HasSubstr("by hand"));
}

TEST(Trial, of_a_leg_is_refused_where_a_depth_camera_saw_the_person_side_on) {
  SideEvidence evidence = make_evidence(see(make_repetitions({150.0, 150.0}), {.noise_deg = 1.0}));
  evidence.is_side_on = true;
  const SideTrial trial = measure_side(make_protocol(), evidence);
  EXPECT_FALSE(trial.measured.reached);
  EXPECT_EQ(trial.measured.grade, Grade::NotObservable);
  EXPECT_EQ(trial.remedy, "Face the camera.");
}

TEST(Trial, a_range_won_by_leaning_is_not_counted) {
  // Upright to 120, then leaning by 15 up to 150; then an upright hold at 118.
  const Movement movement({{150.0, 2.0, 4.0}, {118.0, 1.0, 4.0}, {5.0, 2.0, 1.0}});
  SideEvidence evidence = make_evidence(see(movement, {.noise_deg = 0.5}));
  evidence.compensations = {make_lean(evidence.track, 125.0, 15.0)};
  const SideTrial trial = measure_side(make_protocol(), evidence);
  ASSERT_TRUE(trial.measured.reached && trial.measured.usable);
  EXPECT_NEAR(trial.measured.usable->mean.degrees(), 118.0, 1.5);
  EXPECT_LT(trial.measured.reached->mean.degrees(), 140.0);
  ASSERT_EQ(trial.compensations.size(), 1U);
  EXPECT_NEAR(trial.compensations[0].largest.degrees(), 15.0, 1.0);
  // The lean passes 10 degrees two thirds up its ramp from 125 to 135.
  EXPECT_NEAR(trial.compensations[0].began_at.degrees(), 132.0, 5.0);
  // Of 15 degrees, within its own interval, which says something.
  EXPECT_NEAR(trial.compensations[0].largest.degrees(), 15.0,
              1.96 * trial.compensations[0].largest_error.degrees());
  EXPECT_LT(trial.compensations[0].largest_error.degrees(), 3.0);
  EXPECT_GT(trial.compensations[0].began_at_error, Angle{});
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("Your trunk leans to the side"));
}

TEST(Trial, a_small_lean_is_allowed) {
  SideEvidence evidence = make_evidence(see(make_repetitions({150.0}), {.noise_deg = 0.5}));
  evidence.compensations = {make_lean(evidence.track, 100.0, 7.0)};
  const SideTrial trial = measure_side(make_protocol(), evidence);
  EXPECT_TRUE(trial.compensations.empty());
  ASSERT_EQ(trial.watched.size(), 1U) << "and told all the same";
  EXPECT_NEAR(trial.watched[0].largest.degrees(), 7.0, 1.96 * trial.watched[0].largest_error.degrees());
  EXPECT_NEAR(trial.measured.usable->mean.degrees(), 150.0, 1.0);
}

TEST(Trial, a_trunk_that_is_hardly_seen_is_not_watched) {
  SideEvidence evidence = make_evidence(see(make_repetitions({150.0}), {.noise_deg = 0.5}));
  CompensationTrack lean = make_lean(evidence.track, 100.0, 40.0);
  for (std::size_t i = 0; i < lean.track.size(); ++i) lean.track[i].is_determined = i % 3 == 0;
  evidence.compensations = {lean};
  const SideTrial trial = measure_side(make_protocol(), evidence);
  EXPECT_TRUE(trial.watched.empty());
  EXPECT_NEAR(trial.measured.usable->mean.degrees(), 150.0, 1.0);
}

TEST(Trial, what_lasts_through_a_recording_is_not_averaged_out_by_frames) {
  AngleTrack track = see(make_repetitions({150.0}, 6.0), {.noise_deg = 0.5});
  for (AngleSample& sample : track) sample.standard_error = Angle::from_degrees(6.0);
  const SideTrial trial = measure_side(make_protocol(), make_evidence(track));
  EXPECT_NEAR(trial.usable_error.lasting.degrees(), 6.0, 1e-9);
  EXPECT_LT(trial.usable_error.noise.degrees(), 0.5);
}

TEST(Trial, an_oblique_view_is_a_trend_and_a_wrong_one_is_refused) {
  SideEvidence evidence = make_evidence(see(make_repetitions({150.0}), {.noise_deg = 1.0}));
  evidence.off_plane = Angle::from_degrees(30.0);
  const SideTrial oblique = measure_side(make_protocol(), evidence);
  EXPECT_EQ(oblique.measured.grade, Grade::Trend);
  EXPECT_EQ(oblique.remedy, "Face the camera.");
  evidence.off_plane = Angle::from_degrees(70.0);
  const SideTrial wrong = measure_side(make_protocol(), evidence);
  EXPECT_EQ(wrong.measured.grade, Grade::NotObservable);
  EXPECT_FALSE(wrong.measured.reached);
}

TEST(Trial, a_swing_is_a_trend_because_momentum_carries_it) {
  const SideTrial trial = measure_side(
      make_protocol(), make_evidence(see(make_repetitions({150.0, 150.0}, 0.3, 0.6), {.noise_deg = 1.0})));
  EXPECT_TRUE(trial.measured.reached);
  EXPECT_EQ(trial.measured.grade, Grade::Trend);
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("momentum"));
}

TEST(Trial, refuses_what_it_cannot_see) {
  const Protocol protocol = make_protocol();
  const auto reason = [&](AngleTrack track) {
    const SideTrial trial = measure_side(protocol, make_evidence(std::move(track)));
    EXPECT_EQ(trial.measured.grade, Grade::NotObservable);
    EXPECT_FALSE(trial.measured.reached);
    EXPECT_FALSE(trial.remedy.empty());
    return trial.measured.grade_reason;
  };
  EXPECT_THAT(reason({}), HasSubstr("can't see your left arm"));
  EXPECT_THAT(reason(see(Movement({{5.0, 1.0, 6.0}}), {.noise_deg = 2.0})), HasSubstr("did not move"));
  EXPECT_THAT(reason(see(Movement({{150.0, 0.2, 0.0}}), {.frames_per_s = 60.0})), HasSubstr("too short"));
  EXPECT_THAT(reason(see(make_repetitions({150.0, 150.0, 150.0}), {.frames_per_s = 2.0})),
              HasSubstr("too few"));
  AngleTrack cut = see(make_repetitions({150.0}), {.noise_deg = 1.0});
  for (AngleSample& sample : cut) sample.is_determined = sample.angle.degrees() < 110.0;
  EXPECT_THAT(reason(std::move(cut)), HasSubstr("can't see your left arm at the top"));
}

// The way up of the second repetition was still seen, its top and all that follows was not: 60° are no top.
TEST(Trial, a_limb_that_is_lost_on_its_way_up_has_no_top) {
  AngleTrack track = see(make_repetitions({60.0, 150.0}, 4.0), {.noise_deg = 1.0});
  for (AngleSample& sample : track)
    sample.is_determined = sample.is_determined && (sample.time_s < 9.0 || sample.angle.degrees() < 60.0) &&
                           sample.time_s < 12.5;
  const SideTrial trial = measure_side(make_protocol(), make_evidence(std::move(track)));
  ASSERT_TRUE(trial.measured.reached);
  EXPECT_EQ(trial.measured.repetitions.size(), 1U);
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("at the top"));
}

// Of a repetition whose top was hidden, more was seen than the others reached: what they reached is too
// little.
TEST(Trial, is_refused_where_a_repetition_went_further_whose_top_was_hidden) {
  AngleTrack track = see(make_repetitions({60.0, 150.0}, 4.0), {.noise_deg = 1.0});
  for (AngleSample& sample : track)
    sample.is_determined = sample.time_s < 9.0 || sample.angle.degrees() < 120.0;
  const SideTrial trial = measure_side(make_protocol(), make_evidence(std::move(track)));
  EXPECT_FALSE(trial.measured.reached);
  EXPECT_TRUE(trial.measured.repetitions.empty());
  EXPECT_EQ(trial.measured.grade, Grade::NotObservable);
  EXPECT_THAT(trial.measured.grade_reason, HasSubstr("at the top"));
}

TEST(Trial, with_no_figure_on_any_side_is_refused_as_a_whole) {
  const Protocol protocol = make_protocol();
  const SideTrial unseen = measure_side(protocol, make_evidence({}));
  const TrialResult refused = make_trial_result(protocol, {unseen, unseen}, 7.0, 70);
  EXPECT_TRUE(refused.is_refused());
  EXPECT_TRUE(refused.sides.empty());
  const SideTrial seen = measure_side(protocol, make_evidence(see(make_repetitions({150.0}), {})));
  const TrialResult half = make_trial_result(protocol, {unseen, seen}, 7.0, 70);
  EXPECT_FALSE(half.is_refused());
  EXPECT_EQ(half.sides.size(), 2U);
}

TEST(Trial, intervals_cover_the_truth) {
  // A person whose true usable range is drawn anew each time, measured with the errors that the protocol
  // names. 95 % intervals over 60 trials: fewer than 52 covered would happen to right intervals less than
  // once in a hundred.
  constexpr int Trials = 60;
  const Protocol protocol = make_protocol();
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0.0, 1.0);
  std::uniform_real_distribution<double> range(60.0, 170.0);
  int usable_covered = 0;
  int reached_covered = 0;
  for (unsigned trial = 1; trial <= Trials; ++trial) {
    const double truth = range(random);
    const double session = truth + 5.0 * normal(random) + 2.5 * normal(random);
    std::vector<double> tops;
    for (int k = 0; k < 3; ++k) tops.push_back(session + 2.2 * normal(random));
    const SideTrial measured = measure_side(
        protocol,
        make_evidence(see(make_repetitions(tops), {.frames_per_s = 12.0, .noise_deg = 2.0, .seed = trial})));
    ASSERT_TRUE(measured.measured.usable && measured.measured.reached) << trial;
    const auto covers = [&](const Estimate& estimate) {
      return std::abs(estimate.mean.degrees() - truth) <= 1.96 * estimate.standard_error.degrees();
    };
    usable_covered += covers(*measured.measured.usable) ? 1 : 0;
    reached_covered += covers(*measured.measured.reached) ? 1 : 0;
  }
  EXPECT_GE(usable_covered, 52);
  EXPECT_GE(reached_covered, 52);
}

}  // namespace
}  // namespace endrange::measure
