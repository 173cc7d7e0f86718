// The loop closes: what was measured changes tomorrow's routine, at every length and however sitting is
// weighed; and what sitting leaves out comes in turn.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/core/plan/minutes.h"

namespace endrange::plan {
namespace {

using namespace std::chrono_literals;
using namespace literals;
using Figures = std::vector<journal::Measured>;

const Figures Nothing = {};
const Figures LeftFarBehind = {measured(Side::Left, 92_deg, 5_deg), measured(Side::Right, 140_deg, 5_deg)};
const Figures LeftAmple = {measured(Side::Left, 175_deg, 5_deg), measured(Side::Right, 140_deg, 5_deg)};
const Figures BothAmple = {measured(Side::Left, 175_deg, 5_deg), measured(Side::Right, 175_deg, 5_deg)};
const Figures LeftUncertain = {measured(Side::Left, 92_deg, 40_deg), measured(Side::Right, 140_deg, 5_deg)};

struct Shoulders {
  double left = 0.0;
  double right = 0.0;
};

/// Minutes of the routine, and how much a day of sitting weighs.
class Loop : public testing::TestWithParam<std::tuple<int, double>> {
 protected:
  /// The same person, profile and day; only what was measured differs.
  [[nodiscard]] static Routine plan_tomorrow(const Figures& figures) {
    Person person;
    person.tell(make_moment(0, 9h), journal::ProfileChanged{.place = journal::Place::RoomToStand,
                                                            .equipment = {journal::Equipment::Wall},
                                                            .sitting_hours = 7.0});
    person.answer_all(make_moment(0, 9h));
    for (const auto& figure : figures) person.tell(make_moment(0, 10h), figure);
    auto weights = load_world().planner.weights;
    weights.neglect = std::get<double>(GetParam());
    return person.plan(make_moment(1, 10h), std::get<int>(GetParam()), Spot::Usual, {}, weights);
  }

  [[nodiscard]] static Shoulders count_tomorrow(const Figures& figures) {
    const auto routine = plan_tomorrow(figures);
    return {minutes_for(routine, "shoulder", Side::Left), minutes_for(routine, "shoulder", Side::Right)};
  }
};

TEST_P(Loop, gives_a_shoulder_far_behind_the_other_more_minutes_on_its_own_side) {
  const auto behind = count_tomorrow(LeftFarBehind);
  EXPECT_GT(behind.left, count_tomorrow(Nothing).left);
  EXPECT_GT(behind.left, behind.right);
}

TEST_P(Loop, gives_a_shoulder_with_much_usable_range_fewer) {
  const auto usual = count_tomorrow(Nothing);
  // At one or two lengths nothing else of the same length would do more good, and the few minutes stay.
  EXPECT_LE(count_tomorrow(LeftAmple).left, usual.left);
  EXPECT_LT(count_tomorrow(LeftAmple).left, count_tomorrow(LeftFarBehind).left);
  const auto ample = count_tomorrow(BothAmple);
  EXPECT_LE(ample.left + ample.right, usual.left + usual.right);
}

TEST_P(Loop, hardly_changes_anything_for_an_uncertain_figure) {
  EXPECT_EQ(plan_tomorrow(LeftUncertain), plan_tomorrow(Nothing));
}

INSTANTIATE_TEST_SUITE_P(LengthAndSitting, Loop,
                         testing::Combine(testing::Range(1, 16), testing::Values(1.0, 1.5, 2.0)));

TEST(LargeRange, frees_minutes_at_the_usual_lengths) {
  Person usual;
  usual.tell(make_moment(0, 9h), journal::ProfileChanged{.place = journal::Place::RoomToStand,
                                                         .equipment = {journal::Equipment::Wall}});
  usual.answer_all(make_moment(0, 9h));
  Person ample = usual;
  for (const auto& figure : BothAmple) ample.tell(make_moment(0, 10h), figure);
  for (const int minutes : {3, 5, 8, 10, 15})
    EXPECT_LT(minutes_for(ample.plan(make_moment(1, 10h), minutes), "shoulder", Side::Left),
              minutes_for(usual.plan(make_moment(1, 10h), minutes), "shoulder", Side::Left))
        << minutes << " minutes";
}

const std::vector<std::string> LeftOutBySitting = {"hip", "thorax", "shoulder"};

// The joints of a routine that have half a minute or more of it.
std::set<std::string> find_joints(const Routine& routine) {
  std::set<std::string> joints;
  for (const auto& joint : LeftOutBySitting)
    if (minutes_for(routine, joint, Side::Left) + minutes_for(routine, joint, Side::Right) >= 0.5)
      joints.insert(joint);
  return joints;
}

/// Five days of breaks at the desk, four a day, every step of them done.
std::vector<std::set<std::string>> live_week(journal::Place place, int minutes) {
  Person person;
  person.tell(make_moment(0, 8h), journal::ProfileChanged{.place = place, .sitting_hours = 8.0});
  person.answer_all(make_moment(0, 8h));
  std::vector<std::set<std::string>> week;
  for (int day = 0; day < 5; ++day)
    for (const auto hour : {10h, 12h, 14h, 16h}) {
      const auto routine = person.plan(make_moment(day, hour), minutes);
      week.push_back(find_joints(routine));
      for (const auto& step : routine.steps)
        person.tell(
            make_moment(day, hour),
            journal::StepDone{
                .routine = "r", .exercise = step.exercise, .side = step.side, .seconds = step.seconds});
    }
  return week;
}

TEST(DeskWeek, holds_hips_upper_back_and_shoulders_in_turn) {
  for (const auto place : {journal::Place::ChairOnly, journal::Place::RoomToStand, journal::Place::Floor})
    for (const int minutes : {2, 3, 5}) {
      const auto week = live_week(place, minutes);
      for (const auto& joint : LeftOutBySitting) {
        const auto held =
            std::ranges::count_if(week, [&](const auto& joints) { return joints.contains(joint); });
        EXPECT_GE(3 * held, std::ssize(week)) << joint << " in " << held << " routines of " << minutes
                                              << " minutes, place " << static_cast<int>(place);
      }
    }
}

TEST(DeskWeek, begins_with_all_three_in_the_first_two_breaks) {
  for (const auto place : {journal::Place::RoomToStand, journal::Place::Floor})
    for (const int minutes : {3, 5}) {
      const auto week = live_week(place, minutes);
      auto joints = week[0];
      joints.insert(week[1].begin(), week[1].end());
      EXPECT_EQ(joints.size(), LeftOutBySitting.size())
          << minutes << " minutes, place " << static_cast<int>(place);
    }
}

}  // namespace
}  // namespace endrange::plan
