// Real parts: a dbus-daemon of the test's own as the system bus. logind and UPower are python-dbusmock's
// stand-ins, since a container has neither.
#include "adapters/desktop/system_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/adapters/desktop/signals.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Heard;
using test::MockedService;
using ::testing::HasSubstr;
using workday::Signal;

constexpr const char* Manager = "/org/freedesktop/login1";
constexpr const char* ManagerInterface = "org.freedesktop.login1.Manager";
constexpr const char* Session = "/org/freedesktop/login1/session/c7";

class SystemWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("dbus-daemon", "gdbus")
    ASSERT_NE(bus_.address(), "");
  }

  void start_logind() {
    logind_.emplace(MockedService::Which::System, "org.freedesktop.login1",
                    std::vector<std::string>{"--template", "logind"});
    logind_->add_property(Manager, ManagerInterface, "LidClosed", "<false>");
    logind_->add_property(Manager, ManagerInterface, "Docked", "<false>");
    logind_->add_property(Manager, ManagerInterface, "BlockInhibited", "<''>");
    test::add_login_session(*logind_, "c7");
  }
  void set_manager(const std::string& name, const std::string& value) {
    logind_->set_property(Manager, ManagerInterface, name, value);
  }

  static std::unique_ptr<SystemWatch> make_watch() {
    auto watch = SystemWatch::connect();
    EXPECT_TRUE(watch) << watch.error().text();
    return std::move(*watch);
  }

  test::SessionBus bus_;
  Environment address_{"DBUS_SYSTEM_BUS_ADDRESS", bus_.address()};
  Environment session_{"XDG_SESSION_ID", ""};
  std::optional<MockedService> logind_ = {};
};

TEST_F(SystemWatchTest, hears_sleep_lock_and_lid) {
  start_logind();
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Locked, ""));

  logind_->emit(Manager, ManagerInterface, "PrepareForSleep", "b", "[<true>]");
  EXPECT_TRUE(heard.comes_to(Signal::Asleep, true));
  logind_->emit(Manager, ManagerInterface, "PrepareForSleep", "b", "[<false>]");
  EXPECT_TRUE(heard.comes_to(Signal::Asleep, false));

  logind_->call(Session, "org.freedesktop.login1.Session.SetLockedHint", {"true"});
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
  logind_->call(Session, "org.freedesktop.login1.Session.SetLockedHint", {"false"});
  EXPECT_TRUE(heard.comes_to(Signal::Locked, false));

  set_manager("LidClosed", "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::LidClosed, true));
  set_manager("Docked", "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::LidClosed, false)) << "work goes on at the other screen";
}

TEST_F(SystemWatchTest, believes_a_lock_for_as_long_as_the_locker_may_take_to_say_so) {
  start_logind();
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Locked, ""));
  logind_->call(Session, "org.freedesktop.login1.Session.Lock");
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
  EXPECT_TRUE(heard.comes_to(Signal::Locked, false)) << "nobody locked, or nobody would say when it ends";
  logind_->call(Session, "org.freedesktop.login1.Session.Lock");
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
  logind_->call(Session, "org.freedesktop.login1.Session.Unlock");
  EXPECT_TRUE(heard.comes_to(Signal::Locked, false));
}

TEST_F(SystemWatchTest, names_who_keeps_the_screen_awake) {
  start_logind();
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::Playing, ""));
  // The stand-in lets go of an inhibitor at once unless it is held, so it is told that there is one.
  const std::string code = R"('ret = [("shutdown:sleep", "backup", "", "block", 1000, 11), )"
                           R"(("idle", "mpv", "", "block", 1000, 4242)]')";
  logind_->call(Manager, "org.freedesktop.DBus.Mock.AddMethod",
                {"'org.freedesktop.login1.Manager'", "'ListInhibitors'", "''", "'a(ssssuu)'", code});
  set_manager("BlockInhibited", "<'shutdown:idle'>");
  EXPECT_TRUE(heard.comes_to_words(Signal::Playing, "the screen is kept awake by 4242 mpv"))
      << heard.now(Signal::Playing).value_or("off");
  set_manager("BlockInhibited", "<'shutdown'>");
  EXPECT_TRUE(heard.comes_to(Signal::Playing, false));
}

TEST_F(SystemWatchTest, looks_at_the_lid_when_UPower_says_so) {
  start_logind();
  const MockedService power(MockedService::Which::System, "org.freedesktop.UPower",
                            {"--template", "upower", "--parameters", R"({"LidIsClosed": false})"});
  const auto watch = make_watch();
  Heard heard(*watch);
  ASSERT_TRUE(heard.comes_to_problem(Signal::LidClosed, ""));
  ASSERT_TRUE(heard.comes_to(Signal::LidClosed, false));
  // As logind does: the value changes and nobody is told.
  logind_->call(Manager, "org.freedesktop.DBus.Mock.AddMethod",
                {"'org.freedesktop.login1.Manager'", "'CloseLid'", "''", "''",
                 "'self.props[\"org.freedesktop.login1.Manager\"][\"LidClosed\"] = dbus.Boolean(True)'"});
  logind_->call(Manager, "org.freedesktop.login1.Manager.CloseLid");
  power.set_property("/org/freedesktop/UPower", "org.freedesktop.UPower", "LidIsClosed", "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::LidClosed, true));
}

TEST_F(SystemWatchTest, tells_of_a_low_battery_while_the_machine_runs_on_it) {
  constexpr const char* Power = "/org/freedesktop/UPower";
  constexpr const char* Battery = "/org/freedesktop/UPower/devices/DisplayDevice";
  constexpr const char* BatteryInterface = "org.freedesktop.UPower.Device";
  const auto watch = make_watch();
  Heard heard(*watch);
  EXPECT_TRUE(heard.comes_to_problem(Signal::BatteryLow, "UPower does not answer on the system bus"));
  MockedService power(MockedService::Which::System, "org.freedesktop.UPower", {"--template", "upower"});
  EXPECT_TRUE(heard.comes_to_problem(Signal::BatteryLow, ""));

  const auto set_level = [&](int level) {
    power.set_property(Battery, BatteryInterface, "WarningLevel", "<uint32 " + std::to_string(level) + ">");
  };
  // At the mains an old battery is low for ever.
  set_level(3);
  watch->look();
  EXPECT_TRUE(heard.stays_off(Signal::BatteryLow, std::chrono::milliseconds(300)));
  power.set_property(Power, "org.freedesktop.UPower", "OnBattery", "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, true));
  set_level(1);
  watch->look();
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, false));
  set_level(4);
  watch->look();
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, true));
  power.set_property(Power, "org.freedesktop.UPower", "OnBattery", "<false>");
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, false));

  power.set_property(Power, "org.freedesktop.UPower", "OnBattery", "<true>");
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, true));
  power.stop();
  EXPECT_TRUE(heard.comes_to(Signal::BatteryLow, false)) << "nobody would say when it ends";
}

TEST_F(SystemWatchTest, lets_go_of_what_logind_held_and_hears_it_when_it_is_back) {
  const auto watch = make_watch();
  Heard heard(*watch);
  EXPECT_TRUE(heard.comes_to_problem(Signal::Asleep, "logind does not answer on the system bus"));
  start_logind();
  ASSERT_TRUE(heard.comes_to_problem(Signal::Locked, ""));
  logind_->call(Session, "org.freedesktop.login1.Session.SetLockedHint", {"true"});
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
  logind_->stop();
  EXPECT_TRUE(heard.comes_to(Signal::Locked, false));
  EXPECT_TRUE(heard.comes_to_problem(Signal::Locked, "logind does not answer on the system bus"));
  start_logind();
  logind_->call(Session, "org.freedesktop.login1.Session.SetLockedHint", {"true"});
  EXPECT_TRUE(heard.comes_to(Signal::Locked, true));
}

TEST_F(SystemWatchTest, fails_and_nothing_else_when_the_bus_is_gone) {
  const auto watch = make_watch();
  bus_.stop();
  EXPECT_FALSE(test::wait_until(*watch, [] { return false; }));
  EXPECT_FALSE(watch->on_ready());
  const auto again = SystemWatch::connect();
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text(), HasSubstr("system bus"));
}

}  // namespace
}  // namespace endrange::desktop
