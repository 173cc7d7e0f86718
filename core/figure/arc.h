#pragma once

#include <optional>
#include <vector>

#include "core/figure/figure_motion.h"

/// The dial that stands at a working joint: the whole human range, how far this exercise goes, the person's
/// own range, and where the joint is now.
namespace endrange::figure {

/// The plane in which a segment swings over a motion, from its rotation between the frames of the smallest
/// and the largest angle. Nothing where it hardly moves, or where the body around it moves so that no one arc
/// tells the joint motion's angle in every frame: such a dial faces the viewer instead.
[[nodiscard]] std::optional<ArcPlane> find_arc_plane(const FigureMotion& motion, const ArcTrack& arc);

/// How far the limb of a segment reaches from its joint [m].
[[nodiscard]] double compute_limb_reach(const FigureMotion& motion, std::size_t segment);

/// A flat band of a dial between two angles, from the first to the last; four corners each, about the joint
/// [m].
struct ArcBand {
  enum class Of { Human, Target, Own, Now };
  Of of = Of::Human;
  std::vector<Vector3> corners = {};
};

/// The bands of a dial at a moment, none over another but the own range's mark.
/// @param around  how many dials of this joint that face the viewer stand within this one
[[nodiscard]] std::vector<ArcBand> make_arc_bands(const ArcTrack& arc, const ArcPlane& plane, Angle now,
                                                  int around);

}  // namespace endrange::figure
