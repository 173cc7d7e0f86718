#include "adapters/protocol/figure.h"

#include "adapters/protocol/angle.h"
#include "adapters/protocol/words.h"

namespace endrange::protocol {
namespace {

std::string word(figure::ShapeKind kind) {
  switch (kind) {
    case figure::ShapeKind::Lathe:
      return "lathe";
    case figure::ShapeKind::Ellipsoid:
      return "ellipsoid";
    case figure::ShapeKind::Box:
      return "box";
  }
  return "box";
}

Shape make_shape(const figure::Shape& shape) {
  const auto& q = shape.rotation;
  return {static_cast<std::int64_t>(shape.segment),
          word(shape.kind),
          shape.size,
          {shape.at.x(), shape.at.y(), shape.at.z()},
          {q.x(), q.y(), q.z(), q.w()},
          shape.joint,
          shape.prop};
}

ArcTrack make_arc(const figure::ArcTrack& arc) {
  ArcTrack made;
  made.joint_motion = arc.joint_motion.value();
  made.name = arc.name;
  made.side = same_enumerator<Side>(arc.side);
  made.segment = static_cast<std::int64_t>(arc.segment);
  made.target_deg = write_degrees(arc.target);
  if (arc.own) made.own_deg = write_degrees(*arc.own);
  made.human_deg = write_degrees(arc.human);
  for (const auto angle : arc.angles) made.angles_deg.push_back(angle.degrees());
  if (arc.plane)
    made.plane = ArcPlane{{arc.plane->axis.x(), arc.plane->axis.y(), arc.plane->axis.z()},
                          {arc.plane->zero.x(), arc.plane->zero.y(), arc.plane->zero.z()}};
  made.limb_m = arc.limb_m;
  return made;
}

}  // namespace

FigureMotion make_figure_motion(const figure::FigureMotion& motion) {
  FigureMotion made;
  made.exercise = motion.exercise.value();
  made.side = same_enumerator<Side>(motion.side);
  made.duration_s = motion.duration_s;
  made.loop_from_s = motion.loop_from_s;
  made.loop_to_s = motion.loop_to_s;
  for (const auto& segment : motion.segments)
    made.segments.push_back({segment.name, same_enumerator<Region>(segment.region), segment.working});
  for (const auto& shape : motion.shapes) made.shapes.push_back(make_shape(shape));
  for (const auto& frame : motion.frames) made.frames.push_back({frame.t_s, frame.poses});
  for (const auto& phase : motion.phases)
    made.phases.push_back({phase.from_s, phase.to_s, phase.words, phase.breath});
  for (const auto& arc : motion.arcs) made.arcs.push_back(make_arc(arc));
  made.view_azimuth_deg = motion.view.azimuth.degrees();
  made.view_elevation_deg = motion.view.elevation.degrees();
  made.still_s = motion.still_s;
  return made;
}

}  // namespace endrange::protocol
