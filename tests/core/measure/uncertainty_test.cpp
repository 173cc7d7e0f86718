#include "core/measure/uncertainty.h"

#include <gtest/gtest.h>

#include <array>

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

}  // namespace
}  // namespace endrange::measure
