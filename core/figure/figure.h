#pragma once

#include <vector>

#include "core/body/body.h"
#include "core/figure/figure_motion.h"

namespace endrange::figure {

/// What stands in the room, `at` the middle of a seat's or desk's top, of a wall's face on the floor, of a
/// mat, of a roller on the floor [m].
enum class PropKind { Chair, Desk, Wall, Mat, Roller };
struct PlacedProp {
  PropKind kind = PropKind::Chair;
  Vector3 at = Vector3::Zero();
  bool is_across = false;  ///< a mat that lies along the wall rather than away from it
};

/// The figure's segments: those of the body in its order, then the room. What is held comes after it.
[[nodiscard]] std::vector<FigureSegment> make_segments(const body::Body& body);

/// An artist's lay figure: turned limbs and visible ball joints, sized to the body.
[[nodiscard]] std::vector<Shape> make_body_shapes(const body::Body& body);
/// Chair, desk, wall and mat as plain boxes, a roller as a drum, on the room's segment.
[[nodiscard]] std::vector<Shape> make_prop_shapes(const std::vector<PlacedProp>& props, std::size_t room);

/// Where every segment is in this pose, the room last.
/// @param before  the frame before, whose quaternions' signs are kept so that one can draw between; may be
/// nullptr
[[nodiscard]] FigureFrame make_frame(const body::Body& body, const body::Pose& pose, double t_s,
                                     const FigureFrame* before);

/// Appends a segment's place and turn to the numbers of a frame.
/// @param before  as for `make_frame`; has to have as many segments at least
void append_pose(const Vector3& p, Eigen::Quaterniond q, const FigureFrame* before,
                 std::vector<double>& poses);

/// The segment that a joint moves: `hip` on the left gives the left thigh. Nothing when the body has not one.
[[nodiscard]] std::optional<std::size_t> find_segment_of_joint(const body::Body& body,
                                                               const std::string& joint, Side side);

}  // namespace endrange::figure
