#include "adapters/content/protocols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string Root = ENDRANGE_SOURCE_DIR;

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

body::JointMotions load_joint_motions() {
  Diagnostics diagnostics;
  const auto file = TomlFile::load(Root + "/content/joint_motions.toml");
  EXPECT_TRUE(file.has_value());
  auto motions = read_joint_motions(*file, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  return motions;
}

measure::HandTools load_tools() {
  Diagnostics diagnostics;
  auto tools =
      read_hand_tools(TomlFile::load(Root + "/content/measurement/hand_tools.toml").value(), diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  return tools;
}

const body::JointMotions& motions() {
  static const body::JointMotions all = load_joint_motions();
  return all;
}
const measure::HandTools& tools() {
  static const measure::HandTools all = load_tools();
  return all;
}
const measure::Protocols& protocols() {
  static const measure::Protocols all = [] {
    Diagnostics diagnostics;
    auto loaded = load_protocols(Root + "/content/protocols", {motions(), tools()}, diagnostics);
    EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
    return loaded;
  }();
  return all;
}

std::string with(const std::string& from, const std::string& to,
                 const std::string& name = "shoulder_abduction") {
  std::string text = read_text(Root + "/content/protocols/" + name + ".toml");
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string findings_of(const std::string& text) {
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "p.toml");
  EXPECT_TRUE(file.has_value());
  (void)read_protocol(*file, {motions(), tools()}, diagnostics);
  return diagnostics.text();
}

TEST(Protocols, all_load_without_a_finding) {
  EXPECT_GE(protocols().all().size(), 24U);
  for (const char* id : {"shoulder.abduction", "neck.rotation", "hip.circle", "chair_stand", "one_leg_stance",
                         "ankle.knee_to_wall"})
    EXPECT_NE(protocols().find(ProtocolId(id)), nullptr) << id;
}

TEST(Protocols, keep_what_is_written) {
  const auto* abduction = protocols().find(ProtocolId("shoulder.abduction"));
  ASSERT_NE(abduction, nullptr);
  EXPECT_EQ(abduction->kind, measure::ProtocolKind::Range);
  EXPECT_THAT(abduction->sides, ElementsAre(Side::Left, Side::Right));
  EXPECT_EQ(abduction->view, measure::View::Front);
  EXPECT_EQ(abduction->set_up(), "standing/front");
  EXPECT_EQ(abduction->region, body::Region::Shoulders);
  EXPECT_DOUBLE_EQ(abduction->hold_s, 3.0);
  EXPECT_NEAR(abduction->forbidden.at(0).threshold.degrees(), 10.0, 1e-9);
  EXPECT_EQ(abduction->by_hand.position, "standing");
  const auto* hip = protocols().find(ProtocolId("hip.flexion"));
  ASSERT_NE(hip, nullptr);
  EXPECT_EQ(hip->expected_grade, journal::Grade::Trend);
  EXPECT_EQ(hip->against, body::Reference::Trunk);
  EXPECT_THAT(hip->grade_reason, HasSubstr("pelvis"));
  EXPECT_EQ(hip->by_hand.position, "supine");
  const auto* turn = protocols().find(ProtocolId("thorax.rotation"));
  ASSERT_NE(turn, nullptr);
  EXPECT_THAT(turn->added_joint_motions(),
              ElementsAre(JointMotionId("thorax.rotation"), JointMotionId("lumbar.rotation")));
  EXPECT_THAT(turn->joints, ElementsAre("thorax", "lumbar"));
  const auto* wall = protocols().find(ProtocolId("ankle.knee_to_wall"));
  ASSERT_NE(wall, nullptr);
  EXPECT_EQ(wall->by_hand.believed, (measure::BelievedRange{0.0, 25.0}));
  EXPECT_FALSE(measure::is_seen_by_camera(*wall));
  const auto* stance = protocols().find(ProtocolId("one_leg_stance"));
  ASSERT_NE(stance, nullptr);
  EXPECT_DOUBLE_EQ(stance->seconds, 45.0);
  EXPECT_THAT(stance->contraindications, ::testing::Contains(ContraindicationId("fall_risk")));
}

TEST(Protocols, name_sources_that_stand_in_the_bibliography) {
  const std::string bibliography = read_text(Root + "/content/references.bib");
  for (const auto& protocol : protocols().all()) {
    EXPECT_THAT(protocol.sources, ::testing::Not(IsEmpty())) << protocol.id.value();
    for (const auto& source : protocol.sources) EXPECT_THAT(bibliography, HasSubstr("{" + source + ","));
  }
}

TEST(Protocols, carry_only_tags_that_stand_in_the_safety_screen) {
  const std::string screen = read_text(Root + "/content/contraindications.toml");
  for (const auto& protocol : protocols().all()) {
    EXPECT_THAT(protocol.contraindications, ::testing::Not(IsEmpty())) << protocol.id.value();
    for (const auto& tag : protocol.contraindications)
      EXPECT_THAT(screen, HasSubstr("[[tag]]\nid = \"" + tag.value() + "\"")) << protocol.id.value();
  }
}

// A neck is tested only without any warning sign, nobody stands on a leg that may not carry them, and whoever
// may not lie on the back is not asked to.
TEST(Protocols, leave_out_whom_a_position_would_endanger) {
  const auto carries = [](const measure::Protocol& protocol, const char* tag) {
    return std::ranges::find(protocol.contraindications, ContraindicationId(tag)) !=
           protocol.contraindications.end();
  };
  for (const auto& protocol : protocols().all()) {
    const bool is_neck = protocol.joints.front() == "neck";
    for (const char* tag : {"cervical_red_flag", "dizziness_head_motion", "ra_upper_cervical"})
      EXPECT_TRUE(!is_neck || carries(protocol, tag)) << protocol.id.value() << " " << tag;
    EXPECT_TRUE(protocol.position != "standing" || carries(protocol, "leg_weight")) << protocol.id.value();
    EXPECT_TRUE(protocol.position != "supine" || carries(protocol, "pregnancy_supine"))
        << protocol.id.value();
    EXPECT_TRUE(protocol.position != "prone" || carries(protocol, "pregnancy_prone")) << protocol.id.value();
  }
}

// What 33 points cannot show is never said to be measured: rotations, what the pelvis adds, and the foot.
TEST(Protocols, promise_no_more_than_a_camera_can_see) {
  for (const auto& protocol : protocols().all()) {
    const auto& motion = protocol.joint_motion.value();
    const bool is_turning = motion.ends_with("rotation");
    const bool is_against_trunk_at_the_hip =
        motion.starts_with("hip.") && protocol.against == body::Reference::Trunk;
    const bool is_foot = motion.starts_with("ankle.");
    const bool is_unsure =
        is_turning || is_against_trunk_at_the_hip || is_foot || protocol.kind != measure::ProtocolKind::Range;
    EXPECT_TRUE(!is_unsure || protocol.expected_grade != journal::Grade::Measured) << protocol.id.value();
    EXPECT_THAT(protocol.cannot_see, ::testing::Not(IsEmpty())) << protocol.id.value();
  }
}

// Two tests of one joint motion in two positions would be one story of two things.
TEST(Protocols, let_one_test_alone_feed_each_joint_motion) {
  std::set<JointMotionId> fed;
  for (const auto& protocol : protocols().all()) {
    if (protocol.kind != measure::ProtocolKind::Range || protocol.is_apart) continue;
    EXPECT_TRUE(fed.insert(protocol.joint_motion).second) << protocol.id.value();
  }
}

TEST(Protocols, refuse_what_a_kind_or_a_view_has_not) {
  const auto insert = [](const std::string& line, const std::string& name) {
    return findings_of(with("name = ", line + "\nname = ", name));
  };
  EXPECT_THAT(insert("hold_s = 3.0", "back_scratch"),
              HasSubstr("a test of the kind `distance` has no `hold_s`"));
  EXPECT_THAT(insert("seconds = 30.0", "back_scratch"), HasSubstr("has no `seconds`"));
  EXPECT_THAT(insert("joint = \"hip\"", "chair_stand"), HasSubstr("has no `joint`"));
  EXPECT_THAT(insert("together_with = [\"lumbar.rotation\"]", "hip_circle"),
              HasSubstr("has no `together_with`"));
  EXPECT_THAT(insert("region = \"neck\"", "shoulder_abduction"), HasSubstr("says the region already"));
  EXPECT_THAT(insert("view_words = \"Here.\"", "back_scratch"), HasSubstr("`view` is `none`"));
  EXPECT_THAT(insert("can_see = [\"All.\"]", "back_scratch"), HasSubstr("`view` is `none`"));
  EXPECT_THAT(findings_of(with("expected_grade = \"not_observable\"", "expected_grade = \"measured\"",
                               "back_scratch")),
              HasSubstr("a camera's grade is `not_observable`"));
  EXPECT_THAT(findings_of(with("joint_motion = \"shoulder.abduction\"\n", "")),
              HasSubstr("the key `joint_motion` is missing"));
  EXPECT_THAT(findings_of(with("region = \"shoulders\"\n", "", "back_scratch")),
              HasSubstr("the key `region` is missing"));
  EXPECT_THAT(findings_of(with("joints = [\"shoulder\", \"scapula\", \"elbow\"]\n", "", "back_scratch")),
              HasSubstr("which joints the test takes along"));
  EXPECT_THAT(findings_of(with("kind = \"range\"\n", "")), HasSubstr("the key `kind` is missing"));
  EXPECT_THAT(findings_of(with("forbidden_by_eye = [", "allowed_too = [", "back_scratch")),
              HasSubstr("a test says what ends it"));
}

TEST(Protocols, refuse_a_hand_that_reads_another_unit) {
  EXPECT_THAT(findings_of(with("tools = [\"tape\"]", "tools = [\"phone\"]", "back_scratch")),
              HasSubstr("reads another unit"));
  EXPECT_THAT(findings_of(with("tools = [\"tape\"]", "tools = [\"ruler\"]", "back_scratch")),
              HasSubstr("there is no tool `ruler`"));
  EXPECT_THAT(findings_of(with("unit = \"centimetres\"", "unit = \"degrees\"", "back_scratch")),
              HasSubstr("is not told in this unit"));
  EXPECT_THAT(findings_of(with("least = -60", "least = 60", "back_scratch")),
              HasSubstr("lies above `least`"));
  EXPECT_THAT(findings_of(with("unit = \"degrees\"", "unit = \"degrees\"\nleast = 0")),
              HasSubstr("whole human range"));
  EXPECT_THAT(findings_of(with("[by_hand]", "[by_hands]")), HasSubstr("without a camera"));
}

TEST(Protocols, tell_each_slip_with_its_place_and_what_to_do) {
  EXPECT_THAT(findings_of(with("hold_s = 3.0", "hold_secs = 3.0")), HasSubstr("hold_secs"));
  EXPECT_THAT(findings_of(with("hold_s = 3.0", "hold_s = 300.0")), HasSubstr("p.toml:"));
  EXPECT_THAT(
      findings_of(with("joint_motion = \"shoulder.abduction\"", "joint_motion = \"shoulder.abducton\"")),
      HasSubstr("there is no joint motion `shoulder.abducton`"));
  EXPECT_THAT(findings_of(with("view = \"front\"", "view = \"above\"")), HasSubstr("above"));
  EXPECT_THAT(findings_of(with("[errors]", "[erors]")), HasSubstr("[errors]"));
  EXPECT_THAT(findings_of(with("position = \"standing\"", "position = \"standign\"")),
              HasSubstr("there is no position `standign`"));
  EXPECT_THAT(findings_of(with("comparable_methods = [\"goniometer/supine\"]",
                               "comparable_methods = [\"goniometer\"]", "shoulder_flexion")),
              HasSubstr("no method with its position"));
  EXPECT_THAT(findings_of(with("threshold_deg = 10.0", "threshold_deg = 0.0")), HasSubstr("threshold_deg"));
}

}  // namespace
}  // namespace endrange::content
