// Exercises with one fault each: what is said, and in which line of which file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"
#include "core/body/built_in_body.h"
#include "core/exercise/compile.h"
#include "core/exercise/points.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path Content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";

/// A sound exercise in which one text is replaced by another.
struct Fault {
  std::string exercise;
  std::string from;
  std::string to;
  std::string line_with;  ///< a text of the line that is named
  std::string says;
};

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::ptrdiff_t line_of(const std::string& text, const std::string& part) {
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

struct World {
  body::JointMotions joint_motions = {};
  std::vector<ContraindicationId> tags = {};
  body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.70));
};

const World& world() {
  static const World Loaded = [] {
    World made;
    Diagnostics diagnostics;
    made.joint_motions = read_joint_motions(*TomlFile::load(Content / "joint_motions.toml"), diagnostics);
    const auto screen = read_safety_screen(*TomlFile::load(Content / "contraindications.toml"),
                                           made.joint_motions, diagnostics);
    for (const auto& tag : screen.tags) made.tags.push_back(tag.id);
    return made;
  }();
  return Loaded;
}

// What is found in a draft that stands in for the exercise of its name: read, checked, compiled and proved.
std::string find_faults(const std::string& exercise, const std::string& text) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "wrong_exercises";
  std::filesystem::create_directories(folder);
  const std::vector<std::filesystem::path> draft = {folder / (exercise + ".toml")};
  std::ofstream(draft[0]) << text;
  Diagnostics diagnostics;
  const auto catalogue = read_catalogue(Content, world().joint_motions, world().tags, diagnostics, draft);
  const auto* found = catalogue.find(ExerciseId(exercise));
  if (diagnostics.has_errors() || found == nullptr) return diagnostics.text();
  const exercise::PersonalRanges ranges;
  const auto side = found->sides == exercise::SideRule::EachSide ? Side::Right : Side::Both;
  const auto compiled = exercise::compile(*found, *catalogue.find_position(found->position), side,
                                          {world().body, world().joint_motions, ranges}, 30.0);
  if (!compiled) return compiled.error().text();
  exercise::check_motion(*compiled, *found, world().body, world().joint_motions, diagnostics);
  return diagnostics.text();
}

const std::string March = "march-reach";
const std::string Cross = "cross-body-active";

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::vector<Fault> list_faults() {
  return {
      {March, "difficulty = 2", "dificulty = 2", "dificulty", "`dificulty`"},
      {March, "kind = \"dynamic\"", "kind = \"wild\"", "kind =", "wild"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexon.working\" = 80", "hip.flexon",
       "is not a joint motion"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexion\" = 80", "\"hip.flexion\" = 80",
       "does not say which side"},
      {March, "\"lumbar.extension\"", "\"lumbar.extension.both\"", "lumbar.extension.both", "has no sides"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexion.working\" = -80", "= -80", "positive angle"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexion.working\" = 80, \"hip.extension.working\" = 5",
       "hip.extension.working", "at once"},
      {"wall-slide", "equipment = [\"wall\"]", "equipment = []", "id =", "begins at a wall"},
      {"thoracic-turn-hold-seated", "spot = [0.03, 0.268, 0.12]", "spot = [0.03, 0.34, 0.12]", "[[phase]]",
       "away from any floor"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexion.working\" = 170", "= 170",
       "beyond the joint's limit"},
      {March, "[\"ball.working\", \"heel.working\"]", "[\"bal.working\"]", "bal.working",
       "did you mean `ball`"},
      {March, "[\"ball.working\", \"heel.working\"]", "[\"hand.working\"]", "[[phase]]",
       "the position does not hold"},
      {March, "position = \"standing\"", "position = \"flying\"", "id =", "is not known"},
      {March, "\"leg_weight\"", "\"leg_wait\"", "id =", "is not a known tag"},
      {March, "\"Lift, pause, stand tall\"", "\"Lift the knee, pause there and stand very tall\"",
       "cues =", "has 9 words"},
      {March, "joint_motion = \"lumbar.extension\"", "joint_motion = \"hip.flexion.working\"",
       "[[compensation]]", "calls its own aim"},
      {March, "\"hip.flexion.working\" = 80, ", "", "\"hip.flexion.working\" = 1.0",
       "no phase has it as a target"},
      {March, "sides = \"each\"", "sides = \"together\"", "id =", "a target names one side"},
      {March, "kind = \"dynamic\"", "kind = \"circle\"", "id =", "passes through three poses"},
      {March, "easier = \"march-desk\"", "easier = \"march-moon\"", "id =", "is not in the catalogue"},
      {March, "easier = \"march-desk\"", "easier = \"wall-angel\"", "id =", "which is more difficult"},
      {March, "easier = \"march-desk\"", "easier = \"march-reach\"", "id =", "leads back to itself"},
      {March, "difficulty = 2", "difficulty = 2\ngentle = true", "id =", "is gentle, but not easy"},
      {March, "repetitions = [4, 8]", "repetitions = [8, 4]", "repetitions =", "write two rising numbers"},
      {March, "reviewed = \"none\"\n", "", "", "reviewed"},
      {March, "id = \"march-reach\"", "id = \"March Rich\"", "id =", "small letters, digits and hyphens"},
      {March, "reviewed = \"none\"", "reviewed = \"yes\"", "reviewed =", "does not say who"},
      {March, "easier = \"march-desk\"", "easier = \"march-desk\"\nharder = \"march-desk\"",
       "id =", "both easier and harder"},
      {March, "\"hip.flexion.working\" = 80", "\"hip.flexion.working\" = 80, \"neck.flexion\" = 55",
       "[[phase]]", "goes to 55° of the 60° of `neck.flexion`"},
      {March, "[[phase]]",
       "[[phase]]\nthrough = [" + repeated("{ \"hip.flexion.working\" = 40 }, ", 130) + "]", "id =", "poses"},
      {"bridge-hold", "\"pregnancy_supine\", ", "",
       "id =", "leaves out the contraindication `pregnancy_supine`"},
      {"neck-turn-seated", "\"dizziness_head_motion\", ", "", "id =", "`dizziness_head_motion`"},
      {"thread-needle", "\"osgood_schlatter\", ", "", "id =", "though it kneels"},
      {March, "\"fall_risk\", ", "", "id =", "though it stands free"},
      {"squat-desk", "\"knee_oa_flare\", ", "", "id =", "though it bends a knee that carries weight"},
      {"hip-knee-hug-active", "\"fai_pinch\", ", "", "id =", "though it takes `hip.flexion` beyond 110°"},
      {"bird-dog", "\"hypertension_isometric\", ", "", "id =", "though it asks for half the strength"},
      {"calf-hold-wall", "working_leg = \"front\"", "working_leg = \"rear\"",
       "id =", "has another leg in front than its position"},
      // In the compiled motion: phase, time and joint are named too.
      {March, "[\"ball.working\", \"heel.working\"]", "[\"ball.both\", \"heel.both\"]", "[[phase]]",
       "nothing carries the body"},
      {March, "move_s = 3", "move_s = 0.6", "[[phase]]", "too fast to be controlled"},
      {March, "joint_motion = \"lumbar.extension\"", "joint_motion = \"knee.flexion.working\"",
       "[[compensation]]", "watched as a compensation"},
      {Cross, "\"shoulder.flexion.working\" = 78, \"shoulder.adduction.working\" = \"end\"",
       "\"shoulder.flexion.working\" = 12, \"shoulder.adduction.working\" = \"end\"", "[[phase]]", " into "},
      {"hip-ext-lift-prone", "\"ankle.plantarflexion.working\" = 40", "\"neck.flexion\" = 50", "[[phase]]",
       "the head goes"},
      {"hipflexor-halfkneel",
       "\"hip.flexion.front\" = 100, \"knee.flexion.front\" = 112, \"knee.flexion.rear\" = 66",
       "\"hip.flexion.front\" = 88, \"knee.flexion.front\" = 88, \"knee.flexion.rear\" = 92",
       "id =", "that are written"},
      {"stick-raise-standing", "equipment = [\"stick\"]\n", "", "id =", "does not say that it needs one"},
      {"strap-leg-raise-supine", "equipment = [\"strap\"]", "equipment = [\"strap\", \"stick\"]",
       "id =", "needs a stick, but nobody holds it"},
      {"strap-leg-raise-supine", "\"ball.working\", \"hand.both\"", "\"knee.working\", \"hand.both\"",
       "[[held]]", "nor from the ball of one foot to the hands"},
      {"stick-raise-standing", "\"hand.working\", \"hand.other\"", "\"hand.working\"", "between",
       "has two ends, not 1"},
      {March, "move_s = 3", "move_s = 3\nslack = true", "[[phase]]", "but holds none"},
      {"stick-back-push-pull", "\"shoulder.extension.both\" = \"comfortable\"",
       "\"shoulder.flexion.both\" = 25", "[[phase]]", "the stick goes"},
      {"lunge-long-hold", "\"hip.flexion.front\" = 80", "\"hip.flexion.front\" = 104",
       "\"hip.flexion.front\" = 104", "where 104° are written"},
      {"clam-sidelying", "\"tsr_early\"", "\"leg_weight\"", "id =", "though it lies on a shoulder"},
      {"hip-ext-lift-standing", "\"ankle.dorsiflexion.working\" = 8", "\"ankle.plantarflexion.working\" = 10",
       "[[phase]]", "changes its speed with a jerk"},
      {"lunge-rotation", "gaze = \"hand.front\"", "gaze = \"sacrum\"", "[[phase]]", "the eyes are"},
      {"ankle-pump-seated", "cues = [\"", "cues = [\"Wrist straight\", \"", "id =", "names the wrist"},
      {"squat-desk", "cues = [\"", "cues = [\"Sink to the mat\", \"",
       "id =", "names the mat, which is not there"},
      {"thoracic-turn-quadruped", "\"neck.rotation.working\" = 25", "\"neck.flexion\" = 50", "[[phase]]",
       "below the heart"},
  };
}

TEST(WrongExercises, each_is_refused_with_file_line_and_reason) {
  const auto faults = list_faults();
  ASSERT_GE(faults.size(), 20U);
  for (const auto& fault : faults) {
    const auto text =
        replaced(read_text(Content / "exercises" / (fault.exercise + ".toml")), fault.from, fault.to);
    const auto found = find_faults(fault.exercise, text);
    EXPECT_THAT(found, HasSubstr(fault.says)) << fault.from << " → " << fault.to;
    const bool names_line = !fault.line_with.empty() && fault.line_with != "[[phase]]";
    const auto line = names_line ? std::to_string(line_of(text, fault.line_with)) + ":" : std::string();
    EXPECT_THAT(found, HasSubstr(fault.exercise + ".toml:" + line)) << fault.from << " → " << fault.to;
  }
}

TEST(WrongExercises, without_their_fault_are_sound) {
  for (const auto& exercise : {March, Cross})
    EXPECT_EQ(find_faults(exercise, read_text(Content / "exercises" / (exercise + ".toml"))), "");
}

TEST(WrongExercises, that_do_not_come_back_or_would_fall_are_refused) {
  const auto text = read_text(Content / "exercises" / (March + ".toml"));
  const auto last = text.find("[[phase]]", text.find("[[phase]]") + 1);
  const auto end = text.find("[[compensation]]");
  auto open = text;
  open.erase(last, end - last);
  EXPECT_THAT(find_faults(March, open), HasSubstr("so that the next repetition cannot begin from it"));

  Diagnostics diagnostics;
  const auto catalogue = read_catalogue(Content, world().joint_motions, world().tags, diagnostics);
  const auto* one = catalogue.find(ExerciseId(March));
  ASSERT_NE(one, nullptr);
  const exercise::PersonalRanges ranges;
  auto compiled = exercise::compile(*one, *catalogue.find_position(one->position), Side::Right,
                                    {world().body, world().joint_motions, ranges}, 10.0);
  ASSERT_TRUE(compiled);
  // The foot that the author lifts would have to carry.
  const auto foot = *exercise::find_point(world().body, "ball", Side::Right);
  for (auto& phase : compiled->phases)
    for (auto& stage : phase.stages) stage.support = {exercise::make_support(foot, "ball", 1.70)};
  exercise::check_motion(*compiled, *one, world().body, world().joint_motions, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("the body would fall"));
}

}  // namespace
}  // namespace endrange::content
