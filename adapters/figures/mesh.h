#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/figure/render.h"

namespace endrange::figures {

/// Triangles with shared corners: each corner has a place [m] and the direction in which its surface looks.
struct Mesh {
  std::vector<std::array<float, 3>> places = {};
  std::vector<std::array<float, 3>> normals = {};
  std::vector<std::uint16_t> corners = {};  ///< three a triangle, seen from outside anticlockwise
};

/// Puts facets together. Where they meet in a blunt edge the surface is smooth, in a sharp one it is not.
/// Facets without area are left out.
[[nodiscard]] Mesh make_mesh(const std::vector<figure::Facet>& facets);

}  // namespace endrange::figures
