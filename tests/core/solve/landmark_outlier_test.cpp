// Oracle: the same recording without the outliers. Limit: landmarks err independently here, each frame anew,
// with the spread that the fit is told.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/landmark_fit.h"
#include "tests/core/body/poses.h"
#include "tests/support/counts.h"

namespace endrange::solve {
namespace {

constexpr double PlaneSpread = 0.02;
constexpr double DepthSpread = 0.06;
constexpr std::size_t Frames = 40;
constexpr std::array<std::size_t, 3> Spoilt = {10, 20, 30};

// From one pose to another and on, in a little over a second, seen with noise.
motion::LandmarkRecording make_recording(const Body& body, std::uint64_t seed) {
  body::Numbers numbers(seed);
  const Pose from = body::make_random_pose(body, 2 * seed, 0.4);
  const Pose to = interpolate(body, from, body::make_random_pose(body, 2 * seed + 1, 0.4), 0.5);
  const auto points = compute_landmark_points(body);
  motion::LandmarkRecording recording{.width = 640, .height = 480};
  for (std::size_t i = 0; i < Frames; ++i) {
    const double share = 0.5 - 0.5 * std::cos(std::numbers::pi * double(i) / double(Frames - 1));
    const auto frames = compute_segment_frames(body, interpolate(body, from, to, share));
    motion::RawLandmarks landmarks;
    for (std::size_t k = 0; k < landmarks.size(); ++k) {
      const Vector3 p = frames[points[k].segment].place(points[k].p_SQ_S);
      landmarks[k].world =
          Vector3(-p.z() + PlaneSpread * numbers.normal(), -p.y() + PlaneSpread * numbers.normal(),
                  -p.x() + DepthSpread * numbers.normal());
      landmarks[k].visibility = 1.0;
    }
    recording.frames.push_back({double(i) / 30.0, landmarks});
  }
  return recording;
}

// One landmark of some frames 20 to 60 cm off, in any direction of space.
void spoil(motion::LandmarkRecording& recording, std::uint64_t seed) {
  body::Numbers numbers(seed + 1'000'000);
  for (const std::size_t frame : Spoilt) {
    const auto lost = static_cast<std::size_t>(numbers.uniform(0.0, 33.0));
    const Vector3 direction = Vector3(numbers.normal(), numbers.normal(), numbers.normal()).normalized();
    (*recording.frames[frame].landmarks)[lost].world += numbers.uniform(0.20, 0.60) * direction;
  }
}

struct Motion {
  const char* name;
  bool is_sided;
};
constexpr Motion Motions[] = {{"neck.flexion", false},
                              {"neck.rotation", false},
                              {"shoulder.flexion", true},
                              {"shoulder.abduction", true},
                              {"shoulder.internal_rotation", true},
                              {"elbow.flexion", true},
                              {"forearm.pronation", true},
                              {"wrist.flexion", true},
                              {"hip.flexion", true},
                              {"hip.abduction", true},
                              {"hip.internal_rotation", true},
                              {"knee.flexion", true},
                              {"ankle.dorsiflexion", true}};

// Sanitizers look at memory, which few cases show as well as many, and take thirty times as long.
#ifdef __SANITIZE_ADDRESS__
constexpr int Few = 3;
#else
constexpr int Few = 12;
#endif

TEST(LandmarkOutliers, one_in_a_frame_moves_no_well_determined_angle_by_half_its_interval) {
  const int count = test::choose_count(Few, 3334);
  const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  int determined = 0;
  int held = 0;
  int frames = 0;
  int frames_held = 0;
  for (int i = 1; i <= count; ++i) {
    auto recording = make_recording(body, static_cast<std::uint64_t>(i));
    const auto clean = fit_landmarks(recording);
    spoil(recording, static_cast<std::uint64_t>(i));
    const auto spoilt = fit_landmarks(recording);
    ASSERT_TRUE(clean && spoilt);
    ASSERT_EQ(clean->frames.size(), Frames);
    ASSERT_EQ(spoilt->frames.size(), Frames);
    for (const std::size_t frame : Spoilt) {
      bool all_held = true;
      for (const Motion& motion : Motions) {
        for (const Side side : {Side::Left, Side::Right}) {
          if (!motion.is_sided && side == Side::Right) continue;
          const auto before =
              compute_angle_estimate(clean->body, clean->frames[frame], JointMotionId(motion.name), side);
          const auto after =
              compute_angle_estimate(spoilt->body, spoilt->frames[frame], JointMotionId(motion.name), side);
          if (!before->is_determined || !after->is_determined) continue;
          const double moved = std::abs(std::remainder(
              (after->estimate.mean - before->estimate.mean).radians(), 2.0 * std::numbers::pi));
          ++determined;
          const bool is_held = moved <= 1.96 * before->estimate.standard_error.radians();
          held += is_held;
          all_held = all_held && is_held;
        }
      }
      ++frames;
      frames_held += all_held;
    }
  }
  std::printf("             angles held %.2f %% of %d, frames in which all held %.2f %% of %d\n",
              100.0 * held / determined, determined, 100.0 * frames_held / frames, frames);
  EXPECT_GT(held, 0.996 * determined);
  EXPECT_GT(frames_held, 0.97 * frames);
}

}  // namespace
}  // namespace endrange::solve
