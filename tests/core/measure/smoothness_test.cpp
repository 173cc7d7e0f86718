// Oracle for the two golden values: the authors' own, stated for exp(-5t²) over [-1, 1) at 100 Hz
// (siva82kb/SPARC), taken as a speed.
#include "core/measure/smoothness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/measure/trial.h"
#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

std::vector<double> make_golden_speed() {
  std::vector<double> speed;
  for (int i = -100; i < 100; ++i) speed.push_back(std::exp(-5.0 * std::pow(i / 100.0, 2)));
  return speed;
}

TEST(Smoothness, spectral_arc_length_has_its_golden_value) {
  EXPECT_NEAR(compute_spectral_arc_length(make_golden_speed(), 100.0).value(), -1.41403, 5e-6);
}

TEST(Smoothness, log_dimensionless_jerk_has_its_golden_value) {
  EXPECT_NEAR(compute_log_dimensionless_jerk(make_golden_speed(), 100.0).value(), -5.81636, 5e-6);
}

TEST(Smoothness, depends_neither_on_size_nor_on_tempo) {
  std::vector<double> larger = make_golden_speed();
  for (double& value : larger) value *= 7.0;
  EXPECT_NEAR(*compute_spectral_arc_length(larger, 100.0),
              *compute_spectral_arc_length(make_golden_speed(), 100.0), 1e-9);
  EXPECT_NEAR(*compute_log_dimensionless_jerk(larger, 100.0),
              *compute_log_dimensionless_jerk(make_golden_speed(), 100.0), 1e-9);
  // Half as fast: the same numbers at half the rate.
  EXPECT_NEAR(*compute_log_dimensionless_jerk(make_golden_speed(), 50.0),
              *compute_log_dimensionless_jerk(make_golden_speed(), 100.0), 1e-9);
}

TEST(Smoothness, a_halting_movement_is_less_smooth) {
  std::vector<double> halting = make_golden_speed();
  for (std::size_t i = 0; i < halting.size(); ++i)
    halting[i] *= 1.0 + 0.5 * std::sin(2.0 * std::numbers::pi * 4.0 * static_cast<double>(i) / 100.0);
  EXPECT_LT(*compute_spectral_arc_length(halting, 100.0),
            *compute_spectral_arc_length(make_golden_speed(), 100.0) - 0.2);
}

TEST(Smoothness, of_rest_is_nothing) {
  EXPECT_FALSE(compute_spectral_arc_length(std::vector<double>(50, 0.0), 100.0));
  EXPECT_FALSE(compute_log_dimensionless_jerk(std::vector<double>(50, 0.0), 100.0));
  EXPECT_FALSE(compute_spectral_arc_length(std::vector<double>(2, 1.0), 100.0));
}

TEST(Smoothness, of_an_angle_is_the_same_at_jittering_times) {
  const auto smoothness_of = [](double rate, unsigned seed) {
    const AngleTrack track =
        testing::see(testing::make_repetitions({120.0}, 0.0, 1.5), {.frames_per_s = rate, .seed = seed});
    return compute_smoothness(smooth(track), {1.0, 2.5}).value();
  };
  // A raised cosine's speed is half a sine.
  std::vector<double> half_sine;
  for (int i = 0; i <= 150; ++i) half_sine.push_back(std::sin(std::numbers::pi * i / 150.0));
  const double truth = *compute_spectral_arc_length(half_sine, 100.0);
  for (unsigned seed = 1; seed <= 5; ++seed) {
    EXPECT_NEAR(smoothness_of(30.0, seed), truth, 0.15) << seed;
    EXPECT_NEAR(smoothness_of(60.0, seed), truth, 0.15) << seed;
  }
}

TEST(Smoothness, is_not_told_across_a_time_that_was_not_seen) {
  AngleTrack track = testing::see(testing::make_repetitions({120.0}, 0.0, 1.5), {.frames_per_s = 30.0});
  std::erase_if(track, [](const AngleSample& sample) { return sample.time_s > 1.4 && sample.time_s < 2.1; });
  EXPECT_FALSE(compute_smoothness(smooth(track), {1.0, 2.5}));
}

/// A trial of ways out and back of these seconds and holds, at 30 frames a second.
SideTrial measure_control_of(double ramp_s, double hold_s, const Protocol& protocol, bool is_all_around) {
  SideEvidence evidence;
  evidence.side = Side::Left;
  evidence.is_all_around = is_all_around;
  evidence.track = testing::see(testing::make_repetitions({120.0, 118.0, 121.0}, hold_s, ramp_s),
                                {.frames_per_s = 30.0, .noise_deg = 0.3});
  return measure_side(protocol, evidence);
}

TEST(Smoothness, of_a_trial_is_that_of_a_whole_repetition) {
  const SideTrial trial = measure_control_of(1.5, 0.0, testing::make_protocol(), true);
  // A raised cosine out and back: a whole sine of speed, without its sign.
  std::vector<double> out_and_back;
  for (int i = 0; i <= 300; ++i) out_and_back.push_back(std::abs(std::sin(std::numbers::pi * i / 150.0)));
  EXPECT_NEAR(trial.smoothness.value(), *compute_spectral_arc_length(out_and_back, 100.0), 0.15);
}

TEST(Smoothness, of_a_halting_movement_is_less) {
  const testing::Movement halting({{50.0, 0.7, 0.3}, {90.0, 0.7, 0.3}, {120.0, 0.7, 0.0}, {5.0, 1.5, 1.0}});
  SideEvidence evidence;
  evidence.is_all_around = true;
  evidence.track = testing::see(halting, {.frames_per_s = 30.0, .noise_deg = 0.3});
  EXPECT_LT(measure_side(testing::make_protocol(), evidence).smoothness.value(),
            measure_control_of(1.5, 0.0, testing::make_protocol(), true).smoothness.value() - 0.2);
}

TEST(Smoothness, is_told_only_where_it_agrees_with_a_laboratory) {
  EXPECT_FALSE(measure_control_of(1.5, 0.0, testing::make_protocol(), false).smoothness);
  Protocol squat = testing::make_protocol();
  squat.joint_motion = JointMotionId("knee.flexion");
  EXPECT_FALSE(measure_control_of(1.5, 0.0, squat, true).smoothness);
}

TEST(Smoothness, is_not_told_of_repetitions_with_a_hold) {
  EXPECT_FALSE(measure_control_of(1.5, 4.0, testing::make_protocol(), true).smoothness);
}

TEST(Tempo, is_the_median_time_of_a_repetition) {
  // Counted from a tenth of the way out to a tenth of the way back.
  constexpr double SecondsBeyond = 2.0 * 0.205;
  EXPECT_NEAR(*measure_control_of(2.0, 4.0, testing::make_protocol(), false).tempo_s,
              2.0 + 4.0 + 2.0 - 2.0 * SecondsBeyond, 0.2);
}

}  // namespace
}  // namespace endrange::measure
