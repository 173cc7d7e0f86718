#include "core/exercise/points.h"

#include "core/body/kinematics.h"

namespace endrange::exercise {
namespace {

using body::Part;
using body::Vector3;

// Half the thickness of flesh around the bones of an average adult, as shares of the segment's own length, by
// eye from the figure's turned profiles: what rests on the floor is skin, not a joint centre.
constexpr double SeatBelowHip = 0.62;       // of the pelvis's height above the hip line
constexpr double BackBehindPelvis = 0.75;   // of the same
constexpr double FrontOfPelvis = 0.60;      // of the same
constexpr double ChestThickness = 0.50;     // of the thorax
constexpr double BackThickness = 0.34;      // of the thorax
constexpr double ForeheadThickness = 0.55;  // of the head
constexpr double TempleThickness = 0.43;    // of the head, to the side
constexpr double NapeThickness = 0.40;      // of the head, behind
constexpr double HipThickness = 0.20;       // of the thigh, to the side
constexpr double DeltoidThickness = 0.18;   // of the upper arm, to the side
constexpr double ShoulderThickness = 0.20;  // of the upper arm
constexpr double ThighThickness = 0.17;     // of the thigh, on top near the knee
constexpr double ThighEndThickness = 0.15;  // of the thigh, just above the kneecap
constexpr double KneeThickness = 0.13;      // of the shank
constexpr double ShinThickness = 0.10;      // of the shank
constexpr double PalmThickness = 0.09;      // of the hand
constexpr double HeelBack = 0.5;            // of the length from ankle to the ball of the foot

struct Spot {
  Part part;
  Vector3 p;
};

// For the right side, from where the segment's far end lies.
std::optional<Spot> find_spot(std::string_view name, const Vector3& end) {
  const double length = end.norm();
  if (name == "crown" || name == "fingertips" || name == "ball") {
    const Part part = name == "crown" ? Part::Head : name == "ball" ? Part::Foot : Part::Hand;
    return Spot{part, end};
  }
  if (name == "head") return Spot{Part::Head, Vector3(0.5 * length, 0.25 * length, 0.0)};
  if (name == "sternum") return Spot{Part::Thorax, Vector3(0.35 * length, 0.55 * length, 0.0)};
  if (name == "forehead") return Spot{Part::Head, Vector3(ForeheadThickness * length, 0.4 * length, 0.0)};
  if (name == "temple")
    return Spot{Part::Head, Vector3(0.17 * length, 0.42 * length, TempleThickness * length)};
  if (name == "back_of_head") return Spot{Part::Head, Vector3(-NapeThickness * length, 0.45 * length, 0.0)};
  if (name == "chest") return Spot{Part::Thorax, Vector3(ChestThickness * length, 0.45 * length, 0.0)};
  if (name == "back") return Spot{Part::Thorax, Vector3(-BackThickness * length, 0.84 * length, 0.0)};
  if (name == "pubis") return Spot{Part::Pelvis, Vector3(FrontOfPelvis * length, 0.1 * length, 0.0)};
  if (name == "hip_side") return Spot{Part::Thigh, Vector3(0.0, 0.0, HipThickness * length)};
  if (name == "shoulder_side") return Spot{Part::Humerus, Vector3(0.0, 0.0, DeltoidThickness * length)};
  if (name == "instep") return Spot{Part::Foot, Vector3(0.5 * end.x(), 0.25 * end.y(), 0.0)};
  if (name == "toes") return Spot{Part::Toes, end};
  if (name == "pelvis") return Spot{Part::Pelvis, Vector3::Zero()};
  if (name == "sacrum") return Spot{Part::Pelvis, Vector3(-BackBehindPelvis * length, 0.35 * length, 0.0)};
  if (name == "sit_bone")
    return Spot{Part::Pelvis, Vector3(-0.1 * length, -SeatBelowHip * length, 0.45 * length)};
  if (name == "shoulder") return Spot{Part::Humerus, Vector3(-ShoulderThickness * length, 0.0, 0.0)};
  if (name == "elbow") return Spot{Part::Humerus, end};
  if (name == "wrist") return Spot{Part::Forearm, end};
  if (name == "hand") return Spot{Part::Hand, 0.45 * end + Vector3(PalmThickness * length, 0.0, 0.0)};
  if (name == "thigh") return Spot{Part::Thigh, 0.8 * end + Vector3(ThighThickness * length, 0.0, 0.0)};
  if (name == "above_knee")
    return Spot{Part::Thigh, 0.95 * end + Vector3(ThighEndThickness * length, 0.0, 0.0)};
  if (name == "knee") return Spot{Part::Shank, Vector3(KneeThickness * length, 0.0, 0.0)};
  if (name == "shin") return Spot{Part::Shank, 0.85 * end + Vector3(ShinThickness * length, 0.0, 0.0)};
  if (name == "ankle") return Spot{Part::Shank, 0.93 * end + Vector3(0.0, 0.0, ShinThickness * length)};
  if (name == "heel") return Spot{Part::Foot, Vector3(-HeelBack * end.x(), end.y(), 0.0)};
  return std::nullopt;
}

}  // namespace

double compute_stature(const body::Body& body) {
  const auto frames = body::compute_segment_frames(body, body.neutral_pose());
  const auto height = [&](std::string_view name, Side side) {
    const auto point = find_point(body, name, side);
    return point ? frames[point->segment].place(point->p_SQ_S).y() : 0.0;
  };
  return height("crown", Side::Both) - height("heel", Side::Right);
}

std::optional<body::BodyPoint> find_point(const body::Body& body, std::string_view name, Side side) {
  // The part does not depend on the length, so that it can be asked for first.
  const auto part = find_spot(name, Vector3::UnitY());
  if (!part) return std::nullopt;
  const auto segment = body.find_segment(part->part, body::is_sided(part->part) ? side : Side::Both);
  if (!segment) return std::nullopt;
  const Vector3 end = body.segment(*segment).p_SE_S;
  Vector3 p = find_spot(name, end)->p;
  if (side == Side::Left) p.z() = -p.z();
  return body::BodyPoint{*segment, p};
}

}  // namespace endrange::exercise
