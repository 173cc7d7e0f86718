// A real watcher without a screen: Debian's ayatana-indicator-application, which a panel asks for its icons.
// gdbus is the panel's hand that opens the menu and clicks.
#include "adapters/desktop/status_item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/desktop/status_icon.h"
#include "tests/adapters/desktop/session.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Program;
using test::wait_until;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* WatcherProgram =
    "/usr/libexec/ayatana-indicator-application/ayatana-indicator-application-service";

constexpr std::int32_t StartNow = 7;
constexpr std::int32_t Quit = 9;

const StatusLook Working = {.tip = "At work; a short break is due at 10:40.",
                            .needs_attention = false,
                            .menu = {{1, "At work; a short break is due at 10:40.", false},
                                     {2, "", false},
                                     {StartNow, "Start a break_now", true},
                                     {Quit, "Quit", true}}};

class StatusItemTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const bool is_there = test::is_installed("dbus-daemon") && test::is_installed("gdbus") &&
                          std::filesystem::exists(WatcherProgram);
    ASSERT_TRUE(is_there || std::getenv("CI") == nullptr)
        << "dbus-daemon, gdbus or ayatana-indicator-application is not installed";
    if (!is_there) GTEST_SKIP() << "dbus-daemon, gdbus or ayatana-indicator-application is not installed";
  }

  void start_watcher() { watcher_.emplace(std::vector<std::string>{WatcherProgram}); }

  static StatusItem make_item() {
    auto item = StatusItem::connect();
    EXPECT_TRUE(item) << item.error().text();
    EXPECT_TRUE(item->show(Working));
    return std::move(*item);
  }

  /// What gdbus prints, while the item answers.
  static std::string call(StatusItem& item, std::vector<std::string> words) {
    const std::vector<std::string> shell = {
        "sh", "-c", "\"$@\" 2>&1 | tr '\\n' ' '; echo", "sh", "gdbus", "call", "--session"};
    words.insert(words.begin(), shell.begin(), shell.end());
    Program gdbus(words);
    pollfd ends = {gdbus.output(), POLLIN, 0};
    EXPECT_TRUE(wait_until(item, [&] { return ::poll(&ends, 1, 0) > 0; }));
    return gdbus.read_line();
  }
  static std::string ask(StatusItem& item, const std::string& path, const std::string& method,
                         std::vector<std::string> with = {}) {
    std::vector<std::string> words = {
        "--dest",
        "org.kde.StatusNotifierItem-" + std::to_string(::getpid()) + "-" + std::to_string(count_items()),
        "--object-path",
        path,
        "--method",
        method};
    words.insert(words.end(), with.begin(), with.end());
    return call(item, words);
  }
  static std::string ask_watcher(StatusItem& item) {
    return call(item, {"--dest", "org.ayatana.indicator.application", "--object-path",
                       "/org/ayatana/indicator/application/service", "--method",
                       "org.ayatana.indicator.application.service.GetApplications"});
  }
  /// How many items this process has made: the last number in the latest one's name.
  static int count_items() {
    for (int number = 1; number < 100; ++number) {
      const auto name =
          "org.kde.StatusNotifierItem-" + std::to_string(::getpid()) + "-" + std::to_string(number);
      const auto owner =
          test::run({"gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/",
                     "--method", "org.freedesktop.DBus.NameHasOwner", name});
      if (owner == "(true,)") return number;
    }
    return 0;
  }

  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  std::optional<Program> watcher_ = {};
};

TEST_F(StatusItemTest, is_taken_by_a_panel_that_is_there_and_by_one_that_comes_or_starts_again) {
  auto item = make_item();
  EXPECT_FALSE(wait_until(
      item, [&] { return item.is_registered(); }, std::chrono::milliseconds(300)))
      << "nobody is there";
  for (int start = 0; start < 2; ++start) {
    start_watcher();
    EXPECT_TRUE(wait_until(item, [&] { return item.is_registered(); }));
    EXPECT_TRUE(wait_until(item, [&] { return ask_watcher(item).find("/MenuBar") != std::string::npos; }));
    EXPECT_THAT(ask_watcher(item), HasSubstr("endrange"));
    watcher_.reset();
    EXPECT_TRUE(wait_until(item, [&] { return !item.is_registered(); }));
  }
}

TEST_F(StatusItemTest, shows_its_menu_and_hears_what_is_chosen) {
  start_watcher();
  auto item = make_item();
  EXPECT_TRUE(wait_until(item, [&] { return item.is_registered(); }));
  EXPECT_THAT(ask(item, "/MenuBar", "com.canonical.dbusmenu.GetLayout", {"0", "int32 -1", "[]"}),
              AllOf(HasSubstr("'label': <'At work; a short break is due at 10:40.'>"),
                    HasSubstr("'enabled': <false>"), HasSubstr("'type': <'separator'>"),
                    HasSubstr("Start a break__now"), HasSubstr("Quit")));
  EXPECT_THAT(ask(item, "/MenuBar", "com.canonical.dbusmenu.GetGroupProperties", {"[4]", "[]"}),
              AllOf(HasSubstr("'Quit'"), Not(HasSubstr("At work"))));
  EXPECT_THAT(ask(item, "/MenuBar", "com.canonical.dbusmenu.GetProperty", {"4", "label"}),
              HasSubstr("<'Quit'>"));
  EXPECT_THAT(ask(item, "/MenuBar", "com.canonical.dbusmenu.AboutToShow", {"0"}), HasSubstr("false"));

  EXPECT_THAT(item.take_choices(), IsEmpty());
  ask(item, "/MenuBar", "com.canonical.dbusmenu.Event", {"3", "clicked", "<0>", "0"});
  ask(item, "/MenuBar", "com.canonical.dbusmenu.Event", {"4", "hovered", "<0>", "0"});
  ask(item, "/MenuBar", "com.canonical.dbusmenu.Event", {"1", "clicked", "<0>", "0"});   // a sentence
  ask(item, "/MenuBar", "com.canonical.dbusmenu.Event", {"2", "clicked", "<0>", "0"});   // a line
  ask(item, "/MenuBar", "com.canonical.dbusmenu.Event", {"99", "clicked", "<0>", "0"});  // nothing
  ask(item, "/MenuBar", "com.canonical.dbusmenu.EventGroup", {"[(4, 'clicked', <0>, 0)]"});
  ask(item, "/StatusNotifierItem", "org.kde.StatusNotifierItem.Activate", {"0", "0"});
  EXPECT_THAT(item.take_choices(), ElementsAre(StartNow, Quit, StatusItem::Activated));
}

TEST_F(StatusItemTest, tells_the_panel_what_changed) {
  auto item = make_item();
  const auto get = [&](const char* property) {
    return ask(item, "/StatusNotifierItem", "org.freedesktop.DBus.Properties.Get",
               {"org.kde.StatusNotifierItem", property});
  };
  EXPECT_THAT(get("ToolTip"), HasSubstr("a short break is due at 10:40"));
  EXPECT_THAT(get("Status"), HasSubstr("'Active'"));
  EXPECT_THAT(get("IconPixmap"), HasSubstr("(22, 22, "));
  auto due = Working;
  due.needs_attention = true;
  due.menu.pop_back();
  ASSERT_TRUE(item.show(due));
  EXPECT_THAT(get("Status"), HasSubstr("'NeedsAttention'"));
  EXPECT_THAT(ask(item, "/MenuBar", "com.canonical.dbusmenu.GetLayout", {"0", "int32 -1", "[]"}),
              AllOf(HasSubstr("(uint32 3,"), Not(HasSubstr("Quit"))));
}

TEST(StatusIcon, is_a_dial_with_soft_edges_on_nothing) {
  for (const int size : {16, 22, 48}) {
    const auto icon = draw_status_icon(size, false);
    const auto pixels = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    ASSERT_EQ(icon.argb.size(), 4 * pixels);
    EXPECT_EQ(icon.argb.front(), 0) << "a corner is clear";
    const auto middle = 4 * (pixels / 2 + static_cast<std::size_t>(size) / 2);
    EXPECT_EQ(icon.argb.at(middle), 255) << "the knob is not";
    int soft = 0;
    for (std::size_t at = 0; at < icon.argb.size(); at += 4)
      soft += icon.argb[at] > 0 && icon.argb[at] < 255 ? 1 : 0;
    EXPECT_GT(soft, size);
  }
  EXPECT_NE(draw_status_icon(22, false).argb, draw_status_icon(22, true).argb);
}

}  // namespace
}  // namespace endrange::desktop
