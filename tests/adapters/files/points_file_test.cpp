#include "adapters/files/points_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/files/landmark_file.h"
#include "tests/adapters/files/c3d_writer.h"
#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

const std::string Trc =
    "PathFileType\t4\t(X/Y/"
    "Z)\tx.trc\nDataRate\tUnits\n50\tmm\nFrame#\tTime\ta\n\t\tX1\tY1\tZ1\n1\t0\t1\t2\t3\n";
const std::string Bvh =
    "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 3 Xposition Yposition Zposition\nEnd Site\n{\nOFFSET 0 170 "
    "0\n}\n}\n"
    "MOTION\nFrames: 1\nFrame Time: 0.1\n0 0 0\n";

std::string make_landmarks() {
  motion::LandmarkRecording recording{.method = "video", .frames = {{0.0, motion::RawLandmarks{}}}};
  for (auto& landmark : *recording.frames[0].landmarks) landmark = {{0.5, 0.5, 0.0}, {0.1, -0.2, 0.3}, 0.9};
  return format_landmarks(recording);
}

TEST(PointsFile, tells_formats_by_their_content_whatever_their_name) {
  const test::TemporaryFolder folder;
  const auto format_of = [&](const std::string& bytes, const std::string& name = "file") {
    test::write_file(folder / name, bytes);
    return find_format(folder / name);
  };
  EXPECT_EQ(format_of(Trc), RecordingFormat::Trc);
  EXPECT_EQ(format_of(test::pack(Trc)), RecordingFormat::Trc);
  EXPECT_EQ(format_of(Bvh), RecordingFormat::Bvh);
  EXPECT_EQ(format_of(make_landmarks()), RecordingFormat::Landmarks);
  EXPECT_EQ(format_of("[{\"landmarks\":[]"), RecordingFormat::MediapipeExport);
  EXPECT_EQ(format_of("x\ninDegrees=no\nendheader\ntime\ta\n"), RecordingFormat::CoordinateTable);
  const test::C3dFile c3d{.labels = {"a"}, .frames = {{{{1.0, 2.0, 3.0}}}}};
  EXPECT_EQ(format_of(c3d.write()), RecordingFormat::C3d);
  EXPECT_EQ(format_of("no header", "walk.TRC.gz"), RecordingFormat::Trc);
  EXPECT_EQ(find_format(folder.path()), RecordingFormat::OpenPose);
  EXPECT_NE(format_of("hello\n").error().text().find("found a file of another kind; give a TRC, C3D, BVH"),
            std::string::npos);
  EXPECT_FALSE(format_of("").has_value());
  EXPECT_FALSE(find_format(folder / "none").has_value());
}

TEST(PointsFile, reads_points_of_every_format_that_has_some) {
  const test::TemporaryFolder folder;
  const auto load = [&](const std::string& bytes) {
    test::write_file(folder / "file", bytes);
    return load_points(folder / "file");
  };
  EXPECT_EQ(load(Trc)->point_count(), 1U);
  EXPECT_EQ(load(test::pack(Trc))->point_count(), 1U);
  EXPECT_EQ(load(Bvh)->point_count(), 2U);
  const auto landmarks = load(make_landmarks());
  ASSERT_TRUE(landmarks.has_value());
  EXPECT_LT((*landmarks->find(0, 0) - motion::Vector3(-0.3, 0.2, -0.1)).norm(), 1e-7);
  EXPECT_NEAR(landmarks->confidence(0, 0), 0.9, 1e-7);
  EXPECT_NE(load("x\nendheader\ntime\ta\n").error().text().find("found a table of coordinates"),
            std::string::npos);
  EXPECT_NE(
      load(R"({"people":[{"pose_keypoints_2d":[]}]})").error().text().find("name the folder it stands in"),
      std::string::npos);
}

TEST(PointsFile, reads_recordings_of_every_kind) {
  for (const char* path : {"nimblephysics/ja1/original.c3d", "nimblephysics/ja1/JA1Gait35.trc",
                           "pybvh/bvh_data/cmu_12_01_walk.bvh",
                           "ui-prmd/Segmented_Movements/Kinect/Angles/m01_s01_e01_angles.txt.gz",
                           "ui-prmd/Segmented_Movements/Vicon/Positions/m01_s01_e01_positions.txt.gz"}) {
    const auto file = test::find_recording(path);
    if (!file) GTEST_SKIP() << test::NoRecordings;
    const auto points = load_points(*file);
    ASSERT_TRUE(points.has_value()) << points.error().text();
    EXPECT_GT(points->count_seen(), 1000U) << path;
    EXPECT_GT(points->source.rate_hz, 0.0) << path;
  }
}

}  // namespace
}  // namespace endrange::files
