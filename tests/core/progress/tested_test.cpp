#include "core/progress/tested.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace endrange::progress {
namespace {

using namespace std::chrono_literals;
using journal::Figure;
using journal::FigureName;
using journal::FigureUnit;
using journal::Tested;
using ::testing::HasSubstr;

Tested make_reach(double value_cm, Side side = Side::Left) {
  Tested tested;
  tested.protocol = ProtocolId("ankle.knee_to_wall");
  tested.side = side;
  tested.set_up = "hand.tape";
  tested.figures = {{FigureName::Distance, FigureUnit::Centimetres, value_cm, 0.75}};
  return tested;
}

// 1.96·√2·0.75 cm is 2.08 cm.
TEST(CompareTested, claims_change_only_beyond_what_measuring_wobbles) {
  const auto small = compare_tested(make_reach(10.0), make_reach(12.0));
  EXPECT_EQ(small.verdict, Verdict::NotYetDistinguishable);
  EXPECT_NEAR(small.detectable.value(), 2.08, 0.01);
  EXPECT_EQ(small.words,
            "2 cm more than last time: within what measuring wobbles (2.1 cm). Too early to tell.");
  const auto large = compare_tested(make_reach(10.0), make_reach(12.5));
  EXPECT_EQ(large.verdict, Verdict::Changed);
  EXPECT_EQ(large.words, "2.5 cm more than last time: beyond the 2.1 cm that measuring wobbles.");
  const auto back = compare_tested(make_reach(12.5), make_reach(10.0));
  EXPECT_NEAR(back.difference.value(), -2.5, 1e-12);
  EXPECT_THAT(back.words, HasSubstr("2.5 cm less"));
  EXPECT_THAT(compare_tested(make_reach(10.0), make_reach(10.0)).words, HasSubstr("The same as last time"));
}

TEST(CompareTested, compares_only_what_was_done_in_the_same_way) {
  auto other = make_reach(12.0);
  other.set_up = "hand.eye";
  EXPECT_EQ(compare_tested(make_reach(10.0), other).verdict, Verdict::NotComparable);
  EXPECT_EQ(compare_tested(make_reach(10.0), make_reach(12.0, Side::Right)).verdict, Verdict::NotComparable);
  auto filmed = make_reach(12.0);
  filmed.method = journal::Method::Camera;
  EXPECT_EQ(compare_tested(make_reach(10.0), filmed).verdict, Verdict::NotComparable);
  auto unseen = make_reach(12.0);
  unseen.grade = journal::Grade::NotObservable;
  EXPECT_EQ(compare_tested(make_reach(10.0), unseen).verdict, Verdict::NotComparable);
  auto timed = make_reach(12.0);
  timed.figures = {{FigureName::Time, FigureUnit::Seconds, 12.0, 3.0}};
  EXPECT_EQ(compare_tested(make_reach(10.0), timed).verdict, Verdict::NotComparable);
}

TEST(TestedHistory, takes_each_side_by_itself_and_skips_what_was_done_otherwise) {
  std::vector<journal::Entry> entries;
  const auto add = [&](Tested tested) {
    const auto number = entries.size() + 1;
    entries.push_back({EntryId(std::to_string(number)), DeviceId("d"), number,
                       LocalMoment{std::chrono::sys_days{2026y / 11 / 22} + 24h * number, 0min},
                       std::move(tested)});
  };
  add(make_reach(10.0));
  add(make_reach(7.0, Side::Right));
  auto otherwise = make_reach(11.0);
  otherwise.set_up = "hand.eye";
  add(otherwise);
  add(make_reach(13.0));
  auto other_test = make_reach(1.0);
  other_test.protocol = ProtocolId("wall_reach");
  add(other_test);

  const auto history = compute_tested_history(entries, ProtocolId("ankle.knee_to_wall"));
  ASSERT_EQ(history.size(), 4U);
  EXPECT_EQ(history[0].comparison.verdict, Verdict::First);
  EXPECT_EQ(history[1].comparison.verdict, Verdict::First);
  EXPECT_EQ(history[2].comparison.verdict, Verdict::NotComparable);
  EXPECT_EQ(history[3].comparison.verdict, Verdict::Changed);
  EXPECT_NEAR(history[3].comparison.difference.value(), 3.0, 1e-12);
}

}  // namespace
}  // namespace endrange::progress
