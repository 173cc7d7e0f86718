#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/files/open_sim_frames.h"
#include "core/body/body.h"

namespace endrange::files {

/// What the constraints of a model may name.
struct ConstraintNames {
  const OpenSimFrames& frames;
  const std::vector<body::SegmentIndex>& segments;  ///< of each body, as the frames count them
  const std::map<std::string, body::CoordinateIndex>& coordinates;
  std::vector<std::string>& notes;
};

/// Reads a ConstraintSet: CoordinateCouplerConstraint of one coordinate on one other, and PointConstraint
/// between two bodies. One that is not enforced becomes a note; any other kind is an error at its line.
[[nodiscard]] Result<body::Constraints> parse_constraints(const XmlSource& source, pugi::xml_node set,
                                                          const ConstraintNames& names);

}  // namespace endrange::files
