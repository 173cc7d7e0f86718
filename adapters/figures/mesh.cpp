#include "adapters/figures/mesh.h"

#include <cmath>
#include <map>

namespace endrange::figures {
namespace {

using figure::Facet;
using figure::Vector3;

// Facets that meet at less than 50° belong to one round surface: the bands of a limb do, its ends do not.
constexpr double SmoothCosine = 0.64;
// Corners nearer than this are one [m].
constexpr double Grain_m = 1e-6;

using Key = std::array<std::int64_t, 3>;

Key make_key(const Vector3& p) {
  return {std::llround(p.x() / Grain_m), std::llround(p.y() / Grain_m), std::llround(p.z() / Grain_m)};
}

// Twice the facet's area along its normal; its corners may coincide in part.
Vector3 compute_area(const Facet& facet) {
  Vector3 area = Vector3::Zero();
  for (std::size_t i = 1; i + 1 < facet.size(); ++i)
    area += (facet[i] - facet[0]).cross(facet[i + 1] - facet[0]);
  return area;
}

std::array<float, 3> to_floats(const Vector3& v) {
  return {static_cast<float>(v.x()), static_cast<float>(v.y()), static_cast<float>(v.z())};
}

class Weaver {
 public:
  explicit Weaver(const std::vector<Facet>& facets) {
    for (const auto& facet : facets) {
      const Vector3 area = compute_area(facet);
      if (area.norm() < Grain_m * Grain_m) continue;
      for (const auto& p : facet) meeting_[make_key(p)].push_back(area);
    }
  }

  void add(const Facet& facet) {
    const Vector3 area = compute_area(facet);
    if (area.norm() < Grain_m * Grain_m) return;
    std::vector<std::uint16_t> corners;
    for (const auto& p : facet) {
      const auto corner = find_corner(p, area.normalized());
      if (corners.empty() || (corner != corners.back() && corner != corners.front()))
        corners.push_back(corner);
    }
    for (std::size_t i = 1; i + 1 < corners.size(); ++i)
      for (const auto corner : {corners[0], corners[i], corners[i + 1]}) mesh_.corners.push_back(corner);
  }

  [[nodiscard]] Mesh take() { return std::move(mesh_); }

 private:
  std::uint16_t find_corner(const Vector3& p, const Vector3& facing) {
    Vector3 normal = Vector3::Zero();
    for (const auto& other : meeting_[make_key(p)])
      if (other.normalized().dot(facing) > SmoothCosine) normal += other;
    normal.normalize();
    const auto next = static_cast<std::uint16_t>(mesh_.places.size());
    const auto [found, is_new] = known_.try_emplace({make_key(p), make_key(normal)}, next);
    if (is_new) {
      mesh_.places.push_back(to_floats(p));
      mesh_.normals.push_back(to_floats(normal));
    }
    return found->second;
  }

  std::map<Key, std::vector<Vector3>> meeting_ = {};
  std::map<std::pair<Key, Key>, std::uint16_t> known_ = {};
  Mesh mesh_ = {};
};

}  // namespace

Mesh make_mesh(const std::vector<Facet>& facets) {
  Weaver weaver(facets);
  for (const auto& facet : facets) weaver.add(facet);
  return weaver.take();
}

}  // namespace endrange::figures
