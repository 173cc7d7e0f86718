#pragma once

#include "core/body/body.h"

namespace endrange::body {

/// Whose average proportions a body has. `Average` lies between the two tables.
enum class Proportions { Average, FemaleAverage, MaleAverage };

/// Distances between the joints of the built-in body, left and right alike. Metres.
struct SegmentLengths {
  double trunk = 0.0;           ///< hip line to shoulder line, along the trunk
  double hip_width = 0.0;       ///< between the hip joint centres
  double shoulder_width = 0.0;  ///< between the shoulder joint centres
  double head = 0.0;            ///< base of the neck (C7) to the top of the head
  double upper_arm = 0.0;
  double forearm = 0.0;
  double hand = 0.0;  ///< wrist to the tip of the middle finger
  double thigh = 0.0;
  double shank = 0.0;
  double foot = 0.0;  ///< heel to the tip of the toes

  friend bool operator==(const SegmentLengths&, const SegmentLengths&) = default;
};

/// Segment lengths of an average person of this stature. Source: [Winter2009 fig. 4.1], [Dumas2007 table 1].
[[nodiscard]] SegmentLengths compute_segment_lengths(double height_m,
                                                     Proportions proportions = Proportions::Average);

/// The built-in body: 21 segments, 47 coordinates.
[[nodiscard]] Body make_built_in_body(const SegmentLengths& lengths,
                                      Proportions proportions = Proportions::Average);

}  // namespace endrange::body
