#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/figure/figure_motion.h"

namespace endrange::figure {

/// A flat facet of a shape: its corners in order, seen from outside anticlockwise.
using Facet = std::vector<Vector3>;
/// The surface of a shape in its segment's frame.
[[nodiscard]] std::vector<Facet> tessellate(const Shape& shape);

/// How a still is drawn. Colours are CSS.
struct Still {
  double t_s = 0.0;
  View view = {};
  int width_px = 480;
  int height_px = 480;
};

/// In pixels, y down.
struct Point {
  double x = 0.0;
  double y = 0.0;
};
/// Red, green, blue, 0 to 255.
using Paint = std::array<std::uint8_t, 3>;
/// What a shape of a motion is painted in full light: its region's colour where it works, else wood.
[[nodiscard]] Paint compute_paint(const FigureMotion& motion, const Shape& shape);

struct Polygon {
  std::vector<Point> corners = {};
  Paint paint = {};
};

/// One moment of a motion, flat.
struct Drawing {
  static constexpr Paint Paper{0xfa, 0xf8, 0xf5};
  static constexpr Paint Shade{0xe4, 0xdf, 0xd7};

  std::vector<Polygon> shadow = {};  ///< on the floor, all of one shade
  std::vector<Polygon> figure = {};  ///< each over the ones before
};
[[nodiscard]] Drawing compute_drawing(const FigureMotion& motion, const Still& still);

/// The same as pixels, for where no SVG can go.
struct Picture {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> rgb = {};  ///< row by row from the top

  friend bool operator==(const Picture&, const Picture&) = default;
};
[[nodiscard]] Picture render_picture(const FigureMotion& motion, const Still& still);

/// One moment of a motion as SVG: facets in painter's order, shaded by one light, working segments in their
/// region's colour, a soft shadow on the floor.
[[nodiscard]] std::string render_svg(const FigureMotion& motion, const Still& still);

}  // namespace endrange::figure
