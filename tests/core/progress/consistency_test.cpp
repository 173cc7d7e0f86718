#include "core/progress/consistency.h"

#include <gtest/gtest.h>

#include "core/progress/person.h"
#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

journal::StepDone step(double seconds) {
  return {.routine = "r", .exercise = ExerciseId("wall-angel"), .seconds = seconds};
}

journal::Worked worked(LocalMoment from, std::chrono::hours length) {
  return {from.utc, std::chrono::duration<double>(length).count()};
}

TEST(Consistency, counts_the_days_moved_of_the_last_fourteen) {
  Story story;
  story.tell(at(8, 9h), step(60))
      .tell(at(9, 9h), step(60))
      .tell(at(22, 8h), step(60))
      .tell(at(22, 9h), step(30));
  const auto consistency = compute_consistency(story.entries(), at(22, 18h));
  EXPECT_EQ(consistency.days_moved, 2);  // the 8th is the fifteenth day back
  EXPECT_EQ(consistency.words, "You moved on 2 of the last 14 days.");
  ASSERT_EQ(consistency.days.size(), 14U);
  EXPECT_EQ(consistency.days.front().day, at(9, 0h).day());
  EXPECT_DOUBLE_EQ(consistency.days.back().minutes, 1.5);
}

TEST(Consistency, counts_by_the_day_where_the_person_was) {
  Story story;
  story.tell(at(21, 30min), step(60));  // half past midnight on the 21st, still the 20th in UTC
  const auto consistency = compute_consistency(story.entries(), at(22, 9h));
  EXPECT_GT(consistency.days[12].minutes, 0.0);
  EXPECT_EQ(consistency.days[11].minutes, 0.0);
}

TEST(Consistency, has_no_blame_for_a_lapse) {
  Story story;
  story.tell(at(1, 9h), step(60));
  EXPECT_EQ(compute_consistency(story.entries(), at(22, 9h)).words,
            "No moving in the last 14 days. A minute is a good way back.");
}

TEST(Consistency, tells_a_beginner_of_no_lapse) {
  EXPECT_EQ(compute_consistency({}, at(22, 9h)).words,
            "The first day you move shows here. One minute makes it a day.");
}

TEST(Consistency, counts_calls_as_work_and_films_as_none) {
  Story story;
  story.tell(at(22, 9h), worked(at(22, 9h), 1h))
      .tell(at(22, 11h), journal::Spent{journal::SpentOn::Call, at(22, 10h).utc, 1800.0})
      .tell(at(22, 12h), journal::Spent{journal::SpentOn::Film, at(22, 11h).utc, 1800.0});
  EXPECT_DOUBLE_EQ(compute_consistency(story.entries(), at(22, 18h)).days.back().work_minutes, 90.0);
}

TEST(Consistency, counts_natural_breaks_as_taken) {
  Story story;
  using enum journal::BreakOutcome;
  for (const auto outcome : {Taken, Natural, PutOff, Skipped})
    story.tell(at(22, 9h), journal::BreakHappened{outcome, 3.0});
  const auto today = compute_consistency(story.entries(), at(22, 18h)).days.back();
  EXPECT_EQ(today.breaks_taken, 2);
  EXPECT_EQ(today.breaks_skipped, 1);
}

TEST(Sitting, joins_what_two_devices_saw_of_the_same_hour) {
  Story story;
  story.tell(at(22, 12h), worked(at(22, 9h), 2h)).tell(at(22, 12h), worked(at(22, 10h), 2h));
  EXPECT_DOUBLE_EQ(compute_sitting(story.entries(), at(22, 18h)).today_h, 3.0);
}

TEST(Sitting, splits_a_night_shift_at_midnight_and_stops_at_now) {
  Story story;
  story.tell(at(22, 1h), worked(at(21, 22h), 10h));
  const auto sitting = compute_sitting(story.entries(), at(22, 3h));
  EXPECT_DOUBLE_EQ(sitting.yesterday_h, 2.0);
  EXPECT_DOUBLE_EQ(sitting.today_h, 3.0);
}

TEST(Sitting, believes_what_was_seen_before_what_was_said_and_knows_what_it_does_not_know) {
  Story story;
  EXPECT_EQ(compute_sitting(story.entries(), at(22, 18h)).hours(), std::nullopt);
  story.tell(at(1, 9h), journal::ProfileChanged{.sitting_hours = 7.5});
  EXPECT_EQ(compute_sitting(story.entries(), at(22, 18h)).hours(), 7.5);
  story.tell(at(21, 17h), worked(at(21, 9h), 5h));
  EXPECT_EQ(compute_sitting(story.entries(), at(22, 9h)).hours(), 5.0);
}

TEST(Person, keeps_the_latest_answer_to_each_question) {
  Story story;
  using enum journal::Answer;
  story.tell(at(1, 9h), journal::SafetyAnswered{{{"a", Yes}, {"b", No}}})
      .tell(at(2, 9h), journal::SafetyAnswered{{{"b", Unknown}}});
  const auto answers = compute_answers(story.entries());
  EXPECT_EQ(answers.at("a"), Yes);
  EXPECT_EQ(answers.at("b"), Unknown);
}

TEST(Person, is_asked_once_about_yesterday_and_only_after_moving) {
  Story story;
  EXPECT_FALSE(is_morning_question_due(story.entries(), at(22, 8h)));
  story.tell(at(21, 9h), step(60));
  EXPECT_TRUE(is_morning_question_due(story.entries(), at(22, 8h)));
  EXPECT_FALSE(is_morning_question_due(story.entries(), at(23, 8h)));
  story.tell(at(22, 8h), journal::MorningAnswered{});
  EXPECT_FALSE(is_morning_question_due(story.entries(), at(22, 9h)));
}

}  // namespace
}  // namespace endrange::progress
