#include "core/exercise/balance.h"

#include <algorithm>
#include <limits>

#include "core/solve/terms.h"

namespace endrange::exercise {
namespace {

using body::Vector3;

// By eye, as shares of stature: half the width of a foot or hand; from the sit bones forward to where a seat
// ends, and back; a trunk that lies.
constexpr double SkinReach = 0.02;
constexpr double SeatAhead = 0.13;
constexpr double SeatBehind = 0.06;
constexpr double TrunkReach = 0.25;
constexpr double TrunkAside = 0.08;

}  // namespace

SupportPoint make_support(const body::BodyPoint& point, std::string_view name, double stature_m) {
  if (name == "sit_bone")
    return {point, SeatAhead * stature_m, SeatBehind * stature_m, SkinReach * stature_m};
  if (name == "sacrum" || name == "pubis" || name == "chest" || name == "back" || name == "hip_side")
    return {point, TrunkReach * stature_m, TrunkReach * stature_m, TrunkAside * stature_m};
  return {point, SkinReach * stature_m, SkinReach * stature_m, SkinReach * stature_m};
}

std::vector<Vector3> compute_outline(std::span<const SupportPoint> support,
                                     const body::SegmentFrames& frames) {
  std::vector<Vector3> corners;
  for (const SupportPoint& one : support) {
    const Vector3 p = frames[one.point.segment].place(one.point.p_SQ_S);
    for (const double x : {-one.behind, one.ahead})
      for (const double z : {-one.aside, one.aside}) corners.emplace_back(p.x() + x, 0.0, p.z() + z);
  }
  return corners;
}

double compute_imbalance(const body::Body& body, const body::SegmentFrames& frames,
                         std::span<const SupportPoint> support) {
  if (support.empty()) return std::numeric_limits<double>::infinity();
  const auto term = solve::make_centre_of_mass_over(compute_outline(support, frames), 0.0, 1.0);
  const Vector3 centre = body::compute_centre_of_mass(body, frames);
  double outside = -std::numeric_limits<double>::infinity();
  for (const auto& edge : term.edges) outside = std::max(outside, edge.outward_G.dot(centre) - edge.offset);
  return outside;
}

}  // namespace endrange::exercise
