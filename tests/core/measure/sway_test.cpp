// How well sway in a hold is told from the noise of landmarks: a limb of 0.6 m, its ends seen with noise of
// 1, 3 and 8 mm, swaying at its tip by 0, 2, 5 and 10 mm (amplitude of a sine) at 0.3 to 2 Hz. Truth is the
// sine's deviation.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/measure/hold.h"
#include "tests/core/measure/synthetic.h"
#include "tests/support/counts.h"

namespace endrange::measure {
namespace {

constexpr double Limb_mm = 600.0;
constexpr double Degrees = 180.0 / std::numbers::pi;

struct Case {
  double sway_mm = 0.0;
  double sway_hz = 1.0;
  double noise_mm = 1.0;
  double rate_hz = 30.0;
};

std::optional<Hold> find_hold(const Case& one, unsigned seed) {
  const testing::Seen seen{.frames_per_s = one.rate_hz,
                           .noise_deg = one.noise_mm * std::numbers::sqrt2 / Limb_mm * Degrees,
                           .sway_deg = one.sway_mm / Limb_mm * Degrees,
                           .sway_hz = one.sway_hz,
                           .seed = seed};
  const AngleTrack track = testing::see(testing::Movement({{150.0, 0.0, 8.0}}, 150.0), seen);
  return find_holds(track, smooth(track), {0.0, 100.0},
                    {3.0, Angle::from_degrees(6.0), Angle::from_degrees(70.0)})
      .usable;
}

// More than that would be chance in one of a thousand runs, where one in twenty is allowed.
int allowed_of(int count) {
  const double mean = 0.05 * count;
  return static_cast<int>(mean + 3.1 * std::sqrt(mean) + 1.0);
}

TEST(Sway, is_not_seen_in_a_hold_without_any) {
  const int seeds = test::choose_count(40, 400);
  for (const double rate : {15.0, 30.0})
    for (const double noise : {1.0, 3.0, 8.0}) {
      int shown = 0;
      for (int seed = 1; seed <= seeds; ++seed) {
        const auto hold = find_hold({0.0, 1.0, noise, rate}, static_cast<unsigned>(seed));
        ASSERT_TRUE(hold);
        shown += hold->sway ? 1 : 0;
      }
      EXPECT_LE(shown, allowed_of(seeds)) << rate << " Hz, noise " << noise << " mm";
    }
}

TEST(Sway, is_within_three_tenths_above_the_noise_floor_and_not_told_below_it) {
  const int seeds = test::choose_count(4, 60);
  for (const double rate : {15.0, 30.0})
    for (const double noise : {1.0, 3.0, 8.0})
      for (const double sway : {2.0, 5.0, 10.0})
        for (const double hz : {0.3, 0.5, 0.8, 1.2, 2.0}) {
          const double truth = sway / Limb_mm / std::numbers::sqrt2;
          int far = 0;
          int shown_below = 0;
          for (int seed = 1; seed <= seeds; ++seed) {
            const auto hold = find_hold({sway, hz, noise, rate}, static_cast<unsigned>(seed));
            ASSERT_TRUE(hold);
            const double in_floors = truth / hold->noise_floor.radians();
            if (in_floors > 2.0 && (!hold->sway || std::abs(hold->sway->radians() - truth) > 0.3 * truth))
              ++far;
            if (in_floors < 0.5 && hold->sway) ++shown_below;
          }
          EXPECT_LE(far, allowed_of(seeds))
              << rate << " Hz, " << sway << " mm at " << hz << " Hz in " << noise;
          EXPECT_LE(shown_below, allowed_of(seeds))
              << rate << " Hz, " << sway << " mm at " << hz << " Hz in " << noise;
        }
}

}  // namespace
}  // namespace endrange::measure
