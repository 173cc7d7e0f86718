// Levels on the real content, and on people drawn by chance: every step is earned, and every reason is true.
#include "core/plan/levels.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <regex>
#include <set>

#include "tests/core/plan/world.h"
#include "tests/support/property.h"

namespace endrange::plan {
namespace {

using namespace std::chrono_literals;

const JointMotionId Turning("thorax.rotation");
const ExerciseId Hold("thoracic-turn-hold-seated");           // difficulty 2
const ExerciseId PushPull("thoracic-turn-push-pull-seated");  // difficulty 3

Person make_person() {
  Person person;
  person.tell(make_moment(0, 8h), journal::ProfileChanged{});
  return person;
}

struct Done {
  int day = 1;
  ExerciseId exercise = Hold;
  std::optional<int> effort = 5;
  bool complete = true;
  bool eased = false;
  int pain = 0;
};

void tell_routine(Person& person, const Done& done) {
  const auto routine = "r" + std::to_string(person.entries().size());
  person.tell(make_moment(done.day, 9h), journal::StepDone{.routine = routine,
                                                           .exercise = done.exercise,
                                                           .seconds = 40.0,
                                                           .complete = done.complete,
                                                           .eased = done.eased});
  if (done.pain > 0)
    person.tell(
        make_moment(done.day, 9h),
        journal::PainReported{
            .region = "upper_back", .intensity = done.pain, .routine = routine, .exercise = done.exercise});
  person.tell(make_moment(done.day, 9h), journal::RoutineFinished{routine, done.effort});
}

Level level_after(const std::vector<Done>& all, int day = 10) {
  auto person = make_person();
  for (const auto& done : all) tell_routine(person, done);
  return person.levels(make_moment(day, 10h)).at(Turning);
}

std::string name_of(const ExerciseId& exercise) {
  return load_world().catalogue.find(exercise)->name;
}

TEST(Levels, begin_where_the_audience_begins) {
  for (const auto& [audience, start] : load_world().planner.levels.start) {
    Person person;
    person.tell(make_moment(0, 8h), journal::ProfileChanged{.audience = audience});
    for (const auto& [ladder, level] : person.levels(make_moment(1, 9h))) {
      EXPECT_EQ(level.difficulty, start) << ladder.value();
      EXPECT_EQ(level.last, LevelMove::None);
      EXPECT_FALSE(level.reason.empty());
    }
  }
}

TEST(Levels, go_up_after_two_occasions_and_say_which) {
  EXPECT_EQ(level_after({{1}}).difficulty, 2);
  const auto level = level_after({{1, Hold, 5}, {2, Hold, 4}});
  EXPECT_EQ(level.difficulty, 3);
  EXPECT_TRUE(level.is_new);
  EXPECT_EQ(level.reason, "One step up: you did " + name_of(Hold) + " twice without pain, effort 5 at most.");
  EXPECT_EQ(level_after({{1, Hold, 5, true, false, 2}, {2, Hold, 4}}).reason,
            "One step up: you did " + name_of(Hold) + " twice, pain at most 2 of 10, effort 5 at most.");
}

TEST(Levels, go_up_by_nothing_that_was_hard_eased_cut_short_easy_or_not_told) {
  EXPECT_EQ(level_after({{1}, {2, Hold, 7}, {3}}).difficulty, 2) << "effort 7 begins the count anew";
  EXPECT_EQ(level_after({{1}, {2, Hold, 5, true, true}}).difficulty, 2) << "in less range";
  EXPECT_EQ(level_after({{1}, {2, Hold, 5, false}}).difficulty, 2) << "cut short";
  EXPECT_EQ(level_after({{1, Hold, std::nullopt}, {2, Hold, std::nullopt}}).difficulty, 2) << "not told";
  const ExerciseId easy("thoracic-turn-seated");
  EXPECT_EQ(level_after({{1, easy}, {2, easy}, {3, easy}}).difficulty, 2) << "a step below";
}

TEST(Levels, go_down_as_easily) {
  EXPECT_EQ(level_after({{1, Hold, 9}}).difficulty, 2);
  const auto hard = level_after({{1, Hold, 9}, {2, Hold, 10}});
  EXPECT_EQ(hard.difficulty, 1);
  EXPECT_EQ(hard.reason, "One step easier: effort 9 or more for " + name_of(Hold) + " twice.");
  EXPECT_EQ(level_after({{1, Hold, 5, false}, {2, Hold, 9}}).reason,
            "One step easier: cut short or too much: " + name_of(Hold) + " twice.");
  const auto hurt = level_after({{1, Hold, 5, true, false, 3}});
  EXPECT_EQ(hurt.difficulty, 1) << "pain above two of ten at once";
  EXPECT_EQ(hurt.reason, "One step easier: " + name_of(Hold) + " hurt 3 of 10.");
}

TEST(Levels, take_nothing_from_what_was_done_in_less_range) {
  const Done eased{.effort = 1, .eased = true};
  const auto level = level_after({eased, eased, eased});
  EXPECT_EQ(level.difficulty, level.start);
  EXPECT_EQ(level.last, LevelMove::None);
  // Neither does it stand in the way of what was done in full.
  EXPECT_EQ(level_after({eased, {}, {.day = 2}}).last, LevelMove::Up);
}

TEST(Levels, take_a_step_done_in_parts_for_whole_once_one_came_to_its_end) {
  auto person = make_person();
  for (int day = 1; day <= 2; ++day) {
    const auto routine = "r" + std::to_string(day);
    for (const bool complete : {false, true})
      person.tell(
          make_moment(day, 9h),
          journal::StepDone{.routine = routine, .exercise = Hold, .seconds = 20.0, .complete = complete});
    person.tell(make_moment(day, 9h), journal::RoutineFinished{routine, 4});
  }
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).last, LevelMove::Up);
}

TEST(Levels, give_one_step_back_after_weeks_away_and_only_one) {
  const std::vector<Done> story = {{1}, {2}, {3, PushPull, 7}};
  EXPECT_EQ(level_after(story, 3 + 34).difficulty, 3);
  const auto back = level_after(story, 3 + 42);
  EXPECT_EQ(back.difficulty, 2);
  EXPECT_EQ(back.reason, "One step easier: 6 weeks since " + name_of(PushPull) + ".");
  EXPECT_EQ(level_after(story, 3 + 200).difficulty, 2);
}

journal::Measured make_measured(journal::Method method) {
  journal::Measured measured;
  measured.joint_motion = Turning;
  measured.side = Side::Left;
  measured.method = method;
  measured.grade = journal::Grade::Measured;
  return measured;
}

TEST(Levels, wait_for_a_range_that_is_held_when_one_was_measured) {
  auto person = make_person();
  auto measured = make_measured(journal::Method::Camera);
  measured.reached = Estimate{Angle::from_degrees(50.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(1, 8h), measured);
  tell_routine(person, {1});
  tell_routine(person, {2});
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).difficulty, 2);
  measured.usable = Estimate{Angle::from_degrees(45.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(3, 10h), measured);
  tell_routine(person, {4});
  EXPECT_EQ(person.levels(make_moment(5, 9h)).at(Turning).difficulty, 3);
}

TEST(Levels, do_not_wait_for_a_hold_that_nobody_looked_for) {
  auto person = make_person();
  auto by_hand = make_measured(journal::Method::Hand);
  by_hand.available = Estimate{Angle::from_degrees(60.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(1, 8h), by_hand);
  tell_routine(person, {1});
  tell_routine(person, {2});
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).difficulty, 3);
}

TEST(Levels, are_the_same_event_by_event_and_all_at_once) {
  auto person = make_person();
  for (int day = 1; day < 40; ++day)
    tell_routine(person, {day, day % 3 == 0 ? PushPull : Hold, (day * 7) % 11, day % 5 != 0, false,
                          day % 13 == 0 ? 4 : 0});
  const auto& world = load_world();
  LevelFollower follower(world.catalogue, world.planner.levels, journal::Audience::DeskWorker);
  for (const auto& entry : person.entries()) {
    follower.advance(entry);
    const auto one_by_one = follower.compute(entry.at);
    EXPECT_EQ(one_by_one.at(Turning).reason, follower.compute(entry.at).at(Turning).reason);
  }
  const auto now = make_moment(41, 9h);
  const auto together = person.levels(now);
  for (const auto& [ladder, level] : follower.compute(now)) {
    EXPECT_EQ(level.difficulty, together.at(ladder).difficulty);
    EXPECT_EQ(level.reason, together.at(ladder).reason);
  }
}

// Never more than one step for each two routines that were easy enough, and never out of 1 to 5.
TEST(RandomClimbers, earn_every_step) {
  constexpr int Few = 300;
  constexpr int Many = 100'000;
  test::hold_on_random_cases(
      [] {
        auto person = make_person();
        const auto& exercises = load_world().catalogue.exercises();
        int easy_enough = 0;
        for (int day = 1; day < 30; ++day) {
          Done done;
          done.day = day;
          done.exercise = exercises[*rc::gen::inRange<std::size_t>(0, exercises.size())].id;
          done.effort = *rc::gen::inRange(0, 11);
          done.complete = *rc::gen::inRange(0, 4) != 0;
          done.pain = *rc::gen::inRange(0, 4) == 0 ? *rc::gen::inRange(0, 11) : 0;
          tell_routine(person, done);
          if (*done.effort <= load_world().planner.levels.effort_up_to && done.complete) ++easy_enough;
        }
        int steps = 0;
        for (const auto& [ladder, level] : person.levels(make_moment(30, 9h))) {
          RC_ASSERT(level.difficulty >= 1 && level.difficulty <= 5);
          steps = std::max(steps, level.difficulty - level.start);
        }
        RC_ASSERT(steps <= easy_enough / load_world().planner.levels.occasions);
      },
      Few, Many);
}

// ---- every reason is true
// ------------------------------------------------------------------------------------

/// What a reason says, found again in the journal of one ladder: the figures, the names and how often.
class Told {
 public:
  Told(const std::vector<Done>& story, const JointMotionId& ladder, const Level& level, int today)
      : level_(level), today_(today) {
    for (const auto& done : story)
      for (const auto& rung : ladders().find(done.exercise))
        if (rung.ladder == ladder) story_.push_back(done);
    hardest_ = *ladders().difficulties().at(ladder).rbegin();
  }

  [[nodiscard]] bool is_true() const {
    const std::string step = R"(Step (\d) of 5: )";
    const std::string down = "(?:One step easier|The easiest step for now): ";
    const std::string often = "( once| twice| \\d+ times)?";
    std::smatch said;
    const auto says = [&](const std::string& pattern) {
      return std::regex_match(level_.reason, said, std::regex(pattern));
    };
    // "Bridge twice", or "Bridge and Squat".
    const auto is_two = [&](std::size_t names) {
      return said[names + 1].matched ? said[names + 1] == " twice"
                                     : said[names].str().find(" and ") != std::string::npos;
    };
    const auto number = [&](std::size_t group) { return std::stoi(said[group]); };
    if (says(step + "nothing here is harder."))
      return number(1) == level_.difficulty && hardest_ <= level_.difficulty;
    // With more done well the first time, once more is left.
    if (says(step +
             "(once|twice) (more )?at this step without much pain and with effort up to 6, and it goes up."))
      return number(1) == level_.difficulty && hardest_ > level_.difficulty &&
             (said[2] == "once") == (said[3] == "more ") && (said[2] == "twice" || !story_.empty());
    if (says("One step up: you did (.*?)" + often +
             R"((?: without pain|, pain at most (\d+) of 10), effort (\d+) at most\.)"))
      return is_two(1) &&
             were(said[1],
                  [&](const Done& done) {
                    return done.complete && done.effort <= 6 && done.effort <= number(4) &&
                           done.pain <= (said[3].matched ? number(3) : 0);
                  }) &&
             was(said[1], [&](const Done& done) { return done.effort == number(4); }) &&
             (!said[3].matched || was(said[1], [&](const Done& done) { return done.pain == number(3); }));
    if (says(down + "effort (\\d+) or more for (.*?)" + often + "\\."))
      return is_two(2) && number(1) >= 9 &&
             were(said[2], [&](const Done& done) { return done.complete && done.effort >= number(1); }) &&
             was(said[2], [&](const Done& done) { return done.effort == number(1); });
    if (says(down + "cut short or too much: (.*?)" + often + "\\."))
      return is_two(1) &&
             were(said[1], [&](const Done& done) { return !done.complete || done.effort >= 9; }) &&
             was(said[1], [&](const Done& done) { return !done.complete; });
    if (says(down + "(.*) hurt (\\d+) of 10\\."))
      return number(2) > 2 && was(said[1], [&](const Done& done) { return done.pain == number(2); });
    if (says(down + "(\\d+) weeks since (.*)\\.")) return was_away(number(1), said[2]);
    return false;
  }

 private:
  static const Ladders& ladders() {
    static const Ladders all(load_world().catalogue);
    return all;
  }

  // "Bridge", or "Bridge and Squat"
  static bool is_one_of(const std::string& names, const Done& done) {
    return (" and " + names + " and ").find(" and " + name_of(done.exercise) + " and ") != std::string::npos;
  }

  template <typename Which>
  [[nodiscard]] std::ptrdiff_t count(const std::string& names, Which which) const {
    return std::ranges::count_if(story_,
                                 [&](const Done& done) { return is_one_of(names, done) && which(done); });
  }
  template <typename Which>
  [[nodiscard]] bool was(const std::string& names, Which which) const {
    return count(names, which) >= 1;
  }
  template <typename Which>
  [[nodiscard]] bool were(const std::string& names, Which which) const {
    return count(names, which) >= 2;
  }

  // So long between one that was done and the next, or today.
  [[nodiscard]] bool was_away(int weeks, const std::string& name) const {
    for (std::size_t i = 0; i < story_.size(); ++i) {
      const int days = (i + 1 < story_.size() ? story_[i + 1].day : today_) - story_[i].day;
      if (days >= 35 && days / 7 == weeks && name_of(story_[i].exercise) == name) return true;
    }
    return false;
  }

  std::vector<Done> story_;  // of this ladder
  Level level_;
  int today_;
  int hardest_ = 0;
};

TEST(RandomClimbers, are_told_truly_why_they_stand_where_they_do) {
  constexpr int Few = 300;
  constexpr int Many = 100'000;
  std::set<std::string> kinds;
  test::hold_on_random_cases(
      [&] {
        auto person = make_person();
        std::vector<ExerciseId> few;  // so that each is done often enough to move its ladders
        const auto& exercises = load_world().catalogue.exercises();
        for (int i = 0; i < 3; ++i)
          few.push_back(exercises[*rc::gen::inRange<std::size_t>(0, exercises.size())].id);
        std::vector<Done> story;
        int day = 0;
        for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
          Done done;
          done.day = day += *rc::gen::inRange(0, 8) == 0 ? *rc::gen::inRange(20, 90) : 1;
          done.exercise = *rc::gen::elementOf(few);
          done.effort = *rc::gen::inRange(0, 3) == 0 ? *rc::gen::inRange(0, 11) : *rc::gen::inRange(3, 7);
          done.complete = *rc::gen::inRange(0, 6) != 0;
          done.pain = *rc::gen::inRange(0, 4) == 0 ? *rc::gen::inRange(0, 11) : 0;
          tell_routine(person, done);
          story.push_back(done);
        }
        const int today = day + (*rc::gen::inRange(0, 4) == 0 ? *rc::gen::inRange(20, 90) : 1);
        for (const auto& [ladder, level] : person.levels(make_moment(today, 10h))) {
          if (!Told(story, ladder, level, today).is_true())
            RC_FAIL(ladder.value() + ", not true: " + level.reason);
          kinds.insert(level.reason.substr(0, level.reason.find(level.last == LevelMove::None ? ' ' : ':')));
        }
      },
      Few, Many);
  for (const char* kind : {"One step up", "One step easier", "The easiest step for now"})
    EXPECT_TRUE(kinds.contains(kind)) << kind;
}

TEST(Unearned, leaves_out_difficulty_four_and_five_above_the_level_only) {
  auto person = make_person();
  person.answer_all(make_moment(0, 9h));
  const auto limits = person.limits(make_moment(1, 9h));
  for (const auto& exercise : load_world().catalogue.exercises())
    EXPECT_EQ(limits.unearned.contains(exercise.id), exercise.difficulty >= 4) << exercise.id.value();
}

}  // namespace
}  // namespace endrange::plan
