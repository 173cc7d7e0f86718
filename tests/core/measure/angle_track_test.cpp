#include "core/measure/angle_track.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using testing::make_repetitions;
using testing::see;

double find_highest_deg(const AngleTrack& track) {
  return std::ranges::max(smooth(track), {}, &SmoothSample::angle).angle.degrees();
}

std::optional<SmoothSample> read_highest(const AngleTrack& track) {
  const SmoothTrack curve = smooth(track);
  const SmoothSample highest = std::ranges::max(curve, {}, &SmoothSample::angle);
  return read_summit(track, highest.time_s, 0.7 * highest.angle);
}

TEST(Summit, under_noise_is_read_nearer_than_the_highest_value) {
  double highest = 0.0;
  double read = 0.0;
  int covered = 0;
  constexpr int Cases = 60;
  for (unsigned seed = 1; seed <= Cases; ++seed) {
    const AngleTrack track = see(make_repetitions({150.0}, 4.0), {.noise_deg = 3.0, .seed = seed});
    highest += (find_highest_deg(track) - 150.0) / Cases;
    const auto summit = read_highest(track);
    ASSERT_TRUE(summit);
    read += (summit->angle.degrees() - 150.0) / Cases;
    covered += std::abs(summit->angle.degrees() - 150.0) <= 1.96 * summit->standard_error.degrees() ? 1 : 0;
  }
  EXPECT_GT(highest, 1.5);
  EXPECT_LT(read, 0.7 * highest);
  EXPECT_GE(covered, 52) << "of " << Cases;
}

TEST(Summit, of_a_quick_repetition_is_not_cut) {
  for (const double ramp_s : {0.6, 1.0, 2.0}) {
    const auto summit = read_highest(see(make_repetitions({150.0}, 0.0, ramp_s), {.frames_per_s = 30.0}));
    ASSERT_TRUE(summit);
    EXPECT_NEAR(summit->angle.degrees(), 150.0, 1.5) << ramp_s;
  }
}

TEST(Top, that_is_kept_is_read_of_the_whole_stay) {
  double summit = 0.0;
  double top = 0.0;
  int covered = 0;
  constexpr int Cases = 60;
  for (unsigned seed = 1; seed <= Cases; ++seed) {
    const AngleTrack track = see(make_repetitions({150.0}, 4.0), {.noise_deg = 3.0, .seed = seed});
    const SmoothTrack motion = smooth(track);
    const SmoothSample highest = *std::ranges::max_element(motion, {}, &SmoothSample::angle);
    const auto read = read_top(track, motion, highest.time_s, 0.7 * highest.angle);
    ASSERT_TRUE(read);
    summit += (read_summit(track, highest.time_s, 0.7 * highest.angle)->angle.degrees() - 150.0) / Cases;
    top += (read->angle.degrees() - 150.0) / Cases;
    covered += std::abs(read->angle.degrees() - 150.0) <= 1.96 * read->standard_error.degrees() ? 1 : 0;
  }
  // A quarter of the noise: what little of the ways there and back is read along bends the parabola up.
  EXPECT_NEAR(top, 0.0, 0.25 * 3.0);
  EXPECT_LT(std::abs(top), 0.7 * summit);
  EXPECT_GE(covered, 52) << "of " << Cases;
}

// As landmarks that are astray for half a second raise it.
TEST(Top, that_is_kept_is_not_read_of_a_few_samples_that_are_astray) {
  AngleTrack track = see(make_repetitions({100.0}, 4.0), {.noise_deg = 1.0});
  for (AngleSample& sample : track)
    if (sample.time_s > 5.0 && sample.time_s < 5.5) sample.angle += Angle::from_degrees(15.0);
  const SmoothTrack motion = smooth(track);
  const SmoothSample highest = *std::ranges::max_element(motion, {}, &SmoothSample::angle);
  EXPECT_GT(read_summit(track, highest.time_s, 0.7 * highest.angle)->angle.degrees(), 110.0);
  EXPECT_NEAR(read_top(track, motion, highest.time_s, 0.7 * highest.angle)->angle.degrees(), 100.0, 1.5);
}

TEST(Top, that_is_passed_quickly_is_its_summit) {
  for (const double ramp_s : {0.6, 1.0, 2.0, 4.0}) {
    const AngleTrack track = see(make_repetitions({150.0}, 0.0, ramp_s), {.frames_per_s = 30.0});
    const SmoothTrack motion = smooth(track);
    const SmoothSample highest = *std::ranges::max_element(motion, {}, &SmoothSample::angle);
    EXPECT_NEAR(read_top(track, motion, highest.time_s, 0.7 * highest.angle)->angle.degrees(), 150.0, 1.5)
        << ramp_s;
  }
}

TEST(Summit, of_few_samples_is_not_read) {
  EXPECT_FALSE(read_summit({}, 0.0, {}));
  const AngleTrack track = see(make_repetitions({150.0}), {});
  EXPECT_FALSE(read_summit(std::span(track).first(4), 0.1, {}));
}

}  // namespace
}  // namespace endrange::measure
