#include "core/exercise/volumes.h"

#include <algorithm>
#include <array>

#include "core/exercise/points.h"

namespace endrange::exercise {
namespace {

using body::Part;
using body::Vector3;

// The radii are those of the figure, drawn for this stature [m], and grow with the body.
constexpr double DrawnStature_m = 1.72;

// Where along a limb the flesh begins and ends, as shares, and how thick it is [m of the drawn stature].
struct Flesh {
  Part part;
  double from;
  double to;
  double radius;
};
constexpr std::array<Flesh, 5> Limbs = {{
    {Part::Humerus, 0.35, 0.95, 0.036},
    {Part::Forearm, 0.08, 0.95, 0.029},
    {Part::Hand, 0.20, 0.90, 0.016},
    {Part::Thigh, 0.30, 0.95, 0.055},
    {Part::Shank, 0.12, 0.95, 0.040},
}};

// A foot is a line above its sole, from heel to ball [m of the drawn stature].
constexpr double FootRadius = 0.026;
constexpr double HeelBehind = 0.035;

// The trunk is wider than it is deep: a line from side to side. Half of it, forward and up, and the radius.
struct Slab {
  Part part;
  double forward;
  double up;
  double half_width;
  double radius;
};
constexpr std::array<Slab, 4> Trunk = {{
    {Part::Pelvis, -0.015, 0.0, 0.055, 0.080},
    {Part::Lumbar, 0.010, 0.078, 0.035, 0.078},
    {Part::Thorax, 0.010, 0.110, 0.045, 0.088},
    {Part::Head, 0.022, 0.066, 0.000, 0.086},
}};

// The points of two lines that are nearest to one another, by clamping one and then the other.
double compute_distance(const PlacedVolume& a, const PlacedVolume& b) {
  const Vector3 along_a = a.to - a.from;
  const Vector3 along_b = b.to - b.from;
  const Vector3 between = a.from - b.from;
  const double aa = along_a.squaredNorm();
  const double bb = along_b.squaredNorm();
  const double ab = along_a.dot(along_b);
  const double a_between = along_a.dot(between);
  const double b_between = along_b.dot(between);
  constexpr double Point = 1e-12;
  const double square = aa * bb - ab * ab;
  double on_a = square > Point ? std::clamp((ab * b_between - a_between * bb) / square, 0.0, 1.0) : 0.0;
  double on_b = bb > Point ? std::clamp((ab * on_a + b_between) / bb, 0.0, 1.0) : 0.0;
  if (aa > Point) on_a = std::clamp((ab * on_b - a_between) / aa, 0.0, 1.0);
  if (bb > Point) on_b = std::clamp((ab * on_a + b_between) / bb, 0.0, 1.0);
  return (between + on_a * along_a - on_b * along_b).norm();
}

// From a point to a box; inside, minus the way out.
double compute_distance(const Vector3& p, const Box& box) {
  const Vector3 off = (p - box.middle).cwiseAbs() - box.half;
  const double outside = off.cwiseMax(0.0).norm();
  return outside > 0.0 ? outside : off.maxCoeff();
}

}  // namespace

std::vector<Volume> make_volumes(const body::Body& body) {
  const double scale = compute_stature(body) / DrawnStature_m;
  std::vector<Volume> volumes;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const auto& segment = body.segments()[i];
    for (const Flesh& flesh : Limbs)
      if (flesh.part == segment.part)
        volumes.push_back({body::SegmentIndex{i}, flesh.from * segment.p_SE_S, flesh.to * segment.p_SE_S,
                           flesh.radius * scale});
    if (segment.part == Part::Foot) {
      const double sole = segment.p_SE_S.y() + FootRadius * scale;
      volumes.push_back({body::SegmentIndex{i}, Vector3(-HeelBehind * scale, sole, 0.0),
                         Vector3(segment.p_SE_S.x(), sole, segment.p_SE_S.z()), FootRadius * scale});
    }
    for (const Slab& slab : Trunk)
      if (slab.part == segment.part)
        volumes.push_back({body::SegmentIndex{i}, scale * Vector3(slab.forward, slab.up, -slab.half_width),
                           scale * Vector3(slab.forward, slab.up, slab.half_width), slab.radius * scale});
  }
  return volumes;
}

PlacedVolume place(const Volume& volume, const body::SegmentFrames& frames) {
  const auto& frame = frames[volume.segment];
  return {frame.place(volume.from_S), frame.place(volume.to_S), volume.radius};
}

double compute_depth(const PlacedVolume& a, const PlacedVolume& b) {
  return a.radius + b.radius - compute_distance(a, b);
}

double compute_depth(const PlacedVolume& volume, const Box& box) {
  // Steps much shorter than what is looked for: a limb of half a metre is asked every few centimetres.
  constexpr int Steps = 10;
  double nearest = compute_distance(volume.from, box);
  for (int i = 1; i <= Steps; ++i) {
    const double share = static_cast<double>(i) / Steps;
    nearest = std::min(nearest, compute_distance(volume.from + share * (volume.to - volume.from), box));
  }
  return volume.radius - nearest;
}

}  // namespace endrange::exercise
