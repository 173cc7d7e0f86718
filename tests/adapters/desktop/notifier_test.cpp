// Real parts: a dbus-daemon of the test's own, and dunst as the notification server on an Xvfb display.
#include "adapters/desktop/notifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/desktop/session.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Program;
using test::wait_until;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Notification Prompt = {.title = "Six hours bent at the hips today",
                             .body = "Two minutes to open them? <b>Hips</b> & shoulders."};

/// A bus and a display, and dunst on them when asked for.
class NotifierTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* program : {"dbus-daemon", "Xvfb", "dunst", "dunstctl"}) {
      const bool required = std::getenv("CI") != nullptr;
      ASSERT_TRUE(!required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
    ASSERT_NE(bus_.address(), "");
    ASSERT_NE(screen_.name(), ":");
  }

  /// dunst, with a menu that chooses the line which holds the words in `choice`.
  void start_server() {
    const auto menu = folder_.path() / "menu";
    std::ofstream(menu) << "#!/bin/sh\ngrep -F -f '" << (folder_.path() / "choice").string()
                        << "' | head -n 1\n";
    std::filesystem::permissions(menu, std::filesystem::perms::owner_all);
    std::ofstream(folder_.path() / "dunstrc") << "[global]\ndmenu = " << menu.string() << "\n";
    server_.emplace(std::vector<std::string>{"dunst", "-config", (folder_.path() / "dunstrc").string()});
  }

  void choose_in_menu(const std::string& words) {
    std::ofstream(folder_.path() / "choice") << words << "\n";
    test::run({"dunstctl", "context"});
  }

  static std::string count_on_screen() { return test::run({"dunstctl", "count", "displayed"}); }

  Notifier make_notifier() {
    auto notifier = Notifier::connect();
    EXPECT_TRUE(notifier) << notifier.error().text();
    return std::move(*notifier);
  }

  void show_and_wait(Notifier& notifier) {
    ASSERT_TRUE(notifier.show(Prompt));
    ASSERT_TRUE(wait_until(notifier, [&] { return notifier.is_shown(); })) << notifier.problem();
  }

  std::vector<NotificationAnswer> wait_for_answer(Notifier& notifier) {
    std::vector<NotificationAnswer> answers;
    wait_until(notifier, [&] {
      for (const auto answer : notifier.take_answers()) answers.push_back(answer);
      return !answers.empty();
    });
    return answers;
  }

  test::TemporaryFolder folder_;
  test::SessionBus bus_;
  test::Screen screen_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  Environment display_{"DISPLAY", screen_.name()};
  std::optional<Program> server_ = {};
};

TEST_F(NotifierTest, gets_each_button_as_an_answer) {
  start_server();
  auto notifier = make_notifier();
  show_and_wait(notifier);
  EXPECT_EQ(notifier.has_buttons(), true);
  test::run({"dunstctl", "action", "0"});
  EXPECT_THAT(wait_for_answer(notifier), ElementsAre(NotificationAnswer::Start));
  EXPECT_FALSE(notifier.is_shown());

  for (const auto& [words, answer] : std::vector<std::pair<std::string, NotificationAnswer>>{
           {"In 5 minutes", NotificationAnswer::PutOffBriefly},
           {"In 10 minutes", NotificationAnswer::PutOff},
           {"In 30 minutes", NotificationAnswer::PutOffLong},
           {"Skip", NotificationAnswer::Skip}}) {
    show_and_wait(notifier);
    choose_in_menu(words);
    EXPECT_THAT(wait_for_answer(notifier), ElementsAre(answer)) << words;
    EXPECT_TRUE(wait_until(notifier, [&] { return count_on_screen() == "0"; })) << "answered, and gone";
  }
  show_and_wait(notifier);
  test::run({"dunstctl", "close"});
  EXPECT_THAT(wait_for_answer(notifier), ElementsAre(NotificationAnswer::Dismissed));
}

/// Debian's own, which has Debian's modules.
constexpr const char* Python = "/usr/bin/python3";

/// A stand-in of python-dbusmock, which prints each call and can do as much as it is told to.
class NotifierWithStandIn : public ::testing::Test {
 protected:
  void SetUp() override {
    const bool is_there = test::is_installed("dbus-daemon") && test::is_installed("python3") &&
                          test::run({Python, "-c", "import dbusmock; print('there')"}) == "there";
    ASSERT_TRUE(is_there || std::getenv("CI") == nullptr) << "python3-dbusmock is not installed";
    if (!is_there) GTEST_SKIP() << "python3-dbusmock is not installed";
  }

  /// How the stand-in was asked to show the prompt.
  std::string show(const std::string& capabilities, const Notification& prompt) {
    const Program server({Python, "-u", "-m", "dbusmock", "--template", "notification_daemon", "-p",
                          "{\"capabilities\": \"" + capabilities + "\"}"});
    auto notifier = Notifier::connect();
    if (!notifier) return notifier.error().text();
    EXPECT_TRUE(notifier->show(prompt));
    EXPECT_TRUE(wait_until(
        *notifier, [&] { return notifier->is_shown(); }, std::chrono::seconds(30)))
        << notifier->problem();
    for (int line = 0; line < 20; ++line) {
      auto said = server.read_line();
      if (said.find(" Notify ") == std::string::npos) continue;
      // The body may have lines of its own; the last word of a call is the 0 for "stays".
      for (int more = 0; more < 3 && !said.ends_with(" 0"); ++more) said += server.read_line();
      return said;
    }
    return "";
  }

  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
};

TEST_F(NotifierWithStandIn, says_in_words_how_to_answer_where_there_are_no_buttons) {
  auto prompt = Prompt;
  prompt.without_buttons = "Type: endrange break now";
  const auto plain = show("body", prompt);
  EXPECT_THAT(plain, HasSubstr("Type: endrange break now"));
  EXPECT_THAT(plain, ::testing::Not(HasSubstr("In 10 minutes")));
  const auto with_buttons = show("body actions", prompt);
  EXPECT_THAT(with_buttons, ::testing::Not(HasSubstr("Type: endrange break now")));
  EXPECT_THAT(with_buttons, HasSubstr("In 10 minutes"));
}

TEST_F(NotifierWithStandIn, brings_picture_urgency_and_sound_along) {
  auto prompt = Prompt;
  const auto quiet = show("body actions", prompt);
  EXPECT_THAT(quiet, HasSubstr("suppress-sound"));
  EXPECT_THAT(quiet, ::testing::Not(HasSubstr("image-data")));
  prompt.with_sound = true;
  prompt.picture = NotificationPicture{2, 1, {250, 248, 245, 1, 2, 3}};
  const auto told = show("body actions sound", prompt);
  EXPECT_THAT(told, ::testing::AllOf(HasSubstr("sound-name"), HasSubstr("image-data"), HasSubstr("urgency")));
}

TEST_F(NotifierWithStandIn, shows_its_icon) {
  auto prompt = Prompt;
  prompt.icon = "file:///somewhere/icon.svg";
  EXPECT_THAT(show("body actions", prompt), HasSubstr("file:///somewhere/icon.svg"));
}

TEST_F(NotifierTest, shows_one_at_a_time_and_takes_it_off) {
  start_server();
  auto notifier = make_notifier();
  show_and_wait(notifier);
  ASSERT_TRUE(notifier.show({.title = "Now", .body = "or in ten minutes"}));
  ASSERT_TRUE(notifier.show({.title = "Now", .body = "or never"}));
  ASSERT_TRUE(wait_until(notifier, [&] { return notifier.is_shown(); }));
  EXPECT_EQ(count_on_screen(), "1");
  ASSERT_TRUE(notifier.close());
  ASSERT_TRUE(wait_until(notifier, [&] { return count_on_screen() == "0"; }));
  EXPECT_FALSE(notifier.is_shown());
  EXPECT_TRUE(notifier.take_answers().empty()) << "taken back by us is no answer of the person";
}

TEST_F(NotifierTest, closes_what_it_asked_for_a_moment_ago) {
  start_server();
  auto notifier = make_notifier();
  ASSERT_TRUE(wait_until(notifier, [&] { return notifier.has_buttons().has_value(); }));
  ASSERT_TRUE(notifier.show(Prompt));
  ASSERT_TRUE(notifier.close());  // before the server has answered
  EXPECT_FALSE(wait_until(notifier, [&] { return notifier.is_shown(); }, std::chrono::milliseconds(300)));
  EXPECT_EQ(count_on_screen(), "0");
}

TEST_F(NotifierTest, is_not_woken_by_strangers_on_the_bus) {
  start_server();
  auto notifier = make_notifier();
  show_and_wait(notifier);
  ASSERT_TRUE(wait_until(notifier, [&] { return count_on_screen() == "1"; }));
  ASSERT_TRUE(notifier.on_ready());
  // Each call is a connection of its own, with a name that comes and goes.
  for (int i = 0; i < 3; ++i) count_on_screen();
  const auto wakeup = notifier.wakeup();
  pollfd wait = {wakeup.fd, wakeup.events, 0};
  EXPECT_EQ(::poll(&wait, 1, 300), 0);
}

TEST_F(NotifierTest, survives_a_server_that_starts_again) {
  start_server();
  auto notifier = make_notifier();
  show_and_wait(notifier);
  server_->stop();
  ASSERT_TRUE(wait_until(notifier, [&] { return !notifier.is_shown(); }));
  start_server();
  ASSERT_TRUE(wait_until(notifier, [&] { return notifier.is_shown(); })) << notifier.problem();
  EXPECT_EQ(count_on_screen(), "1");
  test::run({"dunstctl", "action", "0"});
  EXPECT_THAT(wait_for_answer(notifier), ElementsAre(NotificationAnswer::Start));
}

TEST_F(NotifierTest, says_why_when_there_is_no_server_and_shows_once_there_is) {
  auto notifier = make_notifier();
  ASSERT_TRUE(notifier.show(Prompt));
  ASSERT_TRUE(wait_until(notifier, [&] { return !notifier.problem().empty(); }));
  EXPECT_THAT(notifier.problem(), HasSubstr("no notification server"));
  EXPECT_FALSE(notifier.is_shown());
  start_server();
  ASSERT_TRUE(wait_until(notifier, [&] { return notifier.is_shown(); })) << notifier.problem();
  EXPECT_EQ(notifier.problem(), "");
  EXPECT_EQ(count_on_screen(), "1");
}

TEST_F(NotifierTest, fails_and_nothing_else_when_the_bus_is_gone) {
  start_server();
  auto notifier = make_notifier();
  show_and_wait(notifier);
  bus_.stop();
  bool failed = false;
  wait_until(notifier, [&] {
    failed = failed || !notifier.on_ready();
    return failed;
  });
  EXPECT_TRUE(failed);
  EXPECT_FALSE(notifier.show({.title = "again"}));
  const auto again = Notifier::connect();
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text(), HasSubstr("session bus"));
}

TEST(Notifier, says_what_to_do_without_a_bus) {
  const Environment address("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
  const auto notifier = Notifier::connect();
  ASSERT_FALSE(notifier);
  EXPECT_THAT(notifier.error().text(), HasSubstr("on the page"));
}

}  // namespace
}  // namespace endrange::desktop
