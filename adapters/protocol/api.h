// Made by tools/generate_protocol.mjs from adapters/protocol/schema.json. Change the schema, not this file.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What travels between the program and its page. Angles in degrees, times in seconds, moments ISO 8601 UTC.
namespace endrange::protocol {

// clang-format off
enum class Side { Left, Right, Both };
BOOST_DESCRIBE_ENUM(Side, Left, Right, Both)

enum class Region { Neck, Shoulders, UpperBack, LowerBack, Hips, Knees, Ankles, Wrists };
BOOST_DESCRIBE_ENUM(Region, Neck, Shoulders, UpperBack, LowerBack, Hips, Knees, Ankles, Wrists)

enum class Audience { DeskWorker, Athlete, OlderAdult };
BOOST_DESCRIBE_ENUM(Audience, DeskWorker, Athlete, OlderAdult)

enum class Place { ChairOnly, RoomToStand, Floor };
BOOST_DESCRIBE_ENUM(Place, ChairOnly, RoomToStand, Floor)

enum class Equipment { Wall, Roller, Strap, Stick };
BOOST_DESCRIBE_ENUM(Equipment, Wall, Roller, Strap, Stick)

enum class Clothes { Office, Loose };
BOOST_DESCRIBE_ENUM(Clothes, Office, Loose)

enum class Spot { Usual, Chair, Corridor };
BOOST_DESCRIBE_ENUM(Spot, Usual, Chair, Corridor)

enum class Answer { Yes, No, Unknown };
BOOST_DESCRIBE_ENUM(Answer, Yes, No, Unknown)

enum class Gate { Emergency, Locked, Filtered, Free };
BOOST_DESCRIBE_ENUM(Gate, Emergency, Locked, Filtered, Free)

enum class Method { Camera, Video, Recording, Hand };
BOOST_DESCRIBE_ENUM(Method, Camera, Video, Recording, Hand)

enum class Knowing { Measured, Trend, Fading, Unknown };
BOOST_DESCRIBE_ENUM(Knowing, Measured, Trend, Fading, Unknown)

enum class Grade { Measured, Trend, NotObservable };
BOOST_DESCRIBE_ENUM(Grade, Measured, Trend, NotObservable)

enum class FigureName { Distance, Time, Count, ReachConeArea, Roundness, Repeatability, SpeedEvenness, DeadOctants, Compensation };
BOOST_DESCRIBE_ENUM(FigureName, Distance, Time, Count, ReachConeArea, Roundness, Repeatability, SpeedEvenness, DeadOctants, Compensation)

enum class FigureUnit { Degrees, Centimetres, Seconds, Count, Steradians, One };
BOOST_DESCRIBE_ENUM(FigureUnit, Degrees, Centimetres, Seconds, Count, Steradians, One)

enum class ProtocolKind { Range, Circle, Count, Time, Distance };
BOOST_DESCRIBE_ENUM(ProtocolKind, Range, Circle, Count, Time, Distance)

enum class SkipMeaning { NotNow, DidAlready, Never };
BOOST_DESCRIBE_ENUM(SkipMeaning, NotNow, DidAlready, Never)

enum class PainKind { Dull, Sharp, Spreading, Numb, Dizzy, Pinching, Other };
BOOST_DESCRIBE_ENUM(PainKind, Dull, Sharp, Spreading, Numb, Dizzy, Pinching, Other)

enum class Morning { Fine, Sore, Worse };
BOOST_DESCRIBE_ENUM(Morning, Fine, Sore, Worse)

enum class BreakOutcome { Taken, PutOff, Skipped, Natural };
BOOST_DESCRIBE_ENUM(BreakOutcome, Taken, PutOff, Skipped, Natural)

enum class BreakPhase { Off, OutsideHours, Working, Due, Prompting, OnBreak, Away, PutOff, Paused, Prelude, Quiet };
BOOST_DESCRIBE_ENUM(BreakPhase, Off, OutsideHours, Working, Due, Prompting, OnBreak, Away, PutOff, Paused, Prelude, Quiet)

enum class BreakKind { Short, Long };
BOOST_DESCRIBE_ENUM(BreakKind, Short, Long)

enum class SignalName { Microphone, Camera, Screencast, Presentation, FullScreen, DoNotDisturb, Playing, Asleep, Locked, LidClosed, BatteryLow };
BOOST_DESCRIBE_ENUM(SignalName, Microphone, Camera, Screencast, Presentation, FullScreen, DoNotDisturb, Playing, Asleep, Locked, LidClosed, BatteryLow)

enum class BreakShown { Window, Browser, Notification };
BOOST_DESCRIBE_ENUM(BreakShown, Window, Browser, Notification)

enum class BreakMonitor { Pointer, Primary };
BOOST_DESCRIBE_ENUM(BreakMonitor, Pointer, Primary)

enum class SpentOn { Call, Film, Rest };
BOOST_DESCRIBE_ENUM(SpentOn, Call, Film, Rest)

enum class BreakAction { Now, Skip, PutOff, Done, Pause, Resume, PutOffUntilCallEnds };
BOOST_DESCRIBE_ENUM(BreakAction, Now, Skip, PutOff, Done, Pause, Resume, PutOffUntilCallEnds)

enum class ChangeVerdict { First, Changed, NotYetDistinguishable, NotComparable };
BOOST_DESCRIBE_ENUM(ChangeVerdict, First, Changed, NotYetDistinguishable, NotComparable)

enum class RangeKind { Usable, Reached, Available };
BOOST_DESCRIBE_ENUM(RangeKind, Usable, Reached, Available)

enum class Unlike { JointMotion, Side, Test, Method, Tool, Position, View, NotObservable, Figure };
BOOST_DESCRIBE_ENUM(Unlike, JointMotion, Side, Test, Method, Tool, Position, View, NotObservable, Figure)

enum class VoiceKind { EspeakNg, SpeechDispatcher, None };
BOOST_DESCRIBE_ENUM(VoiceKind, EspeakNg, SpeechDispatcher, None)

enum class TrialPhase { Looking, Ready, Moving, Holding, Done };
BOOST_DESCRIBE_ENUM(TrialPhase, Looking, Ready, Moving, Holding, Done)

enum class StillOrMotion { Motion, Still };
BOOST_DESCRIBE_ENUM(StillOrMotion, Motion, Still)

enum class OwnState { Ready, Faulty, Removed };
BOOST_DESCRIBE_ENUM(OwnState, Ready, Faulty, Removed)

enum class Theme { System, Light, Dark };
BOOST_DESCRIBE_ENUM(Theme, System, Light, Dark)

struct Estimate {
  double mean_deg = 0.0;
  double se_deg = 0.0;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};
BOOST_DESCRIBE_STRUCT(Estimate, (), (mean_deg, se_deg))

/// Every error answer.
struct Problem {
  std::string message;
  std::string where;
  std::string remedy;
  friend bool operator==(const Problem&, const Problem&) = default;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (message, where, remedy))

/// Success without a value.
struct Done {
  bool ok = false;
  friend bool operator==(const Done&, const Done&) = default;
};
BOOST_DESCRIBE_STRUCT(Done, (), (ok))

struct ProfileChanged {
  Audience audience{};
  std::int64_t minutes = 0;
  Place place{};
  std::vector<Equipment> equipment;
  std::optional<std::string> age_band;
  std::optional<double> height_m;
  std::optional<std::string> body_proportions;
  std::optional<double> sitting_hours;
  std::optional<Clothes> clothes;
  std::optional<bool> quiet;
  friend bool operator==(const ProfileChanged&, const ProfileChanged&) = default;
};
BOOST_DESCRIBE_STRUCT(ProfileChanged, (), (audience, minutes, place, equipment, age_band, height_m, body_proportions, sitting_hours, clothes, quiet))

struct SafetyAnswer {
  std::string question;
  Answer answer{};
  friend bool operator==(const SafetyAnswer&, const SafetyAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(SafetyAnswer, (), (question, answer))

struct SafetyAnswered {
  std::vector<SafetyAnswer> answers;
  friend bool operator==(const SafetyAnswered&, const SafetyAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(SafetyAnswered, (), (answers))

struct Cleared {
  std::string question;
  std::optional<std::string> report;
  friend bool operator==(const Cleared&, const Cleared&) = default;
};
BOOST_DESCRIBE_STRUCT(Cleared, (), (question, report))

struct Repetition {
  double start_s = 0.0;
  double end_s = 0.0;
  double reached_deg = 0.0;
  std::optional<double> usable_deg;
  double hold_s = 0.0;
  std::optional<double> hold_start_s;
  friend bool operator==(const Repetition&, const Repetition&) = default;
};
BOOST_DESCRIBE_STRUCT(Repetition, (), (start_s, end_s, reached_deg, usable_deg, hold_s, hold_start_s))

struct Measured {
  std::string joint_motion;
  Side side{};
  std::string protocol;
  Method method{};
  std::string set_up;
  std::optional<Estimate> available;
  std::optional<Estimate> reached;
  std::optional<Estimate> usable;
  double hold_s = 0.0;
  double set_up_se_deg = 0.0;
  std::optional<double> steadiness_deg;
  Grade grade{};
  std::string grade_reason;
  std::vector<Repetition> repetitions;
  std::string recording;
  std::string note;
  friend bool operator==(const Measured&, const Measured&) = default;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (joint_motion, side, protocol, method, set_up, available, reached, usable, hold_s, set_up_se_deg, steadiness_deg, grade, grade_reason, repetitions, recording, note))

struct Figure {
  FigureName name{};
  FigureUnit unit{};
  double value = 0.0;
  double standard_error = 0.0;
  friend bool operator==(const Figure&, const Figure&) = default;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (name, unit, value, standard_error))

/// What a test showed that is no angle.
struct Tested {
  std::string protocol;
  Side side{};
  Method method{};
  std::string set_up;
  std::vector<Figure> figures;
  Grade grade{};
  std::string grade_reason;
  std::string recording;
  std::string note;
  friend bool operator==(const Tested&, const Tested&) = default;
};
BOOST_DESCRIBE_STRUCT(Tested, (), (protocol, side, method, set_up, figures, grade, grade_reason, recording, note))

struct RecordingKept {
  std::string recording;
  friend bool operator==(const RecordingKept&, const RecordingKept&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordingKept, (), (recording))

struct RecordingDeleted {
  std::string recording;
  friend bool operator==(const RecordingDeleted&, const RecordingDeleted&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordingDeleted, (), (recording))

struct RoutineStarted {
  std::string routine;
  std::int64_t planned_s = 0;
  std::int64_t steps = 0;
  friend bool operator==(const RoutineStarted&, const RoutineStarted&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutineStarted, (), (routine, planned_s, steps))

struct StepDone {
  std::string routine;
  std::string exercise;
  Side side{};
  double seconds = 0.0;
  bool complete = false;
  bool eased = false;
  friend bool operator==(const StepDone&, const StepDone&) = default;
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (routine, exercise, side, seconds, complete, eased))

struct StepSkipped {
  std::string routine;
  std::string exercise;
  Side side{};
  SkipMeaning meaning{};
  std::optional<double> seconds;
  friend bool operator==(const StepSkipped&, const StepSkipped&) = default;
};
BOOST_DESCRIBE_STRUCT(StepSkipped, (), (routine, exercise, side, meaning, seconds))

struct RoutineFinished {
  std::string routine;
  std::optional<std::int64_t> effort;
  friend bool operator==(const RoutineFinished&, const RoutineFinished&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutineFinished, (), (routine, effort))

struct PainReported {
  std::string region;
  Side side{};
  std::int64_t intensity = 0;
  PainKind kind{};
  bool stretch_only = false;
  std::string routine;
  std::string exercise;
  std::vector<std::string> joint_motions;
  friend bool operator==(const PainReported&, const PainReported&) = default;
};
BOOST_DESCRIBE_STRUCT(PainReported, (), (region, side, intensity, kind, stretch_only, routine, exercise, joint_motions))

struct MorningAnswered {
  Morning feeling{};
  std::int64_t pain = 0;
  friend bool operator==(const MorningAnswered&, const MorningAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(MorningAnswered, (), (feeling, pain))

/// kind is absent in what was written before there were two kinds.
struct BreakHappened {
  BreakOutcome outcome{};
  double minutes = 0.0;
  std::optional<BreakKind> kind;
  friend bool operator==(const BreakHappened&, const BreakHappened&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakHappened, (), (outcome, minutes, kind))

struct Worked {
  std::string from;
  double seconds = 0.0;
  friend bool operator==(const Worked&, const Worked&) = default;
};
BOOST_DESCRIBE_STRUCT(Worked, (), (from, seconds))

/// Signals of the desktop that are not listened to.
struct LeftOutSignals {
  std::vector<SignalName> signals;
  friend bool operator==(const LeftOutSignals&, const LeftOutSignals&) = default;
};
BOOST_DESCRIBE_STRUCT(LeftOutSignals, (), (signals))

struct SettingsChanged {
  bool breaks_on = false;
  std::int64_t work_minutes = 0;
  std::int64_t break_minutes = 0;
  std::int64_t day_starts_min = 0;
  std::int64_t day_ends_min = 0;
  std::vector<std::int64_t> work_days;
  bool voice = false;
  Theme theme{};
  StillOrMotion figure{};
  std::optional<LeftOutSignals> left_out;
  std::optional<BreakShown> break_shown;
  std::optional<BreakMonitor> break_monitor;
  std::optional<bool> break_sound;
  friend bool operator==(const SettingsChanged&, const SettingsChanged&) = default;
};
BOOST_DESCRIBE_STRUCT(SettingsChanged, (), (breaks_on, work_minutes, break_minutes, day_starts_min, day_ends_min, work_days, voice, theme, figure, left_out, break_shown, break_monitor, break_sound))

/// From its day on; an empty programme ends the one before. `joint` where the programme asks for one.
struct ProgrammeChosen {
  std::string programme;
  std::string joint;
  friend bool operator==(const ProgrammeChosen&, const ProgrammeChosen&) = default;
};
BOOST_DESCRIBE_STRUCT(ProgrammeChosen, (), (programme, joint))

/// With the person's own figure for the chief joint motion, if they have one.
struct GoalWanted {
  std::string goal;
  std::optional<double> target_deg;
  friend bool operator==(const GoalWanted&, const GoalWanted&) = default;
};
BOOST_DESCRIBE_STRUCT(GoalWanted, (), (goal, target_deg))

/// The whole of it each time.
struct GoalsChosen {
  std::vector<GoalWanted> goals;
  friend bool operator==(const GoalsChosen&, const GoalsChosen&) = default;
};
BOOST_DESCRIBE_STRUCT(GoalsChosen, (), (goals))

/// An exercise of the person's own: its whole file. The latest of an identifier counts.
struct ExerciseAdded {
  std::string exercise;
  std::string text;
  friend bool operator==(const ExerciseAdded&, const ExerciseAdded&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseAdded, (), (exercise, text))

struct ExerciseRemoved {
  std::string exercise;
  friend bool operator==(const ExerciseRemoved&, const ExerciseRemoved&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseRemoved, (), (exercise))

struct Withdrawn {
  std::string entry;
  std::string reason;
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (entry, reason))

struct BreakRhythm {
  bool is_on = false;
  std::int64_t every_min = 0;
  std::int64_t length_min = 0;
  std::int64_t most_a_day = 0;
  friend bool operator==(const BreakRhythm&, const BreakRhythm&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakRhythm, (), (is_on, every_min, length_min, most_a_day))

/// Work hours that begin on this day, Monday 1; when they end before they begin, they end the next morning.
struct WorkDay {
  std::int64_t weekday = 0;
  std::int64_t from_min = 0;
  std::int64_t until_min = 0;
  friend bool operator==(const WorkDay&, const WorkDay&) = default;
};
BOOST_DESCRIBE_STRUCT(WorkDay, (), (weekday, from_min, until_min))

/// On every day.
struct QuietHours {
  std::int64_t from_min = 0;
  std::int64_t until_min = 0;
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};
BOOST_DESCRIBE_STRUCT(QuietHours, (), (from_min, until_min))

/// When breaks are offered. Minutes of the day, local time.
struct Rhythm {
  bool is_on = false;
  BreakRhythm short_breaks{};
  BreakRhythm long_breaks{};
  std::vector<WorkDay> work;
  std::vector<QuietHours> quiet;
  friend bool operator==(const Rhythm&, const Rhythm&) = default;
};
BOOST_DESCRIBE_STRUCT(Rhythm, (), (is_on, short_breaks, long_breaks, work, quiet))

struct RhythmChanged {
  Rhythm rhythm{};
  friend bool operator==(const RhythmChanged&, const RhythmChanged&) = default;
};
BOOST_DESCRIBE_STRUCT(RhythmChanged, (), (rhythm))

/// A span of the day that went on something other than work; times only.
struct Spent {
  SpentOn on{};
  std::string from;
  double seconds = 0.0;
  friend bool operator==(const Spent&, const Spent&) = default;
};
BOOST_DESCRIBE_STRUCT(Spent, (), (on, from, seconds))

/// Exactly one member is set; its name is the kind of event.
struct EventBody {
  std::optional<ProfileChanged> profile_changed;
  std::optional<SafetyAnswered> safety_answered;
  std::optional<Cleared> cleared;
  std::optional<Measured> measured;
  std::optional<Tested> tested;
  std::optional<RecordingKept> recording_kept;
  std::optional<RecordingDeleted> recording_deleted;
  std::optional<RoutineStarted> routine_started;
  std::optional<StepDone> step_done;
  std::optional<StepSkipped> step_skipped;
  std::optional<RoutineFinished> routine_finished;
  std::optional<PainReported> pain_reported;
  std::optional<MorningAnswered> morning_answered;
  std::optional<BreakHappened> break_happened;
  std::optional<Worked> worked;
  std::optional<SettingsChanged> settings_changed;
  std::optional<Withdrawn> withdrawn;
  std::optional<RhythmChanged> rhythm_changed;
  std::optional<Spent> spent;
  std::optional<ProgrammeChosen> programme_chosen;
  std::optional<GoalsChosen> goals_chosen;
  std::optional<ExerciseAdded> exercise_added;
  std::optional<ExerciseRemoved> exercise_removed;
  friend bool operator==(const EventBody&, const EventBody&) = default;
};
BOOST_DESCRIBE_STRUCT(EventBody, (), (profile_changed, safety_answered, cleared, measured, tested, recording_kept, recording_deleted, routine_started, step_done, step_skipped, routine_finished, pain_reported, morning_answered, break_happened, worked, settings_changed, withdrawn, rhythm_changed, spent, programme_chosen, goals_chosen, exercise_added, exercise_removed))

/// A journal entry, also one line of an export.
struct Entry {
  std::string id;
  std::string device;
  std::int64_t sequence = 0;
  std::string at;
  std::int64_t offset_min = 0;
  EventBody event{};
  friend bool operator==(const Entry&, const Entry&) = default;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (id, device, sequence, at, offset_min, event))

/// An event as the page posts it. The page makes the id (a UUID), so that posting twice appends once.
struct NewEvent {
  std::string id;
  std::string at;
  std::int64_t offset_min = 0;
  EventBody event{};
  friend bool operator==(const NewEvent&, const NewEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(NewEvent, (), (id, at, offset_min, event))

struct NewEvents {
  std::vector<NewEvent> events;
  friend bool operator==(const NewEvents&, const NewEvents&) = default;
};
BOOST_DESCRIBE_STRUCT(NewEvents, (), (events))

struct Accepted {
  std::vector<std::string> ids;
  friend bool operator==(const Accepted&, const Accepted&) = default;
};
BOOST_DESCRIBE_STRUCT(Accepted, (), (ids))

struct Journal {
  std::vector<Entry> entries;
  std::int64_t total = 0;
  friend bool operator==(const Journal&, const Journal&) = default;
};
BOOST_DESCRIBE_STRUCT(Journal, (), (entries, total))

struct SafetyQuestion {
  std::string id;
  Gate gate{};
  std::string text;
  std::string why;
  std::string advice;
  std::string region;
  bool first_start = false;
  friend bool operator==(const SafetyQuestion&, const SafetyQuestion&) = default;
};
BOOST_DESCRIBE_STRUCT(SafetyQuestion, (), (id, gate, text, why, advice, region, first_start))

/// Something that is locked or left out now, and why; question or report says what lifts it.
struct Lock {
  Gate gate{};
  std::string what;
  std::string reason;
  std::string advice;
  std::string question;
  std::string report;
  friend bool operator==(const Lock&, const Lock&) = default;
};
BOOST_DESCRIBE_STRUCT(Lock, (), (gate, what, reason, advice, question, report))

struct BreakStatus {
  BreakPhase phase{};
  std::string why;
  std::optional<std::string> next_at;
  std::optional<std::string> until;
  bool prompt = false;
  BreakKind kind{};
  std::int64_t work_minutes = 0;
  std::int64_t break_minutes = 0;
  std::string activity_source;
  friend bool operator==(const BreakStatus&, const BreakStatus&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakStatus, (), (phase, why, next_at, until, prompt, kind, work_minutes, break_minutes, activity_source))

/// What the page needs to begin.
struct State {
  std::string version;
  std::string day;
  bool first_start = false;
  std::optional<ProfileChanged> profile;
  SettingsChanged settings{};
  Rhythm rhythm{};
  std::vector<SafetyAnswer> answers;
  std::vector<std::string> unknown;
  std::vector<Lock> locks;
  bool ask_morning = false;
  VoiceKind voice{};
  BreakStatus breaks{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (version, day, first_start, profile, settings, rhythm, answers, unknown, locks, ask_morning, voice, breaks))

struct SafetyScreen {
  std::vector<SafetyQuestion> questions;
  friend bool operator==(const SafetyScreen&, const SafetyScreen&) = default;
};
BOOST_DESCRIBE_STRUCT(SafetyScreen, (), (questions))

/// What a step may be swapped for while the others stay.
struct Substitute {
  std::string exercise;
  std::string name;
  std::string position;
  friend bool operator==(const Substitute&, const Substitute&) = default;
};
BOOST_DESCRIBE_STRUCT(Substitute, (), (exercise, name, position))

/// gap_s is the time before it, to read the name and change posture.
struct Step {
  std::string exercise;
  std::string name;
  Side side{};
  double seconds = 0.0;
  double gap_s = 0.0;
  std::string position;
  std::string kind;
  Region region{};
  std::string reason;
  std::vector<std::string> cues;
  std::string reviewed;
  bool gentle = false;
  bool eased = false;
  std::int64_t sets = 0;
  std::int64_t repetitions = 0;
  double hold_s = 0.0;
  std::string dose_words;
  std::vector<std::string> joint_motions;
  std::vector<Substitute> substitutes;
  friend bool operator==(const Step&, const Step&) = default;
};
BOOST_DESCRIBE_STRUCT(Step, (), (exercise, name, side, seconds, gap_s, position, kind, region, reason, cues, reviewed, gentle, eased, sets, repetitions, hold_s, dose_words, joint_motions, substitutes))

struct LeftOut {
  std::string exercise;
  std::string name;
  std::string reason;
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};
BOOST_DESCRIBE_STRUCT(LeftOut, (), (exercise, name, reason))

struct DayMark {
  double from_min = 0.0;
  double to_min = 0.0;
  std::string kind;
  std::string label;
  friend bool operator==(const DayMark&, const DayMark&) = default;
};
BOOST_DESCRIBE_STRUCT(DayMark, (), (from_min, to_min, kind, label))

/// Where a day of sitting kept one joint motion, and what today's steps gave it: an estimate. Below 0 it is bent the other way. An empty source means that the angle is our own estimate. A midline motion has both put_back_s the same.
struct DaySpent {
  std::string joint_motion;
  std::string name;
  Region region{};
  bool sided = false;
  double human_deg = 0.0;
  double end_deg = 0.0;
  double at_deg = 0.0;
  double hours = 0.0;
  bool hours_seen = false;
  bool held_short = false;
  double put_back_left_s = 0.0;
  double put_back_right_s = 0.0;
  std::string words;
  std::string source;
  friend bool operator==(const DaySpent&, const DaySpent&) = default;
};
BOOST_DESCRIBE_STRUCT(DaySpent, (), (joint_motion, name, region, sided, human_deg, end_deg, at_deg, hours, hours_seen, held_short, put_back_left_s, put_back_right_s, words, source))

/// What the routine was chosen by, for one joint motion and side: what is believed, the parts of its need, and the level of its exercises. total = max(least, base + neglect + range + side_behind + gap + wish + deficit) times open_dose times freshness.
struct ExplainedNeed {
  std::string joint_motion;
  std::string name;
  Side side{};
  bool measured = false;
  Estimate usable{};
  double week_s = 0.0;
  double base = 0.0;
  double neglect = 0.0;
  double range = 0.0;
  double side_behind = 0.0;
  double gap = 0.0;
  double wish = 0.0;
  double deficit = 0.0;
  double open_dose = 0.0;
  double freshness = 0.0;
  double total = 0.0;
  std::int64_t level = 0;
  std::string level_words;
  friend bool operator==(const ExplainedNeed&, const ExplainedNeed&) = default;
};
BOOST_DESCRIBE_STRUCT(ExplainedNeed, (), (joint_motion, name, side, measured, usable, week_s, base, neglect, range, side_behind, gap, wish, deficit, open_dose, freshness, total, level, level_words))

/// Highest need first.
struct Explained {
  std::vector<ExplainedNeed> needs;
  friend bool operator==(const Explained&, const Explained&) = default;
};
BOOST_DESCRIBE_STRUCT(Explained, (), (needs))

/// The routine for now, with its reasons; also what `endrange today --json` prints. `explained` only where it was asked for.
struct Today {
  std::string day;
  std::int64_t minutes = 0;
  Spot spot{};
  bool gentle_only = false;
  std::string notice;
  std::string why;
  double total_s = 0.0;
  std::vector<Step> steps;
  std::vector<LeftOut> left_out;
  std::vector<Lock> locks;
  std::vector<DayMark> line;
  std::string programme;
  std::string programme_words;
  std::vector<DaySpent> spent;
  std::optional<Explained> explained;
  friend bool operator==(const Today&, const Today&) = default;
};
BOOST_DESCRIBE_STRUCT(Today, (), (day, minutes, spot, gentle_only, notice, why, total_s, steps, left_out, locks, line, programme, programme_words, spent, explained))

struct ProgrammeInfo {
  std::string id;
  std::string name;
  std::string purpose;
  std::optional<Audience> audience;
  bool asks_joint = false;
  std::int64_t minutes = 0;
  std::int64_t days_a_week = 0;
  std::optional<std::int64_t> ends_after_days;
  std::vector<std::string> sources;
  friend bool operator==(const ProgrammeInfo&, const ProgrammeInfo&) = default;
};
BOOST_DESCRIBE_STRUCT(ProgrammeInfo, (), (id, name, purpose, audience, asks_joint, minutes, days_a_week, ends_after_days, sources))

struct GoalInfo {
  std::string id;
  std::string words;
  std::string chief;
  std::vector<std::string> joint_motions;
  bool chosen = false;
  std::optional<double> target_deg;
  friend bool operator==(const GoalInfo&, const GoalInfo&) = default;
};
BOOST_DESCRIBE_STRUCT(GoalInfo, (), (id, words, chief, joint_motions, chosen, target_deg))

struct JointName {
  std::string joint;
  std::string words;
  friend bool operator==(const JointName&, const JointName&) = default;
};
BOOST_DESCRIBE_STRUCT(JointName, (), (joint, words))

/// Programmes and goals that there are, and what was chosen of them. An empty programme means that none is on.
struct Wants {
  std::vector<ProgrammeInfo> programmes;
  std::vector<JointName> joints;
  std::string programme;
  std::string joint;
  std::string programme_words;
  std::vector<GoalInfo> goals;
  friend bool operator==(const Wants&, const Wants&) = default;
};
BOOST_DESCRIBE_STRUCT(Wants, (), (programmes, joints, programme, joint, programme_words, goals))

struct Dose {
  std::int64_t sets = 0;
  std::int64_t repetitions = 0;
  double hold_s = 0.0;
  double tempo_s = 0.0;
  std::int64_t effort_percent = 0;
  friend bool operator==(const Dose&, const Dose&) = default;
};
BOOST_DESCRIBE_STRUCT(Dose, (), (sets, repetitions, hold_s, tempo_s, effort_percent))

struct Compensation {
  std::string joint_motion;
  std::string words;
  double threshold_deg = 0.0;
  friend bool operator==(const Compensation&, const Compensation&) = default;
};
BOOST_DESCRIBE_STRUCT(Compensation, (), (joint_motion, words, threshold_deg))

/// `need` is how much it would do now, as a share of the exercise that would do most.
struct ExerciseSummary {
  std::string id;
  std::string name;
  std::string kind;
  std::string position;
  Region region{};
  std::vector<Region> regions;
  std::vector<std::string> joint_motions;
  std::vector<Equipment> equipment;
  Place place{};
  Clothes clothes{};
  std::int64_t difficulty = 0;
  double seconds = 0.0;
  double need = 0.0;
  bool sided = false;
  std::string purpose;
  std::string reviewed;
  bool own = false;
  std::string left_out;
  friend bool operator==(const ExerciseSummary&, const ExerciseSummary&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseSummary, (), (id, name, kind, position, region, regions, joint_motions, equipment, place, clothes, difficulty, seconds, need, sided, purpose, reviewed, own, left_out))

struct Exercises {
  std::vector<ExerciseSummary> exercises;
  friend bool operator==(const Exercises&, const Exercises&) = default;
};
BOOST_DESCRIBE_STRUCT(Exercises, (), (exercises))

/// One thing that `endrange doctor` looked at; or of an exercise's file: where, whether it may stay, what was found.
struct Finding {
  std::string what;
  bool ok = false;
  std::string found;
  std::string remedy;
  friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (what, ok, found, remedy))

/// An exercise that the person added: the latest file of its identifier. `entry` is the journal's, `findings` what keeps it out of the library.
struct OwnExercise {
  std::string exercise;
  std::string name;
  OwnState state{};
  std::string entry;
  std::string at;
  std::vector<Finding> findings;
  std::string text;
  friend bool operator==(const OwnExercise&, const OwnExercise&) = default;
};
BOOST_DESCRIBE_STRUCT(OwnExercise, (), (exercise, name, state, entry, at, findings, text))

struct OwnExercises {
  std::vector<OwnExercise> exercises;
  friend bool operator==(const OwnExercises&, const OwnExercises&) = default;
};
BOOST_DESCRIBE_STRUCT(OwnExercises, (), (exercises))

/// What adding a file came to. Without `added` nothing was changed, and `findings` say why. `entry` is null where the same file was there already.
struct ExerciseAddition {
  std::optional<ExerciseSummary> added;
  bool replaced = false;
  std::optional<std::string> entry;
  std::vector<Finding> findings;
  friend bool operator==(const ExerciseAddition&, const ExerciseAddition&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseAddition, (), (added, replaced, entry, findings))

struct ExerciseRemoval {
  std::string exercise;
  std::string name;
  std::string entry;
  friend bool operator==(const ExerciseRemoval&, const ExerciseRemoval&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseRemoval, (), (exercise, name, entry))

struct ExerciseDetail {
  ExerciseSummary summary{};
  std::vector<std::string> how;
  std::vector<std::string> cues;
  std::vector<Compensation> compensations;
  std::vector<std::string> contraindications;
  std::vector<std::string> avoid;
  Dose dose{};
  std::optional<std::string> easier;
  std::optional<std::string> harder;
  std::int64_t flexibility = 0;
  std::int64_t strength = 0;
  std::int64_t control = 0;
  std::vector<std::string> sources;
  friend bool operator==(const ExerciseDetail&, const ExerciseDetail&) = default;
};
BOOST_DESCRIBE_STRUCT(ExerciseDetail, (), (summary, how, cues, compensations, contraindications, avoid, dose, easier, harder, flexibility, strength, control, sources))

/// One turned solid of the figure, in its segment's frame: a lathe profile (radius, height pairs along y), an ellipsoid (half axes) or a box (half sizes). Metres.
struct Shape {
  std::int64_t segment = 0;
  std::string kind;
  std::vector<double> size;
  std::vector<double> at;
  std::vector<double> rotation;
  bool joint = false;
  bool prop = false;
  friend bool operator==(const Shape&, const Shape&) = default;
};
BOOST_DESCRIBE_STRUCT(Shape, (), (segment, kind, size, at, rotation, joint, prop))

struct FigureSegment {
  std::string name;
  Region region{};
  bool working = false;
  friend bool operator==(const FigureSegment&, const FigureSegment&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureSegment, (), (name, region, working))

/// For each segment: position x y z, quaternion x y z w, in the world: x forward, y up, z to the person's right.
struct FigureFrame {
  double t_s = 0.0;
  std::vector<double> poses;
  friend bool operator==(const FigureFrame&, const FigureFrame&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureFrame, (), (t_s, poses))

struct PhaseMark {
  double from_s = 0.0;
  double to_s = 0.0;
  std::string words;
  std::string breath;
  friend bool operator==(const PhaseMark&, const PhaseMark&) = default;
};
BOOST_DESCRIBE_STRUCT(PhaseMark, (), (from_s, to_s, words, breath))

/// The dial's angles grow about axis from zero.
struct ArcPlane {
  std::vector<double> axis;
  std::vector<double> zero;
  friend bool operator==(const ArcPlane&, const ArcPlane&) = default;
};
BOOST_DESCRIBE_STRUCT(ArcPlane, (), (axis, zero))

/// The working joint motion's dial over the motion. plane is where it stands around its joint, null where it faces the viewer; limb_m how far the limb reaches.
struct ArcTrack {
  std::string joint_motion;
  std::string name;
  Side side{};
  std::int64_t segment = 0;
  double target_deg = 0.0;
  std::optional<double> own_deg;
  double human_deg = 0.0;
  std::vector<double> angles_deg;
  std::optional<ArcPlane> plane;
  double limb_m = 0.0;
  friend bool operator==(const ArcTrack&, const ArcTrack&) = default;
};
BOOST_DESCRIBE_STRUCT(ArcTrack, (), (joint_motion, name, side, segment, target_deg, own_deg, human_deg, angles_deg, plane, limb_m))

struct FigureMotion {
  std::string exercise;
  Side side{};
  double duration_s = 0.0;
  double loop_from_s = 0.0;
  double loop_to_s = 0.0;
  std::vector<FigureSegment> segments;
  std::vector<Shape> shapes;
  std::vector<FigureFrame> frames;
  std::vector<PhaseMark> phases;
  std::vector<ArcTrack> arcs;
  double view_azimuth_deg = 0.0;
  double view_elevation_deg = 0.0;
  double still_s = 0.0;
  friend bool operator==(const FigureMotion&, const FigureMotion&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureMotion, (), (exercise, side, duration_s, loop_from_s, loop_to_s, segments, shapes, frames, phases, arcs, view_azimuth_deg, view_elevation_deg, still_s))

/// What a person measures with at home; standard_error is in its unit.
struct HandTool {
  std::string id;
  std::string name;
  FigureUnit unit{};
  double standard_error = 0.0;
  std::string basis;
  std::vector<std::string> sources;
  friend bool operator==(const HandTool&, const HandTool&) = default;
};
BOOST_DESCRIBE_STRUCT(HandTool, (), (id, name, unit, standard_error, basis, sources))

struct ByHand {
  std::string words;
  std::vector<std::string> tools;
  FigureUnit unit{};
  std::optional<double> least;
  std::optional<double> most;
  friend bool operator==(const ByHand&, const ByHand&) = default;
};
BOOST_DESCRIBE_STRUCT(ByHand, (), (words, tools, unit, least, most))

/// A group whose figures may stand beside the person's: half of it lies between low and high. taken_with names the tools (or camera) whose figures may be compared.
struct NormInfo {
  std::string population;
  std::optional<std::string> sex;
  std::int64_t age_from = 0;
  std::int64_t age_to = 0;
  std::string method;
  std::string position;
  std::int64_t n = 0;
  double low = 0.0;
  double high = 0.0;
  std::string source;
  std::vector<std::string> taken_with;
  friend bool operator==(const NormInfo&, const NormInfo&) = default;
};
BOOST_DESCRIBE_STRUCT(NormInfo, (), (population, sex, age_from, age_to, method, position, n, low, high, source, taken_with))

struct TestedPoint {
  std::string entry;
  std::string at;
  Tested tested{};
  ChangeVerdict verdict{};
  std::string verdict_words;
  friend bool operator==(const TestedPoint&, const TestedPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(TestedPoint, (), (entry, at, tested, verdict, verdict_words))

struct HistoryPoint {
  std::string entry;
  std::string day;
  std::string at;
  Measured measured{};
  ChangeVerdict verdict{};
  std::string verdict_words;
  std::optional<double> mdc_deg;
  friend bool operator==(const HistoryPoint&, const HistoryPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(HistoryPoint, (), (entry, day, at, measured, verdict, verdict_words, mdc_deg))

/// A test. camera says whether one can measure it now; apart, that its figures do not feed the joint motion's. measured holds earlier ranges, tested earlier figures that are no angles, both latest first.
struct ProtocolInfo {
  std::string id;
  ProtocolKind kind{};
  std::string name;
  std::string joint_motion;
  std::vector<std::string> together_with;
  bool apart = false;
  std::string joint;
  Region region{};
  std::vector<Side> sides;
  std::string position;
  std::string view;
  bool camera = false;
  std::string view_words;
  std::vector<std::string> how;
  std::string wear;
  double hold_s = 0.0;
  std::int64_t repetitions = 0;
  double seconds = 0.0;
  std::vector<std::string> allowed;
  std::vector<std::string> forbidden;
  std::vector<std::string> can_see;
  std::vector<std::string> cannot_see;
  ByHand by_hand{};
  Grade expected_grade{};
  std::string grade_reason;
  std::vector<std::string> sources;
  std::string left_out;
  std::vector<NormInfo> norms;
  std::vector<HistoryPoint> measured;
  std::vector<TestedPoint> tested;
  friend bool operator==(const ProtocolInfo&, const ProtocolInfo&) = default;
};
BOOST_DESCRIBE_STRUCT(ProtocolInfo, (), (id, kind, name, joint_motion, together_with, apart, joint, region, sides, position, view, camera, view_words, how, wear, hold_s, repetitions, seconds, allowed, forbidden, can_see, cannot_see, by_hand, expected_grade, grade_reason, sources, left_out, norms, measured, tested))

struct Protocols {
  std::vector<ProtocolInfo> protocols;
  std::vector<HandTool> tools;
  friend bool operator==(const Protocols&, const Protocols&) = default;
};
BOOST_DESCRIBE_STRUCT(Protocols, (), (protocols, tools))

/// What all measurements in one way say together: the first third, at most three, against the last three. more: about how many more would show the difference if it stays.
struct Change {
  ChangeVerdict verdict{};
  std::string words;
  RangeKind kind{};
  std::optional<double> difference_deg;
  std::optional<double> mdc_deg;
  std::int64_t earlier = 0;
  std::int64_t later = 0;
  std::optional<std::int64_t> more;
  friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (), (verdict, words, kind, difference_deg, mdc_deg, earlier, later, more))

struct BodyJoint {
  std::string joint_motion;
  std::string name;
  Region region{};
  Side side{};
  double human_deg = 0.0;
  std::optional<Estimate> available;
  std::optional<Estimate> reached;
  std::optional<Estimate> usable;
  std::optional<Estimate> gap;
  std::string words;
  std::optional<Grade> grade;
  std::string grade_reason;
  std::optional<std::string> last_fed;
  std::optional<Change> change;
  std::vector<HistoryPoint> history;
  friend bool operator==(const BodyJoint&, const BodyJoint&) = default;
};
BOOST_DESCRIBE_STRUCT(BodyJoint, (), (joint_motion, name, region, side, human_deg, available, reached, usable, gap, words, grade, grade_reason, last_fed, change, history))

struct BodyView {
  std::vector<BodyJoint> joints;
  friend bool operator==(const BodyView&, const BodyView&) = default;
};
BOOST_DESCRIBE_STRUCT(BodyView, (), (joints))

/// Two measurements of one joint motion: the earlier and the later, or left and right. difference_deg is the second less the first, mdc_deg the smallest that is more than wobble, from so many of the person's own repeats, or from cited values where repeats is 0; unlike says why the two don't compare.
struct PickedComparison {
  std::string first;
  std::string second;
  std::optional<Estimate> first_figure;
  std::optional<Estimate> second_figure;
  ChangeVerdict verdict{};
  std::optional<RangeKind> kind;
  std::optional<double> difference_deg;
  std::optional<double> difference_se_deg;
  std::optional<double> mdc_deg;
  std::int64_t repeats = 0;
  std::vector<Unlike> unlike;
  friend bool operator==(const PickedComparison&, const PickedComparison&) = default;
};
BOOST_DESCRIBE_STRUCT(PickedComparison, (), (first, second, first_figure, second_figure, verdict, kind, difference_deg, difference_se_deg, mdc_deg, repeats, unlike))

struct DayMoved {
  std::string day;
  double minutes = 0.0;
  std::int64_t breaks_taken = 0;
  std::int64_t breaks_skipped = 0;
  double work_minutes = 0.0;
  friend bool operator==(const DayMoved&, const DayMoved&) = default;
};
BOOST_DESCRIBE_STRUCT(DayMoved, (), (day, minutes, breaks_taken, breaks_skipped, work_minutes))

struct RegionMinutes {
  Region region{};
  double minutes = 0.0;
  friend bool operator==(const RegionMinutes&, const RegionMinutes&) = default;
};
BOOST_DESCRIBE_STRUCT(RegionMinutes, (), (region, minutes))

/// Seven days, the last of them today or a whole number of weeks before.
struct WeekMoved {
  std::string from;
  std::vector<RegionMinutes> regions;
  friend bool operator==(const WeekMoved&, const WeekMoved&) = default;
};
BOOST_DESCRIBE_STRUCT(WeekMoved, (), (from, regions))

/// The right side against the left.
struct SideChange {
  std::string joint_motion;
  std::string name;
  Region region{};
  Change change{};
  friend bool operator==(const SideChange&, const SideChange&) = default;
};
BOOST_DESCRIBE_STRUCT(SideChange, (), (joint_motion, name, region, change))

/// The latest figure of a test that is no angle, beside the one before.
struct TestStory {
  std::string protocol;
  std::string name;
  Region region{};
  Side side{};
  TestedPoint latest{};
  friend bool operator==(const TestStory&, const TestStory&) = default;
};
BOOST_DESCRIBE_STRUCT(TestStory, (), (protocol, name, region, side, latest))

/// What one joint motion got in the last seven days.
struct MotionDose {
  std::string joint_motion;
  std::string name;
  Region region{};
  Side side{};
  double minutes = 0.0;
  friend bool operator==(const MotionDose&, const MotionDose&) = default;
};
BOOST_DESCRIBE_STRUCT(MotionDose, (), (joint_motion, name, region, side, minutes))

/// How well a range is known, and by what it is.
struct Known {
  std::string joint_motion;
  std::string name;
  Region region{};
  Side side{};
  Knowing knowing{};
  std::int64_t days_since = 0;
  std::optional<Estimate> usable;
  friend bool operator==(const Known&, const Known&) = default;
};
BOOST_DESCRIBE_STRUCT(Known, (), (joint_motion, name, region, side, knowing, days_since, usable))

struct Progress {
  std::int64_t days_moved = 0;
  std::int64_t of_days = 0;
  std::string words;
  std::vector<DayMoved> days;
  std::vector<WeekMoved> weeks;
  std::vector<MotionDose> doses;
  double enough_min = 0.0;
  double most_min = 0.0;
  std::vector<Known> known;
  std::vector<BodyJoint> changes;
  std::vector<SideChange> sides;
  std::vector<TestStory> tests;
  friend bool operator==(const Progress&, const Progress&) = default;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (days_moved, of_days, words, days, weeks, doses, enough_min, most_min, known, changes, sides, tests))

/// What was reported of one place in the last four weeks. A pull of stretch is no pain.
struct PainOfPlace {
  std::string region;
  Side side{};
  std::int64_t times = 0;
  std::int64_t worst = 0;
  std::string latest;
  std::vector<PainKind> kinds;
  friend bool operator==(const PainOfPlace&, const PainOfPlace&) = default;
};
BOOST_DESCRIBE_STRUCT(PainOfPlace, (), (region, side, times, worst, latest, kinds))

/// What a physiotherapist would want to see, on one page.
struct Summary {
  std::string day;
  std::optional<ProfileChanged> profile;
  std::vector<std::string> yes;
  std::vector<PainOfPlace> pains;
  Progress progress{};
  friend bool operator==(const Summary&, const Summary&) = default;
};
BOOST_DESCRIBE_STRUCT(Summary, (), (day, profile, yes, pains, progress))

/// What the breaks did, and why.
struct Decision {
  std::string at;
  std::string what;
  std::string why;
  friend bool operator==(const Decision&, const Decision&) = default;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (at, what, why))

/// Latest last.
struct BreakLog {
  std::vector<Decision> decisions;
  friend bool operator==(const BreakLog&, const BreakLog&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakLog, (), (decisions))

/// Where a signal comes from, and what stands in the way; nothing when it works.
struct SignalOrigin {
  std::string from;
  std::string problem;
  friend bool operator==(const SignalOrigin&, const SignalOrigin&) = default;
};
BOOST_DESCRIBE_STRUCT(SignalOrigin, (), (from, problem))

/// What is heard now; `by` is for the screen and is not stored.
struct SignalState {
  SignalName signal{};
  bool is_wanted = false;
  bool is_on = false;
  std::string by;
  std::vector<SignalOrigin> origins;
  friend bool operator==(const SignalState&, const SignalState&) = default;
};
BOOST_DESCRIBE_STRUCT(SignalState, (), (signal, is_wanted, is_on, by, origins))

/// What the desktop tells. `activity_from` is where keyboard and pointer are known from; `news` is what was lost and found since the start.
struct Signals {
  std::vector<SignalState> signals;
  std::string activity_from;
  std::string activity_problem;
  std::vector<Decision> news;
  friend bool operator==(const Signals&, const Signals&) = default;
};
BOOST_DESCRIBE_STRUCT(Signals, (), (signals, activity_from, activity_problem, news))

/// What a usual day would look like.
struct DayPreview {
  std::vector<DayMark> marks;
  std::string words;
  friend bool operator==(const DayPreview&, const DayPreview&) = default;
};
BOOST_DESCRIBE_STRUCT(DayPreview, (), (marks, words))

/// kind is for now: without it, the kind that the minutes fit, or the one that comes next.
struct BreakCommand {
  BreakAction action{};
  std::optional<double> minutes;
  std::optional<std::string> until;
  std::optional<BreakKind> kind;
  friend bool operator==(const BreakCommand&, const BreakCommand&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakCommand, (), (action, minutes, until, kind))

/// Whether Endrange starts when the person logs in; file is the entry that says so.
struct Autostart {
  bool is_on = false;
  std::string file;
  friend bool operator==(const Autostart&, const Autostart&) = default;
};
BOOST_DESCRIBE_STRUCT(Autostart, (), (is_on, file))

struct AutostartChange {
  bool is_on = false;
  friend bool operator==(const AutostartChange&, const AutostartChange&) = default;
};
BOOST_DESCRIBE_STRUCT(AutostartChange, (), (is_on))

/// The page's own sign of life: seconds since the last key or pointer movement in it.
struct Activity {
  double idle_s = 0.0;
  friend bool operator==(const Activity&, const Activity&) = default;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (idle_s))

struct Recording {
  std::string name;
  std::int64_t bytes = 0;
  std::string at;
  std::string protocol;
  Side side{};
  double seconds = 0.0;
  friend bool operator==(const Recording&, const Recording&) = default;
};
BOOST_DESCRIBE_STRUCT(Recording, (), (name, bytes, at, protocol, side, seconds))

struct Recordings {
  std::vector<Recording> recordings;
  std::int64_t total_bytes = 0;
  friend bool operator==(const Recordings&, const Recordings&) = default;
};
BOOST_DESCRIBE_STRUCT(Recordings, (), (recordings, total_bytes))

/// A forbidden compensation that was seen: how far it went, and where the measured joint motion was when it began.
struct CompensationSeen {
  std::string words;
  double largest_deg = 0.0;
  double largest_se_deg = 0.0;
  double began_at_deg = 0.0;
  double began_at_se_deg = 0.0;
  friend bool operator==(const CompensationSeen&, const CompensationSeen&) = default;
};
BOOST_DESCRIBE_STRUCT(CompensationSeen, (), (words, largest_deg, largest_se_deg, began_at_deg, began_at_se_deg))

/// What one figure's standard error is made of, one standard error each; their squares add.
struct ErrorParts {
  double noise_deg = 0.0;
  double lasting_deg = 0.0;
  double view_deg = 0.0;
  double repetition_deg = 0.0;
  double between_sessions_deg = 0.0;
  double definition_deg = 0.0;
  friend bool operator==(const ErrorParts&, const ErrorParts&) = default;
};
BOOST_DESCRIBE_STRUCT(ErrorParts, (), (noise_deg, lasting_deg, view_deg, repetition_deg, between_sessions_deg, definition_deg))

/// One line of what `endrange measure --json` prints.
struct FileMeasurement {
  std::string file;
  std::string joint_motion;
  Side side{};
  std::string protocol;
  std::string set_up;
  std::optional<double> reached_deg;
  std::optional<double> reached_se_deg;
  std::optional<double> usable_deg;
  std::optional<double> usable_se_deg;
  std::optional<double> reached_median_deg;
  std::optional<double> spread_deg;
  std::optional<double> steadiness_deg;
  std::optional<double> steadiness_low_deg;
  std::optional<double> steadiness_high_deg;
  std::optional<double> noise_floor_deg;
  std::optional<double> drift_deg_per_s;
  std::optional<double> tempo_s;
  std::optional<double> smoothness_sparc;
  std::vector<CompensationSeen> compensations;
  double off_plane_deg = 0.0;
  double off_plane_se_deg = 0.0;
  std::optional<ErrorParts> reached_error;
  std::optional<ErrorParts> usable_error;
  double hold_s = 0.0;
  std::optional<double> hold_se_s;
  Grade grade{};
  std::string grade_reason;
  std::vector<Repetition> repetitions;
  friend bool operator==(const FileMeasurement&, const FileMeasurement&) = default;
};
BOOST_DESCRIBE_STRUCT(FileMeasurement, (), (file, joint_motion, side, protocol, set_up, reached_deg, reached_se_deg, usable_deg, usable_se_deg, reached_median_deg, spread_deg, steadiness_deg, steadiness_low_deg, steadiness_high_deg, noise_floor_deg, drift_deg_per_s, tempo_s, smoothness_sparc, compensations, off_plane_deg, off_plane_se_deg, reached_error, usable_error, hold_s, hold_se_s, grade, grade_reason, repetitions))

/// Right less left of one recording, of the figure that kind names: told apart where it is more than mdc_deg.
struct FileSideDifference {
  std::string file;
  std::string joint_motion;
  std::string protocol;
  RangeKind kind{};
  double right_less_left_deg = 0.0;
  double right_less_left_se_deg = 0.0;
  double mdc_deg = 0.0;
  ChangeVerdict verdict{};
  friend bool operator==(const FileSideDifference&, const FileSideDifference&) = default;
};
BOOST_DESCRIBE_STRUCT(FileSideDifference, (), (file, joint_motion, protocol, kind, right_less_left_deg, right_less_left_se_deg, mdc_deg, verdict))

/// A file that could not be measured, and what to do.
struct FileRefusal {
  std::string file;
  std::string reason;
  std::string remedy;
  friend bool operator==(const FileRefusal&, const FileRefusal&) = default;
};
BOOST_DESCRIBE_STRUCT(FileRefusal, (), (file, reason, remedy))

/// One side of a test whose figures are no angles, as `endrange measure --json` prints it.
struct FileTested {
  std::string file;
  std::string protocol;
  Side side{};
  std::string set_up;
  std::vector<Figure> figures;
  Grade grade{};
  std::string grade_reason;
  friend bool operator==(const FileTested&, const FileTested&) = default;
};
BOOST_DESCRIBE_STRUCT(FileTested, (), (file, protocol, side, set_up, figures, grade, grade_reason))

struct FileMeasurements {
  std::vector<FileMeasurement> measurements;
  std::vector<FileSideDifference> side_differences;
  std::vector<FileTested> tested;
  std::vector<FileRefusal> refusals;
  friend bool operator==(const FileMeasurements&, const FileMeasurements&) = default;
};
BOOST_DESCRIBE_STRUCT(FileMeasurements, (), (measurements, side_differences, tested, refusals))

/// One line of what `endrange solve --json` prints: how far the markers are from their places on the body, as OpenSim reports it. total_squared_m2 is the mean over the frames in which a marker was seen.
struct SolvedFile {
  std::string file;
  std::string out;
  std::int64_t frames = 0;
  std::int64_t frames_seen = 0;
  double total_squared_m2 = 0.0;
  double rms_m = 0.0;
  double largest_m = 0.0;
  std::string largest_marker;
  double largest_at_s = 0.0;
  std::vector<std::string> notes;
  friend bool operator==(const SolvedFile&, const SolvedFile&) = default;
};
BOOST_DESCRIBE_STRUCT(SolvedFile, (), (file, out, frames, frames_seen, total_squared_m2, rms_m, largest_m, largest_marker, largest_at_s, notes))

struct SolvedFiles {
  std::vector<SolvedFile> solved;
  friend bool operator==(const SolvedFiles&, const SolvedFiles&) = default;
};
BOOST_DESCRIBE_STRUCT(SolvedFiles, (), (solved))

/// Without a code: answers with one that is good for 60 s. With it: erases.
struct EraseRequest {
  std::optional<std::string> code;
  friend bool operator==(const EraseRequest&, const EraseRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(EraseRequest, (), (code))

struct EraseAnswer {
  bool erased = false;
  std::optional<std::string> code;
  std::vector<std::string> will_remove;
  friend bool operator==(const EraseAnswer&, const EraseAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(EraseAnswer, (), (erased, code, will_remove))

struct ImportAnswer {
  std::int64_t added = 0;
  std::int64_t already_there = 0;
  friend bool operator==(const ImportAnswer&, const ImportAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(ImportAnswer, (), (added, already_there))

struct Speech {
  std::string text;
  friend bool operator==(const Speech&, const Speech&) = default;
};
BOOST_DESCRIBE_STRUCT(Speech, (), (text))

struct OpenRequest {
  std::string code;
  friend bool operator==(const OpenRequest&, const OpenRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenRequest, (), (code))

/// Opens the page: the browser is started on `#open=CODE`. Good once, and for 30 s.
struct OneTimeCode {
  std::string code;
  friend bool operator==(const OneTimeCode&, const OneTimeCode&) = default;
};
BOOST_DESCRIBE_STRUCT(OneTimeCode, (), (code))

struct Findings {
  std::vector<Finding> findings;
  friend bool operator==(const Findings&, const Findings&) = default;
};
BOOST_DESCRIBE_STRUCT(Findings, (), (findings))

struct Landmark {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;
  double visibility = 0.0;
  friend bool operator==(const Landmark&, const Landmark&) = default;
};
BOOST_DESCRIBE_STRUCT(Landmark, (), (x, y, z, visibility))

struct LiveStart {
  std::string protocol;
  Method method{};
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string model;
  friend bool operator==(const LiveStart&, const LiveStart&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveStart, (), (protocol, method, width, height, model))

/// 33 raw BlazePose landmarks (image: fractions of the picture, y down; world: metres) of the frame taken at t_ms; empty lists when nobody was seen.
struct LiveFrame {
  double t_ms = 0.0;
  std::vector<Landmark> image;
  std::vector<Landmark> world;
  friend bool operator==(const LiveFrame&, const LiveFrame&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveFrame, (), (t_ms, image, world))

struct LiveStop {
  bool discard = false;
  friend bool operator==(const LiveStop&, const LiveStop&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveStop, (), (discard))

/// Keep the recording of the trial that has just ended.
struct LiveKeep {
  bool keep = false;
  friend bool operator==(const LiveKeep&, const LiveKeep&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveKeep, (), (keep))

/// A message from the page on /api/live. Exactly one member is set.
struct LiveRequest {
  std::optional<LiveStart> start;
  std::optional<LiveFrame> frame;
  std::optional<LiveStop> stop;
  std::optional<LiveKeep> keep;
  friend bool operator==(const LiveRequest&, const LiveRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveRequest, (), (start, frame, stop, keep))

struct LiveAngle {
  Side side{};
  std::optional<double> angle_deg;
  std::optional<double> se_deg;
  friend bool operator==(const LiveAngle&, const LiveAngle&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveAngle, (), (side, angle_deg, se_deg))

/// How far a trial has come: repetitions, rounds, rises, or legs that had their try; of and of_s are 0 where nothing is wanted. turn is the share of the present round.
struct LiveProgress {
  Side side{};
  std::int64_t count = 0;
  std::int64_t of = 0;
  double seconds = 0.0;
  double of_s = 0.0;
  double turn = 0.0;
  friend bool operator==(const LiveProgress&, const LiveProgress&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveProgress, (), (side, count, of, seconds, of_s, turn))

/// Whether a trial may begin, as far as the body tells; hint is the one thing to do first, empty when both are true. Light is judged in the page.
struct LiveReadiness {
  bool body = false;
  bool view = false;
  std::string hint;
  friend bool operator==(const LiveReadiness&, const LiveReadiness&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveReadiness, (), (body, view, hint))

struct LiveState {
  double t_ms = 0.0;
  TrialPhase phase{};
  std::string hint;
  std::int64_t frames = 0;
  std::vector<LiveAngle> angles;
  LiveProgress progress{};
  LiveReadiness readiness{};
  friend bool operator==(const LiveState&, const LiveState&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveState, (), (t_ms, phase, hint, frames, angles, progress, readiness))

struct CurvePoint {
  double t_s = 0.0;
  double angle_deg = 0.0;
  double se_deg = 0.0;
  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};
BOOST_DESCRIBE_STRUCT(CurvePoint, (), (t_s, angle_deg, se_deg))

struct Curve {
  Side side{};
  std::vector<CurvePoint> points;
  friend bool operator==(const Curve&, const Curve&) = default;
};
BOOST_DESCRIBE_STRUCT(Curve, (), (side, points))

/// The position that was kept: the usable one, otherwise the longest. Of its sway the 95 % interval, and below what none could be told.
struct Plateau {
  double from_s = 0.0;
  double to_s = 0.0;
  double length_se_s = 0.0;
  double angle_deg = 0.0;
  double drift_deg_per_s = 0.0;
  double sway_low_deg = 0.0;
  double sway_high_deg = 0.0;
  double noise_floor_deg = 0.0;
  friend bool operator==(const Plateau&, const Plateau&) = default;
};
BOOST_DESCRIBE_STRUCT(Plateau, (), (from_s, to_s, length_se_s, angle_deg, drift_deg_per_s, sway_low_deg, sway_high_deg, noise_floor_deg))

/// What stands behind a measurement, and how it compares with the one before. spread is the standard deviation of the repetitions' tops, tempo the length of one; off_plane is how far the camera stood off the view that was asked for.
struct TrialSide {
  Side side{};
  std::optional<double> reached_median_deg;
  std::optional<double> spread_deg;
  std::optional<double> tempo_s;
  std::optional<double> smoothness_sparc;
  double off_plane_deg = 0.0;
  double off_plane_se_deg = 0.0;
  std::optional<Plateau> plateau;
  ErrorParts reached_error{};
  ErrorParts usable_error{};
  std::vector<CompensationSeen> compensations;
  std::string remedy;
  ChangeVerdict verdict{};
  std::string verdict_words;
  friend bool operator==(const TrialSide&, const TrialSide&) = default;
};
BOOST_DESCRIBE_STRUCT(TrialSide, (), (side, reached_median_deg, spread_deg, tempo_s, smoothness_sparc, off_plane_deg, off_plane_se_deg, plateau, reached_error, usable_error, compensations, remedy, verdict, verdict_words))

/// One side of a test whose figures are no angles. outline_deg: of a circle, the radius of its cone at every five degrees of the round, from the top, as the limb went; dead_octants: the eighths that catch, likewise.
struct TrialFigures {
  Tested tested{};
  std::string remedy;
  std::vector<double> outline_deg;
  std::vector<std::int64_t> dead_octants;
  ChangeVerdict verdict{};
  std::string verdict_words;
  friend bool operator==(const TrialFigures&, const TrialFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(TrialFigures, (), (tested, remedy, outline_deg, dead_octants, verdict, verdict_words))

/// Measurements and figures are not in the journal until the page posts them as events. curves and sides go with measurements; between_sides says how left and right compare, empty where only one was seen.
struct TrialResult {
  std::string protocol;
  std::vector<Measured> measurements;
  std::vector<Curve> curves;
  std::vector<TrialSide> sides;
  std::vector<TrialFigures> figures;
  std::string between_sides;
  std::string refusal;
  std::string remedy;
  double seconds = 0.0;
  std::int64_t frames = 0;
  friend bool operator==(const TrialResult&, const TrialResult&) = default;
};
BOOST_DESCRIBE_STRUCT(TrialResult, (), (protocol, measurements, curves, sides, figures, between_sides, refusal, remedy, seconds, frames))

/// A message to the page on /api/live. Exactly one member is set.
struct LiveAnswer {
  std::optional<LiveState> state;
  std::optional<TrialResult> result;
  std::optional<Recording> kept;
  std::optional<Problem> problem;
  std::optional<BreakStatus> breaks;
  friend bool operator==(const LiveAnswer&, const LiveAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(LiveAnswer, (), (state, result, kept, problem, breaks))

// clang-format on

}  // namespace endrange::protocol
