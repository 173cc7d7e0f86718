#include "core/measure/landmark_sight.h"

#include <Eigen/Core>
#include <algorithm>
#include <string_view>

namespace endrange::measure {
namespace {

using body::Landmark;

struct SideLandmarks {
  Landmark shoulder = {};
  Landmark elbow = {};
  Landmark wrist = {};
  Landmark hip = {};
  Landmark knee = {};
  Landmark ankle = {};
  Landmark toes = {};
};
constexpr SideLandmarks LeftLandmarks = {Landmark::LeftShoulder, Landmark::LeftElbow, Landmark::LeftWrist,
                                         Landmark::LeftHip,      Landmark::LeftKnee,  Landmark::LeftAnkle,
                                         Landmark::LeftFootIndex};
constexpr SideLandmarks RightLandmarks = {Landmark::RightShoulder, Landmark::RightElbow, Landmark::RightWrist,
                                          Landmark::RightHip,      Landmark::RightKnee,  Landmark::RightAnkle,
                                          Landmark::RightFootIndex};

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
  const std::string_view motion = protocol.joint_motion.value();
  const auto is_about = [&](std::string_view part) { return motion.starts_with(part); };
  const bool is_rotation = motion.ends_with("_rotation");
  if (is_about("neck.")) {
    // From the side, the near ear and shoulder are the left ones or the right ones; the nose is there.
    if (protocol.view == View::Side) return {Landmark::Nose};
    return {Landmark::Nose, Landmark::LeftEar, Landmark::RightEar, Landmark::LeftShoulder,
            Landmark::RightShoulder};
  }
  if (is_about("thorax.") || is_about("lumbar."))
    return {Landmark::LeftShoulder, Landmark::RightShoulder, Landmark::LeftHip, Landmark::RightHip};
  if (protocol.kind == ProtocolKind::Circle && protocol.joint == "neck")
    return {Landmark::Nose, Landmark::LeftEar, Landmark::RightEar, Landmark::LeftShoulder,
            Landmark::RightShoulder};
  const SideLandmarks& own = side == Side::Left ? LeftLandmarks : RightLandmarks;
  if (protocol.kind == ProtocolKind::Circle && protocol.joint == "hip")
    return {own.shoulder, own.hip, own.knee};
  if (protocol.kind == ProtocolKind::Count) {
    // From the side the far leg is hidden, and moves as the near one does.
    if (side == Side::Both) return {};
    return {own.shoulder, own.hip, own.knee, own.ankle};
  }
  if (protocol.kind == ProtocolKind::Time) return {Landmark::LeftAnkle, Landmark::RightAnkle};
  if (is_about("ankle.")) return {own.knee, own.ankle, own.toes};
  if (is_about("knee.") || (is_about("hip.") && is_rotation)) return {own.hip, own.knee, own.ankle};
  if (is_about("hip.")) return {own.shoulder, own.hip, own.knee};
  if (is_about("shoulder.") && is_rotation) return {own.shoulder, own.elbow, own.wrist};
  return {own.shoulder, own.hip, own.elbow};
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
