#include "adapters/content/contraindications.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

body::JointMotions make_joints() {
  std::vector<body::JointMotion> all;
  for (const char* joint : {"neck", "thorax", "lumbar", "scapula", "shoulder", "elbow", "forearm", "wrist",
                            "hip", "knee", "ankle", "toes"})
    all.push_back({.id = JointMotionId(std::string(joint) + ".flexion"), .joint = joint});
  return body::JointMotions(std::move(all));
}

plan::SafetyScreen load_screen() {
  Diagnostics diagnostics;
  const auto file = TomlFile::load(std::string(ENDRANGE_SOURCE_DIR) + "/content/contraindications.toml");
  EXPECT_TRUE(file.has_value());
  auto screen = read_safety_screen(*file, make_joints(), diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
  return screen;
}

std::string findings_of(const std::string& text) {
  Diagnostics diagnostics;
  const auto file = TomlFile::parse(text, "c.toml");
  EXPECT_TRUE(file.has_value());
  (void)read_safety_screen(*file, make_joints(), diagnostics);
  return diagnostics.text();
}

const std::string Tag = "[[tag]]\nid = \"thr\"\nwords = \"new hip\"\n";
const std::string Question =
    "[[question]]\nid = \"q\"\ntext = \"t?\"\nwhy = \"w\"\nadvice = \"a\"\nleaves_out = \"l\"\n";

TEST(Contraindications, the_content_loads_without_a_finding) {
  const auto screen = load_screen();
  EXPECT_GE(screen.questions.size(), 20U);
  EXPECT_GE(screen.tags.size(), 40U);
}

TEST(Contraindications, the_first_start_screen_has_all_three_gates_and_stays_short) {
  const auto screen = load_screen();
  std::set<plan::Gate> gates;
  std::size_t words = 0;
  for (const auto& question : screen.questions) {
    if (!question.first_start) continue;
    gates.insert(question.gate);
    words += static_cast<std::size_t>(std::ranges::count(question.text, ' ')) + 1;
  }
  EXPECT_EQ(gates.size(), 3U);
  // Under a minute to skim: people read plain text silently at about 240 words a minute (Brysbaert 2019), and
  // the lists are skimmed for what applies, so that 360 words are a safe ceiling.
  EXPECT_LE(words, 360U);
}

TEST(Contraindications, an_emergency_locks_by_its_gate_and_names_no_joint) {
  const auto screen = load_screen();
  const auto* emergency = screen.find_question("emergency_signs");
  ASSERT_NE(emergency, nullptr);
  EXPECT_EQ(emergency->gate, plan::Gate::Emergency);
  EXPECT_THAT(emergency->joints, IsEmpty());
  EXPECT_THAT(emergency->advice, HasSubstr("emergency services"));
}

TEST(Contraindications, no_question_shouts_or_promises) {
  for (const auto& question : load_screen().questions)
    EXPECT_EQ((question.text + question.why + question.advice + question.leaves_out).find('!'),
              std::string::npos)
        << question.id;
}

TEST(Contraindications, wrong_files_are_told_with_line_and_remedy) {
  EXPECT_THAT(
      findings_of(Tag + Question + "gate = \"C\"\ntags = [\"thx\"]\n"),
      AllOf(HasSubstr("c.toml:11:1"), HasSubstr("`thx` is not defined"), HasSubstr("no question sets")));
  EXPECT_THAT(findings_of(Tag + Question + "gate = \"D\"\ntags = [\"thr\"]\n"),
              HasSubstr("write one of: A, B, C"));
  EXPECT_THAT(findings_of(Tag + Question + "gate = \"B\"\ntags = [\"thr\"]\n"),
              HasSubstr("gate B locks joints"));
  EXPECT_THAT(findings_of(Tag + Question + "gate = \"B\"\ntags = [\"thr\"]\njoints = [\"hipp\"]\n"),
              HasSubstr("`hipp` is not a joint"));
  EXPECT_THAT(findings_of(Tag + Question + "gate = \"C\"\ntags = [\"thr\"]\njoints = [\"hip\"]\n"),
              HasSubstr("only gate B locks joints"));
  EXPECT_THAT(findings_of(Tag + Question + "gate = \"C\"\n"), HasSubstr("gate C filters by tags"));
  EXPECT_THAT(findings_of(Tag + Tag + Question + "gate = \"C\"\ntags = [\"thr\"]\n"),
              HasSubstr("stands here twice"));
  EXPECT_THAT(findings_of(Tag + Question + Question + "gate = \"C\"\ntags = [\"thr\"]\n"),
              HasSubstr("`gate` is missing"));
}

}  // namespace
}  // namespace endrange::content
