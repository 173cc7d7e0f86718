#include <algorithm>
#include <cmath>
#include <string>

#include "core/exercise/compile.h"

namespace endrange::exercise {
namespace {

// A contact may slip this far before it is seen.
constexpr double MostSlip_m = 5e-3;
// Beyond a limit by less than this is rounding.
constexpr double LimitRounding = 1e-6;
// Nobody moves slowly and under control faster than this [rad/s]; a jump does.
constexpr double FastestTurn = 6.0;

std::string at(double t_s) {
  const std::string text = std::to_string(t_s);
  return " at " + text.substr(0, text.find('.') + 2) + " s";
}

std::string degrees(double radians) {
  return std::to_string(static_cast<int>(std::lround(Angle::from_radians(radians).degrees()))) + "°";
}

void check_limits(const CompiledExercise& compiled, const body::Body& body, const std::string& place,
                  Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const body::CoordinateIndex coordinate{i};
    const auto& one = body.coordinate(coordinate);
    // Hinges alone: on SO(3) a named angle is not a limit by itself.
    if (body.joint(one.segment).kind != body::JointKind::Hinges) continue;
    for (const TimedPose& frame : compiled.frames) {
      const double value = body::compute_coordinate(body, frame.pose, coordinate);
      if (value >= one.lower - LimitRounding && value <= one.upper + LimitRounding) continue;
      diagnostics.report("`" + one.name + "` goes to " + degrees(value) + at(frame.t_s) +
                             ", beyond its limits of " + degrees(one.lower) + " to " + degrees(one.upper),
                         place, "ask for less, or move a contact");
      break;
    }
  }
}

void check_contacts(const CompiledExercise& compiled, const body::Body& body, Diagnostics& diagnostics) {
  for (const PhaseSpan& phase : compiled.phases) {
    double worst = 0.0;
    double when = 0.0;
    for (const TimedPose& frame : compiled.frames) {
      if (frame.t_s < phase.from_s || frame.t_s > phase.to_s) continue;
      const double slip = compute_slip(body, frame.pose, phase.held);
      if (slip <= worst) continue;
      worst = slip;
      when = frame.t_s;
    }
    if (worst > MostSlip_m)
      diagnostics.report("a contact slips by " + std::to_string(std::lround(worst * 1000)) + " mm" +
                             at(when) + " in the phase \"" + phase.words + "\"",
                         phase.where, "release the point, or ask for what the body can reach");
  }
}

void check_speed(const CompiledExercise& compiled, const body::Body& body, const std::string& place,
                 Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < compiled.frames.size(); ++i) {
    const TimedPose& before = compiled.frames[i - 1];
    const TimedPose& after = compiled.frames[i];
    const double step_s = after.t_s - before.t_s;
    const double turn = body::compute_difference(body, before.pose, after.pose).cwiseAbs().maxCoeff();
    if (step_s > 0.0 && turn / step_s <= FastestTurn) continue;
    diagnostics.report("the motion jumps" + at(after.t_s), place,
                       "give the move more seconds, or a pose on the way");
    return;
  }
}

}  // namespace

void check_motion(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                  Diagnostics& diagnostics) {
  Diagnostics own;
  check_limits(compiled, body, exercise.where, own);
  check_contacts(compiled, body, own);
  check_speed(compiled, body, exercise.where, own);
  if (std::abs(compiled.duration_s - exercise.repetition_s()) > 1e-6)
    own.report("a repetition takes another time than its phases say", exercise.where,
               "report this as a fault");
  for (const Finding& finding : own.findings())
    diagnostics.report(
        "`" + exercise.id.value() + "` (" + std::string(word(compiled.side)) + "): " + finding.error.message,
        finding.error.where, finding.error.remedy, finding.severity);
}

}  // namespace endrange::exercise
