#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/exercise/motion_under_check.h"
#include "core/exercise/points.h"

namespace endrange::exercise {
namespace {

using body::Part;

// Beyond a limit by less than this is rounding.
constexpr double LimitRounding = 1e-6;
// Nobody moves slowly and under control faster than this [rad/s]; a jump does.
constexpr double FastestTurn = 6.0;
// A slow controlled movement stays below this [rad/s]: half a circle in two seconds.
constexpr double FastestControlled = 1.9;
// And faster than this the whole body is thrown rather than moved [m/s]: nothing in the library is faster
// than 0.4.
constexpr double FastestShift = 0.6;
// Where contacts and balance pull, another joint than the chief one may stand this far from what is written.
constexpr double MostPulled = 0.105;
// The head is low when its middle is this far below that of the chest [m]: eye pressure rises.
constexpr double LowHead_m = 0.05;
// From the middle of the head, no further than this from where the face points [rad]: eyes turn by about 50
// degrees.
constexpr double FurthestGlance = 1.05;
// Smooth motion changes its speed by less than this in a second [rad/s², m/s²]: nothing in the library needs
// more than 4.5 and 1.2.
constexpr double SharpestTurn = 5.0;
constexpr double SharpestShift = 1.5;
// The chief joint motion comes to its target but for this [rad].
constexpr double MostShort = 0.105;
// No joint motion shows an angle below this [rad].
constexpr double NeverReached = -2.0 * std::numbers::pi;
// A repetition has come back when no joint is further from where the next one begins [rad, m].
constexpr double MostLoopJump = 1e-3;

class JointCheck {
 public:
  explicit JointCheck(const MotionUnderCheck& motion) : motion_(motion), body_(motion.body()) {}

  void run() {
    check_limits();
    check_ball_limits();
    check_speed();
    check_smoothness();
    check_loop();
    check_compensations();
    check_chief_motion();
    check_asked();
    check_head();
    check_gaze();
  }

 private:
  void check_limits() {
    for (std::size_t c = 0; c < body_.coordinate_count(); ++c) {
      const body::CoordinateIndex coordinate{c};
      const auto& one = body_.coordinate(coordinate);
      // Hinges alone: on SO(3) a named angle is not a limit by itself.
      if (body_.joint(one.segment).kind != body::JointKind::Hinges) continue;
      const auto worst = motion_.find_worst(LimitRounding, [&](const Moment& moment) {
        const double value = body::compute_coordinate(body_, moment.pose, coordinate);
        return std::max(one.lower - value, value - one.upper);
      });
      if (worst)
        motion_.report(*worst,
                       name_coordinate(c) + " goes " + say_degrees(worst->amount) + " beyond its limits of " +
                           say_degrees(one.lower) + " to " + say_degrees(one.upper),
                       "ask for less, or move a contact");
    }
  }

  // Beyond the human range nobody goes. Hips by their clinical angles; shoulders by how far the upper arm
  // points behind the trunk and across it, because which of an arm's angles has a limit depends on the
  // others.
  void check_ball_limits() {
    check_hips();
    for (const Side side : LeftAndRight) {
      check_arm(side, "shoulder.extension", "behind the trunk",
                [](const body::Vector3& arm) { return -arm.x(); });
      const double inwards = side == Side::Left ? 1.0 : -1.0;
      check_arm(side, "shoulder.adduction", "across the body",
                [&](const body::Vector3& arm) { return inwards * arm.z(); });
    }
  }

  template <typename Component>
  void check_arm(Side side, const char* limited_by, const std::string& way, Component component) {
    const auto* motion = motion_.joint_motions().find(JointMotionId(limited_by));
    const auto chest = body_.find_segment(Part::Thorax, Side::Both);
    const auto upper_arm = body_.find_segment(Part::Humerus, side);
    if (motion == nullptr || !chest || !upper_arm) return;
    const auto worst =
        motion_.find_worst(motion->human_range.radians() + MostPulled, [&](const Moment& moment) {
          const body::Vector3 down = -moment.frames[*upper_arm].R_GS.col(1);
          const body::Vector3 arm = moment.frames[*chest].R_GS.transpose() * down;
          return std::asin(std::clamp(component(arm), -1.0, 1.0));
        });
    if (worst)
      motion_.report(*worst,
                     name_of(body_.segment(*upper_arm)) + " points " + say_degrees(worst->amount) + " " +
                         way + ", beyond the human range of " + say_degrees(motion->human_range.radians()),
                     "ask for less, or move a contact");
  }

  void check_hips() {
    for (const auto& motion : motion_.joint_motions().all()) {
      if (motion.joint != "hip") continue;
      for (const Side side : LeftAndRight) {
        const double most = motion.human_range.radians() + MostPulled;
        const auto worst = motion_.find_worst(most, [&](const Moment& moment) {
          const auto angle = body::compute_clinical_angle(body_, moment.frames, motion.id, side);
          return angle ? angle->radians() : 0.0;
        });
        if (worst)
          motion_.report(*worst,
                         "`" + motion.id.value() + "` (" + std::string(word(side)) + ") goes to " +
                             say_degrees(worst->amount) + ", beyond the human range of " +
                             say_degrees(motion.human_range.radians()),
                         "ask for less, or move a contact");
      }
    }
  }

  // How far the whole body moves in a step [m].
  [[nodiscard]] double compute_shift(const body::Tangent& step) const {
    double square = 0.0;
    for (std::size_t i = 0; i < body_.coordinate_count(); ++i)
      if (body_.coordinates()[i].unit == body::Unit::Metre)
        square += step[static_cast<Eigen::Index>(i)] * step[static_cast<Eigen::Index>(i)];
    return std::sqrt(square);
  }

  // "the right shin (`knee_angle_r`)": whom a person sees, and what a file calls it.
  [[nodiscard]] std::string name_coordinate(std::size_t index) const {
    const auto& coordinate = body_.coordinates()[index];
    return name_of(body_.segment(coordinate.segment)) + " (`" + coordinate.name + "`)";
  }

  void check_speed() {
    const auto& frames = motion_.compiled().frames;
    for (std::size_t i = 1; i < frames.size(); ++i) {
      const double step_s = frames[i].t_s - frames[i - 1].t_s;
      const body::Tangent turn =
          body::compute_difference(body_, frames[i - 1].pose, frames[i].pose).cwiseAbs();
      Eigen::Index fastest = 0;
      const double most = turn.maxCoeff(&fastest);
      const double speed = step_s > 0.0 ? most / step_s : FastestTurn + 1.0;
      const double shift = step_s > 0.0 ? compute_shift(turn) / step_s : 0.0;
      if (speed <= FastestControlled && shift <= FastestShift) continue;
      const auto& phase = motion_.phase_at(frames[i].t_s);
      const std::string when = say_when(frames[i].t_s, phase);
      if (speed > FastestTurn)
        motion_.report("the motion jumps" + when, phase.where,
                       "give the move more seconds, or a pose on the way");
      else if (shift > FastestShift)
        motion_.report(
            "the pelvis moves at " + say_centimetres(shift) + " a second, too fast to be controlled," + when,
            phase.where, "give the move more seconds");
      else
        motion_.report(name_coordinate(static_cast<std::size_t>(fastest)) + " moves at " +
                           say_degrees(speed) + " a second, too fast to be controlled," + when,
                       phase.where, "give the move more seconds");
      return;
    }
  }

  // How much faster or slower everything goes from one step to the next. Where the speed itself jumps, that
  // grows with the frames a second.
  void check_smoothness() {
    const auto& frames = motion_.compiled().frames;
    const auto compute_velocity = [&](std::size_t to) -> body::Tangent {
      return body::compute_difference(body_, frames[to - 1].pose, frames[to].pose) /
             (frames[to].t_s - frames[to - 1].t_s);
    };
    for (std::size_t i = 2; i < frames.size(); ++i) {
      const double step_s =
          std::min(frames[i].t_s - frames[i - 1].t_s, frames[i - 1].t_s - frames[i - 2].t_s);
      const body::Tangent change = (compute_velocity(i) - compute_velocity(i - 1)).cwiseAbs() / step_s;
      for (std::size_t c = 0; c < body_.coordinate_count(); ++c) {
        const bool is_shift = body_.coordinates()[c].unit == body::Unit::Metre;
        const double sharpness = change[static_cast<Eigen::Index>(c)];
        if (sharpness <= (is_shift ? SharpestShift : SharpestTurn)) continue;
        const auto& phase = motion_.phase_at(frames[i - 1].t_s);
        motion_.report(
            name_coordinate(c) + " changes its speed with a jerk" + say_when(frames[i - 1].t_s, phase),
            phase.where, "give the move more seconds, or a pose on the way that leads round");
        return;
      }
    }
  }

  void check_loop() {
    const auto& frames = motion_.compiled().frames;
    const auto begin =
        std::ranges::lower_bound(frames, motion_.compiled().loop_from_s - 1e-9, {}, &TimedPose::t_s);
    if (begin == frames.end()) return;
    Eigen::Index furthest = 0;
    const double jump =
        body::compute_difference(body_, begin->pose, frames.back().pose).cwiseAbs().maxCoeff(&furthest);
    if (jump <= MostLoopJump) return;
    const auto index = static_cast<std::size_t>(furthest);
    const bool is_shift = body_.coordinates()[index].unit == body::Unit::Metre;
    const auto& phase = motion_.compiled().phases.back();
    motion_.report("the last pose has " + name_coordinate(index) + " " +
                       (is_shift ? say_centimetres(jump) : say_degrees(jump)) +
                       " from any that was there before, so that the next repetition cannot begin from it," +
                       say_when(frames.back().t_s, phase),
                   phase.where, "add a phase that comes back");
  }

  // What is watched as a compensation must not be part of the movement itself.
  void check_compensations() {
    for (const Compensation& compensation : motion_.exercise().compensations) {
      std::vector<Side> sides = {resolve_side(compensation.role, motion_.compiled().side)};
      if (sides.front() == Side::Both && compensation.role != Role::Midline)
        sides = {Side::Left, Side::Right};
      for (const Side side : sides) {
        const auto angle = [&](const Moment& moment) {
          return body::compute_clinical_angle(body_, moment.pose, compensation.joint_motion, side);
        };
        const auto first = angle(motion_.moments().front());
        if (!first) {
          motion_.report("`" + compensation.joint_motion.value() + "` cannot be seen in this motion",
                         compensation.where, "watch another joint motion");
          break;
        }
        const auto worst = motion_.find_worst(compensation.threshold.radians(), [&](const Moment& moment) {
          return (angle(moment).value_or(*first) - *first).radians();
        });
        if (worst)
          motion_.report("the motion itself takes `" + compensation.joint_motion.value() + "` by " +
                             say_degrees(worst->amount) + say_when(worst->moment->t_s, *worst->phase) +
                             ", which is watched as a compensation from " +
                             say_degrees(compensation.threshold.radians()) + " on",
                         compensation.where, "watch another joint motion, or from a greater angle on");
      }
    }
  }

  // What an exercise is for has to happen, not only to be written: a contact may pull the other way.
  void check_chief_motion() {
    for (const Aim& aim : motion_.compiled().aims) {
      if (aim.share < 1.0) continue;
      const auto angle = [&](const Moment& moment) {
        const auto shown = body::compute_clinical_angle(body_, moment.frames, aim.joint_motion, aim.side);
        return shown ? shown->radians() : NeverReached;
      };
      const auto furthest = motion_.find_worst(NeverReached, angle);
      if (!furthest) {
        motion_.report(
            "`" + aim.joint_motion.value() + "`, the chief joint motion, cannot be seen in this motion",
            motion_.exercise().where, "train another one chiefly");
        continue;
      }
      if (aim.target.radians() - furthest->amount <= MostShort) continue;
      motion_.report("`" + aim.joint_motion.value() + "` goes to " + say_degrees(furthest->amount) +
                         " of the " + say_degrees(aim.target.radians()) + " that are written, furthest" +
                         say_when(furthest->moment->t_s, *furthest->phase),
                     motion_.exercise().where, "let go of a contact, or move what pulls the other way");
    }
  }

  // What else is written has to be drawn too.
  void check_asked() {
    for (const PhaseSpan& phase : motion_.compiled().phases) {
      const auto frame =
          std::ranges::lower_bound(motion_.compiled().frames, phase.hold_from_s - 1e-9, {}, &TimedPose::t_s);
      for (const Asked& asked : phase.asked) {
        if (frame == motion_.compiled().frames.end() || asked.joint_motion.value().starts_with("shoulder."))
          continue;
        const auto angle = body::compute_clinical_angle(body_, frame->pose, asked.joint_motion, asked.side);
        if (!angle || std::abs((*angle - asked.angle).radians()) <= MostPulled) continue;
        motion_.report("`" + asked.joint_motion.value() + "` (" + std::string(word(asked.side)) +
                           ") stands at " + say_degrees(angle->radians()) + " where " +
                           say_degrees(asked.angle.radians()) + " are written, in the phase \"" +
                           phase.words + "\"",
                       asked.where, "write what the contacts leave, or let go of one");
      }
    }
  }

  // Half-way between two points of the trunk or the head.
  [[nodiscard]] double height_between(std::string_view front, std::string_view back,
                                      const Moment& moment) const {
    const auto height = [&](std::string_view name) {
      const auto point = find_point(body_, name, Side::Both);
      return point ? moment.frames[point->segment].place(point->p_SQ_S).y() : 0.0;
    };
    return (height(front) + height(back)) / 2.0;
  }

  void check_head() {
    const ContraindicationId tag("glaucoma_inversion");
    if (std::ranges::find(motion_.exercise().contraindications, tag) !=
        motion_.exercise().contraindications.end())
      return;
    const auto worst = motion_.find_worst(LowHead_m, [&](const Moment& moment) {
      return height_between("sternum", "back", moment) - height_between("forehead", "back_of_head", moment);
    });
    if (worst)
      motion_.report(*worst, "the head is " + say_centimetres(worst->amount) + " below the heart",
                     "add `" + tag.value() + "` to `contraindications`, or keep the head up");
  }
  // Where a phase has arrived, the eyes see what it sends them to.
  void check_gaze() {
    const auto head = body_.find_segment(Part::Head, Side::Both);
    const auto& written = motion_.exercise().phases;
    for (std::size_t p = 0; head && p < written.size(); ++p) {
      if (!written[p].gaze) continue;
      const PhaseSpan& phase = motion_.compiled().phases[p];
      const auto at = find_point(body_, written[p].gaze->name,
                                 resolve_side(written[p].gaze->role, motion_.compiled().side));
      const auto moment =
          std::ranges::lower_bound(motion_.moments(), phase.hold_from_s - 1e-9, {}, &Moment::t_s);
      if (!at || moment == motion_.moments().end()) continue;
      const body::Frame& eyes = moment->frames[*head];
      const body::Vector3 line = moment->frames[at->segment].place(at->p_SQ_S) - eyes.p_GS;
      const double turned = std::acos(std::clamp(eyes.R_GS.col(0).dot(line.normalized()), -1.0, 1.0));
      if (turned > FurthestGlance)
        motion_.report("the eyes are " + say_degrees(turned) + " away from `" + written[p].gaze->name + "`" +
                           say_when(moment->t_s, phase),
                       phase.where, "bring it before the face, or leave `gaze` out");
    }
  }

  const MotionUnderCheck& motion_;
  const body::Body& body_;
};

}  // namespace

void check_joints(const MotionUnderCheck& motion) {
  JointCheck(motion).run();
}

}  // namespace endrange::exercise
