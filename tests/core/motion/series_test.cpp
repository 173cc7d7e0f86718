#include "core/motion/series.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace endrange::motion {
namespace {

// Irregular on purpose: a browser's clock jitters.
Series sample(double (*f)(double), int count = 200) {
  Series series;
  for (int i = 0; i < count; ++i) {
    const double t = i / 30.0 + 0.008 * std::sin(7.0 * i);
    series.time_s.push_back(t);
    series.values.emplace_back(f(t));
  }
  return series;
}

TEST(Series, smoothing_keeps_a_straight_line_to_its_ends) {
  const Series smooth = smooth_without_lag(sample([](double t) { return 3.0 * t - 1.0; }), 6.0);
  for (std::size_t i = 0; i < smooth.values.size(); ++i) {
    EXPECT_NEAR(*smooth.values[i], 3.0 * smooth.time_s[i] - 1.0, 1e-9);
  }
}

TEST(Series, smoothing_passes_half_the_power_at_its_cut_off_and_lags_nowhere) {
  const auto wave = [](double t) { return std::sin(2.0 * std::numbers::pi * 2.0 * t); };
  const Series smooth = smooth_without_lag(sample(wave), 2.0);
  // Amplitude by projection on sine and cosine over whole periods; jittered samples leave it to a few per
  // cent.
  double sine = 0.0, cosine = 0.0;
  int count = 0;
  for (std::size_t i = 30; i < 180; ++i) {
    sine += *smooth.values[i] * wave(smooth.time_s[i]);
    cosine += *smooth.values[i] * std::cos(2.0 * std::numbers::pi * 2.0 * smooth.time_s[i]);
    ++count;
  }
  EXPECT_NEAR(2.0 * sine / count, std::sqrt(0.5), 0.03);
  EXPECT_NEAR(2.0 * cosine / count, 0.0, 0.03);
}

TEST(Series, never_fills_what_is_missing_nor_mixes_across_a_gap) {
  Series series = sample([](double t) { return t < 3.0 ? 0.0 : 100.0; });
  for (std::size_t i = 80; i < 100; ++i) series.values[i].reset();
  const Series smooth = smooth_without_lag(series, 1.0);
  EXPECT_NEAR(*smooth.values[79], 0.0, 1e-9);
  EXPECT_NEAR(*smooth.values[100], 100.0, 1e-9);
  EXPECT_FALSE(smooth.values[90]);
  const Series rate = compute_rate(series);
  EXPECT_FALSE(rate.values[90]);
  EXPECT_NEAR(*rate.values[79], 0.0, 1e-9);
  const auto gaps = find_gaps(series, 0.25);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_DOUBLE_EQ(gaps[0].start_s, series.time_s[79]);
  EXPECT_DOUBLE_EQ(gaps[0].end_s, series.time_s[100]);
}

TEST(Series, finds_silence_before_the_first_and_after_the_last_value) {
  const Series series{{0.0, 1.0, 2.0, 3.0, 4.0},
                      {std::nullopt, std::nullopt, 5.0, std::nullopt, std::nullopt}};
  const auto gaps = find_gaps(series, 0.5);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0], (Gap{0.0, 2.0}));
  EXPECT_EQ(gaps[1], (Gap{2.0, 4.0}));
}

TEST(Series, rate_of_a_parabola_is_exact_on_irregular_times) {
  const Series rate = compute_rate(sample([](double t) { return t * t; }));
  for (std::size_t i = 1; i + 1 < rate.values.size(); ++i)
    EXPECT_NEAR(*rate.values[i], 2.0 * rate.time_s[i], 1e-9);
}

TEST(LiveFilter, is_calm_at_rest_and_not_late_in_movement) {
  const LiveFilter filter{.rest_cutoff_hz = 1.0, .cutoff_per_rate = 0.5};
  std::optional<LiveFilter::State> state;
  double worst = 0.0;
  for (int i = 0; i < 120; ++i) {
    const double t = i / 30.0;
    const double noise = i % 2 == 0 ? 1.0 : -1.0;
    const double movement = t < 2.0 ? 0.0 : 60.0 * (t - 2.0);
    state = filter.advance(state, t < 2.0 ? noise : movement, t);
    if (t > 1.0 && t < 2.0) worst = std::max(worst, std::abs(state->value));
  }
  // Alternating noise of 1 at rest is held under three quarters; a steady 60 a second is followed within a
  // frame's 2 and what the cut-off of about 30 Hz then lags, 60 / (2 π 30).
  EXPECT_LT(worst, 0.75);
  EXPECT_NEAR(state->value, 60.0 * (119 / 30.0 - 2.0), 2.0);
}

}  // namespace
}  // namespace endrange::motion
