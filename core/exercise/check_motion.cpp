#include <algorithm>
#include <cmath>
#include <string>

#include "core/body/kinematics.h"
#include "core/exercise/compile.h"
#include "core/exercise/motion_under_check.h"

namespace endrange::exercise {
namespace {

// What the solver's last step leaves between left and right [rad, m].
constexpr double MostMirrorGap = 1e-4;

}  // namespace

void check_motion(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                  const body::JointMotions& joint_motions, Diagnostics& diagnostics) {
  const MotionUnderCheck motion(compiled, exercise, body, joint_motions, diagnostics);
  check_joints(motion);
  check_contacts(motion);
  check_room(motion);
  if (std::abs(compiled.duration_s - exercise.repetition_s()) > 1e-6)
    motion.report("a repetition takes another time than its phases say", exercise.where,
                  "report this as a fault");
}

void check_mirror(const CompiledExercise& left, const CompiledExercise& right, const Exercise& exercise,
                  const body::Body& body, Diagnostics& diagnostics) {
  double worst = left.frames.size() == right.frames.size() ? 0.0 : 1.0;
  std::size_t when = 0;
  for (std::size_t i = 0; worst < 1.0 && i < left.frames.size(); ++i) {
    const double gap =
        body::compute_difference(body, body::mirror(body, left.frames[i].pose), right.frames[i].pose)
            .cwiseAbs()
            .maxCoeff();
    if (gap <= worst) continue;
    worst = gap;
    when = i;
  }
  if (worst <= MostMirrorGap) return;
  const double t_s = left.frames[when].t_s;
  const auto phase =
      std::ranges::find_if(left.phases, [&](const PhaseSpan& one) { return t_s <= one.to_s + 1e-9; });
  diagnostics.report("`" + exercise.id.value() + "`: left is not the mirror image of right" +
                         (phase == left.phases.end() ? "" : say_when(t_s, *phase)),
                     exercise.where, "report this as a fault");
}

}  // namespace endrange::exercise
