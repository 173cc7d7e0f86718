#include "core/progress/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <utility>

#include "core/base/detectable_change.h"
#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Comparison compare(const journal::Measured& before, const journal::Measured& after) {
  Story story;
  story.tell(at(1, 9h), before).tell(at(20, 9h), after);
  return find_comparison(story.entries(), EntryId("e1"), EntryId("e2")).value().comparison;
}

TEST(DetectableChange, is_1_96_root_2_standard_errors_for_two_equal_figures) {
  EXPECT_NEAR(compute_detectable_change(3_deg, 3_deg).degrees(), 1.96 * std::sqrt(2.0) * 3.0, 1e-9);
}

TEST(Comparison, claims_change_beyond_the_detectable_only) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);  // detectable: 8.3°
  EXPECT_EQ(compare(before, make_measured(Side::Left, 100_deg, 3_deg)).verdict,
            Verdict::NotYetDistinguishable);
  EXPECT_EQ(compare(before, make_measured(Side::Left, 101_deg, 3_deg)).verdict, Verdict::Changed);
  EXPECT_EQ(compare(before, make_measured(Side::Left, 83_deg, 3_deg)).verdict, Verdict::Changed);
}

TEST(Comparison, leaves_out_the_error_that_both_figures_share) {
  auto before = make_measured(Side::Left, 92_deg, 5_deg);
  auto after = make_measured(Side::Left, 101_deg, 5_deg);
  EXPECT_EQ(compare(before, after).verdict, Verdict::NotYetDistinguishable);
  before.set_up_error = after.set_up_error = 4_deg;  // leaves 3° each
  const auto comparison = compare(before, after);
  EXPECT_EQ(comparison.verdict, Verdict::Changed);
  EXPECT_NEAR(comparison.detectable->degrees(), 1.96 * std::sqrt(2.0) * 3.0, 1e-9);
}

TEST(Comparison, says_so_in_words) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);
  EXPECT_EQ(compare(before, make_measured(Side::Left, 95_deg, 3_deg)).words,
            "3° more than last time: within what measuring wobbles (8°). Too early to tell.");
  EXPECT_EQ(compare(before, make_measured(Side::Left, 80_deg, 3_deg)).words,
            "12° less than last time: beyond the 8° that measuring wobbles.");
  EXPECT_EQ(compare(before, before).words, "The same as last time, within what measuring wobbles (8°).");
}

TEST(Comparison, refuses_figures_that_were_measured_in_different_ways) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);
  const auto after_with = [&](auto change) {
    auto after = make_measured(Side::Left, 120_deg, 3_deg);
    change(after);
    return compare(before, after).verdict;
  };
  EXPECT_EQ(after_with([](auto& m) { m.set_up = "standing/side"; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.side = Side::Both; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.method = journal::Method::Hand; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.grade = journal::Grade::NotObservable; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { std::swap(m.usable, m.available); }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.method = journal::Method::Video; }), Verdict::Changed);
}

TEST(Comparison, names_everything_in_which_two_measurements_differ) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);
  const auto unlike_with = [&](auto change) {
    auto after = make_measured(Side::Left, 120_deg, 3_deg);
    change(after);
    return compare(before, after).unlike;
  };
  EXPECT_THAT(unlike_with([](auto&) {}), IsEmpty());
  EXPECT_THAT(unlike_with([](auto& m) { m.set_up = "standing/side"; }), ElementsAre(Unlike::View));
  EXPECT_THAT(unlike_with([](auto& m) { m.set_up = "seated/side"; }),
              ElementsAre(Unlike::Position, Unlike::View));
  EXPECT_THAT(unlike_with([](auto& m) {
                m.method = journal::Method::Hand;
                m.set_up = "hand.phone";
              }),
              ElementsAre(Unlike::Method));
  EXPECT_THAT(unlike_with([](auto& m) { m.protocol = ProtocolId("hip.abduction"); }),
              ElementsAre(Unlike::Test));
  EXPECT_THAT(unlike_with([](auto& m) { std::swap(m.usable, m.available); }), ElementsAre(Unlike::Figure));
}

TEST(Comparison, names_the_tool_of_two_figures_by_hand) {
  auto phone = make_measured(Side::Left, 92_deg, 6_deg);
  phone.method = journal::Method::Hand;
  phone.set_up = "hand.phone";
  auto wall = phone;
  wall.set_up = "hand.wall";
  EXPECT_THAT(compare(phone, wall).unlike, ElementsAre(Unlike::Tool));
}

TEST(Comparison, sets_right_against_left_whichever_came_first) {
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Right, 92_deg, 3_deg))
      .tell(at(1, 10h), make_measured(Side::Left, 112_deg, 3_deg));
  for (const auto& [one, other] : {std::pair("e1", "e2"), std::pair("e2", "e1")}) {
    const auto picked = find_comparison(story.entries(), EntryId(one), EntryId(other)).value();
    EXPECT_EQ(picked.first, EntryId("e2"));
    EXPECT_EQ(picked.comparison.verdict, Verdict::Changed);
    EXPECT_NEAR(picked.comparison.difference.value().degrees(), -20.0, 1e-9);
    EXPECT_NEAR(picked.comparison.difference_error.value().degrees(), std::sqrt(2.0) * 3.0, 1e-9);
    EXPECT_NEAR(picked.first_figure.value().mean.degrees(), 112.0, 1e-9);
  }
}

TEST(Comparison, of_one_recordings_sides_needs_both_to_have_moved) {
  auto left = make_measured(Side::Left, 112_deg, 3_deg);
  auto right = make_measured(Side::Right, 92_deg, 3_deg);
  left.repetitions.resize(2);
  right.repetitions.resize(4);
  const auto compared = compare_sides(Recordings::One, left, right).value();
  EXPECT_NEAR(compared.difference.value().degrees(), -20.0, 1e-9);
  EXPECT_EQ(compared.verdict, Verdict::Changed);
  right.repetitions.resize(5);
  EXPECT_FALSE(compare_sides(Recordings::One, left, right)) << "the left one only went along";
}

TEST(Comparison, of_two_sides_counts_what_the_set_up_is_off_unless_both_are_of_one_recording) {
  auto left = make_measured(Side::Left, 112_deg, 8_deg);
  auto right = make_measured(Side::Right, 92_deg, 8_deg);
  left.set_up_error = right.set_up_error = Angle::from_degrees(7.5);
  EXPECT_EQ(compare_sides(Recordings::One, left, right)->verdict, Verdict::Changed);
  const auto of_two = compare_sides(Recordings::Two, left, right);
  EXPECT_EQ(of_two->verdict, Verdict::NotYetDistinguishable);
  EXPECT_NEAR(of_two->detectable->degrees(), 1.96 * std::sqrt(2.0) * 8.0, 1e-3);
  right.grade = journal::Grade::Trend;
  EXPECT_FALSE(compare_sides(Recordings::One, left, right)) << "a trend compares with itself alone";
}

TEST(Comparison, is_of_measurements_that_count_only) {
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Left, 92_deg, 3_deg)).tell(at(2, 9h), journal::MorningAnswered{});
  EXPECT_FALSE(find_comparison(story.entries(), EntryId("e1"), EntryId("e2")));
  EXPECT_FALSE(find_comparison(story.entries(), EntryId("e1"), EntryId("gone")));
}

// Six figures a day apart that lie 1° to and fro, though 6° are stated for each.
TEST(Comparison, takes_the_persons_own_repeats_once_there_are_enough) {
  Story story;
  for (int day = 1; day <= 6; ++day)
    story.tell(at(day, 9h), make_measured(Side::Left, day % 2 == 0 ? 91_deg : 90_deg, 6_deg));
  story.tell(at(27, 9h), make_measured(Side::Left, 104_deg, 6_deg));
  const auto all = find_comparison(story.entries(), EntryId("e6"), EntryId("e7")).value().comparison;
  EXPECT_EQ(all.repeats, 5);
  EXPECT_EQ(all.verdict, Verdict::Changed);
  EXPECT_LT(all.detectable.value(), 12_deg);
  const auto few = std::span(story.entries()).subspan(1);
  const auto cited = find_comparison(few, EntryId("e6"), EntryId("e7")).value().comparison;
  EXPECT_EQ(cited.repeats, 0);
  EXPECT_EQ(cited.verdict, Verdict::NotYetDistinguishable);
  EXPECT_NEAR(cited.detectable.value().degrees(), 1.96 * std::sqrt(2.0) * 6.0, 1e-9);
}

TEST(Comparison, takes_repeats_of_the_same_set_up_only) {
  Story story;
  for (int day = 1; day <= 8; ++day) {
    auto measured = make_measured(Side::Left, 90_deg, 6_deg);
    if (day <= 3) measured.set_up = "standing/side";
    story.tell(at(day, 9h), measured);
  }
  const auto picked = find_comparison(story.entries(), EntryId("e4"), EntryId("e8")).value();
  EXPECT_EQ(picked.comparison.repeats, 0);
}

TEST(History, compares_each_measurement_with_the_latest_of_its_own_kind) {
  Story story;
  auto other_view = make_measured(Side::Left, 60_deg, 3_deg);
  other_view.set_up = "standing/side";
  story.tell(at(1, 9h), make_measured(Side::Left, 92_deg, 3_deg))
      .tell(at(2, 9h), other_view)
      .tell(at(3, 9h), make_measured(Side::Right, 140_deg, 3_deg))
      .tell(at(4, 9h), make_measured(Side::Left, 110_deg, 3_deg));
  const auto history = compute_history(story.entries(), {JointMotionId("shoulder.abduction"), Side::Left});
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(history[0].comparison.verdict, Verdict::First);
  EXPECT_EQ(history[1].comparison.verdict, Verdict::NotComparable);
  EXPECT_EQ(history[2].comparison.verdict, Verdict::Changed);
  EXPECT_NEAR(history[2].comparison.difference->degrees(), 18.0, 1e-9);
}

}  // namespace
}  // namespace endrange::progress
