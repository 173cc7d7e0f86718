#include "core/figure/arc.h"

#include <algorithm>
#include <cmath>

namespace endrange::figure {
namespace {

// A smaller swing has no plane that could be told from noise.
constexpr Angle SmallestSwing = Angle::from_degrees(8.0);
// How far the limb may stray from the arc before the arc would show something else than the joint motion.
constexpr Angle LargestStray = Angle::from_degrees(14.0);
// A limb that points along the axis less than this shows the angle itself; otherwise its front does.
constexpr double MostAlong = 0.75;
constexpr std::size_t LookedAt = 12;  // frames

// The dial stands just beyond the limb that it measures. The page draws it alike.
constexpr double LargestArc_m = 0.36;
constexpr double ArcPerLimb = 1.1;
constexpr double ArcWidth_m = 0.034;
constexpr double FacingArc_m = 0.17;
constexpr double FacingWidth = 0.7;
constexpr double TrackInset_m = 0.012;
constexpr double MarkBeyond_m = 0.02;
constexpr Angle MarkHalfWidth = Angle::from_degrees(0.7);
constexpr Angle Step = Angle::from_degrees(3.0);

Eigen::Quaterniond rotation_of(const FigureFrame& frame, std::size_t segment) {
  const double* p = frame.poses.data() + NumbersPerSegment * segment;
  return {p[6], p[3], p[4], p[5]};
}

Vector3 turn(const ArcPlane& plane, Angle angle) {
  return Eigen::AngleAxisd(angle.radians(), plane.axis) * plane.zero;
}

double compute_radius(const Shape& shape) {
  double radius = 0.0;
  if (shape.kind == ShapeKind::Lathe)
    for (std::size_t i = 0; i + 1 < shape.size.size(); i += 2)
      radius = std::max(radius, std::hypot(shape.size[i], shape.size[i + 1]));
  else
    for (const double half : shape.size) radius = std::max(radius, half);
  return radius;
}

// Which way a segment extends from its joint: limbs downwards, trunk and head upwards.
Vector3 find_direction(const FigureMotion& motion, std::size_t segment) {
  double height = 0.0;
  for (const Shape& shape : motion.shapes) {
    if (shape.segment != segment || shape.prop) continue;
    const bool is_turned = shape.kind == ShapeKind::Lathe && shape.size.size() >= 4;
    const double middle = is_turned ? 0.5 * (shape.size[1] + shape.size[shape.size.size() - 1]) : 0.0;
    height += (shape.at + shape.rotation * Vector3(0.0, middle, 0.0)).y();
  }
  return height > 0.0 ? Vector3(Vector3::UnitY()) : Vector3(-Vector3::UnitY());
}

}  // namespace

std::optional<ArcPlane> find_arc_plane(const FigureMotion& motion, const ArcTrack& arc) {
  if (arc.angles.empty() || arc.angles.size() != motion.frames.size()) return std::nullopt;
  const auto [least, most] = std::ranges::minmax_element(arc.angles);
  if (*most - *least < SmallestSwing) return std::nullopt;
  const auto rotation_at = [&](auto found) {
    return rotation_of(motion.frames[static_cast<std::size_t>(found - arc.angles.begin())], arc.segment);
  };
  const Eigen::Quaterniond from = rotation_at(least);
  Eigen::Quaterniond swing = rotation_at(most) * from.conjugate();
  if (swing.w() < 0.0) swing.coeffs() = -swing.coeffs();
  if (2.0 * std::atan2(swing.vec().norm(), swing.w()) < SmallestSwing.radians()) return std::nullopt;
  const Vector3 axis = swing.vec().normalized();

  // The limb itself shows the angle, unless it turns about its own length: then its front does.
  const Vector3 along = find_direction(motion, arc.segment);
  const bool by_limb = std::abs((from * along).dot(axis)) < MostAlong;
  const Vector3 pointer = by_limb ? along : Vector3(Vector3::UnitX());
  const Vector3 shown = from * pointer;
  const Vector3 flat = (shown - shown.dot(axis) * axis).normalized();
  ArcPlane plane{axis, Eigen::AngleAxisd(-least->radians(), axis) * flat};

  const std::size_t stride = std::max<std::size_t>(1, arc.angles.size() / LookedAt);
  for (std::size_t i = 0; i < arc.angles.size(); i += stride) {
    const Vector3 limb = rotation_of(motion.frames[i], arc.segment) * pointer;
    const double stray = std::acos(std::clamp(turn(plane, arc.angles[i]).dot(limb), -1.0, 1.0));
    if (stray > LargestStray.radians()) return std::nullopt;
  }
  return plane;
}

double compute_limb_reach(const FigureMotion& motion, std::size_t segment) {
  double reach = 0.0;
  for (const Shape& shape : motion.shapes)
    if (shape.segment == segment && !shape.prop)
      reach = std::max(reach, shape.at.norm() + compute_radius(shape));
  return reach;
}

std::vector<ArcBand> make_arc_bands(const ArcTrack& arc, const ArcPlane& plane, Angle now, int around) {
  const bool is_in_plane = arc.plane.has_value();
  const double inner =
      is_in_plane ? std::min(LargestArc_m, ArcPerLimb * arc.limb_m) : FacingArc_m + around * ArcWidth_m;
  const double outer = inner + (is_in_plane ? 1.0 : FacingWidth) * ArcWidth_m;
  std::vector<ArcBand> bands;
  const auto add = [&](ArcBand::Of of, Angle from, Angle to, double near, double far) {
    const Vector3 a = turn(plane, from);
    const Vector3 b = turn(plane, to);
    bands.push_back({of, {near * a, far * a, far * b, near * b}});
  };
  const auto count = static_cast<int>(std::ceil(arc.human.radians() / Step.radians()));
  for (int i = 0; i < count; ++i) {
    const Angle from = i * Step;
    const Angle to = std::min((i + 1) * Step, arc.human);
    const Angle middle = 0.5 * (from + to);
    if (middle <= now)
      add(ArcBand::Of::Now, from, to, inner, outer);
    else if (middle <= arc.target)
      add(ArcBand::Of::Target, from, to, inner, outer);
    else
      add(ArcBand::Of::Human, from, to, inner + TrackInset_m, outer - TrackInset_m);
  }
  if (arc.own)
    add(ArcBand::Of::Own, *arc.own - MarkHalfWidth, *arc.own + MarkHalfWidth, inner - MarkBeyond_m,
        outer + MarkBeyond_m);
  return bands;
}

}  // namespace endrange::figure
