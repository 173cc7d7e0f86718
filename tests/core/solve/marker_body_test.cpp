// Oracle: markers placed by the body's own forward kinematics, on a person of other lengths than the average
// whose markers sit beside their usual places. Limit: no skin moves here; that is held by recordings.
#include "core/solve/marker_body.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

// Four or more markers a segment of a leg and the pelvis, five on the trunk.
MarkerSet make_set() {
  using body::Part;
  MarkerSet set{.name = "test"};
  set.pelvis = {"LASI", "RASI", "LPSI", "RPSI", "LANK", "RANK"};
  const auto add = [&](const std::string& name, Part part, double along, const Vector3& offset) {
    if (!body::is_sided(part) && name.size() != 4) {
      set.markers.push_back({.name = name, .part = part, .along = along, .offset_S = offset});
      return;
    }
    for (const Side side : LeftAndRight) {
      const bool is_left = side == Side::Left;
      UsualMarker marker{.name = (is_left ? "L" : "R") + name.substr(name.size() == 4 ? 1 : 0),
                         .part = part,
                         .side = body::is_sided(part) ? side : Side::Both,
                         .along = along,
                         .offset_S = offset};
      if (is_left) marker.offset_S.z() *= -1.0;
      set.markers.push_back(marker);
    }
  };
  add("xASI", Part::Pelvis, 0.0, {0.047, 0.096, 0.12});
  add("xPSI", Part::Pelvis, 0.0, {-0.11, 0.096, 0.045});
  add("C7", Part::Thorax, 1.0, {-0.03, 0.0, 0.0});
  add("STRN", Part::Thorax, 0.25, {0.12, 0.0, 0.0});
  add("T10", Part::Thorax, 0.0, {-0.08, 0.05, 0.0});
  add("THI", Part::Thigh, 0.5, {0.0, 0.0, 0.08});
  add("KNE", Part::Thigh, 1.0, {0.0, 0.0, 0.06});
  add("TIB", Part::Shank, 0.5, {0.0, 0.0, 0.06});
  add("ANK", Part::Shank, 1.0, {0.0, 0.0, 0.04});
  add("HEE", Part::Foot, 0.0, {-0.06, -0.04, 0.0});
  add("TOE", Part::Foot, 1.0, {0.0, 0.02, 0.0});
  return set;
}

motion::PointRecording record(const Body& body, const MarkerSet& set, double noise_m) {
  std::vector<std::string> names;
  for (const UsualMarker& marker : set.markers) names.push_back(marker.name);
  motion::PointRecording recording(names);
  body::Numbers numbers(3);
  for (int i = 0; i < 40; ++i) {
    Pose pose = body.neutral_pose();
    const auto bend = [&](const char* name, double most) {
      set_coordinate(body, pose, body.find_coordinate(name).value(), most * 0.5 * (1.0 - std::cos(0.2 * i)));
    };
    bend("hip_flexion_r", 1.4);
    bend("hip_flexion_l", 0.9);
    bend("knee_angle_r", 1.6);
    bend("knee_angle_l", 1.2);
    bend("hip_adduction_r", -0.4);
    bend("lumbar_extension", -0.3);
    const auto frames = compute_segment_frames(body, pose);
    recording.append_frame(0.05 * i);
    for (std::size_t m = 0; m < set.markers.size(); ++m) {
      const UsualMarker& marker = set.markers[m];
      const SegmentIndex segment = body.find_segment(marker.part, marker.side).value();
      const Vector3 place = marker.along * body.segment(segment).p_SE_S + marker.offset_S;
      const Vector3 noise(numbers.normal(), numbers.normal(), numbers.normal());
      if (i % 7 == 3 && marker.name == "RKNE") continue;  // lost now and then
      recording.place(static_cast<std::size_t>(i), m, frames[segment].place(place) + noise_m * noise);
    }
  }
  return recording;
}

TEST(MarkerBody, learns_the_legs_of_a_person_and_follows_them) {
  auto lengths = body::compute_segment_lengths(1.70);
  lengths.thigh *= 1.06;
  lengths.shank *= 0.96;
  const Body person = make_built_in_body(lengths);
  const MarkerSet set = make_set();
  const auto recording = record(person, set, 0.001);
  const motion::PointRecording* given[] = {&recording};
  const auto learnt = learn_marker_body(given, set, {.frames = 20});
  ASSERT_TRUE(learnt.has_value()) << learnt.error().text();
  EXPECT_NEAR(learnt->lengths.thigh / lengths.thigh, 1.0, 0.03);
  EXPECT_NEAR(learnt->lengths.shank / lengths.shank, 1.0, 0.03);
  EXPECT_LT(learnt->residual_m, 0.004);
  const auto poses = fit_marker_body(*learnt, recording);
  ASSERT_EQ(poses.size(), recording.frame_count());
  for (const MarkerPose& pose : poses) {
    const double share = 0.5 * (1.0 - std::cos(0.2 * pose.time_s / 0.05));
    const auto knee =
        compute_clinical_angle(learnt->body, pose.pose, JointMotionId("knee.flexion"), Side::Right);
    EXPECT_NEAR(knee->radians(), 1.6 * share, 0.05) << pose.time_s;
  }
}

TEST(MarkerBody, tells_how_far_markers_are_as_open_sim_does) {
  const Body person = make_built_in_body(body::compute_segment_lengths(1.70));
  const MarkerSet set = make_set();
  MarkerBody placed{.body = person};
  for (const UsualMarker& marker : set.markers) {
    const SegmentIndex segment = person.find_segment(marker.part, marker.side).value();
    const Vector3 place = marker.along * person.segment(segment).p_SE_S + marker.offset_S;
    placed.markers.push_back({marker.name, {segment, place}});
  }
  auto recording = record(person, set, 0.0);
  const Pose& neutral = person.neutral_pose();
  EXPECT_LT(compute_marker_errors(placed, neutral, recording, 0).largest, 1e-6) << "to 24 bits";
  const std::size_t heel = recording.find_point("LHEE").value();
  recording.place(0, heel, *recording.find(0, heel) + Vector3(0.03, 0.0, -0.04));
  const MarkerErrors errors = compute_marker_errors(placed, neutral, recording, 0);
  const auto count = static_cast<double>(set.markers.size());
  EXPECT_EQ(errors.seen, set.markers.size());
  EXPECT_NEAR(errors.largest, 0.05, 1e-6);
  EXPECT_EQ(placed.markers[errors.worst].name, "LHEE");
  EXPECT_NEAR(errors.total_squared, 0.0025, 1e-6);
  EXPECT_NEAR(errors.rms, 0.05 / std::sqrt(count), 1e-6);
  EXPECT_EQ(compute_marker_errors(placed, neutral, recording, 3).seen, set.markers.size() - 1)
      << "RKNE is lost";
}

TEST(MarkerBody, refuses_recordings_without_a_pelvis) {
  const Body person = make_built_in_body(body::compute_segment_lengths(1.70));
  MarkerSet set = make_set();
  const auto recording = record(person, set, 0.001);
  set.pelvis.left_front = "LASIS";
  set.pelvis.right_front = "RASIS";
  const motion::PointRecording* given[] = {&recording};
  const auto learnt = learn_marker_body(given, set);
  ASSERT_FALSE(learnt.has_value());
  EXPECT_NE(learnt.error().remedy.find("LASIS"), std::string::npos);
}

}  // namespace
}  // namespace endrange::solve
