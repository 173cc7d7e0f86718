#include "core/measure/uncertainty.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

TEST(Uncertainty, parts_add_as_squares) {
  ErrorParts parts;
  parts.noise = Angle::from_degrees(3.0);
  parts.definition = Angle::from_degrees(4.0);
  parts.lasting = Angle::from_degrees(12.0);
  EXPECT_NEAR(compute_total(parts).degrees(), 13.0, 1e-9);
}

TEST(Uncertainty, a_camera_off_the_plane_costs_what_geometry_says) {
  EXPECT_NEAR(compute_view_error(Angle::from_degrees(20.0)).degrees() * std::sqrt(3.0), 1.8, 1e-9);
  EXPECT_NEAR(compute_view_error(Angle::from_degrees(-45.0)).degrees() * std::sqrt(3.0), 9.9, 1e-9);
  EXPECT_LT(compute_view_error(Angle::from_degrees(5.0)), compute_view_error(Angle::from_degrees(25.0)));
}

TEST(Uncertainty, one_repetition_takes_the_expected_spread_and_many_take_their_own) {
  const Angle expected = Angle::from_degrees(2.2);
  const std::array one = {2.0};
  EXPECT_NEAR(compute_repetition_error(one, expected).degrees(), 2.2, 1e-9);
  const std::array alike = {2.0, 2.0, 2.0, 2.0, 2.0, 2.0};
  EXPECT_LT(compute_repetition_error(alike, expected).degrees(), 0.6);
  const std::array apart = {2.0, 2.3, 1.7};
  EXPECT_GT(compute_repetition_error(apart, expected), compute_repetition_error(alike, expected));
}

TEST(Uncertainty, figures_are_drawn_together_by_what_their_error_spreads_them) {
  const Angle error = Angle::from_degrees(3.0);
  const Angle expected = Angle::from_degrees(2.0);
  const std::array noisy = {2.00, 2.07, 1.94, 2.05, 1.96, 2.06, 1.93, 2.01};
  const auto drawn = draw_together(noisy, error, expected);
  ASSERT_EQ(drawn.size(), noisy.size());
  EXPECT_LT(compute_deviation(drawn), 0.8 * compute_deviation(noisy));
  // Never further than people who repeat as expected: 2 of √(2² + 3²).
  const double share = (drawn[1] - drawn[2]) / (noisy[1] - noisy[2]);
  EXPECT_NEAR(share, std::sqrt(4.0 / 13.0), 0.15);
  EXPECT_GE(share, std::sqrt(4.0 / 13.0) - 1e-9);
  // What varies by far more than the error stays.
  const std::array varied = {2.0, 1.2, 0.8, 1.6};
  const auto kept = draw_together(varied, error, expected);
  for (std::size_t i = 0; i < varied.size(); ++i) EXPECT_NEAR(kept[i], varied[i], 0.02);
  const std::array one = {1.5};
  EXPECT_EQ(draw_together(one, error, expected).front(), 1.5);
  EXPECT_EQ(draw_together(noisy, Angle{}, Angle{}), std::vector(noisy.begin(), noisy.end()));
}

}  // namespace
}  // namespace endrange::measure
