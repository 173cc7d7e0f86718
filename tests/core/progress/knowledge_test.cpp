#include "core/progress/knowledge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

Known find_known(const Story& story, LocalMoment now,
                 const SidedMotion& motion = {JointMotionId("shoulder.abduction"), Side::Left}) {
  const auto motions = make_motions();
  const auto trained = make_trained();
  const auto beliefs = compute_beliefs(story.entries(), trained, motions, make_constants(), now);
  const auto all = compute_knowledge(beliefs, now);
  EXPECT_EQ(all.size(), beliefs.all().size());
  return *std::ranges::find(all, motion, &Known::motion);
}

TEST(Knowledge, is_nothing_before_the_first_measurement) {
  const auto known = find_known({}, at(1, 9h));
  EXPECT_EQ(known.knowing, Knowing::Unknown);
  EXPECT_EQ(known.days_since, 0);
}

TEST(Knowledge, counts_local_days_since_the_last_measurement) {
  Story story;
  story.tell(at(1, 23h), make_measured(Side::Left, 90_deg, 3_deg));
  const auto known = find_known(story, at(3, 8h));
  EXPECT_EQ(known.knowing, Knowing::Measured);
  EXPECT_EQ(known.days_since, 2);
}

// The muscles' own range is hardly better known than before, but what was measured is not forgotten.
TEST(Knowledge, of_a_range_with_help_does_not_fade_at_once) {
  Story story;
  auto measured = make_measured(Side::Left, 40_deg, 8_deg);
  measured.joint_motion = JointMotionId("hip.extension");
  measured.available = std::exchange(measured.usable, std::nullopt);
  story.tell(at(1, 9h), measured);
  EXPECT_EQ(find_known(story, at(1, 10h), {measured.joint_motion, Side::Left}).knowing, Knowing::Measured);
}

TEST(Knowledge, tells_a_trend_from_a_measurement) {
  Story story;
  auto measured = make_measured(Side::Left, 90_deg, 3_deg);
  measured.grade = journal::Grade::Trend;
  story.tell(at(1, 9h), measured);
  EXPECT_EQ(find_known(story, at(1, 10h)).knowing, Knowing::Trend);
}

TEST(Knowledge, fades_with_the_years) {
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Left, 90_deg, 3_deg));
  auto later = at(1, 9h);
  later.utc += std::chrono::days(20 * 365);
  EXPECT_EQ(find_known(story, later).knowing, Knowing::Fading);
}

}  // namespace
}  // namespace endrange::progress
