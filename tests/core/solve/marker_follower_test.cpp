// Oracle: the poses that the markers were placed by, three markers a segment and no noise.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/marker_fit.h"
#include "tests/core/solve/evidence.h"

namespace endrange::solve {
namespace {

struct Walk {
  Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  std::vector<Pose> poses = {};
  MarkerTasks tasks = {};
  motion::PointRecording recording{{}, motion::PointSpace::Ground};
};

Walk make_walk() {
  Walk walk;
  std::vector<std::string> names;
  for (const Term& term : observe_everything(walk.body, walk.body.neutral_pose())) {
    const auto& target = std::get<PointTarget>(term);
    walk.tasks.markers.push_back(
        {std::to_string(names.size()), names.size(), {target.segment, target.p_SQ_S}});
    names.push_back(std::to_string(names.size()));
  }
  walk.recording = motion::PointRecording(std::move(names), motion::PointSpace::Ground);
  for (int frame = 0; frame < 4; ++frame) {
    Pose pose = walk.body.neutral_pose();
    set_coordinate(walk.body, pose, walk.body.find_coordinate("knee_angle_r").value(), 0.2 * frame);
    walk.recording.append_frame(0.01 * frame);
    const auto at = static_cast<std::size_t>(frame);
    std::size_t point = 0;
    for (const Term& term : observe_everything(walk.body, pose)) {
      walk.recording.place(at, point++, std::get<PointTarget>(term).target_G, 1.0);
    }
    walk.poses.push_back(std::move(pose));
  }
  return walk;
}

TEST(MarkerFollower, follows_frames_given_twice_or_backwards) {
  const Walk walk = make_walk();
  MarkerFollower follower(walk.body, walk.tasks);
  for (const std::size_t frame : {0U, 1U, 1U, 1U, 2U, 3U, 2U, 0U}) {
    const MarkerFrame& found = follower.advance(walk.recording, frame);
    EXPECT_TRUE(found.has_converged) << frame;
    EXPECT_LT(compute_largest_difference(walk.body, found.pose, walk.poses[frame]), 1e-5) << frame;
  }
}

// Weights move the pose by their ratio alone, and errors are lengths, which no weight makes longer.
TEST(MarkerFollower, tells_the_same_errors_whatever_all_weigh_alike) {
  Walk walk = make_walk();
  for (std::size_t i = 0; i < walk.tasks.markers.size(); ++i)
    walk.tasks.markers[i].place.p_SQ_S.y() += i % 2 == 0 ? 0.01 : -0.004;
  const auto errors_at = [&](double weight) {
    for (FollowedMarker& marker : walk.tasks.markers) marker.weight = weight;
    MarkerFollower follower(walk.body, walk.tasks);
    return follower.advance(walk.recording, 0).errors;
  };
  const MarkerErrors one = errors_at(1.0);
  const MarkerErrors nine = errors_at(9.0);
  EXPECT_GT(one.rms, 0.002) << "markers were moved";
  EXPECT_NEAR(nine.rms, one.rms, 1e-9);
  EXPECT_NEAR(nine.total_squared, one.total_squared, 1e-9);
  EXPECT_NEAR(nine.largest, one.largest, 1e-7);
  EXPECT_LE(nine.rms, nine.largest);
  EXPECT_NEAR(nine.weighted_squared, 9.0 * one.weighted_squared, 1e-8);
}

}  // namespace
}  // namespace endrange::solve
