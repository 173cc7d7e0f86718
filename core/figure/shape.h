#pragma once

#include <Eigen/Geometry>
#include <cstddef>
#include <vector>

#include "core/body/frame.h"

namespace endrange::figure {

using body::Vector3;

enum class ShapeKind {
  Lathe,      ///< turned about y: size is radius, height, radius, height … from below upwards
  Ellipsoid,  ///< size is its three half axes
  Box,        ///< size is its three half sizes
};

/// One solid of the figure or of the room, in the frame of its segment. Metres.
struct Shape {
  std::size_t segment = 0;
  ShapeKind kind = ShapeKind::Ellipsoid;
  std::vector<double> size = {};
  Vector3 at = Vector3::Zero();
  Eigen::Quaterniond rotation = Eigen::Quaterniond::Identity();
  bool joint = false;  ///< a ball joint, drawn in the darker wood
  bool prop = false;   ///< of the room, not of the body
};

}  // namespace endrange::figure
