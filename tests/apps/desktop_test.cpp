// The real program on a desktop of the test's own: its bus, a notification server (dunst) and an X display,
// with xdotool as the hands; UPower is python-dbusmock's stand-in. A break that was put off by two minutes is
// due after two minutes, so the desks wait side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/adapters/desktop/session.h"
#include "tests/adapters/desktop/signals.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Someone's desk at which the program runs, at work all day and every day.
class Desk {
 public:
  enum class Power { Mains, LowBattery };
  explicit Desk(Power power = Power::Mains) {
    test::write_program(folder_ / "menu", "grep -F -f '" + (folder_ / "choice").string() + "' | head -n 1");
    test::write_file(folder_ / "dunstrc", "[global]\ndmenu = " + (folder_ / "menu").string() + "\n");
    test::write_program(folder_ / "browser", "echo \"$1\" > \"$0.out\"");
    const auto settings = folder_ / "settings.ndjson";
    test::write_file(
        settings,
        R"({"id":"s","device":"d","sequence":1,"at":"2026-03-02T09:00:00.000Z","offset_min":0,"event":{"settings_changed":)"
        R"({"breaks_on":true,"work_minutes":50,"break_minutes":1,"day_starts_min":0,"day_ends_min":1440,)"
        R"("work_days":[1,2,3,4,5,6,7],"voice":true,"theme":"system","figure":"motion","break_shown":"browser"}}})"
        "\n");
    EXPECT_EQ(run(folder_, "import " + settings.string()).status, 0);
    const Environment bus("DBUS_SESSION_BUS_ADDRESS", bus_.address());
    const Environment system_bus("DBUS_SYSTEM_BUS_ADDRESS", system_bus_.address());
    const Environment display("DISPLAY", screen_.name());
    const Environment wayland("WAYLAND_DISPLAY", std::nullopt);
    const Environment session("XDG_SESSION_TYPE", "x11");
    const Environment browser("BROWSER", (folder_ / "browser").string());
    dunst_.emplace(std::vector<std::string>{"dunst", "-config", (folder_ / "dunstrc").string()});
    if (power == Power::LowBattery) run_low();
    serving_.emplace(folder_, Serving::Desktop::Used);
  }

  [[nodiscard]] const Serving& serving() const { return *serving_; }
  void type() const { at_desk({"xdotool", "key", "a"}); }

  [[nodiscard]] std::string count_on_screen() const { return at_desk({"dunstctl", "count", "displayed"}); }
  void press_notification() const { at_desk({"dunstctl", "action", "0"}); }
  void choose(const std::string& words) const {
    test::write_file(folder_ / "choice", words + "\n");
    at_desk({"dunstctl", "context"});
  }

  [[nodiscard]] protocol::BreakStatus status() const {
    const auto outcome = run(folder_, "status --json");
    return protocol::parse_json<protocol::BreakStatus>(outcome.out).value_or(protocol::BreakStatus{});
  }
  [[nodiscard]] std::string why() const { return run(folder_, "why").out; }
  [[nodiscard]] std::string why_log() const { return run(folder_, "why --log").out; }
  [[nodiscard]] std::string journal() const {
    EXPECT_EQ(run(folder_, "export " + (folder_ / "export").string()).status, 0);
    return read_file(folder_ / "export");
  }
  [[nodiscard]] std::string opened() const { return read_file(folder_ / "browser.out"); }

  /// Whether it holds within ten seconds.
  template <typename Condition>
  [[nodiscard]] static bool comes_true(Condition condition) {
    for (int attempt = 0; attempt < 100; ++attempt) {
      if (condition()) return true;
      std::this_thread::sleep_for(100ms);
    }
    return false;
  }
  [[nodiscard]] bool comes_to(protocol::BreakPhase phase) const {
    return comes_true([&] { return status().phase == phase; });
  }

 private:
  void run_low() {
    constexpr const char* Low = "<uint32 3>";  // of UPower's WarningLevel
    power_.emplace(test::MockedService::Which::System, "org.freedesktop.UPower",
                   std::vector<std::string>{"--template", "upower"});
    power_->set_property("/org/freedesktop/UPower/devices/DisplayDevice", "org.freedesktop.UPower.Device",
                         "WarningLevel", Low);
    power_->set_property("/org/freedesktop/UPower", "org.freedesktop.UPower", "OnBattery", "<true>");
  }

  std::string at_desk(std::vector<std::string> command) const {
    command.insert(command.begin(),
                   {"env", "DBUS_SESSION_BUS_ADDRESS=" + bus_.address(), "DISPLAY=" + screen_.name()});
    return test::run(command);
  }

  DataFolder folder_;
  test::SessionBus bus_;
  test::SessionBus system_bus_;
  test::Screen screen_;
  std::optional<test::Program> dunst_ = {};
  std::optional<test::MockedService> power_ = {};
  std::optional<Serving> serving_ = {};
};

/// The children of a process, zombies too. Source: proc(5), "/proc/pid/task/tid/children".
std::string find_children(pid_t process) {
  std::string children;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task"))
    children += read_file(thread.path() / "children");
  return children;
}

class Desktop : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto* program : {"dbus-daemon", "Xvfb", "dunst", "dunstctl", "gdbus", "xdotool"}) {
      const bool is_required = std::getenv("CI") != nullptr;
      ASSERT_TRUE(!is_required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }
};

TEST_F(Desktop, prompts_hears_each_answer_and_knows_when_nobody_is_there) {
  using enum protocol::BreakPhase;
  const Desk starts;
  const Desk puts_off;
  const Desk skips;
  const Desk leaves;
  const Desk runs_low(Desk::Power::LowBattery);
  for (const auto* desk : {&starts, &puts_off, &skips, &leaves, &runs_low}) {
    ASSERT_GT(desk->serving().port(), 0);
    desk->type();
    ASSERT_TRUE(desk->comes_to(Working)) << desk->why();
    EXPECT_EQ(desk->status().activity_source, "display");
  }
  for (const auto* desk : {&starts, &puts_off, &skips, &runs_low}) {
    EXPECT_TRUE(
        desk->serving().ask("POST", "/api/breaks", R"({"action":"put_off","minutes":2})").starts_with("{"));
    EXPECT_EQ(desk->status().phase, PutOff);
    EXPECT_TRUE(Desk::comes_true([&] { return desk->count_on_screen() == "0"; }));
  }

  // A break is due after two minutes, when nobody has just sat down; meanwhile all but one type, who has
  // left.
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < 122s) {
    for (const auto* desk : {&starts, &puts_off, &skips, &runs_low}) desk->type();
    std::this_thread::sleep_for(5s);
  }

  EXPECT_TRUE(leaves.comes_to(Away)) << leaves.why();
  leaves.type();
  EXPECT_TRUE(leaves.comes_to(Working)) << leaves.why();
  EXPECT_THAT(leaves.journal(), HasSubstr(R"("outcome":"natural")"));

  for (const auto* desk : {&starts, &puts_off, &skips, &runs_low}) {
    desk->type();
    EXPECT_TRUE(desk->comes_to(Prelude)) << desk->why();
    EXPECT_TRUE(Desk::comes_true([&] { return desk->count_on_screen() == "1"; }));
  }

  // The warning can be answered already; whoever pauses for a moment is offered the break half a minute
  // later.
  for (int tens = 0; tens < 4 && !starts.comes_to(Prompting); ++tens) continue;
  EXPECT_EQ(starts.status().phase, Prompting) << starts.why();
  EXPECT_THAT(starts.why_log(),
              AllOf(HasSubstr("announced a short break"), HasSubstr("offered a short break: typing paused")));
  EXPECT_TRUE(Desk::comes_true([&] { return starts.count_on_screen() == "1"; }));
  starts.press_notification();
  EXPECT_TRUE(starts.comes_to(OnBreak)) << starts.why();
  EXPECT_TRUE(Desk::comes_true([&] { return !starts.opened().empty(); }));
  EXPECT_THAT(starts.opened(), StartsWith("http://127.0.0.1:" + std::to_string(starts.serving().port())));
  EXPECT_EQ(find_children(starts.serving().pid()), "") << "the browser that was opened is no zombie";
  EXPECT_TRUE(starts.serving().ask("POST", "/api/breaks", R"({"action":"done"})").starts_with("{"));
  EXPECT_THAT(starts.journal(), HasSubstr(R"("outcome":"taken")"));

  puts_off.choose("In 10 minutes");
  EXPECT_TRUE(puts_off.comes_to(PutOff)) << puts_off.why();
  EXPECT_THAT(puts_off.journal(), AllOf(HasSubstr(R"("outcome":"put_off","minutes":2)"),
                                        HasSubstr(R"("outcome":"put_off","minutes":10)")));

  for (int tens = 0; tens < 4 && !runs_low.comes_to(Prompting); ++tens) continue;
  EXPECT_EQ(runs_low.status().phase, Prompting) << runs_low.why();
  runs_low.press_notification();
  EXPECT_TRUE(runs_low.comes_to(OnBreak)) << runs_low.why();

  skips.choose("Skip");
  EXPECT_TRUE(skips.comes_to(Working)) << skips.why();
  EXPECT_THAT(skips.journal(), HasSubstr(R"("outcome":"skipped")"));
  for (const auto* desk : {&starts, &puts_off, &skips, &runs_low})
    EXPECT_TRUE(Desk::comes_true([&] { return desk->count_on_screen() == "0"; }))
        << desk->count_on_screen() << " " << desk->why();
  EXPECT_EQ(runs_low.opened(), "") << "no page opens by itself on a low battery";
}

}  // namespace
}  // namespace endrange
