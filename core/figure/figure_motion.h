#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/joint_motion.h"
#include "core/figure/shape.h"

namespace endrange::figure {

/// The segment that chair, desk and wall stand on.
inline constexpr std::string_view RoomName = "room";

/// A part of the figure that moves as one. The room is one too, and never moves.
struct FigureSegment {
  std::string name = {};
  body::Region region = body::Region::Hips;
  bool working = false;  ///< carries its region's colour
};

/// Seven numbers a segment: position x y z [m], quaternion x y z w; in ground: x forward, y up, z to the
/// person's right.
inline constexpr std::size_t NumbersPerSegment = 7;

struct FigureFrame {
  double t_s = 0.0;
  std::vector<double> poses = {};
};

struct PhaseMark {
  double from_s = 0.0;
  double to_s = 0.0;
  std::string words = {};
  std::string breath = {};
};

/// Where a dial stands, around its joint: its angles grow about `axis` from `zero`. Unit vectors, in ground.
struct ArcPlane {
  Vector3 axis = Vector3::UnitZ();
  Vector3 zero = -Vector3::UnitY();
};

/// The dial of a working joint motion.
struct ArcTrack {
  JointMotionId joint_motion = {};
  std::string name = {};
  Side side = Side::Both;
  std::size_t segment = 0;  ///< whose joint it stands at
  Angle target = {};
  std::optional<Angle> own = {};
  Angle human = {};
  std::vector<Angle> angles = {};      ///< one a frame
  std::optional<ArcPlane> plane = {};  ///< nothing: the dial faces the viewer (`find_arc_plane`)
  double limb_m = 0.0;                 ///< how far the limb reaches from its joint
};

/// Where to stand to look: 0° in front, growing towards the person's right; above the horizon.
struct View {
  Angle azimuth = {};
  Angle elevation = {};
};

/// A body in motion, as shapes to draw.
struct FigureMotion {
  ExerciseId exercise = {};
  Side side = Side::Both;
  double duration_s = 0.0;
  double loop_from_s = 0.0;
  double loop_to_s = 0.0;
  std::vector<FigureSegment> segments = {};
  std::vector<Shape> shapes = {};
  std::vector<FigureFrame> frames = {};
  std::vector<PhaseMark> phases = {};
  std::vector<ArcTrack> arcs = {};
  View view = {};
  double still_s = 0.0;

  /// Whether a shape is a strap or a stick, and not of the room or of the body.
  [[nodiscard]] bool is_held(const Shape& shape) const {
    return shape.prop && segments[shape.segment].name != RoomName;
  }

  /// The frame nearest to this time. Expects at least one frame.
  [[nodiscard]] const FigureFrame& frame_at(double t_s) const;
};

}  // namespace endrange::figure
