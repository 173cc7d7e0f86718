// The program and its break window together. Limit: the page may not be built when this runs, so what the
// window shows is told by window_test and by the browser tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"
#include "tests/apps/window/stage.h"
#include "tests/support/environment.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::comes_true;
using test::Environment;
using test::XStage;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Someone at an X display, whose browser only writes down what it was to open.
class Desk {
 public:
  explicit Desk(const std::filesystem::path& program = ENDRANGE_PROGRAM) {
    test::write_program(folder_ / "browser", "echo \"$1\" >> \"$0.out\"");
    const Environment display("DISPLAY", stage_.variables()["DISPLAY"]);
    const Environment wayland("WAYLAND_DISPLAY", std::nullopt);
    const Environment backend("GDK_BACKEND", "x11");
    const Environment patience("ENDRANGE_WINDOW_PATIENCE_S", std::to_string(test::Patience.count()));
    const Environment browser("BROWSER", (folder_ / "browser").string());
    serving_.emplace(folder_, Serving::Desktop::Left, program);
  }

  [[nodiscard]] const XStage& stage() const { return stage_; }
  [[nodiscard]] Serving& serving() { return *serving_; }
  [[nodiscard]] std::string opened() const { return read_file(folder_ / "browser.out"); }

  void set(const std::string& break_shown, int number) const {
    EXPECT_THAT(
        serving_->ask(
            "POST", "/api/events",
            make_event(number,
                       R"({"settings_changed":{"breaks_on":true,"work_minutes":50,"break_minutes":3,)"
                       R"("day_starts_min":540,"day_ends_min":1020,"work_days":[1],"voice":true,)"
                       R"("theme":"dark","figure":"motion","break_monitor":"primary","break_shown":")" +
                           break_shown + R"("}})")),
        HasSubstr("ids"));
  }
  void begin_break() const {
    EXPECT_THAT(serving_->ask("POST", "/api/breaks", R"({"action":"now"})"), HasSubstr("on_break"));
    EXPECT_THAT(serving_->ask("POST", "/api/breaks/show"), HasSubstr("on_break"));
  }
  void end_break() const {
    EXPECT_THAT(serving_->ask("POST", "/api/breaks", R"({"action":"done"})"), Not(HasSubstr("on_break")));
  }
  [[nodiscard]] bool is_on_break() const {
    const auto status = protocol::parse_json<protocol::BreakStatus>(serving_->ask("GET", "/api/breaks"));
    return status && status->phase == protocol::BreakPhase::OnBreak;
  }

  /// The window and all that it started, once its web view has begun.
  [[nodiscard]] std::vector<test::Process> wait_for_window() const {
    std::vector<test::Process> found;
    EXPECT_TRUE(comes_true([&] {
      found = test::find_descendants(serving_->pid());
      return found.size() >= 2;
    })) << "no window";
    return found;
  }

 private:
  DataFolder folder_;
  XStage stage_{XStage::Monitors::One};
  std::optional<Serving> serving_ = {};
};

class BreakWindowTest : public testing::Test {
 protected:
  void SetUp() override {
    const bool is_required = std::getenv("CI") != nullptr;
    const std::string window = ENDRANGE_WINDOW_PROGRAM;
    ASSERT_TRUE(!is_required || !window.empty()) << "endrange-window is not built: its libraries are missing";
    if (window.empty()) GTEST_SKIP() << "endrange-window is not built: its libraries are missing";
    for (const auto* program : {"Xvfb", "xdotool"}) {
      ASSERT_TRUE(!is_required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }
};

TEST_F(BreakWindowTest, comes_with_the_break_and_is_gone_after_it) {
  Desk desk;
  desk.begin_break();
  const auto processes = desk.wait_for_window();
  const auto window = test::find_descendants(desk.serving().pid()).front().pid;
  for (const auto* file : {"/cmdline", "/environ"})
    EXPECT_THAT(read_file("/proc/" + std::to_string(window) + file),
                AllOf(Not(IsEmpty()), Not(HasSubstr("open="))))
        << "the code that lets the page in is nobody else's to read";
  desk.end_break();
  EXPECT_TRUE(comes_true([&] { return test::count_running(processes) == 0; }));
  EXPECT_TRUE(comes_true([&] { return test::find_descendants(desk.serving().pid()).empty(); }))
      << "nor a zombie";
  EXPECT_EQ(desk.opened(), "");
}

TEST_F(BreakWindowTest, ends_the_break_when_the_person_leaves) {
  Desk desk;
  desk.begin_break();
  const auto processes = desk.wait_for_window();
  EXPECT_TRUE(comes_true([&] {
    desk.stage().press_escape();
    return !desk.is_on_break();
  }));
  EXPECT_TRUE(comes_true([&] { return test::count_running(processes) == 0; }));
  EXPECT_EQ(desk.opened(), "") << "whoever leaves is not followed by a browser";
}

TEST_F(BreakWindowTest, goes_with_the_program) {
  Desk desk;
  desk.begin_break();
  const auto processes = desk.wait_for_window();
  desk.serving().end(SIGKILL);
  EXPECT_TRUE(comes_true([&] { return test::count_running(processes) == 0; }));
}

TEST_F(BreakWindowTest, leaves_the_break_to_the_browser_when_it_never_appears_or_is_not_there) {
  const Installed installed;
  const auto window = installed.program().parent_path() / "endrange-window";
  Desk desk(installed.program());
  desk.begin_break();
  EXPECT_TRUE(comes_true([&] { return desk.opened().starts_with("http://127.0.0.1:"); })) << "not there";

  test::write_program(window, "exit 3");
  desk.begin_break();
  EXPECT_TRUE(comes_true([&] { return desk.opened().find("http://", 1) != std::string::npos; }))
      << "never appeared";
  EXPECT_TRUE(desk.is_on_break());
}

TEST_F(BreakWindowTest, is_as_the_person_has_set_it) {
  const Installed installed;
  test::write_program(installed.program().parent_path() / "endrange-window",
                      "read -r address; echo \"$@\" > \"$0.out\"; cat");
  const auto asked_of_window = [&] {
    return read_file(installed.program().parent_path() / "endrange-window.out");
  };
  Desk desk(installed.program());
  desk.set("notification", 1);
  desk.begin_break();
  std::this_thread::sleep_for(1s);
  EXPECT_EQ(asked_of_window() + desk.opened(), "");
  desk.end_break();
  EXPECT_THAT(desk.serving().ask("POST", "/api/breaks/show"), HasSubstr("expected a break to be on"));

  desk.set("browser", 2);
  desk.begin_break();
  EXPECT_TRUE(comes_true([&] { return desk.opened().starts_with("http://127.0.0.1:"); }));
  EXPECT_EQ(asked_of_window(), "");
  desk.end_break();

  desk.set("window", 3);
  desk.begin_break();
  EXPECT_TRUE(comes_true([&] { return asked_of_window() == "--monitor primary --theme dark\n"; }))
      << asked_of_window();
}

}  // namespace
}  // namespace endrange
