#include "adapters/content/depth_camera.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace endrange::content {
namespace {

std::string load_text() {
  std::ifstream in(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content/measurement/depth_camera.toml");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Read {
  DepthCameraContent content;
  Diagnostics diagnostics;
};

Read read_text(const std::string& text) {
  Read read;
  const auto file = TomlFile::parse(text, "depth_camera.toml");
  if (file)
    read.content = read_depth_camera(*file, read.diagnostics);
  else
    read.diagnostics.report(file.error().message, file.error().where);
  return read;
}

TEST(DepthCameraContent, loads_without_a_finding) {
  const auto read = read_text(load_text());
  EXPECT_TRUE(read.diagnostics.findings().empty()) << read.diagnostics.text();
  const solve::DepthCamera& camera = read.content.camera;
  // The ground's x points at the camera.
  EXPECT_GT(camera.spread[solve::index(solve::DepthJoint::Knee)].x(),
            camera.spread[solve::index(solve::DepthJoint::Knee)].z());
  ASSERT_EQ(camera.folds.size(), 3U);
  for (const solve::DepthFold& fold : camera.folds) {
    EXPECT_NE(fold.offsets, camera.offsets) << fold.left_out;
    EXPECT_NE(fold.intervals, camera.intervals) << fold.left_out;
    EXPECT_NE(fold.clinical, camera.clinical) << fold.left_out;
  }
  EXPECT_FALSE(read.content.sources.empty());
}

TEST(DepthCameraContent, says_where_something_is_wrong) {
  const std::string good = load_text();
  const auto findings = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return read_text(text.replace(at, from.size(), to)).diagnostics.text();
  };
  const auto misspelt = findings("slow_m_s = 0.25", "slow_ms = 0.25");
  EXPECT_NE(misspelt.find("depth_camera.toml:"), std::string::npos) << misspelt;
  EXPECT_NE(misspelt.find("slow_ms"), std::string::npos) << misspelt;
  EXPECT_NE(findings("memory_s = 1.0", "memory_s = -1.0").find("memory_s"), std::string::npos);
  EXPECT_NE(findings("[stance]", "[stanze]").find("expected a table `stance`"), std::string::npos);
  EXPECT_NE(findings("knee_forward_m = 0.0", "knee_forward_m = 2.0").find("knee_forward_m"),
            std::string::npos);
  EXPECT_NE(findings("spread_deg = 20\n", "").find("spread_deg"), std::string::npos);
}

}  // namespace
}  // namespace endrange::content
