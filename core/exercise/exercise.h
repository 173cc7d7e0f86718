#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"

/// The exercise language, as values. How it is written is told in docs/exercise-language.md.
namespace endrange::exercise {

/// A base position: `standing_at_desk`.
using PositionId = Identifier<struct PositionTag>;

enum class Kind {
  Circle,    ///< slow controlled circle of a joint
  Dynamic,   ///< moving through range
  Hold,      ///< held at the end of range
  PushPull,  ///< pushing against the stretch, then pulling further into it
  LiftOff,   ///< reaching the end of range, then floating off its support
  Assisted,  ///< helped by hand, wall, strap or weight
};

/// How an exercise is done on two sides.
enum class SideRule {
  EachSide,  ///< once with the right side working, once with the left
  Together,  ///< both sides at once, or the midline
};

/// Whose side a word such as `hip.extension.rear` means. Left and right come in only when a side is chosen.
enum class Role { Midline, Working, Other, Both };

/// What an exercise trains, each from 0 (not) to 3 (chiefly).
struct Components {
  int flexibility = 0;
  int strength = 0;
  int control = 0;
};

/// A joint motion that an exercise trains.
struct TrainedMotion {
  JointMotionId joint_motion = {};
  Role role = Role::Midline;
  double share = 1.0;  ///< how strongly, in (0, 1]; the chief motion has 1
  std::string where = {};
};

/// How far a target asks a joint to go.
enum class Reach {
  Degrees,      ///< as written
  Comfortable,  ///< the easy part of this person's usable range
  End,          ///< this person's usable range and a little more
};

/// A wish of a phase: this joint motion, this far.
struct Target {
  JointMotionId joint_motion = {};
  Role role = Role::Midline;
  Reach reach = Reach::Degrees;
  Angle angle = {};  ///< for Reach::Degrees, from the anatomical position
  std::string where = {};
};

/// A named point of the body: `hand`, `knee`, `heel` (core/exercise/points.h has them all).
struct NamedPoint {
  std::string name = {};
  Role role = Role::Midline;
};

/// A surface that a point rests on. A chair is as high as the base position needs it.
enum class Surface { None, Floor, Wall, Chair };

/// A point of the body that stays somewhere: on another point of the body, at a spot, or on a surface. In a
/// base position a point settles on the floor and then stays where it is; in a phase it may slide along floor
/// or wall.
struct Contact {
  NamedPoint point = {};
  std::optional<NamedPoint> on = {};
  /// Shares of body height: forward, up, towards the working side, from the floor below the base position's
  /// pelvis.
  std::optional<std::array<double, 3>> spot = {};
  Surface surface = Surface::None;
  std::string where = {};
};

enum class Breath { Free, In, Out };

/// One stretch of an exercise: a move to targets, then a hold there.
struct Phase {
  std::string words = {};  ///< what to do now, short: "Knee up"
  double move_s = 0.0;     ///< seconds to get there
  double hold_s = 0.0;     ///< seconds to stay
  Breath breath = Breath::Free;
  std::vector<Target> targets = {};               ///< what is not named stays as the base position has it
  std::vector<std::vector<Target>> through = {};  ///< poses passed on the way without a stop: a circle
  std::vector<Contact> contacts = {};             ///< besides those of the base position
  std::vector<NamedPoint> release = {};           ///< contacts of the base position that let go
  std::optional<NamedPoint> gaze = {};            ///< where the eyes go
  std::optional<Angle> pelvis_tilt = {};          ///< forward; as in the base position when not written
  int effort_percent = 0;                         ///< of full strength, while holding
  bool slack = false;                             ///< a strap is not gathered: what comes nearer lets it hang
  std::string where = {};
};

/// A strap or a stick that is held all the while, and goes where its two ends go.
struct Held {
  enum class Kind {
    Strap,  ///< bends and slides through the hand, and does not stretch
    Stick,  ///< keeps its length: the hands that hold it stay as far apart as in the base position
  };
  Kind kind = Kind::Strap;
  NamedPoint from = {};  ///< a foot, or a hand
  NamedPoint to = {};    ///< the hand that holds the other end; `Both` for an end in each
  double beyond = 0.0;   ///< how far a stick stands out beyond each hand, a share of body height
  std::string where = {};
};

/// Another joint that does the work instead, and from when on that counts.
struct Compensation {
  JointMotionId joint_motion = {};
  Role role = Role::Midline;
  Angle threshold = {};
  std::string words = {};  ///< "low back arches"
  std::string where = {};
};

/// From the least to the most that is usual.
template <typename T>
struct Span {
  T least = {};
  T most = {};
  friend bool operator==(const Span&, const Span&) = default;
};

/// How much of it. Seconds and tempo come from the phases; a hold of the dose replaces that of the longest
/// hold.
struct DoseRange {
  Span<int> sets = {1, 1};
  Span<int> repetitions = {1, 1};
  Span<double> hold_s = {};
  int effort_percent = 0;
};

/// What has to be there.
enum class Place { ChairOnly, RoomToStand, Floor };
enum class Equipment { Wall, Roller, Strap, Stick };
enum class Clothes { Any, Loose };  ///< Any: office clothes will do
enum class Noise { Silent, Audible };

/// An exercise of the catalogue, as its author wrote it.
struct Exercise {
  ExerciseId id = {};
  std::string name = {};
  std::string purpose = {};  ///< what it is for, one sentence
  Kind kind = Kind::Dynamic;
  SideRule sides = SideRule::EachSide;
  Components components = {};
  int difficulty = 1;   ///< 1 to 5
  bool gentle = false;  ///< seated or standing, in comfortable range: may come before the safety questions
  std::vector<TrainedMotion> trains = {};

  PositionId position = {};
  Role front = Role::Midline;   ///< whose leg stands in front; Midline where none does
  std::vector<Held> held = {};  ///< straps and sticks
  std::vector<Phase> phases = {};
  DoseRange dose = {};

  std::vector<std::string> how = {};   ///< steps, in order
  std::vector<std::string> cues = {};  ///< spoken, at most seven words each, most important first
  std::vector<Compensation> compensations = {};
  std::vector<ContraindicationId> contraindications = {};

  std::optional<ExerciseId> easier = {};
  std::optional<ExerciseId> harder = {};

  Place place = Place::RoomToStand;
  std::vector<Equipment> equipment = {};
  Clothes clothes = Clothes::Any;
  Noise noise = Noise::Silent;

  double view_azimuth_deg = 30.0;  ///< where a teacher would stand: 0 in front, 90 on the working side
  double view_elevation_deg = 10.0;

  std::vector<std::string> sources = {};  ///< keys in content/references.bib
  std::string reviewed = "none";          ///< "none", or who, in which role and when
  bool is_own = false;     ///< added by the person, not of the library that comes with Endrange
  std::string where = {};  ///< `file:line:column`

  /// Seconds of one repetition on one side, as the phases are written.
  [[nodiscard]] double repetition_s() const;
};

/// Whether it is not for a beginner at it: difficulty 4 or 5, strong effort at the end of a range, or the end
/// of the neck's range. It waits until something easier was done without pain.
[[nodiscard]] bool is_demanding(const Exercise& exercise);

/// Whether having done `easier` without pain prepares for `exercise`: its author names it, or it trains the
/// chief joint motion at a lower difficulty.
[[nodiscard]] bool prepares(const Exercise& easier, const Exercise& exercise);

/// How the body is carried.
enum class Posture { Seated, Standing, HalfKneeling, Kneeling, Quadruped, Supine, Prone, SideLying };

/// Something that stands around the person.
struct Prop {
  enum class Kind { Chair, Desk, Wall, Mat, Roller };
  Kind kind = Kind::Chair;
  /// Shares of body height: forward, up, towards the working side, from the floor below the pelvis. A chair
  /// stands under the sit bones and a mat on the floor, so that they need forward and aside only.
  std::array<double, 3> at = {};
};

/// A base position: how the body is before the first phase, what it rests on, and what stands around it.
struct Position {
  PositionId id = {};
  std::string words = {};  ///< "seated", "standing at a desk"
  Posture posture = Posture::Standing;
  Role front = Role::Midline;          ///< whose leg stands in front; Midline where none does
  Angle pelvis_tilt = {};              ///< forward from upright: 90° lies on the front, -90° on the back
  Angle pelvis_roll = {};              ///< towards the resting side: 90° lies on it; instead of a tilt
  std::vector<Target> pose = {};       ///< in degrees; what is not named is as in the anatomical position
  std::vector<Contact> contacts = {};  ///< what holds while an exercise does not release it
  std::vector<Prop> props = {};
  std::string where = {};
};

/// Whether a hand holds on, or a wall stands at hand.
[[nodiscard]] bool is_steadied(const Position& position);

/// The side that a role means when this side works; `Side::Both` for Role::Both and Role::Midline.
[[nodiscard]] Side resolve_side(Role role, Side working);

[[nodiscard]] std::string_view word(Kind kind);        ///< `push_pull`
[[nodiscard]] std::string_view word(Place place);      ///< `room_to_stand`
[[nodiscard]] std::string_view word(Equipment item);   ///< `wall`
[[nodiscard]] std::string_view word(Held::Kind kind);  ///< `strap`
[[nodiscard]] std::string_view word(Role role);        ///< `working`; empty for the midline
[[nodiscard]] std::string_view word(Breath breath);    ///< `in`
[[nodiscard]] std::string_view word(Posture posture);  ///< `half_kneeling`

}  // namespace endrange::exercise
