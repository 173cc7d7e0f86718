// What a hostile or broken sender may put into an event, and the one message it gets for it.
#include "core/journal/check.h"

#include <gtest/gtest.h>

#include <limits>

namespace endrange::journal {
namespace {

using namespace std::chrono_literals;
using namespace literals;

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinite = std::numeric_limits<double>::infinity();

Measured make_measured() {
  Measured measured;
  measured.joint_motion = JointMotionId("shoulder.abduction");
  measured.side = Side::Left;
  measured.protocol = ProtocolId("shoulder.abduction");
  measured.set_up = "standing/front";
  measured.usable = Estimate{92_deg, 5_deg};
  return measured;
}

Tested make_tested() {
  Tested tested;
  tested.protocol = ProtocolId("ankle.knee_to_wall");
  tested.side = Side::Left;
  tested.set_up = "hand.tape";
  tested.figures = {{FigureName::Distance, FigureUnit::Centimetres, 11.5, 0.75}};
  return tested;
}

std::string where_of(const Event& event) {
  const auto status = check_event(event);
  return status ? "" : status.error().where;
}

TEST(CheckEvent, accepts_one_honest_event_of_every_kind) {
  const std::vector<Event> honest = {
      ProfileChanged{.equipment = {Equipment::Wall}, .age_band = "50_59", .height_m = 1.7},
      SafetyAnswered{{{"chest_pain", Answer::No}}},
      Cleared{.question = "chest_pain"},
      Cleared{.report = EntryId("0d3c")},
      make_measured(),
      make_tested(),
      RecordingKept{"2026-11-22-shoulder.trc"},
      RecordingDeleted{"2026-11-22-shoulder.trc"},
      RoutineStarted{"r1", 180, 4},
      StepDone{.routine = "r1", .exercise = ExerciseId("hip-circle-supported"), .seconds = 42.5},
      StepSkipped{.routine = "r1", .exercise = ExerciseId("wall-slide")},
      RoutineFinished{"r1", 4},
      PainReported{.region = "hip", .intensity = 3, .exercise = ExerciseId("wall-slide")},
      MorningAnswered{Morning::Sore, 2},
      BreakHappened{BreakOutcome::PutOff, 10.0},
      Worked{std::chrono::sys_days{2026y / 11 / 22} + 9h, 3000.0},
      SettingsChanged{},
      RhythmChanged{},
      Spent{SpentOn::Call, std::chrono::sys_days{2026y / 11 / 22} + 9h, 60.0},
      ProgrammeChosen{"one-stiff-joint", "hip"},
      ProgrammeChosen{},
      GoalsChosen{{{"top-shelf", Angle::from_degrees(150.0)}, {"squat-to-depth", std::nullopt}}},
      ExerciseAdded{ExerciseId("my-hip-turns"), "id = \"my-hip-turns\"\n"},
      ExerciseRemoved{ExerciseId("my-hip-turns")},
      Withdrawn{EntryId("0d3c"), "typed on the wrong side"},
  };
  for (const auto& event : honest) {
    const auto status = check_event(event);
    EXPECT_TRUE(status) << word(event) << ": " << status.error().text();
  }
}

TEST(CheckEvent, refuses_a_goal_that_is_wanted_twice) {
  EXPECT_EQ(where_of(GoalsChosen{{{"top-shelf", {}}, {"top-shelf", {}}}}), "goals_chosen.goals");
  EXPECT_EQ(where_of(GoalsChosen{{{"", {}}}}), "goals_chosen.goals.goal");
}

TEST(CheckEvent, refuses_an_exercise_that_is_no_text_or_no_end) {
  const ExerciseId id("my-hip-turns");
  EXPECT_EQ(where_of(ExerciseAdded{ExerciseId("../hip"), "id"}), "exercise_added.exercise");
  EXPECT_EQ(where_of(ExerciseAdded{id, ""}), "exercise_added.text");
  EXPECT_EQ(where_of(ExerciseAdded{id, "\xff\xfe"}), "exercise_added.text");
  EXPECT_EQ(where_of(ExerciseAdded{id, std::string("id\0", 3)}), "exercise_added.text");
  EXPECT_TRUE(check_event(ExerciseAdded{id, std::string(LongestExercise, 'x')}));
  EXPECT_EQ(where_of(ExerciseAdded{id, std::string(LongestExercise + 1, 'x')}), "exercise_added.text");
  EXPECT_EQ(where_of(ExerciseRemoved{}), "exercise_removed.exercise");
}

TEST(CheckEvent, refuses_figures_outside_their_range) {
  EXPECT_EQ(where_of(ProfileChanged{.minutes = 0}), "profile_changed.minutes");
  EXPECT_EQ(where_of(ProfileChanged{.minutes = 16}), "profile_changed.minutes");
  EXPECT_EQ(where_of(PainReported{.region = "hip", .intensity = 11}), "pain_reported.intensity");
  EXPECT_EQ(where_of(PainReported{.region = "hip", .intensity = -1}), "pain_reported.intensity");
  EXPECT_EQ(where_of(RoutineFinished{"r1", 11}), "routine_finished.effort");
  EXPECT_EQ(where_of(MorningAnswered{Morning::Worse, 12}), "morning_answered.pain");
  EXPECT_EQ(where_of(SettingsChanged{.work_days = {0}}), "settings_changed.work_days");
  const auto where_of_rhythm = [](auto change) {
    RhythmChanged changed;
    change(changed.rhythm);
    return where_of(changed);
  };
  EXPECT_EQ(where_of_rhythm([](Rhythm&) {}), "");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.short_breaks.length = 4min; }),
            "rhythm_changed.rhythm.short_breaks.length_min");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.long_breaks.length = 4min; }),
            "rhythm_changed.rhythm.long_breaks.length_min");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.long_breaks.every = 4min; }),
            "rhythm_changed.rhythm.long_breaks.every_min");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.short_breaks.most_a_day = 0; }),
            "rhythm_changed.rhythm.short_breaks.most_a_day");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.work[0] = Hours{9h, 9h}; }),
            "rhythm_changed.rhythm.work.until_min");
  EXPECT_EQ(where_of_rhythm([](Rhythm& rhythm) { rhythm.quiet = {Hours{25h, 9h}}; }),
            "rhythm_changed.rhythm.quiet.from_min");
  EXPECT_EQ(where_of(SettingsChanged{.work_days = {1, 1}}), "settings_changed.work_days");
  EXPECT_EQ(where_of(SettingsChanged{.left_out = {"camera", "camera"}}), "settings_changed.left_out");
  EXPECT_EQ(where_of(SettingsChanged{.left_out = {"smell"}}), "settings_changed.left_out");
  EXPECT_EQ(where_of(SettingsChanged{.day_starts = 9h, .day_ends = 9h}), "settings_changed.day_ends_min");
}

TEST(CheckEvent, refuses_figures_that_are_no_numbers) {
  for (const double bad : {NotANumber, Infinite, -Infinite}) {
    auto measured = make_measured();
    measured.usable = Estimate{Angle::from_radians(bad), 5_deg};
    EXPECT_EQ(where_of(measured), "measured.usable.mean_deg");
    measured.usable = Estimate{92_deg, Angle::from_radians(bad)};
    EXPECT_EQ(where_of(measured), "measured.usable.se_deg");
    measured = make_measured();
    measured.repetitions = {{.end_s = bad}};
    EXPECT_EQ(where_of(measured), "measured.repetitions.end_s");
    EXPECT_EQ(where_of(StepDone{.routine = "r1", .exercise = ExerciseId("wall-slide"), .seconds = bad}),
              "step_done.seconds");
    EXPECT_EQ(where_of(ProfileChanged{.sitting_hours = bad}), "profile_changed.sitting_hours");
    EXPECT_EQ(where_of(BreakHappened{BreakOutcome::Taken, bad}), "break_happened.minutes");
  }
}

TEST(CheckEvent, refuses_a_measurement_that_claims_to_be_exact_or_says_nothing) {
  auto measured = make_measured();
  measured.usable = Estimate{92_deg, 0_deg};
  EXPECT_EQ(where_of(measured), "measured.usable.se_deg");
  measured.usable.reset();
  EXPECT_EQ(where_of(measured), "measured");
  measured.grade = Grade::NotObservable;
  EXPECT_EQ(where_of(measured), "");
}

TEST(CheckEvent, refuses_a_test_without_a_figure_unless_it_could_not_be_seen) {
  auto tested = make_tested();
  tested.figures.clear();
  EXPECT_EQ(where_of(tested), "tested.figures");
  tested.grade = Grade::NotObservable;
  EXPECT_EQ(where_of(tested), "");
}

TEST(CheckEvent, takes_each_figure_of_a_test_once_in_its_own_unit_within_reason) {
  const auto with = [](Figure figure) {
    auto tested = make_tested();
    tested.figures = {figure};
    return where_of(tested);
  };
  EXPECT_EQ(with({FigureName::Distance, FigureUnit::Centimetres, -16.5, 0.75}), "");
  EXPECT_EQ(with({FigureName::Time, FigureUnit::Seconds, 0.0, 3.0}), "");
  EXPECT_EQ(with({FigureName::ReachConeArea, FigureUnit::Steradians, 6.2, 0.4}), "");
  EXPECT_EQ(with({FigureName::DeadOctants, FigureUnit::Count, 8.0, 1.0}), "");
  EXPECT_EQ(with({FigureName::Distance, FigureUnit::Seconds, 3.0, 1.0}), "tested.figures.unit");
  EXPECT_EQ(with({FigureName::Distance, FigureUnit::Centimetres, 201.0, 0.75}), "tested.figures.value");
  EXPECT_EQ(with({FigureName::Count, FigureUnit::Count, -1.0, 2.0}), "tested.figures.value");
  EXPECT_EQ(with({FigureName::ReachConeArea, FigureUnit::Steradians, 12.6, 0.4}), "tested.figures.value");
  EXPECT_EQ(with({FigureName::DeadOctants, FigureUnit::Count, 9.0, 1.0}), "tested.figures.value");
  for (const double bad : {NotANumber, Infinite, -Infinite}) {
    EXPECT_EQ(with({FigureName::Time, FigureUnit::Seconds, bad, 3.0}), "tested.figures.value");
    EXPECT_EQ(with({FigureName::Time, FigureUnit::Seconds, 9.0, bad}), "tested.figures.standard_error");
  }
  EXPECT_EQ(with({FigureName::Time, FigureUnit::Seconds, 9.0, 0.0}), "tested.figures.standard_error");
  auto twice = make_tested();
  twice.figures.push_back(twice.figures.front());
  EXPECT_EQ(where_of(twice), "tested.figures");
}

TEST(CheckEvent, refuses_names_that_could_be_anything_else) {
  const std::string long_name(LongestIdentifier + 1, 'a');
  for (const std::string& bad :
       {std::string(), long_name, std::string("../../etc/passwd"), std::string(".hidden"), std::string("a b"),
        std::string("a\0b", 3), std::string("a\nb"), std::string("hüfte")}) {
    EXPECT_EQ(where_of(RecordingKept{bad}), "recording_kept.recording") << bad;
    EXPECT_EQ(where_of(Withdrawn{EntryId(bad), ""}), "withdrawn.entry") << bad;
  }
}

TEST(CheckEvent, refuses_texts_that_are_endless_or_not_utf_8) {
  for (const std::string& bad :
       {std::string(LongestText + 1, 'a'), std::string("\xC3"), std::string("\xC0\xAF"),
        std::string("\xED\xA0\x80"), std::string("\xF5\x80\x80\x80"), std::string("\xFF"),
        std::string("bell\a"), std::string("nul\0", 4)})
    EXPECT_EQ(where_of(Withdrawn{EntryId("0d3c"), bad}), "withdrawn.reason");
  EXPECT_EQ(where_of(Withdrawn{EntryId("0d3c"), "zu früh: 92° ± 5°, naïve 測定 🦵\n"}), "");
}

TEST(CheckEvent, refuses_a_clearance_of_nothing_or_of_two_things) {
  EXPECT_EQ(where_of(Cleared{}), "cleared");
  EXPECT_EQ(where_of(Cleared{"chest_pain", EntryId("0d3c")}), "cleared");
}

TEST(CheckEvent, says_what_was_expected_and_found_without_repeating_strange_bytes) {
  const auto status = check_event(ProfileChanged{.age_band = "old\001er"});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "expected one of under_30, 30_39, 40_49, 50_59, 60_69, 70_79, 80_plus, found \"old?er\"");
}

TEST(CheckEntry, refuses_moments_zones_and_sequences_that_cannot_be) {
  Entry entry{
      EntryId("0d3c"), DeviceId("d1"), 1, {std::chrono::sys_days{2026y / 11 / 22}, 60min}, MorningAnswered{}};
  EXPECT_TRUE(check_entry(entry));
  auto bad = entry;
  bad.at.utc = Moment{};
  EXPECT_EQ(check_entry(bad).error().where, "at");
  bad = entry;
  bad.at.utc = Moment::max();
  EXPECT_EQ(check_entry(bad).error().where, "at");
  bad = entry;
  bad.at.offset = 15h;
  EXPECT_EQ(check_entry(bad).error().where, "offset_min");
  bad = entry;
  bad.sequence = 0;
  EXPECT_EQ(check_entry(bad).error().where, "sequence");
  bad = entry;
  bad.id = EntryId("");
  EXPECT_EQ(check_entry(bad).error().where, "id");
}

}  // namespace
}  // namespace endrange::journal
