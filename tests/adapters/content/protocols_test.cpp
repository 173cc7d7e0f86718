#include "adapters/content/protocols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

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

std::string with(const std::string& from, const std::string& to) {
  std::string text = read_text(Root + "/content/protocols/shoulder_abduction.toml");
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string findings_of(const std::string& text) {
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "p.toml");
  EXPECT_TRUE(file.has_value());
  (void)read_protocol(*file, load_joint_motions(), diagnostics);
  return diagnostics.text();
}

TEST(Protocols, all_load_without_a_finding) {
  Diagnostics diagnostics;
  const auto protocols = load_protocols(Root + "/content/protocols", load_joint_motions(), diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  for (const char* id : {"shoulder.abduction", "shoulder.flexion", "hip.flexion"})
    EXPECT_NE(protocols.find(ProtocolId(id)), nullptr) << id;
}

TEST(Protocols, keep_what_is_written) {
  Diagnostics diagnostics;
  const auto protocols = load_protocols(Root + "/content/protocols", load_joint_motions(), diagnostics);
  const auto* abduction = protocols.find(ProtocolId("shoulder.abduction"));
  ASSERT_NE(abduction, nullptr);
  EXPECT_THAT(abduction->sides, ElementsAre(Side::Left, Side::Right));
  EXPECT_EQ(abduction->view, measure::View::Front);
  EXPECT_EQ(abduction->set_up(), "standing/front");
  EXPECT_DOUBLE_EQ(abduction->hold_s, 3.0);
  EXPECT_NEAR(abduction->forbidden.at(0).threshold.degrees(), 10.0, 1e-9);
  const auto* hip = protocols.find(ProtocolId("hip.flexion"));
  ASSERT_NE(hip, nullptr);
  EXPECT_EQ(hip->expected_grade, journal::Grade::Trend);
  EXPECT_EQ(hip->against, body::Reference::Trunk);
  EXPECT_THAT(hip->grade_reason, HasSubstr("pelvis"));
}

TEST(Protocols, name_sources_that_stand_in_the_bibliography) {
  const std::string bibliography = read_text(Root + "/content/references.bib");
  Diagnostics diagnostics;
  const auto protocols = load_protocols(Root + "/content/protocols", load_joint_motions(), diagnostics);
  for (const auto& protocol : protocols.all()) {
    EXPECT_THAT(protocol.sources, ::testing::Not(IsEmpty())) << protocol.id.value();
    for (const auto& source : protocol.sources) EXPECT_THAT(bibliography, HasSubstr("{" + source + ","));
  }
}

TEST(Protocols, carry_only_tags_that_stand_in_the_safety_screen) {
  const std::string screen = read_text(Root + "/content/contraindications.toml");
  Diagnostics diagnostics;
  const auto protocols = load_protocols(Root + "/content/protocols", load_joint_motions(), diagnostics);
  for (const auto& protocol : protocols.all()) {
    EXPECT_THAT(protocol.contraindications, ::testing::Not(IsEmpty())) << protocol.id.value();
    for (const auto& tag : protocol.contraindications)
      EXPECT_THAT(screen, HasSubstr("[[tag]]\nid = \"" + tag.value() + "\"")) << protocol.id.value();
  }
  const auto* hip = protocols.find(ProtocolId("hip.flexion"));
  ASSERT_NE(hip, nullptr);
  EXPECT_THAT(hip->contraindications, ::testing::Contains(ContraindicationId("fall_risk")));
}

TEST(Protocols, tell_each_slip_with_its_place_and_what_to_do) {
  EXPECT_THAT(findings_of(with("hold_s = 3.0", "hold_secs = 3.0")), HasSubstr("hold_secs"));
  EXPECT_THAT(findings_of(with("hold_s = 3.0", "hold_s = 300.0")), HasSubstr("p.toml:"));
  EXPECT_THAT(
      findings_of(with("joint_motion = \"shoulder.abduction\"", "joint_motion = \"shoulder.abducton\"")),
      HasSubstr("there is no joint motion `shoulder.abducton`"));
  EXPECT_THAT(findings_of(with("view = \"front\"", "view = \"above\"")), HasSubstr("above"));
  EXPECT_THAT(findings_of(with("[errors]", "[erors]")), HasSubstr("[errors]"));
  EXPECT_THAT(findings_of(with("threshold_deg = 10.0", "threshold_deg = 0.0")), HasSubstr("threshold_deg"));
}

}  // namespace
}  // namespace endrange::content
