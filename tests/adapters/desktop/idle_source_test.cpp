// Real parts: Debian's mutter without a screen, and Debian's kwin_wayland with a virtual one. Neither has a
// keyboard here, so activity is what each compositor's own D-Bus method makes of it.
#include "adapters/desktop/idle_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/desktop/mutter_idle.h"
#include "adapters/desktop/wayland_idle.h"
#include "tests/adapters/desktop/kwin.h"

namespace endrange::desktop {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using test::Program;
using ::testing::HasSubstr;

/// A session without a display, but for the compositor that a test starts.
class IdleSourceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("dbus-daemon", "gdbus", "mutter", "kwin_wayland", "Xvfb")
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
  }

  [[nodiscard]] bool has_service(const std::string& name) const {
    return test::call_on("--session", "org.freedesktop.DBus", "/org/freedesktop/DBus",
                         "org.freedesktop.DBus.NameHasOwner", {"'" + name + "'"}) == "(true,)";
  }
  [[nodiscard]] bool comes_up(const std::string& service) const {
    for (int i = 0; i < 600 && !has_service(service); ++i) std::this_thread::sleep_for(100ms);
    return has_service(service);
  }

  std::unique_ptr<Program> start_mutter() {
    auto mutter = std::make_unique<Program>(std::vector<std::string>{
        "mutter", "--headless", "--wayland", "--no-x11", "--virtual-monitor", "640x480"});
    EXPECT_TRUE(comes_up("org.gnome.Mutter.IdleMonitor"));
    return mutter;
  }
  static void wake_mutter() {
    test::call_on("--session", "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core",
                  "org.gnome.Mutter.IdleMonitor.ResetIdletime");
  }

  /// The next change that says so, as an event loop hears it.
  static std::optional<IdleChange> wait_for(IdleSource& source, bool is_idle) {
    std::optional<IdleChange> found;
    test::wait_until(
        source,
        [&] {
          for (const auto& change : source.take_changes())
            if (change.is_idle == is_idle) found = change;
          return found.has_value();
        },
        30s);
    return found;
  }

  test::TemporaryFolder folder_;
  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  Environment home_{"HOME", folder_.path().string()};
  Environment config_{"XDG_CONFIG_HOME", (folder_ / "config").string()};
  Environment runtime_{"XDG_RUNTIME_DIR", folder_.path().string()};
  Environment display_{"DISPLAY", ""};
  Environment wayland_{"WAYLAND_DISPLAY", ""};
  Environment type_{"XDG_SESSION_TYPE", ""};
  Environment software_{"LIBGL_ALWAYS_SOFTWARE", "1"};
  Environment reset_{"MUTTER_DEBUG_RESET_IDLETIME", "1"};
};

TEST_F(IdleSourceTest, hears_mutter_again_and_again_and_its_end) {
  const auto mutter = start_mutter();
  auto source = connect_idle_source({500ms, 900ms});
  ASSERT_TRUE(source) << source.error().text();
  EXPECT_EQ((*source)->name(), "Mutter");
  for (int round = 0; round < 2; ++round) {
    const auto idle = wait_for(**source, true);
    ASSERT_TRUE(idle) << "round " << round;
    EXPECT_GE(idle->idle_for, 500ms);
    wake_mutter();
    EXPECT_TRUE(wait_for(**source, false)) << "round " << round;
  }
  mutter->stop();
  EXPECT_FALSE(test::wait_until(**source, [] { return false; }));
  EXPECT_FALSE((*source)->on_ready());
}

TEST_F(IdleSourceTest, hears_kwin_again_and_again_and_its_end) {
  test::Kwin kwin(folder_.path());
  const Environment wayland("WAYLAND_DISPLAY", test::Kwin::Socket);
  auto source = connect_idle_source({500ms, 900ms});
  ASSERT_TRUE(source) << source.error().text();
  EXPECT_EQ((*source)->name(), "the Wayland compositor");
  for (int round = 0; round < 2; ++round) {
    const auto idle = wait_for(**source, true);
    ASSERT_TRUE(idle) << "round " << round;
    EXPECT_GE(idle->idle_for, 500ms);
    test::Kwin::wake();
    EXPECT_TRUE(wait_for(**source, false)) << "round " << round;
  }
  kwin.stop();
  EXPECT_FALSE(test::wait_until(**source, [] { return false; }));
  EXPECT_FALSE((*source)->on_ready());
}

TEST_F(IdleSourceTest, takes_the_X_display_where_there_is_nothing_better) {
  const test::Screen screen;
  const Environment display("DISPLAY", screen.name());
  const auto source = connect_idle_source({500ms});
  ASSERT_TRUE(source) << source.error().text();
  EXPECT_EQ((*source)->name(), "the X display");
}

TEST_F(IdleSourceTest, says_what_is_missing) {
  EXPECT_THAT(WaylandIdle::connect({1s}).error().text(), HasSubstr("no Wayland session"));
  EXPECT_THAT(MutterIdle::connect({1s}).error().text(), HasSubstr("Mutter"));
  EXPECT_FALSE(connect_idle_source({1s}));
  const Environment wayland("WAYLAND_DISPLAY", "nowhere");
  EXPECT_THAT(WaylandIdle::connect({1s}).error().text(), HasSubstr("no Wayland compositor answers"));
}

}  // namespace
}  // namespace endrange::desktop
