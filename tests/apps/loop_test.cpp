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

  [[nodiscard]] protocol::Today plan_tomorrow(int minutes) const {
    const auto outcome =
        run(folder_, "today --json --at 2026-03-03T10:00:00Z --minutes " + std::to_string(minutes));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const auto today = protocol::parse_json<protocol::Today>(outcome.out);
    EXPECT_TRUE(today.has_value()) << outcome.out;
    return today.value_or(protocol::Today{});
  }

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
    EXPECT_LE(shoulder_seconds(left_ample.plan_tomorrow(minutes), Left), shoulder_seconds(none, Left));
    EXPECT_EQ(uncertain.plan_tomorrow(minutes).steps, none.steps);
    EXPECT_TRUE(std::ranges::any_of(weak.steps, [](const auto& step) {
      return step.reason.find("left shoulder: usable 92°") != std::string::npos;
    })) << "the reason names the figure";
  }
}

}  // namespace
}  // namespace endrange
