// What `endrange solve` writes, there and back: each kind of file is read again and held against the others,
// whose ways of saying where a body is have nothing in common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "adapters/files/bvh.h"
#include "adapters/files/mot.h"
#include "adapters/files/trc.h"
#include "adapters/files/ui_prmd.h"
#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/page.h"
#include "tests/apps/program.h"
#include "tests/support/recordings.h"

namespace endrange {
namespace {

using ::testing::HasSubstr;

constexpr double Degree = std::numbers::pi / 180.0;

class SolveOutput : public testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  [[nodiscard]] Outcome solve(const std::string& arguments) const {
    return run(folder, "solve " + arguments);
  }
  // Writes one recording as each kind of file: `out.mot` and so on.
  protocol::SolvedFile solve_into_all(const std::string& arguments) const {
    protocol::SolvedFile first;
    for (const std::string ending : {"mot", "sto", "trc", "bvh"}) {
      const auto done = solve(arguments + " -o " + path("out." + ending) + " --json");
      EXPECT_EQ(done.status, 0) << ending << ": " << done.err;
      const auto solved = protocol::parse_json<protocol::SolvedFiles>(done.out);
      if (ending == "mot" && solved && solved->solved.size() == 1) first = solved->solved[0];
    }
    return first;
  }

  const DataFolder folder;
};

// Between thigh and shank, as their joints' places tell; 0 is straight.
double compute_knee(const motion::PointRecording& joints, std::size_t frame, const std::string& hip,
                    const std::string& knee, const std::string& ankle) {
  const auto at = [&](const std::string& name) {
    return joints.find(frame, joints.find_point(name).value()).value();
  };
  const motion::Vector3 thigh = at(knee) - at(hip);
  const motion::Vector3 shank = at(ankle) - at(knee);
  return std::acos(thigh.dot(shank) / thigh.norm() / shank.norm()) / Degree;
}

TEST_F(SolveOutput, says_the_same_of_markers_in_each_kind_of_file) {
  const auto file =
      test::find_recording("ui-prmd/Segmented_Movements/Vicon/Positions/m01_s01_e01_positions.txt.gz");
  if (!file) GTEST_SKIP() << test::NoRecordings;
  const auto solved = solve_into_all(file->string());
  EXPECT_EQ(read_file(folder / "out.sto"), read_file(folder / "out.mot"));
  const auto coordinates = files::load_mot(folder / "out.mot");
  const auto placed = files::load_trc(folder / "out.trc");
  const auto skeleton = files::load_bvh(folder / "out.bvh");
  const auto seen = files::load_ui_prmd(*file);
  ASSERT_TRUE(coordinates && placed && skeleton && seen);
  ASSERT_EQ(placed->frame_count(), seen->frame_count());
  ASSERT_EQ(skeleton->frame_count(), seen->frame_count());
  ASSERT_EQ(coordinates->time_s.size(), seen->frame_count());

  // The body's markers are from the seen ones as far as was told.
  double squares = 0.0;
  double largest = 0.0;
  for (std::size_t frame = 0; frame < seen->frame_count(); ++frame) {
    EXPECT_NEAR(placed->time_s()[frame], seen->time_s()[frame], 1e-9);
    for (std::size_t i = 0; i < seen->point_count(); ++i) {
      const auto column = placed->find_point(seen->names()[i]);
      ASSERT_TRUE(column) << seen->names()[i];
      const auto marker = seen->find(frame, i);
      if (!marker) continue;
      const double distance = (*placed->find(frame, *column) - *marker).norm();
      squares += distance * distance;
      largest = std::max(largest, distance);
    }
  }
  EXPECT_NEAR(std::sqrt(squares / double(39 * seen->frame_count())), solved.rms_m, 1e-6) << "to 24 bits";
  EXPECT_NEAR(largest, solved.largest_m, 1e-6);

  // The skeleton's knees are bent as the coordinates say, to the six digits of both.
  const auto knee = coordinates->find_column("knee_angle_r");
  ASSERT_TRUE(knee);
  for (std::size_t frame = 0; frame < seen->frame_count(); frame += 10) {
    const double told = *coordinates->find(frame, *knee);
    if (told < 5.0) continue;  // a right angle's cosine is flat at 0
    EXPECT_NEAR(compute_knee(*skeleton, frame, "thigh_r", "shank_r", "foot_r"), told, 0.01) << frame;
  }

  // And the body that the markers were placed on is found again from them.
  const auto again = solve(path("out.trc") + " -o " + path("again.mot") + " --json");
  ASSERT_EQ(again.status, 0) << again.err;
  EXPECT_LT(protocol::parse_json<protocol::SolvedFiles>(again.out)->solved[0].rms_m, 0.003);
}

TEST_F(SolveOutput, says_the_same_of_a_depth_camera_in_each_kind_of_file) {
  const auto file =
      test::find_recording("ui-prmd/Segmented_Movements/Kinect/Positions/m01_s01_e01_positions.txt.gz");
  if (!file) GTEST_SKIP() << test::NoRecordings;
  solve_into_all(file->string());
  const auto placed = files::load_trc(folder / "out.trc");
  const auto skeleton = files::load_bvh(folder / "out.bvh");
  ASSERT_TRUE(placed && skeleton);
  EXPECT_EQ(placed->point_count(), 33U) << "the landmarks of the built-in body";
  ASSERT_EQ(placed->frame_count(), skeleton->frame_count());
  for (std::size_t frame = 0; frame < placed->frame_count(); frame += 10) {
    EXPECT_NEAR(compute_knee(*placed, frame, "left_hip", "left_knee", "left_ankle"),
                compute_knee(*skeleton, frame, "thigh_l", "shank_l", "foot_l"), 0.01)
        << frame;
  }
}

TEST_F(SolveOutput, says_the_same_of_an_open_sim_model_in_each_kind_of_file) {
  const auto markers = test::find_recording("nimblephysics/subject4/MarkerData/walking1.trc");
  const auto model = test::find_recording("nimblephysics/subject4/Models/manually_scaled.osim");
  if (!markers || !model) GTEST_SKIP() << test::NoRecordings;
  const auto solved = solve_into_all(markers->string() + " --model " + model->string());
  const auto placed = files::load_trc(folder / "out.trc");
  const auto seen = files::load_trc(*markers);
  ASSERT_TRUE(placed && seen);
  ASSERT_EQ(placed->frame_count(), seen->frame_count());
  double largest = 0.0;
  for (std::size_t frame = 0; frame < seen->frame_count(); ++frame) {
    for (std::size_t i = 0; i < seen->point_count(); ++i) {
      const auto column = placed->find_point(seen->names()[i]);
      const auto marker = seen->find(frame, i);
      if (column && marker) largest = std::max(largest, (*placed->find(frame, *column) - *marker).norm());
    }
  }
  EXPECT_NEAR(largest, solved.largest_m, 1e-5) << "walked 6 m away, to 24 bits";
  const auto skeleton = files::load_bvh(folder / "out.bvh");
  ASSERT_TRUE(skeleton);
  EXPECT_TRUE(skeleton->find_point("femur_r"));
  EXPECT_EQ(skeleton->frame_count(), seen->frame_count());
}

TEST_F(SolveOutput, refuses_a_name_that_says_nothing_before_any_work) {
  for (const std::string name : {"out.c3d", "out", "out.mot.gz", "out.osim"}) {
    // There is no such recording, which is not even noticed.
    const auto done = solve(path("nowhere.trc") + " -o " + path(name));
    EXPECT_EQ(done.status, 2) << name;
    EXPECT_THAT(find_one_error(done), HasSubstr("expected a result that ends in .mot, .sto, .trc or .bvh"))
        << name;
  }
  EXPECT_THAT(solve(path("nowhere.trc") + " -o " + path("OUT.BVH")).err, HasSubstr("nowhere.trc"));
  EXPECT_THAT(run(folder, "solve --help").out, HasSubstr(".mot|.sto|.trc|.bvh"));
}

}  // namespace
}  // namespace endrange
