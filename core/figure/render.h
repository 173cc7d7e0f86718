#pragma once

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

/// One moment of a motion as SVG: facets in painter's order, shaded by one light, working segments in their
/// region's colour, a soft shadow on the floor.
[[nodiscard]] std::string render_svg(const FigureMotion& motion, const Still& still);

}  // namespace endrange::figure
