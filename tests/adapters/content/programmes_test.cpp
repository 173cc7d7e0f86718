#include "adapters/content/programmes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path Content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";

struct Known {
  body::JointMotions motions;
  exercise::Catalogue catalogue;
};

const Known& known() {
  static const Known all = [] {
    Diagnostics diagnostics;
    Known loaded;
    loaded.motions = read_joint_motions(TomlFile::load(Content / "joint_motions.toml").value(), diagnostics);
    const auto screen = read_safety_screen(TomlFile::load(Content / "contraindications.toml").value(),
                                           loaded.motions, diagnostics);
    std::vector<ContraindicationId> tags;
    for (const auto& tag : screen.tags) tags.push_back(tag.id);
    loaded.catalogue = read_catalogue(Content, loaded.motions, tags, diagnostics);
    return loaded;
  }();
  return all;
}

const std::string Good = R"(name = "Before sport"
purpose = "Moving, not holding."
audience = "athlete"
kinds = ["circle", "dynamic"]
longest_hold_s = 5
hardest = 3
preferred = ["standing"]
preference = 1.5
beside = ["march-desk"]
beside_preference = 4
minutes = 5
days_a_week = 3
ends_after_days = 1
sources = ["Behm2016"]

[[motion]]
joint_motion = "hip.flexion"
weight = 1.0
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

struct Read {
  plan::Programme programme;
  std::string findings;
};
Read read(const std::string& text) {
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "programmes/before-sport.toml").value();
  auto programme = read_programme(file, {known().motions, known().catalogue}, diagnostics);
  return {std::move(programme), diagnostics.text()};
}

TEST(ProgrammeFiles, all_load_without_a_finding) {
  Diagnostics diagnostics;
  const auto all = load_programmes(Content / "programmes", {known().motions, known().catalogue}, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  EXPECT_EQ(all.size(), 8U);
}

TEST(Programme, is_read_as_it_is_written) {
  const auto [programme, findings] = read(Good);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_EQ(programme.id, "before-sport") << "the name of its file";
  EXPECT_EQ(programme.audience, journal::Audience::Athlete);
  EXPECT_EQ(programme.kinds.size(), 2U);
  EXPECT_EQ(programme.longest_hold_s, 5.0);
  EXPECT_EQ(programme.ends_after_days, 1);
  EXPECT_EQ(programme.beside.front(), ExerciseId("march-desk"));
}

TEST(Programme, says_where_something_is_wrong) {
  const auto finding = [](const std::string& from, const std::string& to) {
    return read(replaced(Good, from, to)).findings;
  };
  EXPECT_THAT(finding("hip.flexion", "hip.flection"), HasSubstr("hip.flection"));
  EXPECT_THAT(finding("weight = 1.0", "weight = 2.0"), HasSubstr("weight"));
  EXPECT_THAT(finding("\"dynamic\"", "\"bouncing\""), HasSubstr("bouncing"));
  EXPECT_THAT(finding("march-desk", "march-moon"), HasSubstr("march-moon"));
  EXPECT_THAT(finding("preference = 1.5\n", ""), HasSubstr("come together"));
  EXPECT_THAT(finding("beside = [\"march-desk\"]\n", ""), HasSubstr("come together"));
  EXPECT_THAT(finding("minutes = 5", "minutes = 50"), HasSubstr("minutes"));
  EXPECT_THAT(finding("purpose", "porpoise"), HasSubstr("porpoise"));
  EXPECT_THAT(finding("hardest = 3", "hardest = 6"), HasSubstr("hardest"));
  EXPECT_THAT(finding("minutes = 5", "asks_joint = true\nminutes = 5"), HasSubstr("one of the two"));
  const auto twice = Good + "[[motion]]\njoint_motion = \"hip.flexion\"\nweight = 0.5\n";
  EXPECT_THAT(read(twice).findings, HasSubstr("stands here twice"));
}

TEST(Goals, load_without_a_finding_and_name_no_figure_without_a_source) {
  Diagnostics diagnostics;
  const auto goals = read_goals(TomlFile::load(Content / "goals.toml").value(), known().motions, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  EXPECT_GE(goals.size(), 6U);
  for (const auto& goal : goals)
    for (const auto& motion : goal.motions) EXPECT_EQ(motion.target.has_value(), !motion.source.empty());
}

TEST(Goals, say_where_something_is_wrong) {
  const std::string good = R"([[goal]]
id = "top-shelf"
words = "reach the top shelf"
[[goal.motion]]
joint_motion = "shoulder.flexion"
weight = 1.0
target_deg = 150
source = "Gill2020"
)";
  const auto finding = [&](const std::string& text) {
    Diagnostics diagnostics;
    (void)read_goals(TomlFile::parse(text, "goals.toml").value(), known().motions, diagnostics);
    return diagnostics.text();
  };
  EXPECT_THAT(finding(good), IsEmpty());
  EXPECT_THAT(finding(replaced(good, "source = \"Gill2020\"\n", "")), HasSubstr("come together"));
  EXPECT_THAT(finding(replaced(good, "target_deg = 150\n", "")), HasSubstr("come together"));
  EXPECT_THAT(finding(replaced(good, "weight = 1.0", "weight = 0.4")), HasSubstr("chief"));
  EXPECT_THAT(finding(replaced(good, "shoulder.flexion", "shoulder.reach")), HasSubstr("shoulder.reach"));
  EXPECT_THAT(finding(good + good), HasSubstr("stands here twice"));
}

}  // namespace
}  // namespace endrange::content
