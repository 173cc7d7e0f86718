#include "core/measure/landmark_sight.h"

#include <Eigen/Core>
#include <algorithm>

namespace endrange::measure {
namespace {

using body::Landmark;

}  // namespace

std::optional<Outline> find_outline(const motion::LandmarkRecording& recording,
                                    const motion::LandmarkFrame& frame) {
  if (!frame.landmarks) return std::nullopt;
  const double aspect = recording.height > 0
                            ? static_cast<double>(recording.width) / static_cast<double>(recording.height)
                            : 1.0;
  const auto world = [&](Landmark landmark) { return (*frame.landmarks)[index(landmark)].world; };
  const auto image = [&](Landmark landmark) {
    const auto& point = (*frame.landmarks)[index(landmark)].image;
    return Eigen::Vector2d(point.x() * aspect, point.y());
  };

  Outline outline;
  outline.time_s = frame.time_s;
  outline.centre = (image(Landmark::LeftHip) + image(Landmark::RightHip)) / 2.0;
  const Eigen::Vector2d shoulders = (image(Landmark::LeftShoulder) + image(Landmark::RightShoulder)) / 2.0;
  outline.trunk = (shoulders - outline.centre).norm();
  const body::Vector3 trunk = (world(Landmark::LeftShoulder) + world(Landmark::RightShoulder)) / 2.0 -
                              (world(Landmark::LeftHip) + world(Landmark::RightHip)) / 2.0;
  const double world_trunk = trunk.norm();
  if (outline.trunk <= 0.0 || world_trunk <= 0.0) return std::nullopt;
  // A trunk that leans away looks short, and not far.
  if (const double seen = trunk.head<2>().norm(); seen > world_trunk / 2.0)
    outline.per_metre = outline.trunk / seen;
  for (const auto& [left, right] : {std::pair{Landmark::LeftShoulder, Landmark::RightShoulder},
                                    std::pair{Landmark::LeftHip, Landmark::RightHip}}) {
    outline.across += (image(left) - image(right)).x() / outline.trunk;
    outline.away += (world(left) - world(right)).z() / world_trunk;
  }
  return outline;
}

std::vector<Landmark> compute_needed_landmarks(const Protocol& protocol, Side side) {
  const bool is_left = side == Side::Left;
  const Landmark shoulder = is_left ? Landmark::LeftShoulder : Landmark::RightShoulder;
  const Landmark hip = is_left ? Landmark::LeftHip : Landmark::RightHip;
  if (protocol.joint_motion.value().starts_with("hip."))
    return {shoulder, hip, is_left ? Landmark::LeftKnee : Landmark::RightKnee};
  return {shoulder, hip, is_left ? Landmark::LeftElbow : Landmark::RightElbow};
}

Visibility compute_visibility(const motion::RawLandmark& landmark) {
  const auto is_inside = [](double share) { return share >= 0.0 && share <= 1.0; };
  if (!is_inside(landmark.image.x()) || !is_inside(landmark.image.y())) return Visibility::OutsidePicture;
  return landmark.visibility >= LeastVisibility ? Visibility::Seen : Visibility::Hidden;
}

std::optional<Unseen> find_unseen(const motion::RawLandmarks& landmarks, const Protocol& protocol,
                                  Side side) {
  for (const Landmark landmark : compute_needed_landmarks(protocol, side)) {
    const Visibility visibility = compute_visibility(landmarks[index(landmark)]);
    if (visibility != Visibility::Seen) return Unseen{landmark, visibility};
  }
  return std::nullopt;
}

}  // namespace endrange::measure
