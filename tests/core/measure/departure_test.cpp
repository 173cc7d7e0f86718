// Oracle: leans and tremblings made here, whose size is known.
#include "core/measure/departure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace endrange::measure {
namespace {

using namespace literals;

constexpr double Rate_hz = 12.0;
constexpr double Rest_s = 4.0;
constexpr double Whole_s = 24.0;

/// A limb that hangs at first and at last, and is up between.
SmoothTrack make_limb() {
  SmoothTrack limb;
  for (int i = 0; i < static_cast<int>(Whole_s * Rate_hz); ++i) {
    const double time_s = i / Rate_hz;
    const bool is_up = time_s > Rest_s && time_s < Whole_s - Rest_s;
    limb.push_back({time_s, is_up ? 90_deg : 5_deg, {}});
  }
  return limb;
}

/// A trunk that leans while the limb is up, and trembles.
CompensationTrack make_trunk(double lean_deg, double tremble_deg, unsigned seed) {
  std::mt19937 numbers(seed);
  std::normal_distribution<double> tremble(0.0, tremble_deg);
  CompensationTrack trunk;
  trunk.compensation.threshold = 10_deg;
  for (const SmoothSample& sample : make_limb()) {
    const double lean = sample.angle > 45_deg ? lean_deg : 0.0;
    trunk.track.push_back({sample.time_s, Angle::from_degrees(3.0 + lean + tremble(numbers)), 3_deg});
  }
  return trunk;
}

bool is_ever_beyond(const Departure& departure, Angle threshold) {
  for (std::size_t i = 0; i < departure.motion.size(); ++i)
    if (is_surely_beyond(departure.motion, i, threshold)) return true;
  return false;
}

TEST(Departure, of_a_trunk_that_only_trembles_is_hardly_any) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    const auto departure = find_departure(make_trunk(0.0, 4.0, seed), make_limb(), 30_deg);
    const Estimate largest = find_largest(departure);
    EXPECT_LT(largest.mean.degrees(), 2.0 * largest.standard_error.degrees()) << seed;
    EXPECT_FALSE(is_ever_beyond(departure, 10_deg)) << seed;
  }
}

TEST(Departure, is_told_with_an_error_that_holds_to_either_side) {
  for (unsigned seed = 1; seed <= 50; ++seed)
    for (const double lean_deg : {-25.0, 25.0}) {
      const auto departure = find_departure(make_trunk(lean_deg, 4.0, seed), make_limb(), 30_deg);
      const Estimate largest = find_largest(departure);
      EXPECT_NEAR(largest.mean.degrees(), 25.0, 2.0 * largest.standard_error.degrees()) << seed;
      EXPECT_LT(largest.standard_error, 5_deg) << seed;
      EXPECT_TRUE(is_ever_beyond(departure, 10_deg)) << seed;
    }
}

TEST(Departure, is_none_where_it_was_seldom_seen_or_nobody_rested) {
  auto seldom = make_trunk(25.0, 1.0, 1);
  for (std::size_t i = 0; i < seldom.track.size(); ++i) seldom.track[i].is_determined = i % 3 == 0;
  EXPECT_TRUE(find_departure(seldom, make_limb(), 30_deg).motion.empty());
  EXPECT_TRUE(find_departure(make_trunk(25.0, 1.0, 1), make_limb(), 1_deg).motion.empty());
}

}  // namespace
}  // namespace endrange::measure
