#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/body.h"
#include "core/body/joint_motion.h"
#include "core/body/kinematics.h"
#include "core/exercise/compile.h"

/// What the checks of a compiled motion share: only check_*.cpp of this folder include it.
namespace endrange::exercise {

/// A moment that is looked at: a drawn one, or the middle between two drawn ones, because the page draws
/// between them.
struct Moment {
  double t_s = 0.0;
  body::Pose pose = {};
  body::SegmentFrames frames = {};
  std::size_t frame = 0;  ///< the drawn one, or the one after the middle
  bool is_between = false;
  /// Something begins to hold in the drawn moment before, and is on its way there still.
  bool is_new_hold = false;
};

/// The worst moment of something, and where.
struct Worst {
  double amount = 0.0;
  const Moment* moment = nullptr;
  const PhaseSpan* phase = nullptr;
};

/// A compiled motion moment by moment, and where findings about it go.
class MotionUnderCheck {
 public:
  MotionUnderCheck(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                   const body::JointMotions& joint_motions, Diagnostics& diagnostics);

  [[nodiscard]] const CompiledExercise& compiled() const { return compiled_; }
  [[nodiscard]] const Exercise& exercise() const { return exercise_; }
  [[nodiscard]] const body::Body& body() const { return body_; }
  [[nodiscard]] const body::JointMotions& joint_motions() const { return joint_motions_; }
  [[nodiscard]] const std::vector<Moment>& moments() const { return moments_; }

  /// @param where  of the finding; the exercise itself when empty
  void report(const std::string& message, const std::string& where, std::string remedy) const;
  /// Adds time and phase to the message.
  void report(const Worst& worst, const std::string& message, std::string remedy) const;

  [[nodiscard]] const PhaseSpan& phase_at(double t_s) const;
  /// What holds at a moment; at the very beginning, what the base position has.
  [[nodiscard]] const Stage& stage_at(double t_s) const;

  /// The moment at which `compute` gives most, if that is more than `most`.
  template <typename Compute>
  [[nodiscard]] std::optional<Worst> find_worst(double most, Compute compute) const {
    Worst worst{.amount = most};
    for (const Moment& moment : moments_) {
      const double amount = compute(moment);
      if (amount > worst.amount) worst = {amount, &moment, nullptr};
    }
    if (worst.moment == nullptr) return std::nullopt;
    worst.phase = &phase_at(worst.moment->t_s);
    return worst;
  }

 private:
  const CompiledExercise& compiled_;
  const Exercise& exercise_;
  const body::Body& body_;
  const body::JointMotions& joint_motions_;
  Diagnostics& diagnostics_;
  std::vector<Moment> moments_ = {};
};

/// " at 3.2 s in the phase "Knee up""
[[nodiscard]] std::string say_when(double t_s, const PhaseSpan& phase);
[[nodiscard]] std::string say_degrees(double radians);
[[nodiscard]] std::string say_centimetres(double metres);
[[nodiscard]] std::string say_millimetres(double metres);
/// "the right shin"
[[nodiscard]] std::string name_of(const body::Segment& segment);

/// The part of the body that is held and of which `compute` gives most.
template <typename Compute>
[[nodiscard]] std::string name_most(const body::Body& body, const std::vector<PointWish>& held,
                                    Compute compute) {
  return name_of(body.segment(std::ranges::max_element(held, {}, compute)->point.segment));
}

// The checks, by what they are about. Each tells the worst moment of what it finds.
void check_contacts(const MotionUnderCheck& motion);  ///< slips, sticks and straps, balance
void check_room(
    const MotionUnderCheck& motion);  ///< rests on something, limb in limb, body in floor and furniture
void check_joints(const MotionUnderCheck& motion);  ///< limits, speed, what was asked, what is watched

}  // namespace endrange::exercise
