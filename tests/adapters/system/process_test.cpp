#include "adapters/system/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <type_traits>

#include "adapters/system/browser.h"
#include "adapters/system/log.h"
#include "adapters/system/speech.h"
#include "tests/support/environment.h"
#include "tests/support/folder.h"

namespace endrange::system {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Waits on the child's descriptor, as an event loop does.
bool has_ended_within(Child& child, std::chrono::milliseconds limit) {
  pollfd wait = {child.fd(), POLLIN, 0};
  ::poll(&wait, 1, static_cast<int>(limit.count()));
  return !child.is_running();
}

TEST(Child, knows_the_variables_it_is_given_beside_ours) {
  const TemporaryFolder folder;
  const Environment ours("ENDRANGE_OURS", "kept");
  const Environment both("ENDRANGE_BOTH", "ours");
  test::write_program(folder.path() / "show",
                      "echo \"$ENDRANGE_OURS $ENDRANGE_BOTH $ENDRANGE_GIVEN\" > \"$0.out\"");
  auto child =
      Child::start({(folder.path() / "show").string()}, {}, {"ENDRANGE_GIVEN=a; b", "ENDRANGE_BOTH=given"});
  ASSERT_TRUE(child) << child.error().text();
  ASSERT_TRUE(has_ended_within(*child, 10s));
  EXPECT_EQ(test::read_file(folder.path() / "show.out"), "kept given a; b\n");
}

TEST(Child, gets_its_arguments_and_input_untouched_by_any_shell) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "show", "printf '%s\\n' \"$@\" > \"$0.out\"; cat >> \"$0.out\"");
  auto child = Child::start({(folder.path() / "show").string(), "$(touch x); `id` && echo", "a b", "*"},
                            "typed $HOME");
  ASSERT_TRUE(child) << child.error().text();
  ASSERT_TRUE(has_ended_within(*child, 10s));
  EXPECT_EQ(child->find_exit_status(), 0);
  EXPECT_EQ(test::read_file(folder.path() / "show.out"), "$(touch x); `id` && echo\na b\n*\ntyped $HOME");
}

TEST(Child, whose_input_stays_open_sees_it_end_when_it_is_told_and_not_before) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "reads", "read -r line; echo \"$line\" > \"$0.out\"; cat; exit 7");
  auto child = Child::start({(folder.path() / "reads").string()}, "first\n", {}, Child::Input::StaysOpen);
  ASSERT_TRUE(child) << child.error().text();
  EXPECT_FALSE(has_ended_within(*child, 300ms));
  child->end_input();
  ASSERT_TRUE(has_ended_within(*child, 10s));
  EXPECT_EQ(child->find_exit_status(), 7);
  EXPECT_EQ(test::read_file(folder.path() / "reads.out"), "first\n");
}

TEST(Child, ends_with_everything_it_started_and_leaves_no_zombie) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "parent", "sleep 100 & echo $! > \"$0.pid\"; wait");
  pid_t pid = 0;
  pid_t grandchild = 0;
  {
    auto child = Child::start({(folder.path() / "parent").string()});
    ASSERT_TRUE(child) << child.error().text();
    pid = child->pid();
    for (int i = 0; i < 1000 && grandchild == 0; ++i) {
      std::this_thread::sleep_for(5ms);
      grandchild = std::atoi(test::read_file(folder.path() / "parent.pid").c_str());
    }
    ASSERT_GT(grandchild, 0);
    EXPECT_TRUE(child->is_running());
  }
  EXPECT_NE(::kill(pid, 0), 0) << "collected, not a zombie";
  for (int i = 0; i < 1000 && std::filesystem::exists("/proc/" + std::to_string(grandchild) + "/cmdline") &&
                  !test::read_file("/proc/" + std::to_string(grandchild) + "/cmdline").empty();
       ++i)
    std::this_thread::sleep_for(5ms);
  EXPECT_EQ(test::read_file("/proc/" + std::to_string(grandchild) + "/cmdline"), "");
}

// The children of this process, zombies too. Source: proc(5), "/proc/pid/task/tid/children".
std::string find_children() {
  const auto self = std::to_string(::getpid());
  return test::read_file("/proc/" + self + "/task/" + self + "/children");
}

TEST(StartApart, starts_what_goes_on_by_itself_and_is_no_child_of_ours) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "browser", "echo $$ > \"$0.pid\"; exec sleep 100");
  test::write_program(folder.path() / "opener", "");
  ASSERT_EQ(find_children(), "");
  ASSERT_TRUE(start_apart({(folder.path() / "browser").string()}));
  ASSERT_TRUE(start_apart({(folder.path() / "opener").string()}));
  EXPECT_EQ(find_children(), "") << "nothing that could become a zombie";
  pid_t pid = 0;
  for (int i = 0; i < 1000 && pid == 0; ++i) {
    std::this_thread::sleep_for(5ms);
    pid = std::atoi(test::read_file(folder.path() / "browser.pid").c_str());
  }
  ASSERT_GT(pid, 0);
  EXPECT_EQ(::kill(pid, SIGKILL), 0) << "it runs";
}

TEST(StartApart, reports_what_cannot_be_started) {
  EXPECT_THAT(start_apart({"no-such-program-here"}).error().text(), HasSubstr("no-such-program-here"));
  const TemporaryFolder folder;
  test::write_file(folder.path() / "broken", "#!/no/such/interpreter\n");
  std::filesystem::permissions(folder.path() / "broken", std::filesystem::perms::owner_all);
  EXPECT_THAT(start_apart({(folder.path() / "broken").string()}).error().text(), HasSubstr("cannot start"));
}

TEST(Child, reports_a_program_that_is_not_there_or_fails) {
  EXPECT_THAT(Child::start({"no-such-program-here"}).error().text(), HasSubstr("no-such-program-here"));
  auto child = Child::start({"false"});
  ASSERT_TRUE(child);
  ASSERT_TRUE(has_ended_within(*child, 10s));
  EXPECT_EQ(child->find_exit_status(), 1);
}

TEST(FindProgram, looks_along_the_path_and_never_in_the_present_folder) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "mine", "");
  std::ofstream(folder.path() / "text") << "";
  {
    const Environment path("PATH", "/nowhere:" + folder.path().string());
    EXPECT_EQ(find_program("mine"), folder.path() / "mine");
    EXPECT_EQ(find_program("text"), std::nullopt) << "cannot be run";
    EXPECT_EQ(find_program(""), std::nullopt);
  }
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const Environment path("PATH", ":.:");
  EXPECT_EQ(find_program("mine"), std::nullopt);
  std::filesystem::current_path(before);
}

TEST(Browser, is_chosen_by_the_person_then_the_desktop_then_by_name) {
  const TemporaryFolder folder;
  const Environment path("PATH", folder.path().string());
  const Environment display("DISPLAY", ":7");
  const Environment wayland("WAYLAND_DISPLAY", std::nullopt);
  const Environment none("BROWSER", std::nullopt);
  EXPECT_EQ(find_browser(), std::nullopt);
  EXPECT_THAT(open_in_browser("http://127.0.0.1:1/").error().text(), HasSubstr("found none"));
  test::write_program(folder.path() / "chromium", "");
  EXPECT_THAT(*find_browser(), ElementsAre("chromium"));
  test::write_program(folder.path() / "xdg-open", "");
  EXPECT_THAT(*find_browser(), ElementsAre("xdg-open"));
  {
    const Environment no_display("DISPLAY", std::nullopt);
    EXPECT_EQ(find_browser(), std::nullopt);
  }
  test::write_program(folder.path() / "mine", "");
  const Environment chosen("BROWSER", "absent:mine --new %s");
  EXPECT_THAT(*find_browser(), ElementsAre("mine", "--new", "%s"));
}

TEST(Browser, gets_the_address_as_one_word) {
  const TemporaryFolder folder;
  test::write_program(folder.path() / "mine", "printf '%s\\n' \"$@\" > \"$0.out\"");
  const Environment path("PATH", folder.path().string() + ":/usr/bin:/bin");
  for (const auto& [command, expected] : std::vector<std::pair<std::string, std::string>>{
           {"mine", "http://127.0.0.1:7333/#code=a&b;c\n"},
           {"mine --url=%s -x", "--url=http://127.0.0.1:7333/#code=a&b;c\n-x\n"}}) {
    const Environment chosen("BROWSER", command);
    const auto opened = open_in_browser("http://127.0.0.1:7333/#code=a&b;c");
    ASSERT_TRUE(opened) << opened.error().text();
    const auto said = [&] { return test::read_file(folder.path() / "mine.out"); };
    for (int i = 0; i < 1000 && said() != expected; ++i) std::this_thread::sleep_for(5ms);
    EXPECT_EQ(said(), expected);
  }
}

TEST(Speech, takes_out_what_a_voice_would_read_as_a_command) {
  EXPECT_EQ(make_speakable("Reach up.\nNow\x01 down\x7f"), "Reach up. Now  down ");
  EXPECT_EQ(make_speakable("[[h@]] <speak> & !-@!"), "  h     speak     -  ");
  EXPECT_EQ(make_speakable("Füße öffnen"), "Füße öffnen");
  const std::string longest(299, 'a');
  EXPECT_EQ(make_speakable(longest + "ää"), longest) << "cut at a character, not inside one";
}

TEST(Speech, runs_the_real_voice_and_a_new_sentence_stops_the_one_before) {
  if (find_voice_program() != VoiceProgram::EspeakNg) GTEST_SKIP() << "espeak-ng is not installed";
  Speaker speaker;
  EXPECT_FALSE(speaker.is_speaking());
  const auto first = speaker.speak("Reach up slowly.");
  ASSERT_TRUE(first) << first.error().text();
  ASSERT_TRUE(speaker.speak("And down again."));
  for (int i = 0; i < 2000 && speaker.is_speaking(); ++i) std::this_thread::sleep_for(5ms);
  EXPECT_FALSE(speaker.is_speaking()) << "it ends by itself, with or without a sound card";
  ASSERT_TRUE(speaker.speak("One more."));
  speaker.stop();
  EXPECT_FALSE(speaker.is_speaking());
}

TEST(Speech, says_when_there_is_no_voice) {
  const TemporaryFolder folder;
  const Environment path("PATH", folder.path().string());
  Speaker speaker;
  EXPECT_EQ(find_voice_program(), std::nullopt);
  EXPECT_THAT(speaker.speak("Hello").error().text(), HasSubstr("espeak-ng"));
}

// What a person measured, felt or answered is known at run time only, so it cannot become a log line.
static_assert(!std::is_constructible_v<LogMessage, std::string>);
static_assert(!std::is_constructible_v<LogMessage, std::string_view>);
static_assert(!std::is_constructible_v<LogFigure, double>);
static_assert(!std::is_constructible_v<LogFigure, int>);

TEST(Log, writes_our_sentences_for_the_owner_alone_and_stays_small) {
  const TemporaryFolder folder;
  {
    auto log = Log::open(folder.path());
    ASSERT_TRUE(log) << log.error().text();
    log->note("started");
    log->warn("the port is taken", LogFigure::port(7333));
  }
  const auto text = test::read_file(folder.path() / "logs" / "endrange.log");
  EXPECT_THAT(text, HasSubstr("info started\n"));
  EXPECT_THAT(text, HasSubstr("warning the port is taken (port 7333)\n"));
  auto log = Log::open(folder.path());
  for (int i = 0; i < 20'000; ++i)
    log->note("a line that fills the log until it has to make room again and again");
  std::uintmax_t bytes = 0;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "logs")) {
    bytes += entry.file_size();
    ++files;
    EXPECT_EQ(test::mode_of(entry.path()), 0600U) << entry.path();
  }
  EXPECT_EQ(files, 3U);
  EXPECT_LE(bytes, 3U * 256 * 1024);
  EXPECT_EQ(test::mode_of(folder.path() / "logs"), 0700U);
}

TEST(Log, of_a_folder_that_cannot_be_written_is_an_error_not_a_crash) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "logs") << "in the way";
  EXPECT_THAT(Log::open(folder.path()).error().text(), HasSubstr("log"));
}

}  // namespace
}  // namespace endrange::system
