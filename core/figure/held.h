#pragma once

#include <vector>

#include "core/figure/figure_motion.h"

namespace endrange::figure {

enum class HeldKind { Strap, Stick };

/// A straight or hanging stretch of something held, over a whole motion.
struct HeldRun {
  HeldKind kind = HeldKind::Strap;
  /// One list of points for each frame, in ground, all of one count [m]. The first point is where it is fast;
  /// what is too much stands out beyond the last, as the loose end of a strap does.
  std::vector<std::vector<Vector3>> points = {};
  /// The way that a strap's width lies, one for each frame; need not be square to it.
  std::vector<Vector3> across = {};
  double beyond_m = 0.0;  ///< how far a stick stands out at both ends
};

/// Points of a strap that hangs between two ends, itself longer than the straight way by this much: as many
/// pieces, none below the floor [m].
[[nodiscard]] std::vector<Vector3> hang(const Vector3& from, const Vector3& to, double slack_m,
                                        std::size_t pieces);

/// Adds what is held to a motion whose frames are made: each piece a rigid solid and a segment of its own
/// after the room, so that nothing stretches. Where the way becomes shorter the pieces slide into one
/// another.
void add_held(const HeldRun& run, FigureMotion& motion);

}  // namespace endrange::figure
