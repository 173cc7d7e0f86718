// Exercises as pictures and as files for other programs, from the command line. The .glb files are held
// against Khronos's validator by the content stage of `./dev test`; here they are opened and counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "adapters/files/mot.h"
#include "core/body/built_in_body.h"
#include "core/body/kinematics.h"
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

// Oracle: our own reader, which OpenSim's files are read with; and what the exercise is, a squat: feet that
// stay.
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
  const auto foot = *body.find_segment(body::Part::Foot, Side::Right);
  const auto pelvis = *body.find_segment(body::Part::Pelvis);
  const auto first = body::compute_segment_frames(body, motion->poses.front());
  double slip = 0.0;
  double drop = 0.0;
  for (const auto& pose : motion->poses) {
    const auto frames = body::compute_segment_frames(body, pose);
    slip = std::max(slip, (frames[foot].p_GS - first[foot].p_GS).norm());
    drop = std::max(drop, first[pelvis].p_GS.y() - frames[pelvis].p_GS.y());
  }
  EXPECT_LT(slip, 0.02);  // heel and ball are held to 5 mm, the ankle stands above them
  EXPECT_GT(drop, 0.25);
}

}  // namespace
}  // namespace endrange
