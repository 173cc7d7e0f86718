#include "core/measure/repetitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using testing::make_repetitions;
using testing::Movement;
using testing::see;
using testing::Seen;
using testing::Stretch;

std::vector<RepetitionSpan> find_in(const AngleTrack& track) {
  const AngleTrack determined = select_determined(drop_outliers(track));
  const SmoothTrack motion = smooth(determined);
  return find_repetitions({motion, motion, find_frame_noise(determined).value_or(Angle{}), {}});
}

std::size_t count_in(const Movement& movement, Seen seen = {.noise_deg = 1.5}) {
  return find_in(see(movement, seen)).size();
}

TEST(Repetitions, are_counted_at_camera_rates_and_noise) {
  for (const double rate : {8.0, 12.0, 30.0})
    for (const double noise : {0.0, 1.0, 3.0})
      for (unsigned seed = 1; seed <= 5; ++seed)
        EXPECT_EQ(count_in(make_repetitions({150.0, 148.0, 152.0}),
                           {.frames_per_s = rate, .noise_deg = noise, .seed = seed}),
                  3U)
            << rate << " frames a second, noise " << noise << ", seed " << seed;
}

TEST(Repetitions, are_cut_where_the_limb_leaves_and_comes_back) {
  // Truth: rest to 1 s, up to 3 s, held to 7 s, down to 9 s. A raised cosine passes a tenth of its way 0.41 s
  // after it starts.
  const auto found = find_in(see(make_repetitions({150.0}), {.frames_per_s = 15.0, .noise_deg = 1.0}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].start_s, 1.41, 0.25);
  EXPECT_NEAR(found[0].end_s, 8.59, 0.25);
  EXPECT_NEAR(found[0].low.degrees(), 5.0, 2.0);
}

TEST(Repetitions, of_varying_range_all_count) {
  EXPECT_EQ(count_in(make_repetitions({150.0, 90.0, 120.0, 75.0, 140.0})), 5U);
}

TEST(Repetitions, false_starts_and_half_repetitions_do_not_count) {
  EXPECT_EQ(count_in(Movement({{40.0, 0.8, 0.2}, {5.0, 0.8, 0.4}, {150.0, 2.0, 3.0}, {5.0, 2.0, 1.0}})), 1U);
  EXPECT_EQ(count_in(Movement({{150.0, 2.0, 2.0},
                               {5.0, 2.0, 1.0},
                               {70.0, 1.5, 0.5},
                               {5.0, 1.5, 1.0},
                               {146.0, 2.0, 2.0},
                               {5.0, 2.0, 1.0}})),
            2U);
}

TEST(Repetitions, of_two_a_half_one_counts_and_a_false_start_does_not) {
  const auto count_two = [](double first_deg) {
    return count_in(Movement({{first_deg, 1.5, 0.5}, {5.0, 1.5, 1.0}, {150.0, 2.0, 0.5}, {5.0, 2.0, 1.0}}));
  };
  EXPECT_EQ(count_two(80.0), 2U);
  EXPECT_EQ(count_two(40.0), 1U);
}

TEST(Repetitions, that_the_angle_hardly_tells_from_halves_are_told_by_the_whole_body) {
  // Whole ones are read anywhere between 90 and 130 degrees, half ones at 75; the body goes half as far in
  // these, and always the same in those.
  const std::vector<std::pair<double, double>> tops = {{115.0, 1.0}, {75.0, 0.5}, {92.0, 1.0},  {130.0, 1.0},
                                                       {74.0, 0.5},  {98.0, 1.0}, {120.0, 1.0}, {105.0, 1.0}};
  std::vector<Stretch> angles;
  std::vector<Stretch> ways;
  for (const auto& [angle_deg, way] : tops) {
    const double ramp_s = way < 1.0 ? 1.2 : 2.0;
    angles.push_back({angle_deg, ramp_s, 0.3});
    angles.push_back({5.0, ramp_s, 0.7});
    ways.push_back({way, ramp_s, 0.3});
    ways.push_back({0.0, ramp_s, 0.7});
  }
  const AngleTrack track = see(Movement(angles), {.noise_deg = 1.0});
  const Movement way(ways, 0.0);
  BodyTrack body;
  body.joints.resize(static_cast<Eigen::Index>(track.size()), 3);
  for (const AngleSample& sample : track) {
    body.joints.row(std::ssize(body.time_s)) << 2.0 * way.angle_deg(sample.time_s), 0.0, 0.0;
    body.time_s.push_back(sample.time_s);
  }
  const SmoothTrack motion = smooth(track);
  EXPECT_EQ(find_repetitions({motion, motion, {}, {}, &body}).size(), 6U);
  EXPECT_EQ(find_repetitions({motion, motion, {}, {}}).size(), 8U) << "by the angle alone all of them count";
}

TEST(Repetitions, a_wobble_does_not_hide_half_repetitions) {
  const Movement movement({{20.0, 0.8, 0.2},
                           {5.0, 0.8, 0.4},
                           {150.0, 2.0, 0.5},
                           {5.0, 2.0, 0.5},
                           {85.0, 1.5, 0.5},
                           {5.0, 1.5, 0.5},
                           {148.0, 2.0, 0.5},
                           {5.0, 2.0, 0.5},
                           {88.0, 1.5, 0.5},
                           {5.0, 1.5, 0.5},
                           {151.0, 2.0, 0.5},
                           {5.0, 2.0, 0.5},
                           {149.0, 2.0, 0.5},
                           {5.0, 2.0, 0.5}});
  EXPECT_EQ(count_in(movement), 4U);
}

TEST(Repetitions, pauses_on_the_way_and_a_dip_at_the_top_do_not_split_one) {
  EXPECT_EQ(count_in(Movement({{80.0, 1.0, 3.0}, {150.0, 1.0, 4.0}, {60.0, 1.0, 5.0}, {5.0, 1.0, 1.0}})), 1U);
  EXPECT_EQ(count_in(Movement({{150.0, 2.0, 1.0}, {120.0, 0.8, 0.5}, {152.0, 0.8, 2.0}, {5.0, 2.0, 1.0}})),
            1U);
}

TEST(Repetitions, survive_lost_frames) {
  AngleTrack track = see(make_repetitions({150.0, 150.0, 150.0}), {.noise_deg = 1.5});
  for (std::size_t i = 0; i < track.size(); ++i) track[i].is_determined = i % 4 != 0;
  EXPECT_EQ(find_in(track).size(), 3U);
}

TEST(Repetitions, say_when_the_top_was_not_seen) {
  AngleTrack track = see(make_repetitions({150.0, 150.0}), {.noise_deg = 1.0});
  for (AngleSample& sample : track) sample.is_determined = !(sample.time_s > 2.5 && sample.time_s < 7.5);
  const auto found = find_in(track);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0].is_top_seen);
  EXPECT_TRUE(found[1].is_top_seen);
}

TEST(Repetitions, count_when_the_recording_ends_at_the_top_but_not_when_it_begins_there) {
  EXPECT_EQ(count_in(Movement({{150.0, 2.0, 4.0}})), 1U);
  EXPECT_EQ(count_in(Movement({{5.0, 2.0, 2.0}}, 150.0)), 0U);
}

TEST(Repetitions, are_none_where_nothing_moves) {
  for (unsigned seed = 1; seed <= 20; ++seed)
    EXPECT_EQ(count_in(Movement({{5.0, 1.0, 10.0}}), {.noise_deg = 3.0, .seed = seed}), 0U) << seed;
}

TEST(Outliers, one_wild_frame_is_dropped_and_a_fast_movement_is_kept) {
  AngleTrack track = see(make_repetitions({150.0}, 0.5, 0.6), {.frames_per_s = 12.0, .noise_deg = 1.0});
  track[15].angle = track[15].angle + Angle::from_degrees(70.0);
  const AngleTrack kept = drop_outliers(track);
  EXPECT_FALSE(kept[15].is_determined);
  EXPECT_GE(select_determined(kept).size(), track.size() - 2);
}

}  // namespace
}  // namespace endrange::measure
