// Oracle: a limb of 0.3 m that is written here, with landmarks that are put astray by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/measure/sway.h"
#include "core/measure/trial.h"
#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using testing::make_protocol;
using testing::make_repetitions;
using testing::see;

constexpr double FromAstray_s = 5.0;
constexpr double ToAstray_s = 5.35;

bool is_astray_at(double time_s) {
  return time_s > FromAstray_s && time_s < ToAstray_s;
}

std::vector<LimbSample> make_limb(const AngleTrack& track, double astray_m) {
  std::vector<LimbSample> limb;
  for (const AngleSample& sample : track) {
    const double angle = sample.angle.radians();
    body::Vector3 line = 0.3 * body::Vector3(std::sin(angle), std::cos(angle), 0.0);
    if (is_astray_at(sample.time_s)) line += body::Vector3(0.0, 0.0, astray_m);
    limb.push_back({sample.time_s, {line, body::Vector3(0.0, 0.5, 0.0)}});
  }
  return limb;
}

TEST(Astray, is_a_limb_that_is_suddenly_longer) {
  const AngleTrack track = see(make_repetitions({150.0}), {.noise_deg = 1.0});
  std::size_t dropped = 0;
  for (const AngleSample& sample : drop_astray(track, make_limb(track, 0.3))) {
    EXPECT_EQ(!sample.is_determined, is_astray_at(sample.time_s)) << sample.time_s;
    dropped += sample.is_determined ? 0 : 1;
  }
  EXPECT_GE(dropped, 4U);
}

TEST(Astray, is_nothing_when_a_limb_keeps_its_length_or_is_not_known) {
  const AngleTrack track = see(make_repetitions({150.0}), {.noise_deg = 1.0});
  EXPECT_EQ(drop_astray(track, make_limb(track, 0.0)), track);
  EXPECT_EQ(drop_astray(track, {}), track);
}

// Four seconds at 150 degrees, in the middle of which the arm seems to jump by 20 for a third of a second.
SideTrial measure_jump(double astray_m) {
  SideEvidence evidence;
  evidence.side = Side::Left;
  evidence.track = see(make_repetitions({150.0}), {.noise_deg = 0.5});
  evidence.limb = make_limb(evidence.track, astray_m);
  for (AngleSample& sample : evidence.track)
    if (is_astray_at(sample.time_s)) sample.angle += Angle::from_degrees(20.0);
  return measure_side(make_protocol(), evidence);
}

TEST(Astray, a_hold_goes_on_while_a_landmark_is_astray) {
  const SideTrial trial = measure_jump(0.3);
  ASSERT_TRUE(trial.measured.usable) << trial.measured.grade_reason;
  EXPECT_NEAR(trial.measured.hold_s, 4.2, 0.5);
  ASSERT_EQ(trial.measured.repetitions.size(), 1U);
  const journal::Repetition& repetition = trial.measured.repetitions.front();
  ASSERT_TRUE(repetition.hold_start_s);
  EXPECT_NEAR(*repetition.hold_start_s, 2.9, 0.5);
  EXPECT_NEAR(*repetition.hold_start_s + repetition.hold_s, 7.1, 0.5);
}

TEST(Astray, an_arm_that_really_jumps_ends_its_hold) {
  const SideTrial trial = measure_jump(0.0);
  EXPECT_FALSE(trial.measured.usable);
}

}  // namespace
}  // namespace endrange::measure
