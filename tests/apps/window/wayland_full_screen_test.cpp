// Real parts: Debian's sway without a screen, and a window of GTK's in it. It stands here because the stage
// does.
#include "adapters/desktop/wayland_full_screen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/desktop/signals.h"
#include "tests/apps/window/stage.h"

namespace endrange::desktop {
namespace {

using test::comes_true;
using test::Environment;
using test::Heard;
using test::Program;
using ::testing::HasSubstr;
using workday::Signal;

/// Debian's own, which has Debian's modules.
constexpr const char* WindowCode =
    "import gi; gi.require_version('Gtk', '3.0')\n"
    "from gi.repository import Gtk, GLib\n"
    "window = Gtk.Window(title='a title'); window.show()\n"
    "GLib.timeout_add(50, lambda: window.set_title(str(GLib.get_monotonic_time())) or True)\n"
    "Gtk.main()\n";

class WaylandFullScreenTest : public testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("sway", "swaymsg", "setpriv")
    stage_.emplace();
    ASSERT_TRUE(stage_->is_there());
    variables_ = stage_->variables();
    for (const auto& [name, value] : variables_)
      environment_.push_back(std::make_unique<Environment>(name.c_str(), value));
  }
  /// Whether any window is there.
  [[nodiscard]] bool has_window() const {
    return stage_->run({"sh", "-c", "swaymsg -t get_tree | grep -q '\"app_id\": \"'"}) == 0;
  }

  std::optional<test::WaylandStage> stage_ = {};
  test::Variables variables_ = {};  // whose names the environment goes by
  std::vector<std::unique_ptr<Environment>> environment_ = {};
};

TEST_F(WaylandFullScreenTest, sees_a_full_screen_when_asked_hears_its_end_and_no_title) {
  const Program window({"/usr/bin/python3", "-c", WindowCode});
  ASSERT_TRUE(comes_true([&] { return has_window(); }));
  auto watch = WaylandFullScreen::connect();
  ASSERT_TRUE(watch) << watch.error().text();
  Heard heard(**watch);
  EXPECT_TRUE(heard.comes_to_problem(Signal::FullScreen, ""));
  EXPECT_EQ(heard.now(Signal::FullScreen), std::nullopt);
  // The window changes its title all the time, and nobody is woken by it.
  const auto wakeup = (*watch)->wakeup();
  pollfd wait = {wakeup.fd, wakeup.events, 0};
  EXPECT_EQ(::poll(&wait, 1, 500), 0);

  for (int round = 0; round < 2; ++round) {
    ASSERT_EQ(stage_->run({"swaymsg", "fullscreen enable"}), 0);
    EXPECT_TRUE(comes_true([&] {
      (*watch)->look();
      return heard.now(Signal::FullScreen).has_value();
    })) << "round "
        << round;
    ASSERT_EQ(stage_->run({"swaymsg", "fullscreen disable"}), 0);
    EXPECT_TRUE(heard.comes_to(Signal::FullScreen, false)) << "round " << round;
  }
}

TEST_F(WaylandFullScreenTest, hears_that_the_window_is_gone_and_then_the_compositor) {
  auto window = std::make_unique<Program>(std::vector<std::string>{"/usr/bin/python3", "-c", WindowCode});
  ASSERT_TRUE(comes_true([&] { return has_window(); }));
  ASSERT_EQ(stage_->run({"swaymsg", "fullscreen enable"}), 0);
  auto watch = WaylandFullScreen::connect();
  ASSERT_TRUE(watch) << watch.error().text();
  Heard heard(**watch);
  EXPECT_TRUE(comes_true([&] {
    (*watch)->look();
    return heard.now(Signal::FullScreen).has_value();
  }));
  window.reset();
  EXPECT_TRUE(heard.comes_to(Signal::FullScreen, false));
  stage_.reset();
  EXPECT_TRUE(comes_true([&] { return !(*watch)->on_ready(); }));
  const auto again = WaylandFullScreen::connect();
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text(), HasSubstr("no Wayland compositor answers"));
}

}  // namespace
}  // namespace endrange::desktop
