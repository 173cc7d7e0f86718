#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/base/identifier.h"
#include "core/base/moment.h"
#include "core/base/side.h"
#include "core/journal/rhythm.h"

/// What an event is. The journal only appends; whatever is shown about a person is computed from these.
namespace endrange::journal {

enum class Audience { DeskWorker, Athlete, OlderAdult };
/// Where the person can move; each place includes the ones before it.
enum class Place { ChairOnly, RoomToStand, Floor };
enum class Equipment { Wall, Roller, Strap, Stick };
/// What the person has on while they move.
enum class Clothes { Office, Loose };
enum class Answer { Yes, No, Unknown };

/// Who the person is. Whatever was not answered is unknown: `nullopt`, never a guess.
struct ProfileChanged {
  Audience audience = Audience::DeskWorker;
  int minutes = 3;  ///< usual length of a routine, 1 to 15
  Place place = Place::ChairOnly;
  std::vector<Equipment> equipment = {};
  std::optional<std::string> age_band = {};  ///< `under_30`, `30_39` … `80_plus`
  std::optional<double> height_m = {};
  std::optional<std::string> body_proportions =
      {};                                    ///< `female_average`, `male_average`: sizes the figure only
  std::optional<double> sitting_hours = {};  ///< a usual day, 0 to 24
  std::optional<Clothes> clothes = {};
  std::optional<bool> is_quiet = {};  ///< others must not be disturbed

  friend bool operator==(const ProfileChanged&, const ProfileChanged&) = default;
};

/// One answer of the safety screen; questions and what follows from them are content/contraindications.toml.
struct SafetyAnswer {
  std::string question = {};
  Answer answer = Answer::Unknown;

  friend bool operator==(const SafetyAnswer&, const SafetyAnswer&) = default;
};

/// Answers given together. A question keeps its latest answer.
struct SafetyAnswered {
  std::vector<SafetyAnswer> answers = {};
  friend bool operator==(const SafetyAnswered&, const SafetyAnswered&) = default;
};

/// The person says that a professional has seen them about what this question or pain report locked.
struct Cleared {
  std::string question = {};           ///< a safety question, or empty
  std::optional<EntryId> report = {};  ///< the pain report, when that locked something
  friend bool operator==(const Cleared&, const Cleared&) = default;
};

enum class Method { Camera, Video, Recording, Hand };
enum class Grade { Measured, Trend, NotObservable };

/// One repetition of a protocol.
struct Repetition {
  double start_s = 0.0;  ///< from the start of the recording
  double end_s = 0.0;
  Angle reached = {};
  std::optional<Angle> usable = {};
  double hold_s = 0.0;
  /// When the position that was kept for `hold_s` was reached; nothing where none was, or nobody wrote it
  /// down.
  std::optional<double> hold_start_s = {};

  friend bool operator==(const Repetition&, const Repetition&) = default;
};

/// What one trial showed of one joint motion on one side.
struct Measured {
  JointMotionId joint_motion = {};
  Side side = Side::Both;
  ProtocolId protocol = {};
  Method method = Method::Hand;
  std::string set_up = {};  ///< position and view, such as `standing/front`: only equal set-ups compare
  std::optional<Estimate> available = {};
  std::optional<Estimate> reached = {};
  std::optional<Estimate> usable = {};
  /// The part of the standard errors that repeats whenever this set-up is used, such as how the angle is
  /// defined: it belongs to each figure, and not to a change between two figures of one set-up.
  Angle set_up_error = {};
  double hold_s = 0.0;                   ///< longest time held at the usable range
  std::optional<Angle> steadiness = {};  ///< detrended sway during the hold, one standard deviation
  Grade grade = Grade::Trend;
  std::string grade_reason = {};
  std::vector<Repetition> repetitions = {};
  std::string recording = {};  ///< name of the kept recording, or empty
  std::string note = {};       ///< for figures typed by hand: the tool, such as "phone inclinometer"

  friend bool operator==(const Measured&, const Measured&) = default;
};

/// What a figure that is no range of motion tells.
enum class FigureName {
  Distance,       ///< a gap or a reach; below zero where the protocol says what that means
  Time,           ///< how long a position was kept
  Count,          ///< how often, within the protocol's seconds
  ReachConeArea,  ///< solid angle that a joint circle encloses
  Roundness,      ///< of a joint circle, 1 for a circle
  Repeatability,  ///< how alike the circles are
  SpeedEvenness,  ///< how evenly a circle was gone round
  DeadOctants,    ///< eighths of a circle that were not reached
  Compensation,   ///< what another joint did meanwhile
};
enum class FigureUnit { Degrees, Centimetres, Seconds, Count, Steradians, One };

/// One such figure, in its unit.
struct Figure {
  FigureName name = FigureName::Distance;
  FigureUnit unit = FigureUnit::Centimetres;
  double value = 0.0;
  double standard_error = 0.0;  ///< in the same unit

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// What one trial of a test showed that is no angle: a distance, a count, a time, a joint circle.
struct Tested {
  ProtocolId protocol = {};
  Side side = Side::Both;
  Method method = Method::Hand;
  std::string set_up = {};  ///< position and view, or the tool: only equal set-ups compare
  std::vector<Figure> figures = {};
  Grade grade = Grade::Measured;
  std::string grade_reason = {};
  std::string recording = {};  ///< name of the kept recording, or empty
  std::string note = {};

  friend bool operator==(const Tested&, const Tested&) = default;
};

/// A recording was kept or deleted; the file itself lies in the data folder.
struct RecordingKept {
  std::string recording = {};
  friend bool operator==(const RecordingKept&, const RecordingKept&) = default;
};
struct RecordingDeleted {
  std::string recording = {};
  friend bool operator==(const RecordingDeleted&, const RecordingDeleted&) = default;
};

/// A routine was begun. Its identifier ties the steps together.
struct RoutineStarted {
  std::string routine = {};
  int planned_s = 0;
  int steps = 0;
  friend bool operator==(const RoutineStarted&, const RoutineStarted&) = default;
};

/// A step was done, whole or in part. Written when it ends, so that closing the page loses nothing.
struct StepDone {
  std::string routine = {};
  ExerciseId exercise = {};
  Side side = Side::Both;
  double seconds = 0.0;  ///< moved, pauses left out
  bool complete = true;
  bool eased = false;  ///< done with less range after pain
  friend bool operator==(const StepDone&, const StepDone&) = default;
};

enum class SkipMeaning { NotNow, DidAlready, Never };

struct StepSkipped {
  std::string routine = {};
  ExerciseId exercise = {};
  Side side = Side::Both;
  SkipMeaning meaning = SkipMeaning::NotNow;
  /// Of what was done already, how long it was to be; unknown in what was written before it was kept.
  std::optional<double> seconds = {};
  friend bool operator==(const StepSkipped&, const StepSkipped&) = default;
};

struct RoutineFinished {
  std::string routine = {};
  std::optional<int> effort = {};  ///< 0 to 10
  friend bool operator==(const RoutineFinished&, const RoutineFinished&) = default;
};

enum class PainKind { Dull, Sharp, Spreading, Numb, Dizzy, Pinching, Other };

/// It hurt. A pull of stretch is asked for apart from pain and is no pain.
struct PainReported {
  std::string region = {};  ///< as in content/joint_motions.toml: `hip`, `shoulder`, …
  Side side = Side::Both;
  int intensity = 0;  ///< 0 to 10
  PainKind kind = PainKind::Dull;
  bool stretch_only = false;  ///< a pull of stretch, not pain
  std::string routine = {};
  ExerciseId exercise = {};
  /// The one joint motion that hurt, when it is known; otherwise the exercise's own joint motions count.
  std::vector<JointMotionId> joint_motions = {};
  friend bool operator==(const PainReported&, const PainReported&) = default;
};

enum class Morning { Fine, Sore, Worse };

/// The next morning's one question about the day before.
struct MorningAnswered {
  Morning feeling = Morning::Fine;
  int pain = 0;  ///< 0 to 10
  friend bool operator==(const MorningAnswered&, const MorningAnswered&) = default;
};

enum class BreakOutcome { Taken, PutOff, Skipped, Natural };

struct BreakHappened {
  BreakOutcome outcome = BreakOutcome::Taken;
  double minutes = 0.0;                ///< length of the break, or how long it was put off
  std::optional<BreakKind> kind = {};  ///< unknown in what was written before there were two kinds
  friend bool operator==(const BreakHappened&, const BreakHappened&) = default;
};

/// A span at work, without pause: what sitting is estimated from. Times only, never keys or titles.
struct Worked {
  Moment from = {};
  double seconds = 0.0;
  friend bool operator==(const Worked&, const Worked&) = default;
};

/// What other than work a span of the day was spent on. A break is no span: it has its own event.
enum class SpentOn { Call, Film, Rest };

/// Such a span. Times only: what was in use, and by which program, is never written down.
struct Spent {
  SpentOn on = SpentOn::Rest;
  Moment from = {};
  double seconds = 0.0;
  friend bool operator==(const Spent&, const Spent&) = default;
};

/// When breaks are offered; the whole of it each time, the latest counts.
struct RhythmChanged {
  Rhythm rhythm = {};
  friend bool operator==(const RhythmChanged&, const RhythmChanged&) = default;
};

/// How Endrange behaves; the whole of it each time, the latest counts. What it says about breaks is from
/// before there were two kinds of them: it counts until the rhythm is changed (`RhythmChanged`).
struct SettingsChanged {
  bool breaks_on = true;
  int work_minutes = 50;
  int break_minutes = 3;
  std::chrono::minutes day_starts = std::chrono::hours(9);  ///< local time of day
  std::chrono::minutes day_ends = std::chrono::hours(17);
  std::vector<int> work_days = {1, 2, 3, 4, 5};  ///< ISO: Monday is 1
  bool voice = true;
  std::string theme = "system";   ///< `system`, `light`, `dark`
  std::string figure = "motion";  ///< `motion`, `still`
  /// Signals of the desktop that are not listened to, by the words of the protocol; each once.
  std::vector<std::string> left_out = {};
  /// How a break appears: `window` over the whole screen, `browser`, or as the `notification` only.
  std::string break_shown = "window";
  std::string break_monitor = "pointer";  ///< which monitor the window takes: `pointer`, `primary`
  bool break_sound = false;               ///< a notification may be heard
  friend bool operator==(const SettingsChanged&, const SettingsChanged&) = default;
};

/// A programme of content/programmes was chosen, or with an empty one: none any more. It is on from the day
/// of its entry.
struct ProgrammeChosen {
  std::string programme = {};
  std::string joint = {};  ///< where the programme asks for one: `shoulder`
  friend bool operator==(const ProgrammeChosen&, const ProgrammeChosen&) = default;
};

/// A goal of content/goals.toml, with the person's own figure for its chief joint motion if they have one.
struct GoalWanted {
  std::string goal = {};
  std::optional<Angle> target = {};
  friend bool operator==(const GoalWanted&, const GoalWanted&) = default;
};

/// What the person wants to be able to do; the whole of it each time, the latest counts.
struct GoalsChosen {
  std::vector<GoalWanted> goals = {};
  friend bool operator==(const GoalsChosen&, const GoalsChosen&) = default;
};

/// An exercise of the person's own: its whole file as it was given. The latest of an identifier counts.
struct ExerciseAdded {
  ExerciseId exercise = {};
  std::string text = {};  ///< TOML, lines ended by `\n` alone
  friend bool operator==(const ExerciseAdded&, const ExerciseAdded&) = default;
};

/// It is not in the library any more. What was done of it stays done.
struct ExerciseRemoved {
  ExerciseId exercise = {};
  friend bool operator==(const ExerciseRemoved&, const ExerciseRemoved&) = default;
};

/// Takes an earlier entry back. The entry stays; nothing computed from the journal counts it any more.
struct Withdrawn {
  EntryId entry = {};
  std::string reason = {};
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

using Event =
    std::variant<ProfileChanged, SafetyAnswered, Cleared, Measured, Tested, RecordingKept, RecordingDeleted,
                 RoutineStarted, StepDone, StepSkipped, RoutineFinished, PainReported, MorningAnswered,
                 BreakHappened, Worked, SettingsChanged, Withdrawn, RhythmChanged, Spent, ProgrammeChosen,
                 GoalsChosen, ExerciseAdded, ExerciseRemoved>;

/// An event in the journal: where it came from, its place in that device's order, and when it happened.
struct Entry {
  EntryId id = {};
  DeviceId device = {};
  std::uint64_t sequence = 0;  ///< 1, 2, 3 … on its device, without gaps
  LocalMoment at = {};
  Event event = {};

  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace endrange::journal
