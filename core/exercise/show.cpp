#include "core/exercise/show.h"

#include <cmath>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/figure/arc.h"
#include "core/figure/figure.h"
#include "core/figure/held.h"

namespace endrange::exercise {
namespace {

// What is trained less than this is not coloured and has no dial.
constexpr double ShownShare = 0.5;

figure::PropKind to_figure(Prop::Kind kind) {
  switch (kind) {
    case Prop::Kind::Chair:
      return figure::PropKind::Chair;
    case Prop::Kind::Desk:
      return figure::PropKind::Desk;
    case Prop::Kind::Wall:
      return figure::PropKind::Wall;
    case Prop::Kind::Mat:
      return figure::PropKind::Mat;
    case Prop::Kind::Roller:
      return figure::PropKind::Roller;
  }
  return figure::PropKind::Chair;
}

// A strand in so many pieces hangs in a fair curve.
constexpr std::size_t StrandPieces = 5;
// A strap that goes up more steeply than this lies with its width forward instead.
constexpr double UprightShare = 0.7;

// The stretches of a strap or a stick, from where each is fast: a strap from the foot to the hands, and
// across the sole.
std::vector<figure::HeldRun> make_runs(const HeldProp& held, const CompiledExercise& compiled,
                                       const body::Body& body) {
  const bool about_foot = held.path.size() > 2;
  const std::size_t stretches = held.path.size() - 1;
  const std::size_t strands = about_foot ? 2 : 1;
  std::vector<figure::HeldRun> runs(stretches);
  for (std::size_t k = 0; k < compiled.frames.size(); ++k) {
    const auto frames = body::compute_segment_frames(body, compiled.frames[k].pose);
    const auto path = place_path(held, frames);
    for (std::size_t i = 0; i < stretches; ++i) {
      figure::HeldRun& run = runs[i];
      const bool is_strand = !about_foot || i != 1;
      const std::size_t pieces = held.kind == Held::Kind::Strap && is_strand ? StrandPieces : 1;
      const double slack_m =
          held.kind == Held::Kind::Strap && is_strand ? held.slack_m[k] / static_cast<double>(strands) : 0.0;
      const bool turned = about_foot && i == 0;
      run.points.push_back(figure::hang(path[turned ? 1 : i], path[turned ? 0 : i + 1], slack_m, pieces));
      // About a foot the width lies along the foot; between hands it stands upright where it can.
      const auto& sole = held.path[about_foot ? 1 : 0];
      const body::Vector3 first = run.points.front().back() - run.points.front().front();
      if (about_foot)
        run.across.emplace_back(frames[sole.segment].R_GS.col(0));
      else
        run.across.emplace_back(std::abs(first.y()) < UprightShare * first.norm() ? body::Vector3::UnitY()
                                                                                  : body::Vector3::UnitX());
      run.kind = held.kind == Held::Kind::Strap ? figure::HeldKind::Strap : figure::HeldKind::Stick;
      run.beyond_m = held.beyond_m;
    }
  }
  return runs;
}

}  // namespace

figure::FigureMotion show(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                          const body::JointMotions& joint_motions) {
  figure::FigureMotion motion{.exercise = compiled.exercise,
                              .side = compiled.side,
                              .duration_s = compiled.duration_s,
                              .loop_from_s = compiled.loop_from_s,
                              .loop_to_s = compiled.duration_s,
                              .segments = figure::make_segments(body),
                              .shapes = figure::make_body_shapes(body),
                              .still_s = compiled.still_s};
  std::vector<figure::PlacedProp> props;
  for (const PlacedProp& prop : compiled.props)
    props.push_back({to_figure(prop.kind), prop.at, prop.is_across});
  const auto room = figure::make_prop_shapes(props, motion.segments.size() - 1);
  motion.shapes.insert(motion.shapes.end(), room.begin(), room.end());

  motion.frames.reserve(compiled.frames.size());
  for (const TimedPose& frame : compiled.frames)
    motion.frames.push_back(figure::make_frame(body, frame.pose, frame.t_s,
                                               motion.frames.empty() ? nullptr : &motion.frames.back()));
  for (const HeldProp& held : compiled.held)
    for (const auto& run : make_runs(held, compiled, body)) figure::add_held(run, motion);
  for (const PhaseSpan& phase : compiled.phases)
    motion.phases.push_back({phase.from_s, phase.to_s, phase.words, std::string(word(phase.breath))});

  for (const Aim& aim : compiled.aims) {
    const auto* joint_motion = joint_motions.find(aim.joint_motion);
    if (joint_motion == nullptr || aim.share < ShownShare) continue;
    const auto segment = figure::find_segment_of_joint(body, joint_motion->joint, aim.side);
    if (!segment) continue;
    motion.segments[*segment].working = true;
    figure::ArcTrack arc{.joint_motion = aim.joint_motion,
                         .name = joint_motion->name,
                         .side = aim.side,
                         .segment = *segment,
                         .target = aim.target,
                         .own = aim.own,
                         .human = aim.human};
    for (const TimedPose& frame : compiled.frames)
      arc.angles.push_back(
          body::compute_clinical_angle(body, frame.pose, aim.joint_motion, aim.side).value_or(Angle{}));
    arc.plane = figure::find_arc_plane(motion, arc);
    arc.limb_m = figure::compute_limb_reach(motion, arc.segment);
    motion.arcs.push_back(std::move(arc));
  }
  // A teacher's place is written for the right side and mirrored for the left.
  const double turn = compiled.side == Side::Left ? -1.0 : 1.0;
  motion.view = {Angle::from_degrees(turn * exercise.view_azimuth_deg),
                 Angle::from_degrees(exercise.view_elevation_deg)};
  return motion;
}

}  // namespace endrange::exercise
