#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/measure/circle.h"

namespace endrange::measure {
namespace {

// A limb that goes round a cone of 30° about straight ahead, three times in eighteen seconds, from the top to
// the person's right.
std::vector<DirectionSample> go_round() {
  constexpr double Radius = std::numbers::pi / 6.0;
  std::vector<DirectionSample> track;
  for (int i = 0; i <= 540; ++i) {
    const double turn = 2.0 * std::numbers::pi * i / 180.0;
    track.push_back({i / 30.0,
                     {std::cos(Radius), std::sin(Radius) * std::cos(turn), std::sin(Radius) * std::sin(turn)},
                     Angle::from_radians(0.01),
                     true});
  }
  return track;
}

TEST(CircleWay, is_a_map_that_keeps_distances_from_the_middle) {
  const CircleResult result = measure_circle(go_round());
  ASSERT_TRUE(result.circle);
  ASSERT_GT(result.circle->way.size(), 500U);
  for (const CirclePlace& place : result.circle->way)
    EXPECT_NEAR(std::hypot(place.across.degrees(), place.up.degrees()), 30.0, 1.5);
}

TEST(CircleWay, begins_where_the_limb_began) {
  const CircleResult result = measure_circle(go_round());
  ASSERT_TRUE(result.circle);
  EXPECT_NEAR(result.circle->way.front().up.degrees(), 30.0, 1.5);
  EXPECT_NEAR(result.circle->way[45].up.degrees(), 0.0, 3.0) << "a quarter of a round later";
  EXPECT_NEAR(std::abs(result.circle->way[45].across.degrees()), 30.0, 1.5);
}

}  // namespace
}  // namespace endrange::measure
