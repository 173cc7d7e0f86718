// Made by tools/generate_protocol.mjs from adapters/protocol/schema.json. Change the schema, not this file.

export const SideValues = ["left", "right", "both"] as const;
export type Side = (typeof SideValues)[number];

export const RegionValues = ["neck", "shoulders", "upper_back", "lower_back", "hips", "knees", "ankles", "wrists"] as const;
export type Region = (typeof RegionValues)[number];

export const AudienceValues = ["desk_worker", "athlete", "older_adult"] as const;
export type Audience = (typeof AudienceValues)[number];

export const PlaceValues = ["chair_only", "room_to_stand", "floor"] as const;
export type Place = (typeof PlaceValues)[number];

export const EquipmentValues = ["wall", "roller", "strap", "stick"] as const;
export type Equipment = (typeof EquipmentValues)[number];

export const ClothesValues = ["office", "loose"] as const;
export type Clothes = (typeof ClothesValues)[number];

export const SpotValues = ["usual", "chair", "corridor"] as const;
export type Spot = (typeof SpotValues)[number];

export const AnswerValues = ["yes", "no", "unknown"] as const;
export type Answer = (typeof AnswerValues)[number];

export const GateValues = ["emergency", "locked", "filtered", "free"] as const;
export type Gate = (typeof GateValues)[number];

export const MethodValues = ["camera", "video", "recording", "hand"] as const;
export type Method = (typeof MethodValues)[number];

export const KnowingValues = ["measured", "trend", "fading", "unknown"] as const;
export type Knowing = (typeof KnowingValues)[number];

export const GradeValues = ["measured", "trend", "not_observable"] as const;
export type Grade = (typeof GradeValues)[number];

export const FigureNameValues = ["distance", "time", "count", "reach_cone_area", "roundness", "repeatability", "speed_evenness", "dead_octants", "compensation"] as const;
export type FigureName = (typeof FigureNameValues)[number];

export const FigureUnitValues = ["degrees", "centimetres", "seconds", "count", "steradians", "one"] as const;
export type FigureUnit = (typeof FigureUnitValues)[number];

export const ProtocolKindValues = ["range", "circle", "count", "time", "distance"] as const;
export type ProtocolKind = (typeof ProtocolKindValues)[number];

export const SkipMeaningValues = ["not_now", "did_already", "never"] as const;
export type SkipMeaning = (typeof SkipMeaningValues)[number];

export const PainKindValues = ["dull", "sharp", "spreading", "numb", "dizzy", "pinching", "other"] as const;
export type PainKind = (typeof PainKindValues)[number];

export const MorningValues = ["fine", "sore", "worse"] as const;
export type Morning = (typeof MorningValues)[number];

export const BreakOutcomeValues = ["taken", "put_off", "skipped", "natural"] as const;
export type BreakOutcome = (typeof BreakOutcomeValues)[number];

export const BreakPhaseValues = ["off", "outside_hours", "working", "due", "prompting", "on_break", "away", "put_off", "paused", "prelude", "quiet"] as const;
export type BreakPhase = (typeof BreakPhaseValues)[number];

export const BreakKindValues = ["short", "long"] as const;
export type BreakKind = (typeof BreakKindValues)[number];

export const SignalNameValues = ["microphone", "camera", "screencast", "presentation", "full_screen", "do_not_disturb", "playing", "asleep", "locked", "lid_closed", "battery_low"] as const;
export type SignalName = (typeof SignalNameValues)[number];

export const BreakShownValues = ["window", "browser", "notification"] as const;
export type BreakShown = (typeof BreakShownValues)[number];

export const BreakMonitorValues = ["pointer", "primary"] as const;
export type BreakMonitor = (typeof BreakMonitorValues)[number];

export const SpentOnValues = ["call", "film", "rest"] as const;
export type SpentOn = (typeof SpentOnValues)[number];

export const BreakActionValues = ["now", "skip", "put_off", "done", "pause", "resume", "put_off_until_call_ends"] as const;
export type BreakAction = (typeof BreakActionValues)[number];

export const ChangeVerdictValues = ["first", "changed", "not_yet_distinguishable", "not_comparable"] as const;
export type ChangeVerdict = (typeof ChangeVerdictValues)[number];

export const RangeKindValues = ["usable", "reached", "available"] as const;
export type RangeKind = (typeof RangeKindValues)[number];

export const UnlikeValues = ["joint_motion", "side", "test", "method", "tool", "position", "view", "not_observable", "figure"] as const;
export type Unlike = (typeof UnlikeValues)[number];

export const VoiceKindValues = ["espeak_ng", "speech_dispatcher", "none"] as const;
export type VoiceKind = (typeof VoiceKindValues)[number];

export const TrialPhaseValues = ["looking", "ready", "moving", "holding", "done"] as const;
export type TrialPhase = (typeof TrialPhaseValues)[number];

export const StillOrMotionValues = ["motion", "still"] as const;
export type StillOrMotion = (typeof StillOrMotionValues)[number];

export const OwnStateValues = ["ready", "faulty", "removed"] as const;
export type OwnState = (typeof OwnStateValues)[number];

export const ThemeValues = ["system", "light", "dark"] as const;
export type Theme = (typeof ThemeValues)[number];

export interface Estimate {
  mean_deg: number;
  se_deg: number;
}

/** Every error answer. */
export interface Problem {
  message: string;
  where: string;
  remedy: string;
}

/** Success without a value. */
export interface Done {
  ok: boolean;
}

export interface ProfileChanged {
  audience: Audience;
  minutes: number;
  place: Place;
  equipment: Equipment[];
  age_band: string | null;
  height_m: number | null;
  body_proportions: string | null;
  sitting_hours: number | null;
  clothes: Clothes | null;
  quiet: boolean | null;
}

export interface SafetyAnswer {
  question: string;
  answer: Answer;
}

export interface SafetyAnswered {
  answers: SafetyAnswer[];
}

export interface Cleared {
  question: string;
  report: string | null;
}

export interface Repetition {
  start_s: number;
  end_s: number;
  reached_deg: number;
  usable_deg: number | null;
  hold_s: number;
  hold_start_s: number | null;
}

export interface Measured {
  joint_motion: string;
  side: Side;
  protocol: string;
  method: Method;
  set_up: string;
  available: Estimate | null;
  reached: Estimate | null;
  usable: Estimate | null;
  hold_s: number;
  set_up_se_deg: number;
  steadiness_deg: number | null;
  grade: Grade;
  grade_reason: string;
  repetitions: Repetition[];
  recording: string;
  note: string;
}

export interface Figure {
  name: FigureName;
  unit: FigureUnit;
  value: number;
  standard_error: number;
}

/** What a test showed that is no angle. */
export interface Tested {
  protocol: string;
  side: Side;
  method: Method;
  set_up: string;
  figures: Figure[];
  grade: Grade;
  grade_reason: string;
  recording: string;
  note: string;
}

export interface RecordingKept {
  recording: string;
}

export interface RecordingDeleted {
  recording: string;
}

export interface RoutineStarted {
  routine: string;
  planned_s: number;
  steps: number;
}

export interface StepDone {
  routine: string;
  exercise: string;
  side: Side;
  seconds: number;
  complete: boolean;
  eased: boolean;
}

export interface StepSkipped {
  routine: string;
  exercise: string;
  side: Side;
  meaning: SkipMeaning;
  seconds: number | null;
}

export interface RoutineFinished {
  routine: string;
  effort: number | null;
}

export interface PainReported {
  region: string;
  side: Side;
  intensity: number;
  kind: PainKind;
  stretch_only: boolean;
  routine: string;
  exercise: string;
  joint_motions: string[];
}

export interface MorningAnswered {
  feeling: Morning;
  pain: number;
}

/** kind is absent in what was written before there were two kinds. */
export interface BreakHappened {
  outcome: BreakOutcome;
  minutes: number;
  kind: BreakKind | null;
}

export interface Worked {
  from: string;
  seconds: number;
}

/** Signals of the desktop that are not listened to. */
export interface LeftOutSignals {
  signals: SignalName[];
}

export interface SettingsChanged {
  breaks_on: boolean;
  work_minutes: number;
  break_minutes: number;
  day_starts_min: number;
  day_ends_min: number;
  work_days: number[];
  voice: boolean;
  theme: Theme;
  figure: StillOrMotion;
  left_out: LeftOutSignals | null;
  break_shown: BreakShown | null;
  break_monitor: BreakMonitor | null;
  break_sound: boolean | null;
}

/** From its day on; an empty programme ends the one before. `joint` where the programme asks for one. */
export interface ProgrammeChosen {
  programme: string;
  joint: string;
}

/** With the person's own figure for the chief joint motion, if they have one. */
export interface GoalWanted {
  goal: string;
  target_deg: number | null;
}

/** The whole of it each time. */
export interface GoalsChosen {
  goals: GoalWanted[];
}

/** An exercise of the person's own: its whole file. The latest of an identifier counts. */
export interface ExerciseAdded {
  exercise: string;
  text: string;
}

export interface ExerciseRemoved {
  exercise: string;
}

export interface Withdrawn {
  entry: string;
  reason: string;
}

export interface BreakRhythm {
  is_on: boolean;
  every_min: number;
  length_min: number;
  most_a_day: number;
}

/** Work hours that begin on this day, Monday 1; when they end before they begin, they end the next morning. */
export interface WorkDay {
  weekday: number;
  from_min: number;
  until_min: number;
}

/** On every day. */
export interface QuietHours {
  from_min: number;
  until_min: number;
}

/** When breaks are offered. Minutes of the day, local time. */
export interface Rhythm {
  is_on: boolean;
  short_breaks: BreakRhythm;
  long_breaks: BreakRhythm;
  work: WorkDay[];
  quiet: QuietHours[];
}

export interface RhythmChanged {
  rhythm: Rhythm;
}

/** A span of the day that went on something other than work; times only. */
export interface Spent {
  on: SpentOn;
  from: string;
  seconds: number;
}

/** Exactly one member is set; its name is the kind of event. */
export interface EventBody {
  profile_changed: ProfileChanged | null;
  safety_answered: SafetyAnswered | null;
  cleared: Cleared | null;
  measured: Measured | null;
  tested: Tested | null;
  recording_kept: RecordingKept | null;
  recording_deleted: RecordingDeleted | null;
  routine_started: RoutineStarted | null;
  step_done: StepDone | null;
  step_skipped: StepSkipped | null;
  routine_finished: RoutineFinished | null;
  pain_reported: PainReported | null;
  morning_answered: MorningAnswered | null;
  break_happened: BreakHappened | null;
  worked: Worked | null;
  settings_changed: SettingsChanged | null;
  withdrawn: Withdrawn | null;
  rhythm_changed: RhythmChanged | null;
  spent: Spent | null;
  programme_chosen: ProgrammeChosen | null;
  goals_chosen: GoalsChosen | null;
  exercise_added: ExerciseAdded | null;
  exercise_removed: ExerciseRemoved | null;
}

/** A journal entry, also one line of an export. */
export interface Entry {
  id: string;
  device: string;
  sequence: number;
  at: string;
  offset_min: number;
  event: EventBody;
}

/** An event as the page posts it. The page makes the id (a UUID), so that posting twice appends once. */
export interface NewEvent {
  id: string;
  at: string;
  offset_min: number;
  event: EventBody;
}

export interface NewEvents {
  events: NewEvent[];
}

export interface Accepted {
  ids: string[];
}

export interface Journal {
  entries: Entry[];
  total: number;
}

export interface SafetyQuestion {
  id: string;
  gate: Gate;
  text: string;
  why: string;
  advice: string;
  region: string;
  first_start: boolean;
}

/** Something that is locked or left out now, and why; question or report says what lifts it. */
export interface Lock {
  gate: Gate;
  what: string;
  reason: string;
  advice: string;
  question: string;
  report: string;
}

export interface BreakStatus {
  phase: BreakPhase;
  why: string;
  next_at: string | null;
  until: string | null;
  prompt: boolean;
  kind: BreakKind;
  work_minutes: number;
  break_minutes: number;
  activity_source: string;
}

/** What the page needs to begin. */
export interface State {
  version: string;
  day: string;
  first_start: boolean;
  profile: ProfileChanged | null;
  settings: SettingsChanged;
  rhythm: Rhythm;
  answers: SafetyAnswer[];
  unknown: string[];
  locks: Lock[];
  ask_morning: boolean;
  voice: VoiceKind;
  breaks: BreakStatus;
}

export interface SafetyScreen {
  questions: SafetyQuestion[];
}

/** What a step may be swapped for while the others stay. */
export interface Substitute {
  exercise: string;
  name: string;
  position: string;
}

/** gap_s is the time before it, to read the name and change posture. */
export interface Step {
  exercise: string;
  name: string;
  side: Side;
  seconds: number;
  gap_s: number;
  position: string;
  kind: string;
  region: Region;
  reason: string;
  cues: string[];
  reviewed: string;
  gentle: boolean;
  eased: boolean;
  sets: number;
  repetitions: number;
  hold_s: number;
  dose_words: string;
  joint_motions: string[];
  substitutes: Substitute[];
}

export interface LeftOut {
  exercise: string;
  name: string;
  reason: string;
}

export interface DayMark {
  from_min: number;
  to_min: number;
  kind: string;
  label: string;
}

/** Where a day of sitting kept one joint motion, and what today's steps gave it: an estimate. Below 0 it is bent the other way. An empty source means that the angle is our own estimate. A midline motion has both put_back_s the same. */
export interface DaySpent {
  joint_motion: string;
  name: string;
  region: Region;
  sided: boolean;
  human_deg: number;
  end_deg: number;
  at_deg: number;
  hours: number;
  hours_seen: boolean;
  held_short: boolean;
  put_back_left_s: number;
  put_back_right_s: number;
  words: string;
  source: string;
}

/** What the routine was chosen by, for one joint motion and side: what is believed, the parts of its need, and the level of its exercises. total = max(least, base + neglect + range + side_behind + gap + wish + deficit) times open_dose times freshness. */
export interface ExplainedNeed {
  joint_motion: string;
  name: string;
  side: Side;
  measured: boolean;
  usable: Estimate;
  week_s: number;
  base: number;
  neglect: number;
  range: number;
  side_behind: number;
  gap: number;
  wish: number;
  deficit: number;
  open_dose: number;
  freshness: number;
  total: number;
  level: number;
  level_words: string;
}

/** Highest need first. */
export interface Explained {
  needs: ExplainedNeed[];
}

/** The routine for now, with its reasons; also what `endrange today --json` prints. `explained` only where it was asked for. */
export interface Today {
  day: string;
  minutes: number;
  spot: Spot;
  gentle_only: boolean;
  notice: string;
  why: string;
  total_s: number;
  steps: Step[];
  left_out: LeftOut[];
  locks: Lock[];
  line: DayMark[];
  programme: string;
  programme_words: string;
  spent: DaySpent[];
  explained: Explained | null;
}

export interface ProgrammeInfo {
  id: string;
  name: string;
  purpose: string;
  audience: Audience | null;
  asks_joint: boolean;
  minutes: number;
  days_a_week: number;
  ends_after_days: number | null;
  sources: string[];
}

export interface GoalInfo {
  id: string;
  words: string;
  chief: string;
  joint_motions: string[];
  chosen: boolean;
  target_deg: number | null;
}

export interface JointName {
  joint: string;
  words: string;
}

/** Programmes and goals that there are, and what was chosen of them. An empty programme means that none is on. */
export interface Wants {
  programmes: ProgrammeInfo[];
  joints: JointName[];
  programme: string;
  joint: string;
  programme_words: string;
  goals: GoalInfo[];
}

export interface Dose {
  sets: number;
  repetitions: number;
  hold_s: number;
  tempo_s: number;
  effort_percent: number;
}

export interface Compensation {
  joint_motion: string;
  words: string;
  threshold_deg: number;
}

/** `need` is how much it would do now, as a share of the exercise that would do most. */
export interface ExerciseSummary {
  id: string;
  name: string;
  kind: string;
  position: string;
  region: Region;
  regions: Region[];
  joint_motions: string[];
  equipment: Equipment[];
  place: Place;
  clothes: Clothes;
  difficulty: number;
  seconds: number;
  need: number;
  sided: boolean;
  purpose: string;
  reviewed: string;
  own: boolean;
  left_out: string;
}

export interface Exercises {
  exercises: ExerciseSummary[];
}

/** One thing that `endrange doctor` looked at; or of an exercise's file: where, whether it may stay, what was found. */
export interface Finding {
  what: string;
  ok: boolean;
  found: string;
  remedy: string;
}

/** An exercise that the person added: the latest file of its identifier. `entry` is the journal's, `findings` what keeps it out of the library. */
export interface OwnExercise {
  exercise: string;
  name: string;
  state: OwnState;
  entry: string;
  at: string;
  findings: Finding[];
  text: string;
}

export interface OwnExercises {
  exercises: OwnExercise[];
}

/** What adding a file came to. Without `added` nothing was changed, and `findings` say why. `entry` is null where the same file was there already. */
export interface ExerciseAddition {
  added: ExerciseSummary | null;
  replaced: boolean;
  entry: string | null;
  findings: Finding[];
}

export interface ExerciseRemoval {
  exercise: string;
  name: string;
  entry: string;
}

export interface ExerciseDetail {
  summary: ExerciseSummary;
  how: string[];
  cues: string[];
  compensations: Compensation[];
  contraindications: string[];
  avoid: string[];
  dose: Dose;
  easier: string | null;
  harder: string | null;
  flexibility: number;
  strength: number;
  control: number;
  sources: string[];
}

/** One turned solid of the figure, in its segment's frame: a lathe profile (radius, height pairs along y), an ellipsoid (half axes) or a box (half sizes). Metres. */
export interface Shape {
  segment: number;
  kind: string;
  size: number[];
  at: number[];
  rotation: number[];
  joint: boolean;
  prop: boolean;
}

export interface FigureSegment {
  name: string;
  region: Region;
  working: boolean;
}

/** For each segment: position x y z, quaternion x y z w, in the world: x forward, y up, z to the person's right. */
export interface FigureFrame {
  t_s: number;
  poses: number[];
}

export interface PhaseMark {
  from_s: number;
  to_s: number;
  words: string;
  breath: string;
}

/** The dial's angles grow about axis from zero. */
export interface ArcPlane {
  axis: number[];
  zero: number[];
}

/** The working joint motion's dial over the motion. plane is where it stands around its joint, null where it faces the viewer; limb_m how far the limb reaches. */
export interface ArcTrack {
  joint_motion: string;
  name: string;
  side: Side;
  segment: number;
  target_deg: number;
  own_deg: number | null;
  human_deg: number;
  angles_deg: number[];
  plane: ArcPlane | null;
  limb_m: number;
}

export interface FigureMotion {
  exercise: string;
  side: Side;
  duration_s: number;
  loop_from_s: number;
  loop_to_s: number;
  segments: FigureSegment[];
  shapes: Shape[];
  frames: FigureFrame[];
  phases: PhaseMark[];
  arcs: ArcTrack[];
  view_azimuth_deg: number;
  view_elevation_deg: number;
  still_s: number;
}

/** What a person measures with at home; standard_error is in its unit. */
export interface HandTool {
  id: string;
  name: string;
  unit: FigureUnit;
  standard_error: number;
  basis: string;
  sources: string[];
}

export interface ByHand {
  words: string;
  tools: string[];
  unit: FigureUnit;
  least: number | null;
  most: number | null;
}

/** A group whose figures may stand beside the person's: half of it lies between low and high. taken_with names the tools (or camera) whose figures may be compared. */
export interface NormInfo {
  population: string;
  sex: string | null;
  age_from: number;
  age_to: number;
  method: string;
  position: string;
  n: number;
  low: number;
  high: number;
  source: string;
  taken_with: string[];
}

export interface TestedPoint {
  entry: string;
  at: string;
  tested: Tested;
  verdict: ChangeVerdict;
  verdict_words: string;
}

export interface HistoryPoint {
  entry: string;
  day: string;
  at: string;
  measured: Measured;
  verdict: ChangeVerdict;
  verdict_words: string;
  mdc_deg: number | null;
}

/** A test. camera says whether one can measure it now; apart, that its figures do not feed the joint motion's. measured holds earlier ranges, tested earlier figures that are no angles, both latest first. */
export interface ProtocolInfo {
  id: string;
  kind: ProtocolKind;
  name: string;
  joint_motion: string;
  together_with: string[];
  apart: boolean;
  joint: string;
  region: Region;
  sides: Side[];
  position: string;
  view: string;
  camera: boolean;
  view_words: string;
  how: string[];
  wear: string;
  hold_s: number;
  repetitions: number;
  seconds: number;
  allowed: string[];
  forbidden: string[];
  can_see: string[];
  cannot_see: string[];
  by_hand: ByHand;
  expected_grade: Grade;
  grade_reason: string;
  sources: string[];
  left_out: string;
  norms: NormInfo[];
  measured: HistoryPoint[];
  tested: TestedPoint[];
}

export interface Protocols {
  protocols: ProtocolInfo[];
  tools: HandTool[];
}

/** What all measurements in one way say together: the first third, at most three, against the last three. more: about how many more would show the difference if it stays. */
export interface Change {
  verdict: ChangeVerdict;
  words: string;
  kind: RangeKind;
  difference_deg: number | null;
  mdc_deg: number | null;
  earlier: number;
  later: number;
  more: number | null;
}

export interface BodyJoint {
  joint_motion: string;
  name: string;
  region: Region;
  side: Side;
  human_deg: number;
  available: Estimate | null;
  reached: Estimate | null;
  usable: Estimate | null;
  gap: Estimate | null;
  words: string;
  grade: Grade | null;
  grade_reason: string;
  last_fed: string | null;
  change: Change | null;
  history: HistoryPoint[];
}

export interface BodyView {
  joints: BodyJoint[];
}

/** Two measurements of one joint motion: the earlier and the later, or left and right. difference_deg is the second less the first, mdc_deg the smallest that is more than wobble, from so many of the person's own repeats, or from cited values where repeats is 0; unlike says why the two don't compare. */
export interface PickedComparison {
  first: string;
  second: string;
  first_figure: Estimate | null;
  second_figure: Estimate | null;
  verdict: ChangeVerdict;
  kind: RangeKind | null;
  difference_deg: number | null;
  difference_se_deg: number | null;
  mdc_deg: number | null;
  repeats: number;
  unlike: Unlike[];
}

export interface DayMoved {
  day: string;
  minutes: number;
  breaks_taken: number;
  breaks_skipped: number;
  work_minutes: number;
}

export interface RegionMinutes {
  region: Region;
  minutes: number;
}

/** Seven days, the last of them today or a whole number of weeks before. */
export interface WeekMoved {
  from: string;
  regions: RegionMinutes[];
}

/** The right side against the left. */
export interface SideChange {
  joint_motion: string;
  name: string;
  region: Region;
  change: Change;
}

/** The latest figure of a test that is no angle, beside the one before. */
export interface TestStory {
  protocol: string;
  name: string;
  region: Region;
  side: Side;
  latest: TestedPoint;
}

/** What one joint motion got in the last seven days. */
export interface MotionDose {
  joint_motion: string;
  name: string;
  region: Region;
  side: Side;
  minutes: number;
}

/** How well a range is known, and by what it is. */
export interface Known {
  joint_motion: string;
  name: string;
  region: Region;
  side: Side;
  knowing: Knowing;
  days_since: number;
  usable: Estimate | null;
}

export interface Progress {
  days_moved: number;
  of_days: number;
  words: string;
  days: DayMoved[];
  weeks: WeekMoved[];
  doses: MotionDose[];
  enough_min: number;
  most_min: number;
  known: Known[];
  changes: BodyJoint[];
  sides: SideChange[];
  tests: TestStory[];
}

/** What was reported of one place in the last four weeks. A pull of stretch is no pain. */
export interface PainOfPlace {
  region: string;
  side: Side;
  times: number;
  worst: number;
  latest: string;
  kinds: PainKind[];
}

/** What a physiotherapist would want to see, on one page. */
export interface Summary {
  day: string;
  profile: ProfileChanged | null;
  yes: string[];
  pains: PainOfPlace[];
  progress: Progress;
}

/** What the breaks did, and why. */
export interface Decision {
  at: string;
  what: string;
  why: string;
}

/** Latest last. */
export interface BreakLog {
  decisions: Decision[];
}

/** Where a signal comes from, and what stands in the way; nothing when it works. */
export interface SignalOrigin {
  from: string;
  problem: string;
}

/** What is heard now; `by` is for the screen and is not stored. */
export interface SignalState {
  signal: SignalName;
  is_wanted: boolean;
  is_on: boolean;
  by: string;
  origins: SignalOrigin[];
}

/** What the desktop tells. `activity_from` is where keyboard and pointer are known from; `news` is what was lost and found since the start. */
export interface Signals {
  signals: SignalState[];
  activity_from: string;
  activity_problem: string;
  news: Decision[];
}

/** What a usual day would look like. */
export interface DayPreview {
  marks: DayMark[];
  words: string;
}

/** kind is for now: without it, the kind that the minutes fit, or the one that comes next. */
export interface BreakCommand {
  action: BreakAction;
  minutes: number | null;
  until: string | null;
  kind: BreakKind | null;
}

/** Whether Endrange starts when the person logs in; file is the entry that says so. */
export interface Autostart {
  is_on: boolean;
  file: string;
}

export interface AutostartChange {
  is_on: boolean;
}

/** The page's own sign of life: seconds since the last key or pointer movement in it. */
export interface Activity {
  idle_s: number;
}

export interface Recording {
  name: string;
  bytes: number;
  at: string;
  protocol: string;
  side: Side;
  seconds: number;
}

export interface Recordings {
  recordings: Recording[];
  total_bytes: number;
}

/** A forbidden compensation that was seen: how far it went, and where the measured joint motion was when it began. */
export interface CompensationSeen {
  words: string;
  largest_deg: number;
  largest_se_deg: number;
  began_at_deg: number;
  began_at_se_deg: number;
}

/** What one figure's standard error is made of, one standard error each; their squares add. */
export interface ErrorParts {
  noise_deg: number;
  lasting_deg: number;
  view_deg: number;
  repetition_deg: number;
  between_sessions_deg: number;
  definition_deg: number;
}

/** One line of what `endrange measure --json` prints. */
export interface FileMeasurement {
  file: string;
  joint_motion: string;
  side: Side;
  protocol: string;
  set_up: string;
  reached_deg: number | null;
  reached_se_deg: number | null;
  usable_deg: number | null;
  usable_se_deg: number | null;
  reached_median_deg: number | null;
  spread_deg: number | null;
  steadiness_deg: number | null;
  steadiness_low_deg: number | null;
  steadiness_high_deg: number | null;
  noise_floor_deg: number | null;
  drift_deg_per_s: number | null;
  tempo_s: number | null;
  smoothness_sparc: number | null;
  compensations: CompensationSeen[];
  off_plane_deg: number;
  off_plane_se_deg: number;
  reached_error: ErrorParts | null;
  usable_error: ErrorParts | null;
  hold_s: number;
  hold_se_s: number | null;
  grade: Grade;
  grade_reason: string;
  repetitions: Repetition[];
}

/** Right less left of one recording, of the figure that kind names: told apart where it is more than mdc_deg. */
export interface FileSideDifference {
  file: string;
  joint_motion: string;
  protocol: string;
  kind: RangeKind;
  right_less_left_deg: number;
  right_less_left_se_deg: number;
  mdc_deg: number;
  verdict: ChangeVerdict;
}

/** A file that could not be measured, and what to do. */
export interface FileRefusal {
  file: string;
  reason: string;
  remedy: string;
}

/** One side of a test whose figures are no angles, as `endrange measure --json` prints it. */
export interface FileTested {
  file: string;
  protocol: string;
  side: Side;
  set_up: string;
  figures: Figure[];
  grade: Grade;
  grade_reason: string;
}

export interface FileMeasurements {
  measurements: FileMeasurement[];
  side_differences: FileSideDifference[];
  tested: FileTested[];
  refusals: FileRefusal[];
}

/** One line of what `endrange solve --json` prints: how far the markers are from their places on the body, as OpenSim reports it. total_squared_m2 is the mean over the frames in which a marker was seen. */
export interface SolvedFile {
  file: string;
  out: string;
  frames: number;
  frames_seen: number;
  total_squared_m2: number;
  rms_m: number;
  largest_m: number;
  largest_marker: string;
  largest_at_s: number;
  notes: string[];
}

export interface SolvedFiles {
  solved: SolvedFile[];
}

/** Without a code: answers with one that is good for 60 s. With it: erases. */
export interface EraseRequest {
  code: string | null;
}

export interface EraseAnswer {
  erased: boolean;
  code: string | null;
  will_remove: string[];
}

export interface ImportAnswer {
  added: number;
  already_there: number;
}

export interface Speech {
  text: string;
}

export interface OpenRequest {
  code: string;
}

/** Opens the page: the browser is started on `#open=CODE`. Good once, and for 30 s. */
export interface OneTimeCode {
  code: string;
}

export interface Findings {
  findings: Finding[];
}

export interface Landmark {
  x: number;
  y: number;
  z: number;
  visibility: number;
}

export interface LiveStart {
  protocol: string;
  method: Method;
  width: number;
  height: number;
  model: string;
}

/** 33 raw BlazePose landmarks (image: fractions of the picture, y down; world: metres) of the frame taken at t_ms; empty lists when nobody was seen. */
export interface LiveFrame {
  t_ms: number;
  image: Landmark[];
  world: Landmark[];
}

export interface LiveStop {
  discard: boolean;
}

/** Keep the recording of the trial that has just ended. */
export interface LiveKeep {
  keep: boolean;
}

/** A message from the page on /api/live. Exactly one member is set. */
export interface LiveRequest {
  start: LiveStart | null;
  frame: LiveFrame | null;
  stop: LiveStop | null;
  keep: LiveKeep | null;
}

export interface LiveAngle {
  side: Side;
  angle_deg: number | null;
  se_deg: number | null;
}

/** How far a trial has come: repetitions, rounds, rises, or legs that had their try; of and of_s are 0 where nothing is wanted. turn is the share of the present round. */
export interface LiveProgress {
  side: Side;
  count: number;
  of: number;
  seconds: number;
  of_s: number;
  turn: number;
}

/** Whether a trial may begin, as far as the body tells; hint is the one thing to do first, empty when both are true. Light is judged in the page. */
export interface LiveReadiness {
  body: boolean;
  view: boolean;
  hint: string;
}

export interface LiveState {
  t_ms: number;
  phase: TrialPhase;
  hint: string;
  frames: number;
  angles: LiveAngle[];
  progress: LiveProgress;
  readiness: LiveReadiness;
}

export interface CurvePoint {
  t_s: number;
  angle_deg: number;
  se_deg: number;
}

export interface Curve {
  side: Side;
  points: CurvePoint[];
}

/** The position that was kept: the usable one, otherwise the longest. Of its sway the 95 % interval, and below what none could be told. */
export interface Plateau {
  from_s: number;
  to_s: number;
  length_se_s: number;
  angle_deg: number;
  drift_deg_per_s: number;
  sway_low_deg: number;
  sway_high_deg: number;
  noise_floor_deg: number;
}

/** What stands behind a measurement, and how it compares with the one before. spread is the standard deviation of the repetitions' tops, tempo the length of one; off_plane is how far the camera stood off the view that was asked for. */
export interface TrialSide {
  side: Side;
  reached_median_deg: number | null;
  spread_deg: number | null;
  tempo_s: number | null;
  smoothness_sparc: number | null;
  off_plane_deg: number;
  off_plane_se_deg: number;
  plateau: Plateau | null;
  reached_error: ErrorParts;
  usable_error: ErrorParts;
  compensations: CompensationSeen[];
  remedy: string;
  verdict: ChangeVerdict;
  verdict_words: string;
}

/** One side of a test whose figures are no angles. outline_deg: of a circle, the radius of its cone at every five degrees of the round, from the top, as the limb went; dead_octants: the eighths that catch, likewise. */
export interface TrialFigures {
  tested: Tested;
  remedy: string;
  outline_deg: number[];
  dead_octants: number[];
  verdict: ChangeVerdict;
  verdict_words: string;
}

/** Measurements and figures are not in the journal until the page posts them as events. curves and sides go with measurements; between_sides says how left and right compare, empty where only one was seen. */
export interface TrialResult {
  protocol: string;
  measurements: Measured[];
  curves: Curve[];
  sides: TrialSide[];
  figures: TrialFigures[];
  between_sides: string;
  refusal: string;
  remedy: string;
  seconds: number;
  frames: number;
}

/** A message to the page on /api/live. Exactly one member is set. */
export interface LiveAnswer {
  state: LiveState | null;
  result: TrialResult | null;
  kept: Recording | null;
  problem: Problem | null;
  breaks: BreakStatus | null;
}

/** Every route: path, what goes in, what comes out. */
export interface Routes {
  "POST /api/open": { query: undefined; request: OpenRequest; response: Done };
  "POST /api/code": { query: undefined; request: undefined; response: OneTimeCode };
  "GET /api/state": { query: undefined; request: undefined; response: State };
  "GET /api/safety": { query: undefined; request: undefined; response: SafetyScreen };
  "GET /api/today": { query: { minutes?: number; spot?: string; at?: string; swap?: string; programme?: string; joint?: string; explain?: boolean }; request: undefined; response: Today };
  "GET /api/wants": { query: undefined; request: undefined; response: Wants };
  "GET /api/exercises": { query: undefined; request: undefined; response: Exercises };
  "GET /api/exercises/{id}": { query: undefined; request: undefined; response: ExerciseDetail };
  "GET /api/exercises/{id}/motion": { query: { side?: Side; eased?: boolean; hold?: number }; request: undefined; response: FigureMotion };
  "GET /api/exercises/{id}/file": { query: undefined; request: undefined; response: string };
  "POST /api/exercises": { query: { name?: string }; request: Blob; response: ExerciseAddition };
  "DELETE /api/exercises/{id}": { query: undefined; request: undefined; response: ExerciseRemoval };
  "POST /api/exercises/{id}/restore": { query: undefined; request: undefined; response: ExerciseSummary };
  "GET /api/own-exercises": { query: undefined; request: undefined; response: OwnExercises };
  "GET /api/exercise-template": { query: undefined; request: undefined; response: string };
  "GET /api/protocols": { query: undefined; request: undefined; response: Protocols };
  "GET /api/body": { query: undefined; request: undefined; response: BodyView };
  "GET /api/compare": { query: { one?: string; other?: string }; request: undefined; response: PickedComparison };
  "GET /api/progress": { query: undefined; request: undefined; response: Progress };
  "GET /api/summary": { query: undefined; request: undefined; response: Summary };
  "GET /api/journal": { query: { offset?: number; limit?: number }; request: undefined; response: Journal };
  "POST /api/events": { query: undefined; request: NewEvents; response: Accepted };
  "GET /api/breaks": { query: undefined; request: undefined; response: BreakStatus };
  "POST /api/breaks": { query: undefined; request: BreakCommand; response: BreakStatus };
  "POST /api/breaks/show": { query: undefined; request: undefined; response: BreakStatus };
  "GET /api/breaks/log": { query: undefined; request: undefined; response: BreakLog };
  "GET /api/signals": { query: undefined; request: undefined; response: Signals };
  "POST /api/breaks/preview": { query: undefined; request: Rhythm; response: DayPreview };
  "GET /api/autostart": { query: undefined; request: undefined; response: Autostart };
  "POST /api/autostart": { query: undefined; request: AutostartChange; response: Autostart };
  "POST /api/activity": { query: undefined; request: Activity; response: BreakStatus };
  "POST /api/speak": { query: undefined; request: Speech; response: Done };
  "GET /api/recordings": { query: undefined; request: undefined; response: Recordings };
  "DELETE /api/recordings/{name}": { query: undefined; request: undefined; response: Recordings };
  "GET /api/export": { query: undefined; request: undefined; response: string };
  "POST /api/import": { query: undefined; request: string; response: ImportAnswer };
  "POST /api/erase": { query: undefined; request: EraseRequest; response: EraseAnswer };
  "WS /api/live": { query: undefined; request: LiveRequest; response: LiveAnswer };
}
