// The loop through the real program: what was measured yesterday changes today's routine. The journal is fed
// as a person feeds it, by `import`, and the day is the one that `today --at` asks about.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

std::string make_line(int number, const std::string& time, const std::string& event) {
  return R"({"id":"loop-)" + std::to_string(number) + R"(","device":"test","sequence":)" +
         std::to_string(number) + R"(,"at":"2026-03-02T)" + time + R"(.000Z","offset_min":0,"event":)" +
         event + "}\n";
}

std::string make_measured(const std::string& side, int usable_deg, int se_deg) {
  std::ostringstream event;
  event
      << R"({"measured":{"joint_motion":"shoulder.abduction","side":")" << side
      << R"(","protocol":"shoulder.abduction","method":"camera","set_up":"standing/front","usable":{"mean_deg":)"
      << usable_deg << R"(,"se_deg":)" << se_deg
      << R"(},"hold_s":2,"set_up_se_deg":0,"grade":"measured","grade_reason":"","repetitions":[],"recording":"","note":""}})";
  return event.str();
}

/// Someone at a desk with room to stand, every safety question answered with no, and these figures of
/// yesterday.
class Person {
 public:
  explicit Person(const std::vector<std::string>& figures) {
    const Serving serving(folder_);
    const auto state = protocol::parse_json<protocol::State>(serving.ask("GET", "/api/state"));
    std::string answers;
    for (const auto& question : state.value().unknown)
      answers += (answers.empty() ? "" : ",") + (R"({"question":")" + question + R"(","answer":"no"})");
    int number = 0;
    std::string lines = make_line(
        ++number, "09:00:00",
        R"({"profile_changed":{"audience":"desk_worker","minutes":3,"place":"room_to_stand","equipment":["wall"],"sitting_hours":7}})");
    lines += make_line(++number, "09:01:00", R"({"safety_answered":{"answers":[)" + answers + "]}}");
    for (const auto& figure : figures) lines += make_line(++number, "10:00:00", figure);
    const auto file = (folder_ / "journal.ndjson").string();
    std::ofstream(file) << lines;
    const auto imported = run(folder_, "import " + file + " --json");
    EXPECT_EQ(imported.out, R"({"added":)" + std::to_string(number) + R"(,"already_there":0})" + "\n")
        << imported.err;
  }

  [[nodiscard]] protocol::Today plan_tomorrow(int minutes, const std::string& more = "") const {
    const auto outcome = run(
        folder_, "today --json --at 2026-03-03T10:00:00Z --minutes " + std::to_string(minutes) + " " + more);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const auto today = protocol::parse_json<protocol::Today>(outcome.out);
    EXPECT_TRUE(today.has_value()) << outcome.out;
    return today.value_or(protocol::Today{});
  }

  /// What a command prints.
  [[nodiscard]] Outcome tell(const std::string& words) const { return run(folder_, words); }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }

 private:
  DataFolder folder_;
};

/// Seconds of the steps for the shoulders that work this side.
double shoulder_seconds(const protocol::Today& today, protocol::Side side) {
  double seconds = 0.0;
  for (const auto& step : today.steps)
    if (step.region == protocol::Region::Shoulders &&
        (step.side == side || step.side == protocol::Side::Both))
      seconds += step.seconds;
  return seconds;
}

TEST(Loop, turns_what_was_measured_into_tomorrows_minutes) {
  using enum protocol::Side;
  const Person usual({});
  const Person behind({make_measured("left", 92, 5), make_measured("right", 140, 5)});
  const Person ample({make_measured("left", 175, 5), make_measured("right", 172, 5)});
  const Person left_ample({make_measured("left", 175, 5), make_measured("right", 140, 5)});
  const Person uncertain({make_measured("left", 92, 40), make_measured("right", 140, 5)});
  for (const int minutes : {3, 5, 8, 10, 15}) {
    SCOPED_TRACE(std::to_string(minutes) + " minutes");
    const auto none = usual.plan_tomorrow(minutes);
    const auto weak = behind.plan_tomorrow(minutes);
    EXPECT_GT(shoulder_seconds(weak, Left), shoulder_seconds(none, Left));
    EXPECT_GT(shoulder_seconds(weak, Left), shoulder_seconds(weak, Right));
    EXPECT_LT(shoulder_seconds(ample.plan_tomorrow(minutes), Left), shoulder_seconds(none, Left));
    // Steps for both arms or both shoulder blades count for either side.
    const auto lopsided = left_ample.plan_tomorrow(minutes);
    EXPECT_LT(shoulder_seconds(lopsided, Left), shoulder_seconds(lopsided, Right));
    EXPECT_LE(shoulder_seconds(lopsided, Left), shoulder_seconds(none, Left));
    EXPECT_EQ(uncertain.plan_tomorrow(minutes).steps, none.steps);
    EXPECT_TRUE(std::ranges::any_of(weak.steps, [](const auto& step) {
      return step.reason.find("Shoulder, out to the side, left: usable 92°") != std::string::npos;
    })) << "the reason names the figure";
  }
}

bool has_exercise(const protocol::Today& today, const std::string& exercise) {
  return std::ranges::find(today.steps, exercise, &protocol::Step::exercise) != today.steps.end();
}

TEST(Loop, swaps_one_step_and_keeps_the_others) {
  const Person person({});
  const auto before = person.plan_tomorrow(5);
  const auto step =
      std::ranges::find_if(before.steps, [](const auto& each) { return !each.substitutes.empty(); });
  ASSERT_NE(step, before.steps.end());
  const auto& to = step->substitutes.front().exercise;
  const auto after = person.plan_tomorrow(5, "--swap " + step->exercise + ":" + to);
  EXPECT_TRUE(has_exercise(after, to));
  EXPECT_FALSE(has_exercise(after, step->exercise));
  for (const auto& other : before.steps)
    EXPECT_TRUE(other.exercise == step->exercise || has_exercise(after, other.exercise)) << other.exercise;
  EXPECT_EQ(person.plan_tomorrow(5, "--swap " + to + ":" + step->exercise).steps, before.steps)
      << "what was not planned cannot be swapped";
  const auto wrong = person.tell("today --swap " + to);
  EXPECT_NE(wrong.status, 0);
  EXPECT_NE(wrong.err.find("FROM:TO"), std::string::npos) << wrong.err;
}

TEST(Loop, tells_progress_and_writes_the_page_for_a_physiotherapist) {
  const Person person({make_measured("left", 92, 5), make_measured("right", 140, 5)});
  const auto progress = protocol::parse_json<protocol::Summary>(person.tell("progress --json").out);
  ASSERT_TRUE(progress) << progress.error().text();
  const auto& known = progress->progress.known;
  EXPECT_EQ(std::ranges::count(known, protocol::Knowing::Unknown, &protocol::Known::knowing),
            static_cast<std::ptrdiff_t>(known.size()) - 2);
  EXPECT_NE(person.tell("progress").out.find("Shoulder"), std::string::npos);
  const auto file = person.file("summary.html");
  ASSERT_EQ(person.tell("progress --report " + file.string()).status, 0);
  const auto page = test::read_file(file);
  ASSERT_EQ(progress->progress.changes.size(), 2U);
  for (const auto& joint : progress->progress.changes) {
    const auto figure = joint.words.substr(joint.words.find(' ') + 1);  // "usable 92° ± 10°"
    EXPECT_NE(page.find(figure), std::string::npos) << "the figure with its interval: " << figure;
  }
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace endrange
