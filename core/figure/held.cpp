#include "core/figure/held.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/contracts.h"
#include "core/figure/figure.h"

namespace endrange::figure {
namespace {

using body::Matrix3;

// A webbing strap, and a broomstick [m].
constexpr double HalfStrapWidth_m = 0.018;
constexpr double HalfStrapThickness_m = 0.0025;
constexpr double StickRadius_m = 0.0125;
constexpr double StickRounding_m = 0.008;
// A strap on the floor lies on it [m].
constexpr double OnFloor_m = 0.004;

// From the long axis and about where the width lies.
Eigen::Quaterniond compute_turn(const Vector3& along, const Vector3& across) {
  const Vector3 y = along.normalized();
  Vector3 x = across - across.dot(y) * y;
  // Straight along the width any other will do.
  if (x.norm() < 1e-6) x = y.unitOrthogonal();
  x.normalize();
  Matrix3 R;
  R << x, y, x.cross(y);
  return Eigen::Quaterniond(R);
}

Shape make_stick(double from_m, double to_m) {
  const double r = StickRadius_m;
  const double edge = StickRounding_m;
  return {.kind = ShapeKind::Lathe,
          .size = {r - edge, from_m, r, from_m + edge, r, to_m - edge, r - edge, to_m},
          .prop = true};
}

Shape make_piece(double length_m) {
  return {.kind = ShapeKind::Box,
          .size = {HalfStrapWidth_m, 0.5 * length_m, HalfStrapThickness_m},
          .at = Vector3(0.0, 0.5 * length_m, 0.0),
          .prop = true};
}

}  // namespace

std::vector<Vector3> hang(const Vector3& from, const Vector3& to, double slack_m, std::size_t pieces) {
  // A shallow parabola is longer than its chord d by 8/3 of its sag squared over d.
  const double sag = std::sqrt(0.375 * (to - from).norm() * std::max(0.0, slack_m));
  std::vector<Vector3> points;
  for (std::size_t i = 0; i <= pieces; ++i) {
    const double u = static_cast<double>(i) / static_cast<double>(pieces);
    Vector3 p = (1.0 - u) * from + u * to - 4.0 * u * (1.0 - u) * sag * Vector3::UnitY();
    p.y() = std::max(p.y(), OnFloor_m);
    points.push_back(p);
  }
  return points;
}

void add_held(const HeldRun& run, FigureMotion& motion) {
  expects(run.points.size() == motion.frames.size() && run.across.size() == motion.frames.size(),
          "what is held has a place in each frame");
  const std::size_t pieces = run.points.front().size() - 1;
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    double longest = 0.0;
    for (const auto& points : run.points)
      longest = std::max(longest, (points[piece + 1] - points[piece]).norm());
    Shape shape =
        run.kind == HeldKind::Stick ? make_stick(-run.beyond_m, longest + run.beyond_m) : make_piece(longest);
    shape.segment = motion.segments.size();
    motion.shapes.push_back(std::move(shape));
    motion.segments.push_back({run.kind == HeldKind::Stick ? "stick" : "strap", body::Region::Hips, false});
    for (std::size_t i = 0; i < motion.frames.size(); ++i) {
      const Vector3& from = run.points[i][piece];
      append_pose(from, compute_turn(run.points[i][piece + 1] - from, run.across[i]),
                  i == 0 ? nullptr : &motion.frames[i - 1], motion.frames[i].poses);
    }
  }
}

}  // namespace endrange::figure
