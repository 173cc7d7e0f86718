// Content with a fault: the file, the line and what to do, from `exercise check FILE` and from every start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/program.h"

namespace endrange {
namespace {

using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string Exercise = "hip-knee-lift-seated.toml";

std::string load_exercise() {
  return read_file(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content/exercises" / Exercise);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A fault, the line that it stands in, and what is said of it.
struct Fault {
  std::string text;
  int line;
  std::vector<std::string> words;
};

std::vector<Fault> make_faults() {
  const auto line_of = [](const std::string& text, const std::string& words) {
    return static_cast<int>(1 +
                            std::count(text.begin(), text.begin() + std::ptrdiff_t(text.find(words)), '\n'));
  };
  const auto unknown = replaced(load_exercise(), "difficulty =", "dificulty =");
  const auto beyond =
      replaced(load_exercise(), "\"hip.flexion.working\" = \"end\"", "\"hip.flexion.working\" = 190");
  const auto no_toml = replaced(load_exercise(), "[dose]", "[dose");
  return {{unknown, line_of(unknown, "dificulty"), {"`dificulty`", "difficulty"}},
          {beyond, line_of(beyond, "190"), {"190", "hip.flexion"}},
          {no_toml, line_of(no_toml, "[dose"), {}}};
}

TEST(ExerciseCheck, proves_a_draft_in_the_place_of_the_librarys) {
  const DataFolder folder;
  const auto draft = folder / Exercise;
  write_file(draft, load_exercise());
  const auto sound = run(folder, "exercise check " + draft.string());
  EXPECT_EQ(sound.status, 0) << sound.err;
  EXPECT_EQ(sound.out, "1 exercise is sound.\n");
}

TEST(ExerciseCheck, names_file_line_and_what_to_do) {
  const DataFolder folder;
  const auto draft = folder / Exercise;
  for (const auto& fault : make_faults()) {
    write_file(draft, fault.text);
    const auto outcome = run(folder, "exercise check " + draft.string());
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    const auto error = find_one_error(outcome);
    EXPECT_THAT(error, HasSubstr(draft.string() + ":" + std::to_string(fault.line) + ":"));
    for (const auto& words : fault.words) EXPECT_THAT(error, HasSubstr(words));
    EXPECT_EQ(read_file(draft), fault.text);
  }
  const auto absent = (folder / "no-such-draft.toml").string();
  EXPECT_THAT(find_one_error(run(folder, "exercise check " + absent)), HasSubstr(absent));
}

TEST(ExerciseCheck, tells_every_fault_of_a_draft_of_any_name) {
  const DataFolder folder;
  const auto draft = folder / "from my physio.toml";
  write_file(draft, replaced(replaced(load_exercise(), "difficulty = 1", "difficulty = 9"),
                             "move_s = ", "moves_s = "));
  const auto outcome = run(folder, "exercise check '" + draft.string() + "'");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("`difficulty` is 9"), HasSubstr("`moves_s`"),
                                 HasSubstr("from my physio.toml:")));
  write_file(draft, load_exercise());
  EXPECT_EQ(run(folder, "exercise check '" + draft.string() + "'").out, "1 exercise is sound.\n");
}

TEST(Start, with_a_broken_content_folder_names_the_file_and_begins_nothing) {
  const Installed installed;
  const DataFolder folder;
  ASSERT_EQ(run(folder, "today", {}, installed.program()).status, 0);
  const auto file = installed.content() / "exercises" / Exercise;
  for (const auto& fault : make_faults()) {
    write_file(file, fault.text);
    for (const std::string command : {"today", "exercise list", "run --no-open --no-desktop"})
      EXPECT_THAT(find_one_error(run(folder, command, {}, installed.program())),
                  HasSubstr("exercises/" + Exercise + ":" + std::to_string(fault.line) + ":"))
          << command;
  }
  write_file(file, load_exercise());
  EXPECT_EQ(run(folder, "today", {}, installed.program()).status, 0) << "mended, nothing was lost";
}

}  // namespace
}  // namespace endrange
