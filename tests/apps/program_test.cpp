// The program as a person runs it. Oracle: exit statuses and JSON names of DESIGN, section 7.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"
#include "tests/support/environment.h"

namespace endrange {
namespace {

const std::string Profile =
    R"({"profile_changed":{"audience":"desk_worker","minutes":3,"place":"room_to_stand","equipment":["wall"]}})";
const std::string Moved =
    R"({"step_done":{"routine":"r-1","exercise":"hip-circle","side":"left","seconds":40.25,"complete":true,"eased":false}})";

TEST(FirstStart, asks_the_safety_questions_and_remembers_the_answers) {
  const DataFolder folder;
  const Serving serving(folder);
  const auto state = protocol::parse_json<protocol::State>(serving.ask("GET", "/api/state"));
  ASSERT_TRUE(state.has_value()) << state.error().text();
  EXPECT_TRUE(state->first_start);
  EXPECT_FALSE(state->profile.has_value());
  EXPECT_FALSE(state->unknown.empty());

  std::string answers;
  for (const auto& question : state->unknown)
    answers += (answers.empty() ? "" : ",") + (R"({"question":")" + question + R"(","answer":"no"})");
  ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(1, Profile)).starts_with("{\"ids\""));
  ASSERT_TRUE(
      serving
          .ask("POST", "/api/events", make_event(2, R"({"safety_answered":{"answers":[)" + answers + "]}}"))
          .starts_with("{\"ids\""));
  const auto after = protocol::parse_json<protocol::State>(serving.ask("GET", "/api/state"));
  ASSERT_TRUE(after.has_value());
  EXPECT_FALSE(after->first_start);
  EXPECT_EQ(after->unknown,
            (std::vector<std::string>{"age_band", "height_m", "body_proportions", "sitting_hours"}));
}

TEST(Events, survive_a_kill_once_acknowledged) {
  const DataFolder folder;
  {
    Serving serving(folder);
    ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(1, Profile)).starts_with("{\"ids\""));
    ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(2, Moved)).starts_with("{\"ids\""));
    serving.end(SIGKILL);
  }
  const Serving again(folder);
  const auto journal = protocol::parse_json<protocol::Journal>(again.ask("GET", "/api/journal"));
  ASSERT_TRUE(journal.has_value());
  EXPECT_EQ(journal->total, 2);
  ASSERT_TRUE(again.ask("POST", "/api/events", make_event(2, Moved)).starts_with("{\"ids\""));
  EXPECT_EQ(protocol::parse_json<protocol::Journal>(again.ask("GET", "/api/journal"))->total, 2)
      << "posted twice";
}

TEST(Export, read_in_again_is_the_same_journal) {
  const DataFolder first;
  const auto written = (first / "export.ndjson").string();
  {
    const Serving serving(first);
    ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(1, Profile)).starts_with("{\"ids\""));
    ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(2, Moved)).starts_with("{\"ids\""));
    ASSERT_EQ(run(first, "export " + written).status, 0) << "while it serves";
  }
  const auto lines = read_file(written);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
  ASSERT_EQ(run(first, "export " + written).status, 0) << "without a server";
  EXPECT_EQ(read_file(written), lines);

  const DataFolder second;
  const auto imported = run(second, "import " + written + " --json");
  EXPECT_EQ(imported.out, "{\"added\":2,\"already_there\":0}\n") << imported.err;
  EXPECT_EQ(run(second, "import " + written + " --json").out, "{\"added\":0,\"already_there\":2}\n");
  const auto again = (second / "again.ndjson").string();
  ASSERT_EQ(run(second, "export " + again).status, 0);
  EXPECT_EQ(read_file(again), lines);
}

TEST(Import, takes_all_of_a_file_or_nothing) {
  const DataFolder folder;
  const auto good = R"({"id":"a","device":"d","sequence":1,"at":"2026-03-02T09:00:00.000Z","offset_min":0,)"
                    R"("event":{"morning_answered":{"feeling":"fine","pain":0}}})";
  const auto file = (folder / "bad.ndjson").string();
  for (const std::string bad : {"", "not JSON\n", "\x01\x02\x03\n", R"({"id":"a"})"}) {
    std::ofstream(file) << good << '\n' << (bad.empty() ? R"({"id":"b","dev)" : bad);
    const auto outcome = run(folder, "import " + file);
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_NE(outcome.err.find("line 2"), std::string::npos) << outcome.err;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << "one clear error: " << outcome.err;
  }
  EXPECT_EQ(run(folder, "import /no/such/file").status, 1);
  const auto written = (folder / "out.ndjson").string();
  ASSERT_EQ(run(folder, "export " + written).status, 0);
  EXPECT_EQ(read_file(written), "") << "nothing of it was taken";
}

TEST(Run, opens_the_page_of_the_one_that_runs_already) {
  const DataFolder folder;
  const Serving serving(folder);
  const auto second = run(folder, "run");
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_NE(second.err.find("already running"), std::string::npos) << second.err;
}

TEST(Run, takes_the_next_port_when_one_is_taken_and_remembers_it) {
  const DataFolder first;
  const Serving holds(first);
  const DataFolder second;
  int port = 0;
  {
    const Serving serving(second);
    port = serving.port();
    EXPECT_NE(port, holds.port());
    EXPECT_GT(port, 0);
  }
  const Serving again(second);
  EXPECT_EQ(again.port(), port);
  const DataFolder third;
  const auto outcome = run(third, "run --no-open --no-desktop --port " + std::to_string(port));
  EXPECT_EQ(outcome.status, 3);
  EXPECT_NE(outcome.err.find(std::to_string(port)), std::string::npos) << outcome.err;
}

TEST(Run, keeps_token_and_folder_to_the_person) {
  const DataFolder folder;
  const Serving serving(folder);
  using std::filesystem::perms;
  const auto mode = [&](const std::filesystem::path& path) {
    return std::filesystem::status(path).permissions();
  };
  EXPECT_EQ(mode(folder.data()), perms::owner_all);
  EXPECT_EQ(mode(folder.data() / "token"), perms::owner_read | perms::owner_write);
  EXPECT_EQ(mode(folder.data() / "journal.sqlite"), perms::owner_read | perms::owner_write);
}

TEST(Today, plans_only_what_is_gentle_before_the_safety_questions_and_says_so) {
  const DataFolder folder;
  const auto outcome = run(folder, "today --json --minutes 5");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto today = protocol::parse_json<protocol::Today>(outcome.out);
  ASSERT_TRUE(today.has_value()) << today.error().text();
  EXPECT_TRUE(today->gentle_only);
  EXPECT_FALSE(today->notice.empty());
  EXPECT_FALSE(today->steps.empty());
  EXPECT_LE(today->total_s, 300.0);
  for (const auto& step : today->steps) EXPECT_FALSE(step.reason.empty()) << step.exercise;
}

TEST(Today, is_the_same_from_the_command_line_and_from_the_page) {
  const DataFolder folder;
  const auto alone = run(folder, "today --json --minutes 4 --at 2026-03-02T10:00:00Z").out;
  const Serving serving(folder);
  EXPECT_EQ(serving.ask("GET", "/api/today?minutes=4&at=2026-03-02T10:00:00Z") + "\n", alone);
}

TEST(CommandLine, ends_with_two_when_it_is_at_fault) {
  const DataFolder folder;
  for (const std::string arguments :
       {"dance", "today --minutes 99", "today --at noonish", "break", "break putoff soon", "export"})
    EXPECT_EQ(run(folder, arguments).status, 2) << arguments;
  EXPECT_EQ(run(folder, "today --help").status, 0);
}

TEST(Breaks, need_the_running_program_and_obey) {
  const DataFolder folder;
  test::write_program(folder / "browser", "echo \"$1\" > \"$0.out\"");
  const test::Environment browser("BROWSER", (folder / "browser").string());
  // Nobody's screen is covered by a test.
  const test::Environment display("DISPLAY", std::nullopt);
  const test::Environment wayland("WAYLAND_DISPLAY", std::nullopt);
  EXPECT_EQ(run(folder, "why").status, 1);
  const Serving serving(folder);
  EXPECT_EQ(run(folder, "why").status, 0);
  const auto paused = run(folder, "pause 1h --json");
  EXPECT_NE(paused.out.find(R"("phase":"paused")"), std::string::npos) << paused.out << paused.err;
  EXPECT_EQ(run(folder, "pause off --json").out.find(R"("phase":"paused")"), std::string::npos);
  EXPECT_NE(run(folder, "break now --json").out.find(R"("phase":"on_break")"), std::string::npos);
  for (int attempt = 0; attempt < 300 && read_file(folder / "browser.out").empty(); ++attempt)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(read_file(folder / "browser.out").starts_with("http://127.0.0.1:"))
      << "the break is shown: in the browser, as there is no display for a window";
  EXPECT_NE(run(folder, "break putoff call --json").out.find(R"("phase":)"), std::string::npos);
  const auto log = run(folder, "why --log").out;
  EXPECT_NE(log.find("paused: you asked"), std::string::npos) << log;
  EXPECT_NE(log.find("put off a short break until the call ends: you asked"), std::string::npos) << log;
}

TEST(Breaks, show_what_a_usual_day_looks_like) {
  const DataFolder folder;
  const Serving serving(folder);
  const std::string kinds = R"("short_breaks":{"is_on":true,"every_min":30,"length_min":2,"most_a_day":16},)"
                            R"("long_breaks":{"is_on":false,"every_min":60,"length_min":5,"most_a_day":10})";
  const auto preview = serving.ask(
      "POST", "/api/breaks/preview",
      R"({"is_on":true,)" + kinds + R"(,"work":[{"weekday":1,"from_min":540,"until_min":720}],"quiet":[]})");
  EXPECT_NE(preview.find("5 short breaks and 0 long breaks"), std::string::npos) << preview;
  EXPECT_NE(preview.find("Work begins "), std::string::npos) << preview;
  const auto twice = serving.ask(
      "POST", "/api/breaks/preview",
      R"({"is_on":true,)" + kinds +
          R"(,"work":[{"weekday":1,"from_min":540,"until_min":720},{"weekday":1,"from_min":1,"until_min":2}],"quiet":[]})");
  EXPECT_NE(twice.find("each day once"), std::string::npos) << twice;
}

// An export from before there were two kinds of break goes in beside the journal it came from, and keeps its
// meaning.
TEST(Breaks, keep_the_rhythm_of_an_old_journal) {
  const DataFolder folder;
  const auto file = (folder / "old.ndjson").string();
  std::ofstream(file)
      << R"({"id":"s","device":"d","sequence":1,"at":"2026-03-02T09:00:00.000Z","offset_min":0,"event":{"settings_changed":)"
         R"({"breaks_on":true,"work_minutes":40,"break_minutes":5,"day_starts_min":480,"day_ends_min":960,)"
         R"("work_days":[1],"voice":true,"theme":"system","figure":"motion"}}})"
         "\n";
  EXPECT_EQ(run(folder, "import " + file).status, 0);
  const auto again = run(folder, "import " + file + " --json");
  EXPECT_EQ(again.out, "{\"added\":0,\"already_there\":1}\n") << again.err;
  const Serving serving(folder);
  const auto state = protocol::parse_json<protocol::State>(serving.ask("GET", "/api/state"));
  ASSERT_TRUE(state.has_value());
  EXPECT_FALSE(state->rhythm.short_breaks.is_on);
  EXPECT_EQ(state->rhythm.long_breaks.every_min, 40);
  ASSERT_EQ(state->rhythm.work.size(), 1U);
  EXPECT_EQ(state->rhythm.work[0].until_min, 960);
}

TEST(Day, is_replayed_and_its_faults_have_a_line) {
  const DataFolder folder;
  const auto file = (folder / "day.txt").string();
  std::ofstream(file) << "09:00 active\n09:30 expect prelude short\n";
  const auto good = run(folder, "day " + file);
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_NE(good.out.find("announced a short break: at work for 30 minutes"), std::string::npos) << good.out;
  std::ofstream(file) << "09:00 active\n09:20 expect prelude short\n";
  const auto otherwise = run(folder, "day " + file);
  EXPECT_EQ(otherwise.status, 1);
  EXPECT_NE(otherwise.err.find("day.txt:2: "), std::string::npos) << otherwise.err;
  std::ofstream(file) << "09:00 active\n09:20 dance\n";
  const auto bad = run(folder, "day " + file);
  EXPECT_EQ(bad.status, 1);
  EXPECT_NE(bad.err.find("day.txt:2: expected something that happens"), std::string::npos) << bad.err;
  EXPECT_EQ(run(folder, "day /no/such/day").status, 1);
}

TEST(Erase, asks_twice_and_leaves_nothing) {
  const DataFolder folder;
  const Serving serving(folder);
  ASSERT_TRUE(serving.ask("POST", "/api/events", make_event(1, Profile)).starts_with("{\"ids\""));
  EXPECT_EQ(run(folder, "erase", "yes\nno\n").status, 1);
  EXPECT_EQ(run(folder, "erase", "").status, 1);
  EXPECT_EQ(protocol::parse_json<protocol::Journal>(serving.ask("GET", "/api/journal"))->total, 1);
  const auto erased = run(folder, "erase", "yes\nerase\n");
  EXPECT_EQ(erased.status, 0) << erased.err;
  EXPECT_EQ(protocol::parse_json<protocol::Journal>(serving.ask("GET", "/api/journal"))->total, 0);
  EXPECT_TRUE(serving.ask("POST", "/api/erase", R"({"code":"guess"})").starts_with("problem"));
}

TEST(Exercises, are_listed_and_shown) {
  const DataFolder folder;
  const auto list = run(folder, "exercise list --json");
  ASSERT_EQ(list.status, 0) << list.err;
  EXPECT_TRUE(list.out.starts_with(R"({"exercises":[{"id":")")) << list.out.substr(0, 100);
  const auto from = std::string(R"({"exercises":[{"id":")").size();
  const auto id = list.out.substr(from, list.out.find('"', from) - from);
  EXPECT_EQ(run(folder, "exercise show " + id).status, 0);
  EXPECT_EQ(run(folder, "exercise show no-such-exercise").status, 1);
}

// A knee hug is not for everybody, and its words come from content.
TEST(Exercises, are_shown_with_what_is_said_needed_and_avoided) {
  const DataFolder folder;
  const auto shown = run(folder, "exercise show hip-knee-hug-active");
  ASSERT_EQ(shown.status, 0) << shown.err;
  for (const std::string part :
       {"  said: Low back stays down\n", "  not with: hip that pinches in deep bending\n",
        "Dose: ", "Difficulty ", "Needs: floor", "Not yet reviewed by a physiotherapist."})
    EXPECT_NE(shown.out.find(part), std::string::npos) << part << shown.out;
}

TEST(Doctor, looks_at_everything_it_names) {
  const DataFolder folder;
  const auto outcome = run(folder, "doctor --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  for (const std::string what : {"journal", "port", "browser", "camera", "voice", "time zone"})
    EXPECT_NE(outcome.out.find(R"("what":")" + what), std::string::npos) << what;
}

TEST(Log, holds_no_health_value) {
  const DataFolder folder;
  {
    const Serving serving(folder);
    ASSERT_TRUE(serving
                    .ask("POST", "/api/events",
                         make_event(1, R"({"withdrawn":{"entry":"a","reason":"kneehurtsbadly"}})"))
                    .starts_with("{\"ids\""));
    static_cast<void>(serving.ask("GET", "/api/exercises/kneehurtsbadly"));
  }
  const auto log = read_file(folder.data() / "logs" / "endrange.log");
  EXPECT_FALSE(log.empty());
  EXPECT_EQ(log.find("kneehurts"), std::string::npos);
  EXPECT_EQ(log.find(read_file(folder.data() / "token").substr(0, 64)), std::string::npos);
}

}  // namespace
}  // namespace endrange
