#include "core/motion/recording.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::motion {

std::array<std::optional<Observation>, body::LandmarkCount> compute_observations(
    const RawLandmarks& landmarks, const LandmarkNoise& noise) {
  std::array<std::optional<Observation>, body::LandmarkCount> observations;
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    const RawLandmark& raw = landmarks[i];
    if (raw.visibility < noise.least_visibility) continue;
    const double plane = noise.plane_m / std::min(raw.visibility, 1.0);
    observations[i] = Observation{{-raw.world.z(), -raw.world.y(), -raw.world.x()},
                                  {noise.depth_factor * plane, plane, plane}};
  }
  return observations;
}

PointRecording make_point_recording(const LandmarkRecording& landmarks, const LandmarkNoise& noise) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    names.emplace_back(word(static_cast<body::Landmark>(i)));
  }
  PointRecording recording(std::move(names));
  recording.source = {.format = "landmarks", .unit = "m", .rate_hz = 0.0, .notes = {}};
  for (const LandmarkFrame& frame : landmarks.frames) {
    recording.append_frame(frame.time_s);
    if (!frame.landmarks) continue;
    const auto observations = compute_observations(*frame.landmarks, noise);
    for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
      if (!observations[i]) continue;
      recording.place(recording.frame_count() - 1, i, observations[i]->position,
                      (*frame.landmarks)[i].visibility);
    }
  }
  return recording;
}

body::Pose compute_pose_at(const body::Body& body, const Motion& motion, double time_s) {
  expects(!motion.poses.empty() && motion.poses.size() == motion.time_s.size(),
          "a motion has a time for each pose");
  const auto after = std::ranges::lower_bound(motion.time_s, time_s);
  if (after == motion.time_s.begin()) return motion.poses.front();
  if (after == motion.time_s.end()) return motion.poses.back();
  const auto i = static_cast<std::size_t>(after - motion.time_s.begin());
  const double before_s = motion.time_s[i - 1];
  const double share = (time_s - before_s) / (motion.time_s[i] - before_s);
  return interpolate(body, motion.poses[i - 1], motion.poses[i], share);
}

}  // namespace endrange::motion
