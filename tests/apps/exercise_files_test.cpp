// Exercises as pictures and as files for other programs, from the command line. The .glb files are held
// against Khronos's validator by the content stage of `./dev test`; here they are opened and counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "adapters/files/mot.h"
#include "core/body/built_in_body.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

std::uint32_t read_number(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

TEST(ExerciseFiles, a_still_is_drawn_as_svg_and_as_png_without_a_display) {
  const DataFolder folder;
  const auto png = folder.path() / "a.png";
  const auto svg = folder.path() / "a.svg";
  ASSERT_EQ(
      run(folder, "exercise still lunge-rotation --view side --size-px 200 --out " + png.string()).status, 0);
  ASSERT_EQ(
      run(folder, "exercise still lunge-rotation --view side --size-px 200 --out " + svg.string()).status, 0);
  const auto bytes = read_file(png);
  EXPECT_TRUE(bytes.starts_with("\x89PNG"));
  EXPECT_GT(bytes.size(), 3000U);  // a blank picture of this size is smaller than a kilobyte
  EXPECT_NE(read_file(svg).find("<polygon"), std::string::npos);
}

TEST(ExerciseFiles, an_ending_that_is_not_known_is_refused_and_nothing_is_written) {
  const DataFolder folder;
  for (const char* command : {"still lunge-rotation --out ", "export lunge-rotation --out "}) {
    const auto out = folder.path() / "a.jpg";
    const auto refused = run(folder, std::string("exercise ") + command + out.string());
    EXPECT_NE(refused.status, 0);
    EXPECT_FALSE(std::filesystem::exists(out));
  }
}

TEST(ExerciseFiles, gltf_is_whole_and_holds_the_animation) {
  const DataFolder folder;
  const auto out = folder.path() / "a.glb";
  ASSERT_EQ(run(folder, "exercise export hip-circle-supported --out " + out.string()).status, 0);
  const auto bytes = read_file(out);
  ASSERT_TRUE(bytes.starts_with("glTF"));
  EXPECT_EQ(read_number(bytes, 4), 2U);
  EXPECT_EQ(read_number(bytes, 8), bytes.size());
  const auto text = bytes.substr(20, read_number(bytes, 12));
  EXPECT_NE(text.find("\"animations\":[{"), std::string::npos);
  EXPECT_NE(text.find("\"path\":\"rotation\""), std::string::npos);
}

// Oracle: our own reader, which OpenSim's files are read with; and what the exercise is, a squat that comes
// back.
TEST(ExerciseFiles, mot_is_read_back_as_the_same_motion) {
  const DataFolder folder;
  const auto out = folder.path() / "a.mot";
  ASSERT_EQ(run(folder, "exercise export squat-deep-desk --height-m 1.7 --out " + out.string()).status, 0);
  const auto table = files::load_mot(out);
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_TRUE(table->in_degrees);
  for (const char* name : {"pelvis_tilt", "pelvis_ty", "hip_flexion_r", "knee_angle_l", "lumbar_extension"})
    EXPECT_TRUE(table->find_column(name)) << name;
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.7, body::Proportions::Average));
  const auto motion = motion::create_motion(body, *table);
  ASSERT_TRUE(motion.has_value()) << motion.error().text();
  const auto again = motion::make_coordinate_table(body, *motion);
  ASSERT_EQ(again.names, table->names);
  double worst_deg = 0.0;
  for (std::size_t i = 0; i < table->values.size(); ++i)
    worst_deg = std::max(worst_deg, std::abs(*again.values[i] - *table->values[i]));
  EXPECT_LT(worst_deg, 1e-6);  // rounding, on the way through rotations and back
  const auto height = *table->find_column("pelvis_ty");
  double lowest_m = *table->find(0, height);
  for (std::size_t row = 0; row < table->time_s.size(); ++row)
    lowest_m = std::min(lowest_m, *table->find(row, height));
  EXPECT_LT(lowest_m, *table->find(0, height) - 0.25);
  EXPECT_NEAR(*table->find(table->time_s.size() - 1, height), *table->find(0, height), 1e-3);
}

}  // namespace
}  // namespace endrange
