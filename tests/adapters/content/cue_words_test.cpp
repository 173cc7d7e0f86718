// Cues that speak of what an exercise has and of what it has not. Oracle: an exercise and words written here.
#include "adapters/content/cue_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path Content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";

body::JointMotions load_joint_motions() {
  Diagnostics diagnostics;
  return read_joint_motions(TomlFile::load(Content / "joint_motions.toml").value(), diagnostics);
}

std::string find_faults(const std::string& words) {
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(words, "cue_words.toml");
  EXPECT_TRUE(file.has_value());
  static_cast<void>(read_cue_words(*file, load_joint_motions(), diagnostics));
  return diagnostics.text();
}

// Somebody seated on a chair lifts a knee, watches the low back, and looks at nothing.
std::string check_cue(const std::string& cue) {
  exercise::Exercise exercise;
  exercise.id = ExerciseId("knee-lift");
  exercise.where = "knee-lift.toml:1:1";
  exercise.trains = {{.joint_motion = JointMotionId("hip.flexion"), .role = exercise::Role::Working}};
  exercise.compensations = {{.joint_motion = JointMotionId("lumbar.flexion"), .words = "low back rounds"}};
  exercise.cues = {cue};
  exercise::Position position;
  position.contacts = {{.point = {"sit_bone", exercise::Role::Both}, .surface = exercise::Surface::Chair}};
  position.props = {{.kind = exercise::Prop::Kind::Chair}};
  Diagnostics diagnostics;
  const auto motions = load_joint_motions();
  const auto words = read_cue_words(TomlFile::load(Content / "cue_words.toml").value(), motions, diagnostics);
  exercise::check_cues(exercise, position, motions, words, diagnostics);
  return diagnostics.text();
}

TEST(CueWords, are_sound) {
  Diagnostics diagnostics;
  const auto words =
      read_cue_words(TomlFile::load(Content / "cue_words.toml").value(), load_joint_motions(), diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  EXPECT_GE(words.size(), 20U);
}

TEST(CueWords, say_what_is_wrong_in_their_file) {
  const std::string thing = "\n[[thing]]\nwords = [\"wall\"]\nthing = \"wall\"\n";
  EXPECT_THAT(find_faults("[[part]]\nwords = [\"knee\"]\njoints = [\"kne\"]" + thing), HasSubstr("`kne`"));
  EXPECT_THAT(find_faults("[[part]]\nwords = [\"knee\"]\njoints = [\"knee\"]\npoints = [\"nee\"]" + thing),
              HasSubstr("`nee`"));
  EXPECT_THAT(find_faults("[[part]]\nwords = [\"wall\"]\njoints = [\"knee\"]" + thing), HasSubstr("twice"));
}

TEST(Cues, speak_of_what_is_aimed_at_watched_rested_on_or_there) {
  for (const char* cue :
       {"Lift the knee", "Low back stays long", "Sit bones heavy", "Push the chair away", "Slow"})
    EXPECT_THAT(check_cue(cue), IsEmpty()) << cue;
}

TEST(Cues, that_name_what_the_exercise_has_not_are_found) {
  EXPECT_THAT(check_cue("Wrist stays straight"), HasSubstr("\"Wrist stays straight\" names the wrist"));
  EXPECT_THAT(check_cue("Elbows wide!"), HasSubstr("the elbows, which the exercise neither moves"));
  EXPECT_THAT(check_cue("Eyes follow"), HasSubstr("the eyes"));
  EXPECT_THAT(check_cue("Slide up the wall"), HasSubstr("the wall, which is not there"));
  EXPECT_THAT(check_cue("Press into the mat"), HasSubstr("knee-lift.toml:1:1"));
}

}  // namespace
}  // namespace endrange::content
