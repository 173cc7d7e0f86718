#include "adapters/content/marker_set.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace endrange::content {
namespace {

MarkerSetContent read(const std::string& text, Diagnostics& diagnostics) {
  const auto file = TomlFile::parse(text, "set.toml");
  EXPECT_TRUE(file.has_value());
  return read_marker_set(*file, diagnostics);
}

TEST(MarkerSet, of_plug_in_gait_has_its_39_markers_mirrored) {
  Diagnostics diagnostics;
  const auto file =
      TomlFile::load(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content/measurement/plug_in_gait.toml");
  ASSERT_TRUE(file.has_value());
  const auto content = read_marker_set(*file, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  EXPECT_EQ(content.set.markers.size(), 39U);
  const auto find = [&](const char* name) {
    return *std::ranges::find(content.set.markers, name, &solve::UsualMarker::name);
  };
  EXPECT_EQ(find("LKNE").side, Side::Left);
  EXPECT_DOUBLE_EQ(find("LKNE").offset_S.z(), -find("RKNE").offset_S.z());
  EXPECT_DOUBLE_EQ(find("LASI").offset_S.z(), -find("RASI").offset_S.z());
}

TEST(MarkerSet, tells_what_a_fit_could_not_work_with) {
  Diagnostics diagnostics;
  (void)read(R"(name = "x"
marker_radius_mm = 7
sources = ["Davis1991"]
[pelvis]
left_front = "LASI"
right_front = "RASI"
left_back = "LPSI"
right_back = "RPSI"
left_ankle = "LANK"
right_ankle = "RANK"
[[marker]]
markers = ["LANK"]
segment = "shank"
along = 1.0
offset_mm = [0, 0, 43]
spread_mm = [10, 0, 8]
noise_mm = 8
)",
             diagnostics);
  const std::string text = diagnostics.text();
  EXPECT_NE(text.find("spreads above 0"), std::string::npos) << text;
  EXPECT_NE(text.find("a left and a right marker"), std::string::npos) << text;
  EXPECT_NE(text.find("LASI"), std::string::npos) << text;
}

}  // namespace
}  // namespace endrange::content
