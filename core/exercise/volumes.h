#pragma once

#include <vector>

#include "core/body/body.h"
#include "core/body/kinematics.h"

namespace endrange::exercise {

/// The flesh of a segment: all that lies within a radius of a line. Ends in the segment's frame, metres.
struct Volume {
  body::SegmentIndex segment = {};
  body::Vector3 from_S = body::Vector3::Zero();
  body::Vector3 to_S = body::Vector3::Zero();
  double radius = 0.0;
};

/// The flesh of the built-in parts of a body, in the order of its segments. A segment without any has none;
/// near its joint a limb has none either, because there it runs into its neighbour.
[[nodiscard]] std::vector<Volume> make_volumes(const body::Body& body);

/// A volume in ground.
struct PlacedVolume {
  body::Vector3 from = body::Vector3::Zero();
  body::Vector3 to = body::Vector3::Zero();
  double radius = 0.0;
};

[[nodiscard]] PlacedVolume place(const Volume& volume, const body::SegmentFrames& frames);

/// How far two volumes reach into one another [m]; negative where there is room between them.
[[nodiscard]] double compute_depth(const PlacedVolume& a, const PlacedVolume& b);

/// An upright box in ground.
struct Box {
  body::Vector3 middle = body::Vector3::Zero();
  body::Vector3 half = body::Vector3::Zero();
};

/// How far a volume reaches into a box [m]; negative where there is room between them.
[[nodiscard]] double compute_depth(const PlacedVolume& volume, const Box& box);

}  // namespace endrange::exercise
