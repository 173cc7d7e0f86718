// Exercises of the person's own, from the command line and over HTTP: added after the library's checks, kept
// in the journal, planned, removed and brought back. Oracle: the program's own template, which has to pass,
// and files with one fault each whose line is known.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/adapters/http/wire.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string Id = "my-seated-hip-turns";

std::string load_template() {
  return read_file(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content/templates/exercise.toml");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string line_of(const std::string& text, const std::string& part) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(part));
  return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

class OwnExercise : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path write(const std::string& text,
                                            const std::string& name = "mine.toml") const {
    write_file(folder_ / name, text);
    return folder_ / name;
  }
  [[nodiscard]] Outcome add(const std::string& text) const {
    return run(folder_, "exercise add " + write(text).string());
  }
  [[nodiscard]] Outcome command(const std::string& words) const { return run(folder_, "exercise " + words); }

  DataFolder folder_;
};

TEST_F(OwnExercise, template_passes_and_is_what_the_command_prints) {
  const auto printed = command("template");
  EXPECT_EQ(printed.out, load_template());
  const auto out = folder_ / "begin.toml";
  EXPECT_EQ(command("template -o " + out.string()).status, 0);
  EXPECT_EQ(read_file(out), load_template());
  EXPECT_THAT(find_one_error(command("template -o " + out.string())), HasSubstr("already"));
  const auto added = command("add " + out.string());
  EXPECT_EQ(added.status, 0) << added.err;
}

TEST_F(OwnExercise, is_added_shown_and_kept_and_may_be_removed_and_restored) {
  const auto added = add(load_template());
  ASSERT_EQ(added.status, 0) << added.err;
  EXPECT_THAT(added.out,
              AllOf(HasSubstr("Added: My seated hip turns"), HasSubstr("journal.sqlite"),
                    HasSubstr("not planned for now"), HasSubstr("Not yet reviewed by a physiotherapist"),
                    HasSubstr("exercise remove " + Id)));
  EXPECT_THAT(command("list").out, HasSubstr(Id));
  EXPECT_THAT(command("list --own").out, AllOf(HasSubstr(Id), Not(HasSubstr("hip-rotation-seated"))));
  EXPECT_THAT(command("show " + Id).out, AllOf(HasSubstr("Yours"), HasSubstr("Lift one foot")));
  EXPECT_EQ(command("file " + Id).out, load_template());
  EXPECT_EQ(command("still " + Id + " --size-px 64 -o " + (folder_ / "still.png").string()).status, 0);
  EXPECT_THAT(run(folder_, "doctor").out, HasSubstr("1 in the library"));
  EXPECT_THAT(add(load_template()).out, HasSubstr("already"));

  const auto removed = command("remove " + Id);
  EXPECT_THAT(removed.out, HasSubstr("exercise restore " + Id));
  EXPECT_THAT(command("list").out, Not(HasSubstr(Id)));
  EXPECT_THAT(command("list --own").out, HasSubstr("Removed: My seated hip turns"));
  EXPECT_THAT(find_one_error(command("remove " + Id)), HasSubstr("of your own"));
  EXPECT_THAT(find_one_error(command("show " + Id)), HasSubstr(Id));
  const auto restored = command("restore " + Id);
  EXPECT_EQ(restored.status, 0) << restored.err;
  EXPECT_THAT(command("list").out, HasSubstr(Id));
}

TEST_F(OwnExercise, a_newer_file_replaces_the_earlier_one) {
  ASSERT_EQ(add(load_template()).status, 0);
  const auto newer = add(replaced(load_template(), "My seated hip turns", "My slow hip turns"));
  EXPECT_THAT(newer.out, HasSubstr("Replaced: My slow hip turns")) << newer.err;
  const auto listed = command("list --own").out;
  EXPECT_THAT(listed, AllOf(HasSubstr("My slow hip turns"), Not(HasSubstr("My seated"))));
}

TEST_F(OwnExercise, with_a_fault_is_refused_by_line_and_changes_nothing) {
  struct Fault {
    std::string from;
    std::string to;
    std::string line_with;
    std::string says;
  };
  const std::vector<Fault> faults = {
      {"difficulty = 1", "dificulty = 1", "dificulty", "did you mean `difficulty`"},
      {"\"hip.flexion.working\" = 92", "\"hip.flexion.working\" = 190", "= 190", "expected -180 to 180"},
      {"\"hip.flexion.working\" = 92", "\"hip.flexion.working\" = 170", "= 170", "beyond the joint's limit"},
      {"\"thr_posterior\", ", "", "id =", "leaves out the contraindication"},
      {"reviewed = \"none\"", "reviewed = \"none\"\neasier = \"hip-moon\"", "id =", "not in the catalogue"},
      {"[dose]", "[dose", "[dose", "not TOML"},
      {"My seated hip turns", "My\\u001bturns", "name =", "cannot be printed"},
      {"id = \"my-seated-hip-turns\"", "id = \"My Hip\"", "id =", "small letters"},
      {"id = \"my-seated-hip-turns\"", "id = \"hip-rotation-seated\"", "id =", "the library already has"},
      {"sets = [1, 2]", "sets = [1, 1e300]", "sets =", "the second at most"},
      {"move_s = 4", "move_s = 400", "move_s = 400", "expected 0.5 to 120"},
      {"move_s = 4", "move_s = 4\nhold_s = 299", "id =", "longer than five minutes"},
      {"words = \"Foot in\"\nmove_s = 4", "words = \"Foot in\"\nmove_s = 0.6",
       "[[phase]]\nwords = \"Foot in\"", "too fast to be controlled"},
  };
  for (const auto& fault : faults) {
    const auto text = replaced(load_template(), fault.from, fault.to);
    const auto outcome = add(text);
    EXPECT_EQ(outcome.status, 1) << fault.to;
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("mine.toml:" + line_of(text, fault.line_with) + ":"), HasSubstr(fault.says)))
        << fault.to;
  }
  EXPECT_THAT(run(folder_, "export " + (folder_ / "all.ndjson").string()).out, StartsWith("0 entries"));
}

TEST_F(OwnExercise, says_more_than_one_thing_at_once) {
  const auto outcome =
      add(replaced(replaced(load_template(), "difficulty = 1", "difficulty = 9"), "\"each\"", "\"twice\""));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("`difficulty` is 9"), HasSubstr("twice"),
                                 HasSubstr("2 things are to be mended; nothing was changed")));
}

TEST_F(OwnExercise, files_that_are_none_are_told_in_one_line) {
  const auto expect_error = [&](const std::filesystem::path& file, const std::string& says) {
    const auto outcome = run(folder_, "exercise add " + file.string());
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(find_one_error(outcome),
                AllOf(HasSubstr(file.string()), HasSubstr(says), Not(HasSubstr("not one line"))));
  };
  expect_error(folder_ / "absent.toml", "no such file");
  expect_error(folder_.path(), "folder");
  expect_error("/dev/null", "something else");
  expect_error(write(""), "empty");
  expect_error(write(std::string(70'000, '#')), "at most 16 kB");
  expect_error(write("id = \"\xff\xfe\""), "UTF-8");
  expect_error(write(std::string("id\0=", 4)), "control character");
  expect_error(write("this is a letter, no exercise"), "not TOML");
  expect_error(write(std::string(15'000, '[')), "not TOML");
}

TEST_F(OwnExercise, of_windows_is_read) {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : load_template()) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto added = add(text);
  EXPECT_EQ(added.status, 0) << added.err;
  EXPECT_EQ(command("file " + Id).out, load_template());
}

TEST_F(OwnExercise, is_in_exports_and_comes_back_by_an_import) {
  ASSERT_EQ(add(load_template()).status, 0);
  const auto file = folder_ / "all.ndjson";
  ASSERT_EQ(run(folder_, "export " + file.string()).status, 0);
  const DataFolder other;
  EXPECT_EQ(run(other, "import " + file.string()).status, 0);
  EXPECT_THAT(run(other, "exercise list --own").out, HasSubstr(Id));
  {
    const DataFolder third;
    const Serving serving(third);
    EXPECT_THAT(serving.ask("POST", "/api/import", read_file(file)), HasSubstr("\"added\":1"));
    EXPECT_THAT(serving.ask("GET", "/api/exercises/" + Id), HasSubstr("\"own\":true"));
  }
}

TEST_F(OwnExercise, others_that_lean_on_it_keep_it) {
  ASSERT_EQ(add(load_template()).status, 0);
  const auto leaning = replaced(replaced(load_template(), "id = \"" + Id, "id = \"my-harder-turns"),
                                "reviewed = \"none\"", "reviewed = \"none\"\neasier = \"" + Id + "\"");
  ASSERT_EQ(add(leaning).status, 0);
  EXPECT_THAT(find_one_error(command("remove " + Id)), HasSubstr("`my-harder-turns` leans on it"));
  // It may not become what the other cannot lean on, either.
  const auto outcome = add(replaced(load_template(), "difficulty = 1", "difficulty = 3"));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("your `my-harder-turns` would no longer pass"));
  EXPECT_EQ(command("remove my-harder-turns").status, 0);
  EXPECT_EQ(command("remove " + Id).status, 0);
}

TEST_F(OwnExercise, that_an_update_does_not_pass_any_more_is_kept_and_named) {
  const Installed installed;
  const auto program = installed.program();
  const auto file = write(load_template());
  ASSERT_EQ(run(folder_, "exercise add " + file.string(), {}, program).status, 0);
  // The library gets one of that name.
  const auto own = replaced(load_template(), "\"Prescribed for me\"", "\"Moreside2012\"");
  write_file(installed.content() / "exercises" / (Id + ".toml"), own);
  const auto today = run(folder_, "today", {}, program);
  EXPECT_EQ(today.status, 0) << today.err;
  EXPECT_THAT(run(folder_, "doctor", {}, program).out,
              AllOf(HasSubstr(Id + " is left out, and kept"), HasSubstr("the library already has")));
  EXPECT_THAT(run(folder_, "exercise list --own", {}, program).out,
              HasSubstr("Left out: My seated hip turns"));
  std::filesystem::remove(installed.content() / "exercises" / (Id + ".toml"));
  EXPECT_THAT(run(folder_, "exercise list --own", {}, program).out, Not(HasSubstr("Left out")));
  // What bodies show is looked at again by every version that has not yet.
  EXPECT_THAT(read_file(folder_.data() / "proved"), Not(HasSubstr("\nnone")));
  write_file(folder_.data() / "proved", "0.0.1\nnone\n");
  EXPECT_THAT(run(folder_, "exercise list --own", {}, program).out, HasSubstr(Id));
  EXPECT_THAT(read_file(folder_.data() / "proved"), Not(StartsWith("0.0.1")));
}

/// Whether a routine has it, or offers it in the place of another.
bool is_planned(const Serving& serving) {
  for (int minutes = 1; minutes <= 15; ++minutes) {
    const auto answer =
        serving.ask("GET", "/api/today?spot=chair&programme=one-stiff-joint&joint=hip&minutes=" +
                               std::to_string(minutes));
    const auto today = protocol::parse_json<protocol::Today>(answer);
    EXPECT_TRUE(today) << answer;
    if (!today) return false;
    for (const auto& step : today->steps) {
      if (step.exercise == Id) return true;
      for (const auto& substitute : step.substitutes)
        if (substitute.exercise == Id) return true;
    }
  }
  return false;
}

TEST_F(OwnExercise, is_planned_as_any_other_within_the_same_limits) {
  ASSERT_EQ(add(load_template()).status, 0);
  const Serving serving(folder_);
  EXPECT_FALSE(is_planned(serving)) << "not before the safety questions are answered";
  const auto state = protocol::parse_json<protocol::State>(serving.ask("GET", "/api/state"));
  ASSERT_TRUE(state);
  const auto answer = [&](int number, const std::string& new_hip) {
    std::string answers;
    for (const auto& question : state->unknown)
      answers += (answers.empty() ? "" : ",") + (R"({"question":")" + question + R"(","answer":")") +
                 (question == "new_hip" ? new_hip : "no") + "\"}";
    EXPECT_THAT(serving.ask("POST", "/api/events",
                            make_event(number, R"({"safety_answered":{"answers":[)" + answers + "]}}")),
                StartsWith("{\"ids\""));
  };
  answer(1, "no");
  EXPECT_TRUE(is_planned(serving));
  answer(2, "yes");
  EXPECT_FALSE(is_planned(serving)) << "a new hip keeps it out, as its contraindications say";
  EXPECT_THAT(serving.ask("GET", "/api/exercises/" + Id), HasSubstr("because of your new hip"));
}

class OwnExerciseServed : public OwnExercise {
 protected:
  [[nodiscard]] std::string post(const std::string& body, const std::string& name = "mine.toml") const {
    return serving_.ask("POST", "/api/exercises?name=" + name, body);
  }
  [[nodiscard]] protocol::ExerciseAddition addition(const std::string& body) const {
    const auto answer = post(body);
    const auto read = protocol::parse_json<protocol::ExerciseAddition>(answer);
    EXPECT_TRUE(read) << answer;
    return read ? *read : protocol::ExerciseAddition{};
  }

  Serving serving_{folder_};
};

TEST_F(OwnExerciseServed, is_in_the_running_library_at_once_and_after_a_new_start) {
  EXPECT_THAT(serving_.ask("GET", "/api/exercise-template"), load_template());
  const auto added = addition(load_template());
  ASSERT_TRUE(added.added);
  EXPECT_TRUE(added.added->own);
  EXPECT_TRUE(added.entry.has_value());
  EXPECT_THAT(serving_.ask("GET", "/api/exercises"), HasSubstr(Id));
  EXPECT_THAT(serving_.ask("GET", "/api/exercises/" + Id + "/motion?side=left"), HasSubstr("\"frames\""));
  EXPECT_THAT(serving_.ask("GET", "/api/exercises/" + Id + "/file"), load_template());
  EXPECT_THAT(command("list").out, HasSubstr(Id));
  EXPECT_THAT(run(folder_, "doctor").out, HasSubstr("1 in the library"));
  EXPECT_THAT(serving_.ask("DELETE", "/api/exercises/" + Id), HasSubstr("\"entry\""));
  EXPECT_THAT(serving_.ask("GET", "/api/exercises"), Not(HasSubstr(Id)));
  EXPECT_THAT(serving_.ask("GET", "/api/own-exercises"), HasSubstr("\"removed\""));
  EXPECT_THAT(serving_.ask("POST", "/api/exercises/" + Id + "/restore"), HasSubstr("\"own\":true"));
  // Taking the entry back takes it away, too.
  const auto withdrawn =
      make_event(1, R"({"withdrawn":{"entry":")" + *added.entry + R"(","reason":"a slip"}})");
  EXPECT_THAT(serving_.ask("POST", "/api/events", withdrawn), HasSubstr("ids"));
  EXPECT_THAT(serving_.ask("GET", "/api/exercises"), Not(HasSubstr(Id)));
  EXPECT_THAT(serving_.ask("DELETE", "/api/exercises/" + Id), HasSubstr("problem"));
}

TEST_F(OwnExerciseServed, from_the_command_line_goes_to_the_running_program) {
  const auto added = add(load_template());
  ASSERT_EQ(added.status, 0) << added.err;
  EXPECT_THAT(serving_.ask("GET", "/api/exercises"), HasSubstr(Id));
  EXPECT_EQ(command("remove " + Id).status, 0);
  EXPECT_EQ(command("restore " + Id).status, 0);
  EXPECT_EQ(command("file " + Id).out, load_template());
  EXPECT_EQ(command("show " + Id).status, 0);
  EXPECT_THAT(add(replaced(load_template(), "difficulty = 1", "dificulty = 1")).err, HasSubstr("mine.toml:"));
}

TEST_F(OwnExerciseServed, hostile_bytes_are_refused_in_words) {
  const auto expect_refused = [&](const std::string& body, const std::string& says) {
    const auto answer = addition(body);
    EXPECT_FALSE(answer.added);
    ASSERT_FALSE(answer.findings.empty());
    EXPECT_THAT(answer.findings.front().found, HasSubstr(says));
  };
  expect_refused("", "empty");
  expect_refused("\xff\xfe", "UTF-8");
  expect_refused(std::string(70'000, '#'), "at most 16 kB");
  expect_refused(std::string(15'000, '['), "not TOML");
  expect_refused("[[phase]]\n" + std::string(15'000, 'x') + " = 1\n", "");
  std::string keys;
  for (int i = 0; i < 1500; ++i) keys += "k" + std::to_string(i) + "=1\n";
  EXPECT_LE(addition(keys).findings.size(), 41U);
  EXPECT_THAT(post(std::string(600'000, '#')), HasSubstr("problem: "));
  EXPECT_THAT(serving_.ask("POST", "/api/exercises?name=x&path=/etc/passwd", load_template()),
              HasSubstr("problem: "));
  EXPECT_THAT(
      post(replaced(load_template(), "difficulty = 1", "difficulty = 9"), "..%2F..%2Fetc%2F%C3%BC.toml"),
      HasSubstr("../../etc/ü.toml:"));
  EXPECT_THAT(post(load_template(), "a%0Ab"), HasSubstr("problem: "));
  // An event that did not pass here is kept as what it is, and stays out of the library.
  const auto event =
      make_event(1, R"({"exercise_added":{"exercise":"hip-circle-supported","text":"id = 1"}})");
  EXPECT_THAT(serving_.ask("POST", "/api/events", event), HasSubstr("ids"));
  EXPECT_THAT(serving_.ask("GET", "/api/own-exercises"), HasSubstr("\"faulty\""));
  EXPECT_THAT(serving_.ask("GET", "/api/exercises/hip-circle-supported"), HasSubstr("\"own\":false"));
}

TEST_F(OwnExerciseServed, strangers_are_refused) {
  const auto own = "127.0.0.1:" + std::to_string(serving_.port());
  const auto host = "Host: " + own + "\r\n";
  const auto bearer = "Authorization: Bearer " + serving_.token() + "\r\n";
  const auto send = [&](const std::string& start, const std::string& fields) {
    const http::Wire wire(serving_.port());
    wire.send(start + " HTTP/1.1\r\nConnection: close\r\n" + fields + "Content-Length: 3\r\n\r\nid=");
    return wire.receive(20s).value_or("no answer");
  };
  for (const std::string start :
       {"POST /api/exercises?name=x", "DELETE /api/exercises/x", "POST /api/exercises/x/restore"}) {
    EXPECT_THAT(send(start, host), StartsWith("HTTP/1.1 403 "));
    EXPECT_THAT(send(start, fmt::format("{}Origin: http://{}\r\n", host, own)), StartsWith("HTTP/1.1 401 "));
    EXPECT_THAT(send(start, "Host: evil.example\r\n" + bearer), StartsWith("HTTP/1.1 403 "));
    EXPECT_THAT(send(start, fmt::format("{}Origin: https://evil.example\r\n{}", host, bearer)),
                StartsWith("HTTP/1.1 403 "));
  }
}

}  // namespace
}  // namespace endrange
