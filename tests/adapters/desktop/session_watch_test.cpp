// Real parts: a dbus-daemon of the test's own; dunst, xfconfd and dconf-service as they are in Debian. KDE,
// GNOME's session and the lock screens do not run without a desktop, so python-dbusmock stands in for them.
#include "adapters/desktop/session_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/desktop/signals.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Heard;
using test::MockedService;
using test::Program;
using ::testing::HasSubstr;
using workday::Signal;

constexpr const char* Xfconfd = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd";
constexpr const char* DconfService = "/usr/libexec/dconf-service";

class SessionWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("dbus-daemon", "gdbus")
    ASSERT_NE(bus_.address(), "");
  }

  static std::unique_ptr<SessionWatch> make_watch() {
    auto watch = SessionWatch::connect();
    EXPECT_TRUE(watch) << watch.error().text();
    return std::move(*watch);
  }

  /// A service that has nothing but what the test gives it.
  static MockedService make_service(const std::string& name, const std::string& path,
                                    const std::string& interface) {
    return {MockedService::Which::Session, name, {name, path, interface}};
  }
  static void add_method(const MockedService& service, const std::string& path, const std::string& interface,
                         const std::string& name, const std::string& in, const std::string& out,
                         const std::string& code) {
    service.call(
        path, "org.freedesktop.DBus.Mock.AddMethod",
        {"'" + interface + "'", "'" + name + "'", "'" + in + "'", "'" + out + "'", "'" + code + "'"});
  }

  test::TemporaryFolder folder_;
  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  Environment home_{"HOME", folder_.path().string()};
  Environment config_{"XDG_CONFIG_HOME", (folder_ / "config").string()};
  Environment runtime_{"XDG_RUNTIME_DIR", folder_.path().string()};
};

TEST_F(SessionWatchTest, hears_do_not_disturb_of_dunst) {
  NEEDS_PROGRAMS("Xvfb", "dunst", "dunstctl")
  const test::Screen screen;
  const Environment display("DISPLAY", screen.name());
  const auto watch = make_watch();
  Heard heard(*watch);
  auto server = std::make_unique<Program>(std::vector<std::string>{"dunst"});
  ASSERT_TRUE(heard.comes_to_problem(Signal::DoNotDisturb, ""));
  test::run({"dunstctl", "set-paused", "true"});
  EXPECT_TRUE(heard.comes_to_words(Signal::DoNotDisturb, "notifications are paused"));
  test::run({"dunstctl", "set-paused", "false"});
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, false));
  test::run({"dunstctl", "set-paused", "true"});
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, true));
  server->stop();
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, false)) << "what it held ends with it";
}

TEST_F(SessionWatchTest, hears_do_not_disturb_and_presentation_mode_of_Xfce) {
  NEEDS_PROGRAMS("xfconf-query")
  if (!std::filesystem::exists(Xfconfd)) GTEST_SKIP() << "xfconfd lies elsewhere on this machine";
  const Program server({Xfconfd});
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Presentation, ""));
  const auto set = [](const char* channel, const char* property, const char* value) {
    test::run({"xfconf-query", "-c", channel, "-p", property, "-n", "-t", "bool", "-s", value});
  };
  set("xfce4-notifyd", "/do-not-disturb", "true");
  EXPECT_TRUE(heard.comes_to_words(Signal::DoNotDisturb, "do not disturb is on"));
  const auto second = make_watch();
  EXPECT_TRUE(Heard(*second).comes_to(Signal::DoNotDisturb, true)) << "set before it looked";
  set("xfce4-notifyd", "/do-not-disturb", "false");
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, false));
  set("xfce4-power-manager", "/xfce4-power-manager/presentation-mode", "true");
  EXPECT_TRUE(heard.comes_to_words(Signal::Presentation, "presentation mode is on"));
  test::run(
      {"xfconf-query", "-c", "xfce4-power-manager", "-p", "/xfce4-power-manager/presentation-mode", "-r"});
  EXPECT_TRUE(heard.comes_to(Signal::Presentation, false));
}

TEST_F(SessionWatchTest, hears_do_not_disturb_of_GNOME) {
  NEEDS_PROGRAMS("gsettings")
  if (!std::filesystem::exists(DconfService)) GTEST_SKIP() << "dconf-service is not installed";
  const Program server({DconfService});
  test::wait_for_service("--session", "ca.desrt.dconf");
  const auto watch = make_watch();
  Heard heard(*watch);
  test::run({"gsettings", "set", "org.gnome.desktop.notifications", "show-banners", "false"});
  EXPECT_TRUE(heard.comes_to_words(Signal::DoNotDisturb, "do not disturb is on"));
  const auto second = make_watch();
  EXPECT_TRUE(Heard(*second).comes_to(Signal::DoNotDisturb, true)) << "set before it looked";
  test::run({"gsettings", "set", "org.gnome.desktop.notifications", "show-banners", "true"});
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, false));
}

TEST_F(SessionWatchTest, hears_do_not_disturb_of_KDE) {
  const auto plasma = make_service("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                                   "org.freedesktop.Notifications");
  plasma.add_property("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Inhibited",
                      "<false>");
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::DoNotDisturb, ""));
  plasma.set_property("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Inhibited",
                      "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, true));
  plasma.set_property("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Inhibited",
                      "<false>");
  EXPECT_TRUE(heard.comes_to(Signal::DoNotDisturb, false));
}

TEST_F(SessionWatchTest, names_who_keeps_GNOME_awake) {
  const std::string path = "/org/gnome/SessionManager";
  const std::string interface = "org.gnome.SessionManager";
  const std::string inhibitor = path + "/Inhibitor7";
  const auto session = make_service(interface, path, interface);
  add_method(session, path, interface, "GetInhibitors", "", "ao", "ret = []");
  session.call(path, "org.freedesktop.DBus.Mock.AddObject",
               {"'" + inhibitor + "'", "'org.gnome.SessionManager.Inhibitor'", "@a{sv} {}",
                "[('GetFlags', '', 'u', 'ret = 8'), ('GetAppId', '', 's', 'ret = \"totem\"')]"});
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Playing, ""));
  add_method(session, path, interface, "GetInhibitors", "", "ao", "ret = [\"" + inhibitor + "\"]");
  session.emit(path, interface, "InhibitorAdded", "o", "[<objectpath '" + inhibitor + "'>]");
  EXPECT_TRUE(heard.comes_to_words(Signal::Playing, "the screen is kept awake by totem"));
  add_method(session, path, interface, "GetInhibitors", "", "ao", "ret = []");
  session.emit(path, interface, "InhibitorRemoved", "o", "[<objectpath '" + inhibitor + "'>]");
  EXPECT_TRUE(heard.comes_to(Signal::Playing, false));
}

TEST_F(SessionWatchTest, names_who_keeps_KDE_awake) {
  const std::string path = "/org/kde/Solid/PowerManagement/PolicyAgent";
  const std::string interface = "org.kde.Solid.PowerManagement.PolicyAgent";
  const auto power = make_service(interface, path, interface);
  add_method(power, path, interface, "HasInhibition", "u", "b", "ret = False");
  add_method(power, path, interface, "ListInhibitions", "", "a(ss)", "ret = [(\"vlc\", \"a film\")]");
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Playing, ""));
  for (int round = 0; round < 2; ++round) {
    add_method(power, path, interface, "HasInhibition", "u", "b", "ret = args[0] == 4");
    power.emit(path, interface, "InhibitionsChanged", "a(ss)as", "[<@a(ss) []>, <@as []>]");
    EXPECT_TRUE(heard.comes_to_words(Signal::Playing, "the screen is kept awake by vlc"))
        << "round " << round;
    add_method(power, path, interface, "HasInhibition", "u", "b", "ret = False");
    power.emit(path, interface, "InhibitionsChanged", "a(ss)as", "[<@a(ss) []>, <@as []>]");
    EXPECT_TRUE(heard.comes_to(Signal::Playing, false)) << "round " << round;
  }
}

TEST_F(SessionWatchTest, hears_that_Xfce_is_kept_awake) {
  const std::string path = "/org/freedesktop/PowerManagement/Inhibit";
  const std::string interface = "org.freedesktop.PowerManagement.Inhibit";
  const auto power = make_service("org.freedesktop.PowerManagement", path, interface);
  add_method(power, path, interface, "HasInhibit", "", "b", "ret = True");
  const auto watch = make_watch();
  Heard heard(*watch);
  EXPECT_TRUE(heard.comes_to_words(Signal::Playing, "the screen is kept awake"));
  power.emit(path, interface, "HasInhibitChanged", "b", "[<false>]");
  EXPECT_TRUE(heard.comes_to(Signal::Playing, false));
}

TEST_F(SessionWatchTest, hears_the_lock_screen) {
  const auto locker = make_service("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver",
                                   "org.freedesktop.ScreenSaver");
  add_method(locker, "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "GetActive", "", "b",
             "ret = False");
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Locked, ""));
  locker.emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b",
              "[<true>]");
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
  locker.emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", "b",
              "[<false>]");
  EXPECT_TRUE(heard.comes_to(Signal::Locked, false));
}

TEST_F(SessionWatchTest, says_what_no_desktop_tells) {
  const auto watch = make_watch();
  Heard heard(*watch);
  EXPECT_TRUE(heard.comes_to_problem(Signal::DoNotDisturb, "no desktop with such a switch is running"));
  bus_.stop();
  EXPECT_FALSE(test::wait_until(*watch, [] { return false; }));
  EXPECT_FALSE(watch->on_ready());
  EXPECT_THAT(SessionWatch::connect().error().text(), HasSubstr("session bus"));
}

}  // namespace
}  // namespace endrange::desktop
