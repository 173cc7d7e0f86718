#include "adapters/content/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"

namespace endrange::content {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path Root = ENDRANGE_SOURCE_DIR;
const std::filesystem::path Content = Root / "content";

struct Library {
  body::JointMotions joint_motions = {};
  exercise::Catalogue catalogue = {};
  std::vector<exercise::EmptyCell> empty = {};
  exercise::Coverage coverage = {};
};

// Compiled once: all tests look at the same.
const Library& library() {
  static const Library Loaded = [] {
    Library made;
    Diagnostics diagnostics;
    made.joint_motions = read_joint_motions(*TomlFile::load(Content / "joint_motions.toml"), diagnostics);
    const auto screen = read_safety_screen(*TomlFile::load(Content / "contraindications.toml"),
                                           made.joint_motions, diagnostics);
    std::vector<ContraindicationId> tags;
    for (const auto& tag : screen.tags) tags.push_back(tag.id);
    made.catalogue = read_catalogue(Content, made.joint_motions, tags, diagnostics);
    made.empty =
        read_empty_cells(*TomlFile::load(Content / "coverage.toml"), made.joint_motions, diagnostics);
    EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
    auto coverage = exercise::compute_coverage(made.catalogue, made.joint_motions);
    EXPECT_TRUE(coverage.has_value());
    if (coverage) made.coverage = std::move(*coverage);
    return made;
  }();
  return Loaded;
}

TEST(Coverage, names_a_reason_for_every_empty_cell_and_trains_the_chief_joints_at_two_levels) {
  Diagnostics diagnostics;
  exercise::check_coverage(library().coverage, library().joint_motions, library().empty, diagnostics);
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
}

TEST(Coverage, tells_a_cell_without_a_reason_a_reason_too_many_and_a_single_level) {
  auto coverage = library().coverage;
  const JointMotionId turn("neck.rotation");
  const auto flexibility = static_cast<std::size_t>(exercise::Component::Flexibility);
  coverage[turn][flexibility] = {{3, 2}};
  coverage[JointMotionId("wrist.flexion")][flexibility].clear();
  auto empty = library().empty;
  empty.push_back({JointMotionId("hip.flexion"), exercise::Component::Strength, "none", "here"});
  Diagnostics diagnostics;
  exercise::check_coverage(coverage, library().joint_motions, empty, diagnostics);
  EXPECT_EQ(diagnostics.findings().size(), 3U);
  EXPECT_THAT(diagnostics.text(), HasSubstr("`neck.rotation` flexibility is trained at one difficulty only"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("no exercise trains `wrist.flexion` flexibility"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("here: `hip.flexion` strength has an exercise, and a reason"));
}

TEST(Coverage, has_enough_for_the_desk_for_older_adults_and_for_athletes) {
  const auto counts = exercise::count_uses(library().catalogue);
  EXPECT_GE(counts.at_a_desk, 50);
  EXPECT_GE(counts.supported, 20);
  EXPECT_GE(counts.for_athletes, 20);
}

TEST(Coverage, page_says_what_the_motions_do) {
  const auto path = Root / "docs/coverage.md";
  const auto page = exercise::write_coverage_page(library().coverage, library().catalogue,
                                                  library().joint_motions, library().empty);
  const char* writes = std::getenv("ENDRANGE_WRITE_DOCS");
  if (writes != nullptr && std::string(writes) == "1") std::ofstream(path) << page;
  std::ostringstream stands;
  stands << std::ifstream(path).rdbuf();
  EXPECT_EQ(stands.str(), page) << "write it anew with ENDRANGE_WRITE_DOCS=1";
}

TEST(CoverageReasons, tell_what_is_not_a_joint_motion_or_a_component) {
  const auto file = TomlFile::parse(R"([[empty]]
joint_motions = ["neck.flexing"]
components = ["stamina"]
why = "none"
)",
                                    "coverage.toml");
  Diagnostics diagnostics;
  (void)read_empty_cells(*file, library().joint_motions, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("`neck.flexing` is not a joint motion"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("coverage.toml:3"));
}

}  // namespace
}  // namespace endrange::content
