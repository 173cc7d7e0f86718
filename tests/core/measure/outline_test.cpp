#include "core/measure/outline.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace endrange::measure {
namespace {

Outline stand(double time_s, double x, double across = 1.0, double away = 0.0) {
  Outline outline;
  outline.time_s = time_s;
  outline.centre = {x, 0.5};
  outline.trunk = 0.2;
  outline.across = across;
  outline.away = away;
  return outline;
}

std::size_t count(const std::vector<bool>& answers) {
  return static_cast<std::size_t>(std::ranges::count(answers, true));
}

TEST(Outline, tells_front_from_side) {
  EXPECT_NEAR(compute_off_plane(stand(0.0, 0.5, 1.0, 0.0), View::Front).degrees(), 0.0, 1e-9);
  EXPECT_NEAR(compute_off_plane(stand(0.0, 0.5, 1.0, 0.0), View::Side).degrees(), 90.0, 1e-9);
  EXPECT_NEAR(compute_off_plane(stand(0.0, 0.5, -1.0, 1.0), View::Front).degrees(), 45.0, 1e-9);
  EXPECT_EQ(stand(0.0, 0.5, 0.1, 0.8).nearer(), Side::Right);
  EXPECT_EQ(stand(0.0, 0.5, 0.1, -0.8).nearer(), Side::Left);
}

TEST(Outline, someone_who_passes_is_not_the_person) {
  // The person stands at 0.5; between 2 s and 3 s the estimator follows somebody at 0.9, then the person
  // again.
  std::vector<std::optional<Outline>> outlines;
  for (int i = 0; i < 60; ++i) {
    const double time_s = 0.1 * i;
    const bool is_other = time_s > 2.05 && time_s < 2.95;
    outlines.emplace_back(stand(time_s, is_other ? 1.6 : 0.5 + 0.01 * (i % 3)));
  }
  outlines[40] = std::nullopt;
  const std::vector<bool> person = find_person(outlines);
  EXPECT_EQ(count(person), 50U);
  EXPECT_FALSE(person[25]);
  EXPECT_FALSE(person[40]);
  EXPECT_TRUE(person[35]);
}

TEST(Outline, someone_nearer_is_someone_else) {
  std::vector<std::optional<Outline>> outlines;
  for (int i = 0; i < 30; ++i) outlines.emplace_back(stand(0.1 * i, 0.5));
  for (int i = 10; i < 15; ++i) outlines[static_cast<std::size_t>(i)]->trunk = 0.5;
  EXPECT_EQ(count(find_person(outlines)), 25U);
}

TEST(Outline, frames_that_mistake_left_for_right_are_left_out_and_turning_round_is_kept) {
  const auto filmed = [](int first, int last) {
    std::vector<std::optional<Outline>> outlines;
    for (int i = 0; i < 40; ++i)
      outlines.emplace_back(stand(0.1 * i, 0.5, i >= first && i <= last ? -0.9 : 0.9));
    return outlines;
  };
  const std::vector<bool> everyone(40, true);
  EXPECT_EQ(count(drop_mistaken_sides(filmed(7, 8), everyone)), 38U);
  EXPECT_EQ(count(drop_mistaken_sides(filmed(10, 29), everyone)), 40U);
  EXPECT_EQ(count(drop_mistaken_sides(filmed(20, 39), everyone)), 40U);
}

TEST(Outline, a_side_view_shows_the_nearer_side_and_after_turning_the_other) {
  std::vector<std::optional<Outline>> outlines;
  for (int i = 0; i < 40; ++i) outlines.emplace_back(stand(0.1 * i, 0.5, 0.1, i < 15 ? 0.9 : -0.9));
  const std::vector<bool> everyone(outlines.size(), true);
  EXPECT_EQ(count(find_in_view(outlines, everyone, View::Side, Side::Right)), 15U);
  EXPECT_EQ(count(find_in_view(outlines, everyone, View::Side, Side::Left)), 25U);
  EXPECT_EQ(count(find_in_view(outlines, everyone, View::Front, Side::Left)), 0U);
}

TEST(Outline, a_side_view_of_the_midline_takes_either_side_and_a_test_without_a_view_none) {
  std::vector<std::optional<Outline>> outlines;
  for (int i = 0; i < 40; ++i) outlines.emplace_back(stand(0.1 * i, 0.5, 0.1, i < 15 ? 0.9 : -0.9));
  const std::vector<bool> everyone(outlines.size(), true);
  EXPECT_EQ(count(find_in_view(outlines, everyone, View::Side, Side::Both)), 40U);
  EXPECT_EQ(count(find_in_view(outlines, everyone, View::None, Side::Both)), 0U);
}

}  // namespace
}  // namespace endrange::measure
