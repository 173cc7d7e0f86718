// The real program, driven over its session bus by gdbus, with hooks of the test's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/adapters/desktop/session.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

/// Whether it holds within twenty seconds.
template <typename Condition>
bool comes_true(Condition condition) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    if (condition()) return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

class Control : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto* program : {"dbus-daemon", "gdbus"}) {
      const bool is_required = std::getenv("CI") != nullptr;
      ASSERT_TRUE(!is_required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }

  /// A hook that writes down what it was told, and then does `more`.
  void set_hook(const std::string& name, const std::string& more = "true") {
    std::filesystem::create_directories(folder_.data() / "hooks");
    std::filesystem::permissions(folder_.data(), std::filesystem::perms::owner_all);
    std::filesystem::permissions(folder_.data() / "hooks", std::filesystem::perms::owner_all);
    test::write_program(folder_.data() / "hooks" / name,
                        "echo \"$ENDRANGE_HOOK $ENDRANGE_BREAK_KIND $ENDRANGE_BREAK_LENGTH_S\" >> '" +
                            (folder_ / "told").string() + "'\n" + more);
  }
  [[nodiscard]] std::string told() const { return read_file(folder_ / "told"); }
  [[nodiscard]] std::string log() const { return read_file(folder_.data() / "logs/endrange.log"); }

  static std::string ask(const std::string& method, std::vector<std::string> with = {}) {
    std::vector<std::string> words = {"gdbus",
                                      "call",
                                      "--session",
                                      "--dest",
                                      "org.endrange.Endrange1",
                                      "--object-path",
                                      "/org/endrange/Endrange1",
                                      "--method",
                                      "org.endrange.Endrange1." + method};
    words.insert(words.end(), with.begin(), with.end());
    return test::run(words);
  }
  static bool is_on_break() { return ask("Status").find("'on_break'") != std::string::npos; }

  DataFolder folder_;
  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  Environment display_{"DISPLAY", std::nullopt};
  Environment wayland_{"WAYLAND_DISPLAY", std::nullopt};
};

TEST_F(Control, begins_and_ends_a_break_over_the_bus_and_calls_the_hooks) {
  set_hook("break-start");
  set_hook("break-end", "exit 4");
  const Serving serving(folder_, Serving::Desktop::Used);
  ASSERT_TRUE(comes_true([] { return !ask("Status").empty(); }));
  EXPECT_EQ(ask("StartBreak", {"long"}), "()");
  EXPECT_TRUE(is_on_break());
  EXPECT_TRUE(comes_true([&] { return !told().empty(); }));
  EXPECT_THAT(told(), MatchesRegex("break-start long [1-9][0-9]*\n"));
  EXPECT_EQ(ask("EndBreak"), "()");
  EXPECT_FALSE(is_on_break());
  EXPECT_TRUE(comes_true([&] { return told().find("break-end") != std::string::npos; }));
  EXPECT_THAT(told(), HasSubstr("break-end long "));
  EXPECT_TRUE(comes_true([&] { return log().find("a hook failed (exit 4)") != std::string::npos; })) << log();

  EXPECT_EQ(run(folder_, "export " + (folder_ / "export").string()).status, 0);
  EXPECT_THAT(read_file(folder_ / "export"),
              AllOf(HasSubstr(R"("outcome":"taken")"), HasSubstr(R"("kind":"long")")));
}

TEST_F(Control, obeys_and_refuses_as_the_command_line_does) {
  const Serving serving(folder_, Serving::Desktop::Used);
  ASSERT_TRUE(comes_true([] { return !ask("Status").empty(); }));
  EXPECT_EQ(ask("Pause", {"3600"}), "()");
  EXPECT_THAT(ask("Status"), HasSubstr("'paused'"));
  EXPECT_THAT(run(folder_, "why").out, HasSubstr("aused"));
  EXPECT_EQ(ask("Resume"), "()");
  EXPECT_EQ(ask("PutOff", {"5000"}), "") << "gdbus says why on standard error";
  EXPECT_EQ(ask("StartBreak", {"coffee"}), "");
  EXPECT_FALSE(is_on_break());
  EXPECT_EQ(run(folder_, "break now short").status, 0);
  EXPECT_TRUE(is_on_break());
}

TEST_F(Control, waits_for_no_hook_and_runs_none_that_others_could_have_written) {
  set_hook("break-start", "sleep 300");
  set_hook("break-end");
  std::filesystem::permissions(folder_.data() / "hooks/break-end", std::filesystem::perms::others_write,
                               std::filesystem::perm_options::add);
  const Serving serving(folder_, Serving::Desktop::Used);
  ASSERT_TRUE(comes_true([] { return !ask("Status").empty(); }));
  EXPECT_EQ(ask("StartBreak", {""}), "()");
  EXPECT_TRUE(comes_true([&] { return !told().empty(); }));
  EXPECT_TRUE(is_on_break()) << "it answers while the hook sleeps";
  EXPECT_EQ(ask("EndBreak"), "()");
  EXPECT_TRUE(comes_true([&] { return log().find("a hook was not run") != std::string::npos; })) << log();
  EXPECT_THAT(told(), ::testing::Not(HasSubstr("break-end")));
}

TEST_F(Control, starts_at_login_when_asked_on_the_page_or_the_command_line) {
  const Environment config("XDG_CONFIG_HOME", (folder_ / "config").string());
  const auto entry = folder_ / "config/autostart/endrange.desktop";
  const Serving serving(folder_);
  EXPECT_THAT(serving.ask("GET", "/api/autostart"), HasSubstr(R"("is_on":false)"));
  EXPECT_THAT(serving.ask("POST", "/api/autostart", R"({"is_on":true})"), HasSubstr(R"("is_on":true)"));
  EXPECT_THAT(read_file(entry), HasSubstr("Exec=\"" ENDRANGE_PROGRAM "\" run --no-open\n"));
  EXPECT_THAT(run(folder_, "autostart").out, HasSubstr("starts when you log in"));
  EXPECT_EQ(run(folder_, "autostart off").status, 0);
  EXPECT_FALSE(std::filesystem::exists(entry));
  EXPECT_THAT(serving.ask("GET", "/api/autostart"), HasSubstr(R"("is_on":false)"));
  EXPECT_EQ(run(folder_, "autostart on").status, 0);
  std::ofstream(entry, std::ios::app) << "Hidden=true\n";  // as a desktop's own settings do
  EXPECT_THAT(serving.ask("GET", "/api/autostart"), HasSubstr(R"("is_on":false)"));
}

TEST_F(Control, offers_a_menu_in_the_panel_that_does_what_it_says) {
  Serving serving(folder_, Serving::Desktop::Used);
  ASSERT_TRUE(comes_true([] { return !ask("Status").empty(); }));
  const auto menu = [&](const std::string& method, std::vector<std::string> with) {
    std::vector<std::string> words = {"gdbus",
                                      "call",
                                      "--session",
                                      "--dest",
                                      "org.kde.StatusNotifierItem-" + std::to_string(serving.pid()) + "-1",
                                      "--object-path",
                                      "/MenuBar",
                                      "--method",
                                      "com.canonical.dbusmenu." + method};
    words.insert(words.end(), with.begin(), with.end());
    return test::run(words);
  };
  /// Lines are numbered from 1 by their place.
  const auto choose = [&](const std::string& words) {
    const auto layout = menu("GetLayout", {"0", "int32 -1", "[]"});
    const auto label = layout.find("<'" + words + "'>");
    ASSERT_NE(label, std::string::npos) << words << " in " << layout;
    const auto begin = layout.rfind("<(", label) + 2;
    menu("Event", {layout.substr(begin, layout.find(',', begin) - begin), "clicked", "<0>", "0"});
  };
  choose("Start a break now");
  EXPECT_TRUE(comes_true([] { return is_on_break(); }));
  choose("End the break");
  EXPECT_TRUE(comes_true([] { return !is_on_break(); }));
  choose("Pause until tomorrow");
  EXPECT_TRUE(comes_true([] { return ask("Status").find("'paused'") != std::string::npos; }));
  EXPECT_THAT(run(folder_, "why").out, HasSubstr("00:00"));
  choose("Breaks on again");
  EXPECT_TRUE(comes_true([] { return ask("Status").find("'paused'") == std::string::npos; }));
  choose("Quit");
  EXPECT_TRUE(comes_true([] { return ask("Status").empty(); }));
}

TEST_F(Control, lets_no_page_set_a_hook) {
  const Serving serving(folder_);
  for (const auto* const path : {"/api/hooks", "/api/hooks/break-start", "/hooks/break-start"})
    for (const auto* const method : {"POST", "PUT", "DELETE"})
      EXPECT_THAT(serving.ask(method, path, R"({"command":"true"})"), HasSubstr("problem: ")) << path;
  EXPECT_FALSE(std::filesystem::exists(folder_.data() / "hooks"));
}

}  // namespace
}  // namespace endrange
