#include "adapters/content/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "adapters/content/contraindications.h"
#include "adapters/content/exercises.h"
#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path Content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";

body::JointMotions load_joint_motions() {
  Diagnostics diagnostics;
  const auto file = TomlFile::load(Content / "joint_motions.toml");
  EXPECT_TRUE(file.has_value());
  auto joint_motions = read_joint_motions(*file, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  return joint_motions;
}

std::vector<ContraindicationId> load_tags(const body::JointMotions& joint_motions) {
  Diagnostics diagnostics;
  const auto screen =
      read_safety_screen(*TomlFile::load(Content / "contraindications.toml"), joint_motions, diagnostics);
  std::vector<ContraindicationId> tags;
  for (const auto& tag : screen.tags) tags.push_back(tag.id);
  return tags;
}

exercise::Catalogue load_catalogue() {
  const auto joint_motions = load_joint_motions();
  Diagnostics diagnostics;
  auto catalogue = read_catalogue(Content, joint_motions, load_tags(joint_motions), diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  return catalogue;
}

TEST(Catalogue, every_file_of_the_content_loads_and_checks) {
  const auto catalogue = load_catalogue();
  EXPECT_GE(catalogue.exercises().size(), 16U);
  std::size_t gentle = 0;
  for (const auto& exercise : catalogue.exercises()) gentle += exercise.gentle ? 1U : 0U;
  EXPECT_GE(gentle, 6U);
}

TEST(Catalogue, covers_every_kind_but_assisted_and_what_sitting_neglects) {
  const auto catalogue = load_catalogue();
  std::set<exercise::Kind> kinds;
  std::set<std::string> joints;
  std::set<exercise::Place> places;
  for (const auto& exercise : catalogue.exercises()) {
    kinds.insert(exercise.kind);
    places.insert(exercise.place);
    for (const auto& trained : exercise.trains)
      joints.insert(trained.joint_motion.value().substr(0, trained.joint_motion.value().find('.')));
  }
  using exercise::Kind;
  EXPECT_THAT(kinds, ::testing::IsSupersetOf(
                         {Kind::Circle, Kind::Dynamic, Kind::Hold, Kind::PushPull, Kind::LiftOff}));
  EXPECT_THAT(joints, ::testing::IsSupersetOf({"hip", "thorax", "shoulder"}));
  EXPECT_EQ(places.size(), 3U);
}

TEST(Catalogue, says_that_nobody_has_reviewed_it_yet) {
  const auto catalogue = load_catalogue();
  for (const auto& exercise : catalogue.exercises())
    EXPECT_EQ(exercise.reviewed, "none") << exercise.id.value();
}

// What the sound exercise below has to name.
const std::vector<ContraindicationId> SoundTags = {
    ContraindicationId("rib_fracture"), ContraindicationId("osteoporosis_loaded_rotation"),
    ContraindicationId("spinal_surgery_recent"), ContraindicationId("dizziness_head_motion")};

// One sound exercise, in which each wrong file changes one thing.
const std::string Sound = R"(id = "turn"
name = "Turn"
purpose = "Turns."
kind = "dynamic"
sides = "each"
position = "seated"
difficulty = 1
components = { flexibility = 1, strength = 0, control = 2 }
contraindications = ["rib_fracture", "osteoporosis_loaded_rotation", "spinal_surgery_recent", "dizziness_head_motion"]
sources = ["Heneghan2018"]
reviewed = "none"
how = ["Turn."]
cues = ["Grow tall before you turn"]
[trains]
"thorax.rotation.working" = 1.0
[needs]
place = "chair_only"
[dose]
sets = [1, 2]
repetitions = [5, 8]
[[phase]]
words = "Turn"
move_s = 3
[phase.targets]
"thorax.rotation.working" = 30
"neck.rotation.working" = "comfortable"
[[compensation]]
joint_motion = "thorax.side_bend.other"
threshold_deg = 10
words = "the trunk tips"
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = Sound;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string findings_of(const std::string& text) {
  const auto joint_motions = load_joint_motions();
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "turn.toml");
  if (!file) return file.error().text();
  const auto exercise = read_exercise(*file, joint_motions, diagnostics);
  const exercise::Catalogue catalogue(
      {exercise}, {{.id = exercise::PositionId("seated"), .posture = exercise::Posture::Seated}});
  exercise::check_exercise(exercise, catalogue, joint_motions, SoundTags, diagnostics);
  exercise::check_catalogue(catalogue, diagnostics);
  return diagnostics.text();
}

TEST(WrongExercise, the_sound_one_has_no_findings) {
  EXPECT_EQ(findings_of(Sound), "");
}

TEST(WrongExercise, each_gives_one_message_with_its_line_and_what_to_do) {
  struct Case {
    std::string text;
    std::vector<std::string> says;
  };
  const std::string long_phase = "[[phase]]\nwords = \"Wait\"\nmove_s = 120\n\n";
  const std::vector<Case> cases = {
      {with("difficulty = 1", "dificulty = 1"),
       {"turn.toml:7:1", "`dificulty` is not known", "did you mean"}},
      {with("= 30", "= 70"), {"turn.toml:25:1", "thorax.rotation", "beyond the joint's limit of 45°"}},
      {with("= 30", "= -30"), {"turn.toml:25:1", "opposite motion"}},
      {with("\"neck.rotation.working\"", "\"neck.rotatoin.working\""),
       {"turn.toml:26:1", "not a joint motion", "did you mean `neck.rotation`"}},
      {with("\"neck.rotation.working\"", "\"neck.rotation\""), {"turn.toml:26:1", "does not say which side"}},
      {with("\"neck.rotation.working\"", "\"neck.flexion.working\""), {"turn.toml:26:1", "has no sides"}},
      {with("\"neck.rotation.working\"", "\"neck.rotation.rear\""), {"turn.toml:26:1", "not a joint motion"}},
      {with("\"comfortable\"", "\"ende\""), {"turn.toml:26:1", "write one of: end, comfortable"}},
      {with("\"rib_fracture\"", "\"rib_fracture\", \"rib_fractur\""),
       {"turn.toml:1:1", "`rib_fractur` is not a known tag"}},
      {with("cues = [\"Grow tall before you turn\"]\n", ""), {"the key `cues` is missing"}},
      {with("[\"Grow tall before you turn\"]", "[]"), {"turn.toml:13:1", "`cues` is empty"}},
      {with("Grow tall before you turn", "Grow as tall as you can before you turn"),
       {"turn.toml:13:1", "9 words"}},
      {with("move_s = 3", "move_s = 0.1"), {"turn.toml:23:1", "expected 0.5 to 120"}},
      {with("[[phase]]", long_phase + long_phase + "[[phase]]"),
       {"turn.toml:", "the moves of one repetition take 243 s"}},
      {with("move_s = 3", "move_s = \"3\""), {"turn.toml:23:10", "`move_s` is a text, expected a number"}},
      {with("kind = \"dynamic\"", "kind = \"dynamik\""), {"turn.toml:4:1", "write one of: circle, dynamic"}},
      {with("kind = \"dynamic\"", "kind = \"hold\""), {"turn.toml:1:1", "holds nothing"}},
      {with("kind = \"dynamic\"", "kind = \"circle\""), {"turn.toml:1:1", "is a circle"}},
      {with("position = \"seated\"", "position = \"floating\""),
       {"turn.toml:1:1", "`floating` is not known"}},
      {with("sides = \"each\"", "sides = \"together\""), {"turn.toml:1:1", "names one side"}},
      {with("\"thorax.rotation.working\" = 1.0", "\"hip.flexion.working\" = 1.0"),
       {"turn.toml:15:1", "no phase has it as a target"}},
      {with("\"thorax.rotation.working\" = 1.0", "\"thorax.rotation.working\" = 0.5"),
       {"no chief joint motion"}},
      {with("thorax.side_bend.other", "thorax.rotation.working"), {"calls its own aim"}},
      {with("reviewed = \"none\"", "reviewed = \"none\"\nharder = \"turn-more\""),
       {"`turn-more`, which is not in the catalogue"}},
      {with("reviewed = \"none\"", "reviewed = \"none\"\nharder = \"turn\""), {"leads back to itself"}},
      {with("move_s = 3", "move_s = 3\nrelease = [\"ball.working\"]"), {"releases `ball`"}},
      {with("move_s = 3", "move_s = 3\nrelease = [\"bal.working\"]"),
       {"turn.toml:24:1", "did you mean `ball`"}},
      {with("move_s = 3", "move_s = 3\ncontact = [{ point = \"hand.working\" }]"),
       {"on something or at a spot"}},
      {with("sets = [1, 2]", "sets = [2, 1]"), {"turn.toml:19:1", "goes from 2 to 1"}},
      {with("reviewed = \"none\"", "reviewed = \"none\"\ngentle = true\nmood = 1"), {"`mood` is not known"}},
      {with("difficulty = 1", "difficulty = 2\ngentle = true"), {"is gentle, but not easy"}},
      {with("[needs]\nplace = \"chair_only\"\n", ""), {"`[needs]` is missing"}},
      {with("name = \"Turn\"", "name = \"Turn"), {"turn.toml:2:", "not TOML"}},
  };
  for (const auto& [text, says] : cases) {
    const auto findings = findings_of(text);
    for (const auto& part : says) EXPECT_THAT(findings, HasSubstr(part)) << text;
    EXPECT_EQ(std::ranges::count(findings, '\n') <= 2, true) << findings;
  }
}

TEST(Draft, may_have_any_name_and_stands_in_for_the_one_of_its_id) {
  const auto folder = std::filesystem::temp_directory_path() / "endrange_draft_test";
  std::filesystem::create_directories(folder);
  const auto shipped = Content / "exercises/march-reach.toml";
  std::ifstream in(shipped);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::string Name = "name = \"";
  text.replace(text.find(Name), Name.size(), Name + "My ");
  const std::vector<std::filesystem::path> drafts = {folder / "from my physio.toml"};
  std::ofstream(drafts[0]) << text;
  const auto joint_motions = load_joint_motions();
  Diagnostics diagnostics;
  const auto catalogue =
      read_catalogue(Content, joint_motions, load_tags(joint_motions), diagnostics, drafts);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  EXPECT_EQ(catalogue.exercises().size(), load_catalogue().exercises().size());
  const auto* found = catalogue.find(ExerciseId("march-reach"));
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->name.starts_with("My ")) << found->name;
  EXPECT_THAT(found->where, HasSubstr("from my physio.toml:"));
  std::filesystem::remove_all(folder);
}

TEST(WrongExercise, is_left_out_and_the_others_stay) {
  const auto folder = std::filesystem::temp_directory_path() / "endrange_catalogue_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "exercises");
  std::filesystem::copy(Content / "positions", folder / "positions");
  std::filesystem::copy(Content / "cue_words.toml", folder / "cue_words.toml");
  std::ofstream(folder / "exercises/turn.toml") << Sound;
  std::ofstream(folder / "exercises/broken.toml") << "id = ";
  std::ofstream(folder / "exercises/other.toml") << Sound;
  Diagnostics diagnostics;
  const auto catalogue = read_catalogue(folder, load_joint_motions(), SoundTags, diagnostics);
  EXPECT_EQ(catalogue.exercises().size(), 1U);
  EXPECT_THAT(diagnostics.text(), HasSubstr("exercises/broken.toml:1:"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("the file is called other.toml"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace endrange::content
