#include "adapters/content/planner.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/protocols.h"

namespace endrange::content {
namespace {

using namespace literals;

const std::filesystem::path Content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";

std::string load_text(const std::string& name) {
  std::ifstream in(Content / name);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Read {
  PlannerContent content;
  Diagnostics diagnostics;
};

Read read_text(const std::string& text) {
  Read read;
  const auto motions =
      read_joint_motions(TomlFile::load(Content / "joint_motions.toml").value(), read.diagnostics);
  const auto file = TomlFile::parse(text, "planner.toml");
  if (file)
    read.content = read_planner(*file, motions, read.diagnostics);
  else
    read.diagnostics.report(file.error().message, file.error().where);
  return read;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(PlannerContent, loads_without_a_finding_and_resolves_its_sources) {
  const auto read = read_text(load_text("planner.toml"));
  EXPECT_TRUE(read.diagnostics.findings().empty()) << read.diagnostics.text();
  EXPECT_FALSE(read.content.weights.neglected.empty());
  EXPECT_FALSE(read.content.weights.exercise_rates.empty());
  const auto references = load_text("references.bib");
  EXPECT_GE(read.content.sources.size(), 10U);
  for (const auto& source : read.content.sources)
    EXPECT_NE(references.find("{" + source + ","), std::string::npos)
        << source << " is not in references.bib";
}

// A line from centimetres to degrees belongs to a test by tape of that joint motion, and keeps within what a
// joint can do wherever the test can be typed.
TEST(PlannerContent, knows_the_tests_whose_distance_it_reads) {
  Diagnostics diagnostics;
  const auto motions =
      read_joint_motions(TomlFile::load(Content / "joint_motions.toml").value(), diagnostics);
  const auto tools =
      read_hand_tools(TomlFile::load(Content / "measurement/hand_tools.toml").value(), diagnostics);
  const auto protocols = load_protocols(Content / "protocols", {motions, tools}, diagnostics);
  const auto read = read_text(load_text("planner.toml"));
  EXPECT_EQ(read.content.belief.distances.size(), 2U);
  for (const auto& [id, line] : read.content.belief.distances) {
    const auto* protocol = protocols.find(id);
    ASSERT_NE(protocol, nullptr) << id.value();
    EXPECT_EQ(protocol->kind, measure::ProtocolKind::Distance) << id.value();
    EXPECT_EQ(protocol->joint_motion, line.joint_motion) << id.value();
    EXPECT_EQ(protocol->by_hand.unit, journal::FigureUnit::Centimetres) << id.value();
    ASSERT_TRUE(protocol->by_hand.believed) << id.value();
    for (const double centimetres : {protocol->by_hand.believed->least, protocol->by_hand.believed->most}) {
      const auto angle = line.at_zero + centimetres * line.per_centimetre;
      EXPECT_GT(angle, 0_deg) << id.value();
      EXPECT_LE(angle, 180_deg) << id.value();
    }
  }
}

TEST(PlannerContent, says_where_something_is_wrong) {
  const auto good = load_text("planner.toml");
  const auto finding = [&](const std::string& from, const std::string& to) {
    return read_text(replaced(good, from, to)).diagnostics.text();
  };
  EXPECT_NE(finding("certainty = 1.96", "certinty = 1.96").find("certinty"), std::string::npos);
  EXPECT_NE(finding("least = 0.2", "least = 0").find("least"), std::string::npos);
  EXPECT_NE(finding("\"hip.extension\"", "\"hip.extention\"").find("hip.extention"), std::string::npos);
  EXPECT_NE(finding("week_ceiling_s = 600", "week_ceiling_s = 200").find("more than `week_floor_s`"),
            std::string::npos);
  EXPECT_NE(finding("third_exercise_rate = 0.25", "third_exercise_rate = 0.7").find("diminish"),
            std::string::npos);
  EXPECT_NE(finding("[pain]", "[aches]").find("[pain]"), std::string::npos);
  EXPECT_NE(
      finding("joint_motion = \"ankle.dorsiflexion\"", "joint_motion = \"ankle.bend\"").find("ankle.bend"),
      std::string::npos);
  EXPECT_NE(finding("protocol = \"wall_reach\"", "protocol = \"ankle.knee_to_wall\"").find("twice"),
            std::string::npos);
}

}  // namespace
}  // namespace endrange::content
