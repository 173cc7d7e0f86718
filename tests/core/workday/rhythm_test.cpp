// What the settings of the first format mean now, and what a usual day looks like.
#include "core/workday/rhythm.h"

#include <gtest/gtest.h>

#include "core/workday/preview.h"

namespace endrange::workday {
namespace {

using namespace std::chrono_literals;
using journal::RhythmChanged;
using journal::SettingsChanged;

std::vector<journal::Entry> make_story(const std::vector<journal::Event>& events) {
  std::vector<journal::Entry> entries;
  for (const auto& event : events) entries.push_back({{}, {}, entries.size() + 1, {}, event});
  return entries;
}

TEST(Rhythm, is_the_default_until_one_is_set) {
  EXPECT_EQ(compute_rhythm({}), journal::Rhythm{});
  EXPECT_EQ(compute_rhythm(make_story({SettingsChanged{.theme = "dark"}})), journal::Rhythm{});
}

TEST(Rhythm, keeps_what_was_set_before_there_were_two_kinds) {
  const auto rhythm = compute_rhythm(make_story({SettingsChanged{
      .work_minutes = 45, .break_minutes = 10, .day_starts = 22h, .day_ends = 6h, .work_days = {6}}}));
  EXPECT_FALSE(rhythm.short_breaks.is_on);
  EXPECT_TRUE(rhythm.long_breaks.is_on);
  EXPECT_EQ(rhythm.long_breaks.every, 45min);
  EXPECT_EQ(rhythm.long_breaks.length, 10min);
  EXPECT_EQ(rhythm.work[5], (journal::Hours{22h, 6h}));
  EXPECT_FALSE(rhythm.work[0]);
  const auto shorter = convert_rhythm(SettingsChanged{.breaks_on = false, .break_minutes = 4});
  EXPECT_FALSE(shorter.is_on);
  EXPECT_TRUE(shorter.short_breaks.is_on);
  EXPECT_FALSE(shorter.long_breaks.is_on);
  EXPECT_EQ(shorter.short_breaks.length, 3min);
  EXPECT_EQ(convert_rhythm(SettingsChanged{.break_minutes = 60}).long_breaks.length, 15min);
}

TEST(Rhythm, is_the_latest_that_was_set_whatever_the_settings_say_later) {
  RhythmChanged changed;
  changed.rhythm.short_breaks.every = 20min;
  EXPECT_EQ(compute_rhythm(make_story({changed, SettingsChanged{.work_minutes = 90}})), changed.rhythm);
}

TEST(Preview, shows_the_next_work_day) {
  const Day friday = std::chrono::local_days{std::chrono::year{2026} / 11 / 27};
  const auto preview = make_preview({}, friday);
  ASSERT_TRUE(preview);
  const LocalTime monday(friday + std::chrono::days(3));
  EXPECT_EQ(preview->marks.front().from, monday + 9h);
  EXPECT_EQ(preview->marks.back().until, monday + 17h);
  for (std::size_t i = 1; i < preview->marks.size(); ++i)
    EXPECT_EQ(preview->marks[i].from, preview->marks[i - 1].until);
  EXPECT_EQ(preview->marks[0], (PreviewMark{PreviewKind::Work, monday + 9h, monday + 9h + 30min + 30s}));
  EXPECT_EQ(preview->marks[1],
            (PreviewMark{PreviewKind::ShortBreak, monday + 9h + 30min + 30s, monday + 9h + 32min + 30s}));
  // By hand: every 67.5 minutes hold a short break after 30.5 and a long one after 60.5 of work; three such
  // rounds fit before the meal at 12:45 and three after it.
  EXPECT_EQ(preview->long_breaks, 6);
  EXPECT_EQ(preview->short_breaks, 6);
}

TEST(Preview, knows_nights_short_days_and_no_days) {
  journal::Rhythm rhythm;
  rhythm.work.fill(journal::Hours{22h, 2h});
  const Day day = std::chrono::local_days{std::chrono::year{2026} / 11 / 27};
  const auto night = make_preview(rhythm, day);
  ASSERT_TRUE(night);
  EXPECT_EQ(night->marks.front().from, LocalTime(day + std::chrono::days(1)) + 22h);
  EXPECT_EQ(night->marks.back().until, LocalTime(day + std::chrono::days(2)) + 2h);
  rhythm.work.fill(std::nullopt);
  EXPECT_FALSE(make_preview(rhythm, day));
  rhythm.work.fill(journal::DefaultWork);
  rhythm.is_on = false;
  const auto off = make_preview(rhythm, day);
  ASSERT_TRUE(off);
  EXPECT_EQ(off->short_breaks + off->long_breaks, 0);
}

}  // namespace
}  // namespace endrange::workday
