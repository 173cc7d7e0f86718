#include "core/progress/comparison.h"

#include <gtest/gtest.h>

#include "core/base/detectable_change.h"
#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

TEST(DetectableChange, is_1_96_root_2_standard_errors_for_two_equal_figures) {
  EXPECT_NEAR(compute_detectable_change(3_deg, 3_deg).degrees(), 1.96 * std::sqrt(2.0) * 3.0, 1e-9);
}

TEST(Comparison, claims_change_beyond_the_detectable_only) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);  // detectable: 8.3°
  EXPECT_EQ(compare_measured(before, make_measured(Side::Left, 100_deg, 3_deg)).verdict,
            Verdict::NotYetDistinguishable);
  EXPECT_EQ(compare_measured(before, make_measured(Side::Left, 101_deg, 3_deg)).verdict, Verdict::Changed);
  EXPECT_EQ(compare_measured(before, make_measured(Side::Left, 83_deg, 3_deg)).verdict, Verdict::Changed);
}

TEST(Comparison, leaves_out_the_error_that_both_figures_share) {
  auto before = make_measured(Side::Left, 92_deg, 5_deg);
  auto after = make_measured(Side::Left, 101_deg, 5_deg);
  EXPECT_EQ(compare_measured(before, after).verdict, Verdict::NotYetDistinguishable);
  before.set_up_error = after.set_up_error = 4_deg;  // leaves 3° each
  const auto comparison = compare_measured(before, after);
  EXPECT_EQ(comparison.verdict, Verdict::Changed);
  EXPECT_NEAR(comparison.detectable->degrees(), 1.96 * std::sqrt(2.0) * 3.0, 1e-9);
}

TEST(Comparison, says_so_in_words) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);
  EXPECT_EQ(compare_measured(before, make_measured(Side::Left, 95_deg, 3_deg)).words,
            "3° more than last time: within what measuring wobbles (8°). Too early to tell.");
  EXPECT_EQ(compare_measured(before, make_measured(Side::Left, 80_deg, 3_deg)).words,
            "12° less than last time: beyond the 8° that measuring wobbles.");
  EXPECT_EQ(compare_measured(before, before).words,
            "The same as last time, within what measuring wobbles (8°).");
}

TEST(Comparison, refuses_figures_that_were_measured_in_different_ways) {
  const auto before = make_measured(Side::Left, 92_deg, 3_deg);
  const auto after_with = [&](auto change) {
    auto after = make_measured(Side::Left, 120_deg, 3_deg);
    change(after);
    return compare_measured(before, after).verdict;
  };
  EXPECT_EQ(after_with([](auto& m) { m.set_up = "standing/side"; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.side = Side::Right; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.method = journal::Method::Hand; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.grade = journal::Grade::NotObservable; }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { std::swap(m.usable, m.available); }), Verdict::NotComparable);
  EXPECT_EQ(after_with([](auto& m) { m.method = journal::Method::Video; }), Verdict::Changed);
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
