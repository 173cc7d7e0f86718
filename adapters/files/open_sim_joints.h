#pragma once

#include <vector>

#include "adapters/files/xml_source.h"
#include "core/body/body.h"

namespace endrange::files {

/// A joint of an OpenSim model without its place: how it moves, and the coordinates that move it.
struct OpenSimJoint {
  body::Joint joint = {};  ///< `Moves`, with name, moves and ellipsoid
  std::vector<body::Coordinate> coordinates = {};
};

/// Reads a joint element: WeldJoint, PinJoint, SliderJoint, UniversalJoint, BallJoint, GimbalJoint,
/// PlanarJoint, FreeJoint, EllipsoidJoint, ScapulothoracicJoint and CustomJoint. Any other, a reversed one,
/// and a coordinate that a function of time prescribes, is an error at its line.
///
/// Angles of a ball or a free joint are those of OpenSim's inverse kinematics: body-fixed, about x, y, z.
[[nodiscard]] Result<OpenSimJoint> parse_joint(const XmlSource& source, pugi::xml_node element);

}  // namespace endrange::files
