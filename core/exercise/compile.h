#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/body.h"
#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"
#include "core/exercise/settle.h"

namespace endrange::exercise {

/// How far this person holds each joint motion under control. What is not known is left out.
class PersonalRanges {
 public:
  void set(const JointMotionId& joint_motion, Side side, Angle usable) {
    usable_[{joint_motion, side}] = usable;
  }
  [[nodiscard]] std::optional<Angle> find(const JointMotionId& joint_motion, Side side) const;

 private:
  std::map<std::pair<JointMotionId, Side>, Angle> usable_ = {};
};

/// Who an exercise is shown for.
struct Person {
  const body::Body& body;
  const body::JointMotions& joint_motions;
  const PersonalRanges& ranges;
  bool eased = false;  ///< less range: what was to go to the end stays comfortable
};

/// A pose at a time from the beginning of the repetition.
struct TimedPose {
  double t_s = 0.0;
  body::Pose pose = {};
};

/// A stretch of time, after `from_s` and up to `to_s`, in which the same points hold and carry.
struct Stage {
  double from_s = 0.0;
  double to_s = 0.0;
  std::vector<PointWish> held = {};
  std::vector<SupportPoint> support = {};
};

/// A joint motion that a phase asks for in degrees.
struct Asked {
  JointMotionId joint_motion = {};
  Side side = Side::Both;
  Angle angle = {};
  std::string where = {};
};

/// Where a phase lies in time, and what holds in it.
struct PhaseSpan {
  double from_s = 0.0;
  double hold_from_s = 0.0;  ///< the move is over; equal to `to_s` where nothing is held
  double to_s = 0.0;
  std::string words = {};
  Breath breath = Breath::Free;
  /// One after the other: the weight goes over, the move, the weight comes down, the hold.
  std::vector<Stage> stages = {};
  std::vector<Asked> asked = {};  ///< of its last pose
  std::string where = {};
};

/// The dial of a trained joint motion.
struct Aim {
  JointMotionId joint_motion = {};
  Side side = Side::Both;
  double share = 1.0;
  Angle target = {};              ///< the farthest that a phase asks for
  std::optional<Angle> own = {};  ///< this person's usable range, where it is known
  Angle human = {};
};

/// Something that stands in the room: its kind and the middle of its top, or of its face for a wall [m].
struct PlacedProp {
  Prop::Kind kind = Prop::Kind::Chair;
  body::Vector3 at = body::Vector3::Zero();
  bool is_across = false;  ///< a mat under somebody who lies on the side
};

/// A strap or a stick in this person's hands.
struct HeldProp {
  Held::Kind kind = Held::Kind::Strap;
  /// The points that it runs along, first to last: two hands; or a hand, both edges of a sole, and a hand.
  std::vector<body::BodyPoint> path = {};
  /// Of a stick: from hand to hand, as in the base position. Of a strap between two hands: as far as they go
  /// apart. Of a strap about a foot: 0, it is gathered as it comes [m].
  double length_m = 0.0;
  double beyond_m = 0.0;             ///< of a stick, beyond each hand
  std::vector<double> slack_m = {};  ///< one a frame: how much longer than the straight way
};

/// The way along the points of a strap or a stick in a pose, from first to last [m].
[[nodiscard]] std::vector<body::Vector3> place_path(const HeldProp& held, const body::SegmentFrames& frames);
[[nodiscard]] double compute_length(const std::vector<body::Vector3>& path);

/// One repetition of an exercise on one side, by this person.
struct CompiledExercise {
  ExerciseId exercise = {};
  Side side = Side::Both;
  std::vector<TimedPose> frames = {};  ///< rising in time; a hold has its two ends
  std::vector<PhaseSpan> phases = {};
  std::vector<Aim> aims = {};
  std::vector<PlacedProp> props = {};
  std::vector<HeldProp> held = {};
  double duration_s = 0.0;
  double loop_from_s = 0.0;  ///< where the next repetition begins: the pose here is the last one
  double still_s = 0.0;      ///< the moment that shows the exercise best
};

/// Frames a second of a move. The page draws between them.
inline constexpr double FramesPerSecond = 15.0;

/// A cautious share of the whole human range, taken where a person's own is not known.
inline constexpr double CautiousShare = 0.7;

/// How far a target goes for this person: as written, the easy part of the usable range, or its end and a
/// little more, never beyond the human range.
[[nodiscard]] Angle resolve_target(const Target& target, Side side, const Person& person);

/// Turns an exercise into a motion. Contacts hold, targets are this person's, and time runs smoothly.
/// @param side  which side works; `Both` for exercises that are done together
/// @returns an error where the body cannot show a joint motion, or has not a point
[[nodiscard]] Result<CompiledExercise> compile(const Exercise& exercise, const Position& position, Side side,
                                               const Person& person,
                                               double frames_per_second = FramesPerSecond);

/// Proves a compiled exercise: limits, contacts that rest on something and do not slip, balance at every
/// instant, no limb through a limb, the trunk, the floor or the furniture, tempo as written, no jump, a last
/// pose from which the next repetition begins, and compensations that the motion itself does not show.
/// Findings name file, phase, time and joint.
void check_motion(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                  const body::JointMotions& joint_motions, Diagnostics& diagnostics);

/// Proves that an exercise is the same on both sides: left is the mirror image of right.
void check_mirror(const CompiledExercise& left, const CompiledExercise& right, const Exercise& exercise,
                  const body::Body& body, Diagnostics& diagnostics);

}  // namespace endrange::exercise
