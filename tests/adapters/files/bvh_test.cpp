#include "adapters/files/bvh.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "adapters/files/open_sim_model.h"
#include "core/body/built_in_body.h"
#include "core/body/kinematics.h"
#include "tests/core/body/poses.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using motion::Vector3;

const std::string Arm =
    "HIERARCHY\nROOT Hips\n{\n\tOFFSET 0 0 0\n\tCHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation "
    "Yrotation\n"
    "\tJOINT Upper Arm\n\t{\n\t\tOFFSET 0 50 0\n\t\tCHANNELS 3 Zrotation Xrotation Yrotation\n"
    "\t\tEnd Site\n\t\t{\n\t\t\tOFFSET 0 120 0\n\t\t}\n\t}\n}\n";

std::string make_bvh(const std::string& rows, int frames = 1, const std::string& time = "0.01") {
  return Arm + "MOTION\nFrames: " + std::to_string(frames) + "\nFrame Time: " + time + "\n" + rows;
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_bvh(text, "w.bvh");
  return parsed ? "no error" : parsed.error().text();
}

std::string replace(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

TEST(Bvh, turns_by_its_channels_one_after_the_other) {
  const auto bvh = parse_bvh(make_bvh("1 2 3 0 0 0 90 90 0\n"), "w.bvh");
  ASSERT_TRUE(bvh.has_value()) << bvh.error().text();
  ASSERT_EQ(bvh->joints.size(), 3U);
  EXPECT_EQ(bvh->joints[1].name, "Upper Arm");
  EXPECT_EQ(bvh->joints[2].name, "Upper Arm_end");
  const auto places = compute_joint_places(*bvh, 0);
  EXPECT_LT((places[1] - Vector3(1, 52, 3)).norm(), 1e-9);
  // Rz(90) Rx(90) takes y to Rz(z) = z.
  EXPECT_LT((places[2] - Vector3(1, 52, 123)).norm(), 1e-9);
  const auto other = parse_bvh(replace(make_bvh("1 2 3 0 0 0 90 90 0\n"), "CHANNELS 3 Zrotation Xrotation",
                                       "CHANNELS 3 Xrotation Zrotation"),
                               "w.bvh");
  ASSERT_TRUE(other.has_value());
  // Rx(90) Rz(90) takes y to Rx(-x) = -x.
  EXPECT_LT((compute_joint_places(*other, 0)[2] - Vector3(-119, 52, 3)).norm(), 1e-9);
}

TEST(Bvh, takes_rotations_before_positions_and_brackets_at_the_end_of_a_line) {
  std::string text =
      replace(make_bvh("0 0 90 1 2 3 0 0 0\n"), "Xposition Yposition Zposition Zrotation Xrotation Yrotation",
              "Xrotation Yrotation Zrotation Xposition Yposition Zposition");
  text = replace(text, "ROOT Hips\n{", "ROOT Hips {");
  std::string windows;
  for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto bvh = parse_bvh(windows, "w.bvh");
  ASSERT_TRUE(bvh.has_value()) << bvh.error().text();
  EXPECT_LT((compute_joint_places(*bvh, 0)[1] - Vector3(-49, 2, 3)).norm(), 1e-9);
}

TEST(Bvh, knows_positions_that_hold_the_whole_offset) {
  std::string text = replace(make_bvh("0 0 0 0 0 0 0 51 0 0 0 0\n"), "CHANNELS 3 Z",
                             "CHANNELS 6 Xposition Yposition Zposition Z");
  auto bvh = parse_bvh(text, "w.bvh");
  ASSERT_TRUE(bvh.has_value()) << bvh.error().text();
  EXPECT_NEAR(compute_joint_places(*bvh, 0)[1].y(), 51.0, 1e-9);
  text = replace(text, " 51 ", " 1 ");
  bvh = parse_bvh(text, "w.bvh");
  EXPECT_NEAR(compute_joint_places(*bvh, 0)[1].y(), 51.0, 1e-9);
}

TEST(Bvh, makes_points_in_metres_and_says_by_which_unit) {
  const auto bvh = parse_bvh(make_bvh("0 100 0 0 0 0 0 0 0\n0 101 0 0 0 0 0 0 0\n", 2, "0.0001"), "w.bvh");
  ASSERT_TRUE(bvh.has_value());
  const auto points = make_point_recording(*bvh);
  EXPECT_NEAR(points.find(0, 2)->y(), 2.70, 1e-6);
  EXPECT_EQ(points.source.unit, "cm");
  EXPECT_NEAR(points.source.rate_hz, 10'000.0, 1e-6);
  ASSERT_EQ(points.source.notes.size(), 1U);
  EXPECT_EQ(points.source.notes[0],
            "The file states no unit: at 170 tall its figure was read in units of cm.");
  auto strange = *bvh;
  for (auto& joint : strange.joints) joint.offset *= 1000.0;
  EXPECT_NE(make_point_recording(strange).source.notes[0].find("was taken to be 1.70 m"), std::string::npos);
}

TEST(Bvh, behaves_with_no_frame_and_one_frame) {
  const auto none = parse_bvh(make_bvh("", 0), "w.bvh");
  ASSERT_TRUE(none.has_value()) << none.error().text();
  EXPECT_EQ(make_point_recording(*none).frame_count(), 0U);
  const auto one = parse_bvh(make_bvh("0 0 0 0 0 0 0 0 0\n", 1, "0"), "w.bvh");
  ASSERT_TRUE(one.has_value()) << one.error().text();
  EXPECT_EQ(make_point_recording(*one).frame_count(), 1U);
  const auto fewer = parse_bvh(make_bvh("0 0 0 0 0 0 0 0 0\n", 5), "w.bvh");
  ASSERT_TRUE(fewer.has_value());
  ASSERT_EQ(fewer->notes.size(), 1U);
}

TEST(Bvh, ends_bad_input_with_one_clear_error) {
  const std::string good = make_bvh("0 0 0 0 0 0 0 0 0\n");
  EXPECT_NE(error_of("").find("found an empty file"), std::string::npos);
  EXPECT_NE(error_of("time\n").find("w.bvh:1: expected hierarchy, found \"time\""), std::string::npos);
  EXPECT_NE(error_of("HIERARCHY\n").find("found the end of the file"), std::string::npos);
  EXPECT_NE(error_of("HIERARCHY\nMOTION\n").find("expected ROOT or MOTION"), std::string::npos);
  EXPECT_NE(error_of("HIERARCHY\n}\n").find("w.bvh:2: expected ROOT or MOTION, found \"}\""),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "OFFSET 0 50 0", "OFFSET 0 50"))
                .find("w.bvh:8: expected three numbers for OFFSET, found 2"),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "OFFSET 0 50 0", "OFFSET 0 x 0")).find("expected a number, found \"x\""),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "CHANNELS 3", "CHANNELS 4")).find("w.bvh:9: expected up to six channels"),
            std::string::npos);
  EXPECT_NE(
      error_of(replace(good, "CHANNELS 3 Zrotation", "CHANNELS 3 Wrotation")).find("found \"Wrotation\""),
      std::string::npos);
  EXPECT_NE(
      error_of(replace(good, "MOTION", "ROOT Two\n{\n}\nMOTION")).find("expected one ROOT, found a second"),
      std::string::npos);
  EXPECT_NE(error_of(replace(good, "Frames:", "Pictures:")).find("w.bvh:17: expected frames: and a number"),
            std::string::npos);
  EXPECT_NE(
      error_of(make_bvh("1 2 3\n", 1)).find("w.bvh:19: expected 9 numbers, one for each channel, found 3"),
      std::string::npos);
  EXPECT_NE(error_of(make_bvh("1 2 3 4 5 6 7 8", 1)).find("in a row that is cut off"), std::string::npos);
  EXPECT_NE(error_of(make_bvh("", 2, "-1")).find("expected a frame time"), std::string::npos);
  EXPECT_NE(error_of(make_bvh("1 2 3 4 5 6 7 8 nan\n", 1)).find("expected a number, found \"nan\""),
            std::string::npos);
  EXPECT_NE(error_of(Arm).find("expected MOTION after the joints"), std::string::npos);
}

// A motion of the body there and back: every joint where the body has it, to the digits of the file.
RC_GTEST_PROP(Bvh, keeps_every_joint_of_a_motion_in_its_place, ()) {
  const body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.7));
  motion::Motion motion;
  for (int i = 0; i < 3; ++i) {
    body::Tangent step(static_cast<Eigen::Index>(body.coordinate_count()));
    for (double& value : step) value = *rc::gen::inRange(-3000, 3000) / 1000.0;
    motion.time_s.push_back(1.0 + i * 0.02);
    motion.poses.push_back(retract(body, body.neutral_pose(), step));
  }
  const auto bvh = parse_bvh(format_bvh(body, motion), "w.bvh");
  RC_ASSERT(bvh.has_value());
  RC_ASSERT(bvh->frame_count() == 3U);
  RC_ASSERT(std::abs(bvh->frame_time_s - 0.02) < 1e-12);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto frames = compute_segment_frames(body, motion.poses[i]);
    const auto places = compute_joint_places(*bvh, i);
    for (std::size_t k = 0; k < bvh->joints.size(); ++k) {
      const bool is_end = bvh->joints[k].channels.empty();
      const auto segment = body.find_segment(bvh->joints[is_end ? *bvh->joints[k].parent : k].name);
      RC_ASSERT(segment.has_value());
      const Vector3 place =
          is_end ? frames[*segment].place(body.segment(*segment).p_SE_S) : frames[*segment].p_GS;
      RC_ASSERT((places[k] - 100.0 * place).norm() < 1e-4);
    }
  }
}

TEST(Bvh, writes_hinges_as_channels_and_is_read_back_in_metres) {
  const body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.7));
  motion::Motion motion{{0.0}, {body.neutral_pose()}};
  set_coordinate(body, motion.poses[0], body.find_coordinate("knee_angle_l").value(), 1.0);
  const std::string text = format_bvh(body, motion);
  EXPECT_NE(text.find("CHANNELS 1 Zrotation\n"), std::string::npos);
  EXPECT_NE(text.find("CHANNELS 2 Zrotation Yrotation\n"), std::string::npos);
  EXPECT_NE(text.find("-57.295780"), std::string::npos);
  const auto bvh = parse_bvh(text, "w.bvh");
  ASSERT_TRUE(bvh.has_value());
  const auto points = make_point_recording(*bvh);
  EXPECT_EQ(points.source.unit, "cm");
  const auto frames = compute_segment_frames(body, motion.poses[0]);
  const auto foot = body.find_segment("foot_l").value();
  EXPECT_LT((*points.find(0, *points.find_point("foot_l")) - frames[foot].p_GS).norm(), 1e-6);
}

// Knees that slide as they bend and knee caps that travel: models of others, moved at random within their
// limits.
TEST(Bvh, keeps_segments_in_place_where_joints_slide) {
  for (const char* name :
       {"opensim-core/ik/subject01_simbody.osim", "opensim-core/ik/constraintTest_ikOnly.osim",
        "opensim-core/ik/subject1_abdbonepin.osim"}) {
    const auto path = test::find_recording(name);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto model = load_open_sim_model(*path);
    ASSERT_TRUE(model.has_value()) << model.error().text();
    const body::Body& body = model->body;
    body::Numbers numbers(7);
    motion::Motion motion;
    for (int i = 0; i < 3; ++i) {
      body::Tangent step(static_cast<Eigen::Index>(body.coordinate_count()));
      for (double& value : step) value = 0.2 * numbers.normal();
      motion.time_s.push_back(0.5 * i);
      motion.poses.push_back(retract(body, body.neutral_pose(), step));
    }
    const auto bvh = parse_bvh(format_bvh(body, motion), "w.bvh");
    ASSERT_TRUE(bvh.has_value()) << bvh.error().text();
    std::size_t sliding = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto frames = compute_segment_frames(body, motion.poses[i]);
      const auto places = compute_joint_places(*bvh, i);
      for (std::size_t k = 0; k < bvh->joints.size(); ++k) {
        const BvhJoint& joint = bvh->joints[k];
        if (joint.channels.empty()) continue;
        sliding += joint.parent && joint.channels.size() == 6 ? 1U : 0U;
        const auto segment = body.find_segment(joint.name);
        ASSERT_TRUE(segment.has_value()) << joint.name;
        EXPECT_LT((places[k] - 100.0 * frames[*segment].p_GS).norm(), 1e-4) << name << ": " << joint.name;
      }
    }
    EXPECT_GT(sliding, 0U) << name;
  }
}

// Files of several tools, two of them with z up. In each somebody stands on the floor in the first frame, as
// tall as people are; bones keep their length.
TEST(Bvh, reads_the_files_of_several_tools) {
  struct Expected {
    const char* name;
    std::size_t joints, frames;
    const char* unit;
    bool is_z_up;
  };
  const Expected all[] = {{"bvh_test1", 29, 75, "in", true},
                          {"bvh_test2", 28, 61, "cm", false},
                          {"bvh_test3", 73, 100, "in", true},
                          {"cmu_12_01_walk", 38, 524, "0.0564 m", false}};
  for (const Expected& one : all) {
    const auto path = test::find_recording(std::string("pybvh/bvh_data/") + one.name + ".bvh");
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto points = load_bvh(*path);
    ASSERT_TRUE(points.has_value()) << points.error().text();
    EXPECT_EQ(points->point_count(), one.joints) << one.name;
    EXPECT_EQ(points->frame_count(), one.frames) << one.name;
    EXPECT_EQ(points->source.unit, one.unit) << one.name;
    EXPECT_EQ(points->source.notes.size(), one.is_z_up ? 2U : 1U) << one.name;
    double low = 1e9;
    double high = -1e9;
    for (std::size_t i = 0; i < points->point_count(); ++i) {
      low = std::min(low, points->find(0, i)->y());
      high = std::max(high, points->find(0, i)->y());
    }
    EXPECT_NEAR(low, 0.0, 0.05) << one.name;
    EXPECT_GT(high - low, 1.35) << one.name;
    EXPECT_LT(high - low, 1.80) << one.name;
    const std::size_t last = points->frame_count() - 1;
    for (std::size_t i = 1; i < 3; ++i) {
      const double before = (*points->find(0, i) - *points->find(0, i - 1)).norm();
      const double after = (*points->find(last, i) - *points->find(last, i - 1)).norm();
      EXPECT_NEAR(before, after, 1e-6) << one.name;
    }
  }
}

}  // namespace
}  // namespace endrange::files
