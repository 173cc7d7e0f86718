#include "adapters/protocol/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/document.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/reader.h"
#include "adapters/protocol/words.h"
#include "adapters/protocol/workday.h"
#include "adapters/protocol/writer.h"
#include "core/journal/check.h"

namespace endrange::protocol {
namespace {

// Core → travel.

std::optional<Estimate> make(const std::optional<endrange::Estimate>& estimate) {
  return estimate ? std::optional(make_estimate(*estimate)) : std::nullopt;
}
std::optional<double> make(const std::optional<Angle>& angle) {
  return angle ? std::optional(write_degrees(*angle)) : std::nullopt;
}

ProfileChanged make(const journal::ProfileChanged& event) {
  return make_profile(event);
}
SettingsChanged make(const journal::SettingsChanged& event) {
  return make_settings(event);
}
Measured make(const journal::Measured& event) {
  return make_measured(event);
}
Tested make(const journal::Tested& event) {
  return make_tested(event);
}
SafetyAnswered make(const journal::SafetyAnswered& event) {
  SafetyAnswered made;
  for (const auto& answer : event.answers) made.answers.push_back(make_safety_answer(answer));
  return made;
}
Cleared make(const journal::Cleared& event) {
  return {event.question, event.report ? std::optional(event.report->value()) : std::nullopt};
}
RecordingKept make(const journal::RecordingKept& event) {
  return {event.recording};
}
RecordingDeleted make(const journal::RecordingDeleted& event) {
  return {event.recording};
}
RoutineStarted make(const journal::RoutineStarted& event) {
  return {event.routine, event.planned_s, event.steps};
}
StepDone make(const journal::StepDone& event) {
  return {event.routine, event.exercise.value(), same_enumerator<Side>(event.side),
          event.seconds, event.complete,         event.eased};
}
StepSkipped make(const journal::StepSkipped& event) {
  return {event.routine, event.exercise.value(), same_enumerator<Side>(event.side),
          same_enumerator<SkipMeaning>(event.meaning), event.seconds};
}
RoutineFinished make(const journal::RoutineFinished& event) {
  return {event.routine, event.effort};
}
PainReported make(const journal::PainReported& event) {
  PainReported made{event.region,           same_enumerator<Side>(event.side),
                    event.intensity,        same_enumerator<PainKind>(event.kind),
                    event.stretch_only,     event.routine,
                    event.exercise.value(), {}};
  for (const auto& id : event.joint_motions) made.joint_motions.push_back(id.value());
  return made;
}
MorningAnswered make(const journal::MorningAnswered& event) {
  return {same_enumerator<Morning>(event.feeling), event.pain};
}
BreakHappened make(const journal::BreakHappened& event) {
  BreakHappened made{same_enumerator<BreakOutcome>(event.outcome), event.minutes, std::nullopt};
  if (event.kind) made.kind = same_enumerator<BreakKind>(*event.kind);
  return made;
}
Worked make(const journal::Worked& event) {
  return {write_moment(event.from), event.seconds};
}
Withdrawn make(const journal::Withdrawn& event) {
  return {event.entry.value(), event.reason};
}
RhythmChanged make(const journal::RhythmChanged& event) {
  return {make_rhythm(event.rhythm)};
}
ProgrammeChosen make(const journal::ProgrammeChosen& event) {
  return {event.programme, event.joint};
}
GoalsChosen make(const journal::GoalsChosen& event) {
  GoalsChosen made;
  for (const auto& wanted : event.goals) made.goals.push_back({wanted.goal, make(wanted.target)});
  return made;
}
ExerciseAdded make(const journal::ExerciseAdded& event) {
  return {event.exercise.value(), event.text};
}
ExerciseRemoved make(const journal::ExerciseRemoved& event) {
  return {event.exercise.value()};
}
Spent make(const journal::Spent& event) {
  return {same_enumerator<SpentOn>(event.on), write_moment(event.from), event.seconds};
}

// Travel → core. What the values may be, journal::check_event says; here they only change their type.

/// A whole number as an int. One beyond its range becomes the largest there is, which no check lets pass.
int narrow(std::int64_t value) {
  return static_cast<int>(
      std::clamp<std::int64_t>(value, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

std::optional<Angle> parse(const std::optional<double>& degrees) {
  return degrees ? std::optional(Angle::from_degrees(*degrees)) : std::nullopt;
}

std::optional<endrange::Estimate> parse(const std::optional<Estimate>& estimate) {
  if (!estimate) return std::nullopt;
  return endrange::Estimate{Angle::from_degrees(estimate->mean_deg), Angle::from_degrees(estimate->se_deg)};
}

Result<journal::Event> parse(const ProfileChanged& event) {
  journal::ProfileChanged core{same_enumerator<journal::Audience>(event.audience),
                               narrow(event.minutes),
                               same_enumerator<journal::Place>(event.place),
                               {},
                               event.age_band,
                               event.height_m,
                               event.body_proportions,
                               event.sitting_hours,
                               std::nullopt,
                               event.quiet};
  if (event.clothes) core.clothes = same_enumerator<journal::Clothes>(*event.clothes);
  for (const auto equipment : event.equipment)
    core.equipment.push_back(same_enumerator<journal::Equipment>(equipment));
  return core;
}

Result<journal::Event> parse(const SafetyAnswered& event) {
  journal::SafetyAnswered core;
  for (const auto& answer : event.answers)
    core.answers.push_back({answer.question, same_enumerator<journal::Answer>(answer.answer)});
  return core;
}

Result<journal::Event> parse(const Cleared& event) {
  return journal::Cleared{event.question,
                          event.report ? std::optional(EntryId(*event.report)) : std::nullopt};
}

Result<journal::Event> parse(const Measured& event) {
  journal::Measured core;
  core.joint_motion = JointMotionId(event.joint_motion);
  core.side = same_enumerator<endrange::Side>(event.side);
  core.protocol = ProtocolId(event.protocol);
  core.method = same_enumerator<journal::Method>(event.method);
  core.set_up = event.set_up;
  core.available = parse(event.available);
  core.reached = parse(event.reached);
  core.usable = parse(event.usable);
  core.set_up_error = Angle::from_degrees(event.set_up_se_deg);
  core.hold_s = event.hold_s;
  core.steadiness = parse(event.steadiness_deg);
  core.grade = same_enumerator<journal::Grade>(event.grade);
  core.grade_reason = event.grade_reason;
  for (const auto& repetition : event.repetitions)
    core.repetitions.push_back({repetition.start_s, repetition.end_s,
                                Angle::from_degrees(repetition.reached_deg), parse(repetition.usable_deg),
                                repetition.hold_s, repetition.hold_start_s});
  core.recording = event.recording;
  core.note = event.note;
  return core;
}

Result<journal::Event> parse(const Tested& event) {
  journal::Tested core;
  core.protocol = ProtocolId(event.protocol);
  core.side = same_enumerator<endrange::Side>(event.side);
  core.method = same_enumerator<journal::Method>(event.method);
  core.set_up = event.set_up;
  for (const auto& figure : event.figures)
    core.figures.push_back({same_enumerator<journal::FigureName>(figure.name),
                            same_enumerator<journal::FigureUnit>(figure.unit), figure.value,
                            figure.standard_error});
  core.grade = same_enumerator<journal::Grade>(event.grade);
  core.grade_reason = event.grade_reason;
  core.recording = event.recording;
  core.note = event.note;
  return core;
}

Result<journal::Event> parse(const RecordingKept& event) {
  return journal::RecordingKept{event.recording};
}
Result<journal::Event> parse(const RecordingDeleted& event) {
  return journal::RecordingDeleted{event.recording};
}
Result<journal::Event> parse(const RoutineStarted& event) {
  return journal::RoutineStarted{event.routine, narrow(event.planned_s), narrow(event.steps)};
}
Result<journal::Event> parse(const StepDone& event) {
  return journal::StepDone{event.routine,
                           ExerciseId(event.exercise),
                           same_enumerator<endrange::Side>(event.side),
                           event.seconds,
                           event.complete,
                           event.eased};
}
Result<journal::Event> parse(const StepSkipped& event) {
  return journal::StepSkipped{event.routine, ExerciseId(event.exercise),
                              same_enumerator<endrange::Side>(event.side),
                              same_enumerator<journal::SkipMeaning>(event.meaning), event.seconds};
}
Result<journal::Event> parse(const RoutineFinished& event) {
  return journal::RoutineFinished{event.routine,
                                  event.effort ? std::optional(narrow(*event.effort)) : std::nullopt};
}

Result<journal::Event> parse(const PainReported& event) {
  journal::PainReported core{event.region,
                             same_enumerator<endrange::Side>(event.side),
                             narrow(event.intensity),
                             same_enumerator<journal::PainKind>(event.kind),
                             event.stretch_only,
                             event.routine,
                             ExerciseId(event.exercise),
                             {}};
  for (const auto& id : event.joint_motions) core.joint_motions.emplace_back(id);
  return core;
}

Result<journal::Event> parse(const MorningAnswered& event) {
  return journal::MorningAnswered{same_enumerator<journal::Morning>(event.feeling), narrow(event.pain)};
}
Result<journal::Event> parse(const BreakHappened& event) {
  journal::BreakHappened core{same_enumerator<journal::BreakOutcome>(event.outcome), event.minutes, {}};
  if (event.kind) core.kind = same_enumerator<journal::BreakKind>(*event.kind);
  return core;
}
Result<journal::Event> parse(const Worked& event) {
  const auto from = parse_moment(event.from);
  if (!from) return fail(from.error().message, "worked.from");
  return journal::Worked{*from, event.seconds};
}

Result<journal::Event> parse(const SettingsChanged& event) {
  journal::SettingsChanged core;
  core.breaks_on = event.breaks_on;
  core.work_minutes = narrow(event.work_minutes);
  core.break_minutes = narrow(event.break_minutes);
  core.day_starts = std::chrono::minutes(narrow(event.day_starts_min));
  core.day_ends = std::chrono::minutes(narrow(event.day_ends_min));
  core.work_days.clear();
  for (const auto day : event.work_days) core.work_days.push_back(narrow(day));
  core.voice = event.voice;
  core.theme = word_of(event.theme);
  core.figure = word_of(event.figure);
  if (event.left_out)
    for (const auto signal : event.left_out->signals) core.left_out.push_back(word_of(signal));
  // Absent in what was written before there was a window.
  if (event.break_shown) core.break_shown = word_of(*event.break_shown);
  if (event.break_monitor) core.break_monitor = word_of(*event.break_monitor);
  core.break_sound = event.break_sound.value_or(false);
  return core;
}

Result<journal::Event> parse(const Withdrawn& event) {
  return journal::Withdrawn{EntryId(event.entry), event.reason};
}

Result<journal::Event> parse(const RhythmChanged& event) {
  auto rhythm = parse_rhythm(event.rhythm);
  if (!rhythm) return fail(rhythm.error().message, "rhythm_changed." + rhythm.error().where);
  return journal::RhythmChanged{std::move(*rhythm)};
}

Result<journal::Event> parse(const ProgrammeChosen& event) {
  return journal::ProgrammeChosen{event.programme, event.joint};
}

Result<journal::Event> parse(const GoalsChosen& event) {
  journal::GoalsChosen core;
  for (const auto& wanted : event.goals) core.goals.push_back({wanted.goal, parse(wanted.target_deg)});
  return core;
}

Result<journal::Event> parse(const ExerciseAdded& event) {
  return journal::ExerciseAdded{ExerciseId(event.exercise), event.text};
}

Result<journal::Event> parse(const ExerciseRemoved& event) {
  return journal::ExerciseRemoved{ExerciseId(event.exercise)};
}

Result<journal::Event> parse(const Spent& event) {
  const auto from = parse_moment(event.from);
  if (!from) return fail(from.error().message, "spent.from");
  return journal::Spent{same_enumerator<journal::SpentOn>(event.on), *from, event.seconds};
}

using EventMembers = boost::describe::describe_members<EventBody, boost::describe::mod_public>;

/// The member of EventBody that holds a kind of event.
template <typename Visitor>
void visit_members(auto&& body, Visitor&& visitor) {
  boost::mp11::mp_for_each<EventMembers>(
      [&](auto described) { visitor(described.name, body.*described.pointer); });
}

Error inside(Error error, std::string_view outer) {
  error.where = error.where.empty() ? std::string(outer) : fmt::format("{}.{}", outer, error.where);
  return error;
}

/// The signals with these words; a word that is none is left out.
LeftOutSignals make_left_out(const std::vector<std::string>& words) {
  LeftOutSignals made;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<SignalName>>([&](auto described) {
    if (std::ranges::find(words, word_of(described.value)) != words.end())
      made.signals.push_back(described.value);
  });
  return made;
}

}  // namespace

Estimate make_estimate(const endrange::Estimate& estimate) {
  return {write_degrees(estimate.mean), write_degrees(estimate.standard_error)};
}

ProfileChanged make_profile(const journal::ProfileChanged& profile) {
  ProfileChanged made{same_enumerator<Audience>(profile.audience),
                      profile.minutes,
                      same_enumerator<Place>(profile.place),
                      {},
                      profile.age_band,
                      profile.height_m,
                      profile.body_proportions,
                      profile.sitting_hours,
                      std::nullopt,
                      profile.is_quiet};
  if (profile.clothes) made.clothes = same_enumerator<Clothes>(*profile.clothes);
  for (const auto equipment : profile.equipment)
    made.equipment.push_back(same_enumerator<Equipment>(equipment));
  return made;
}

SettingsChanged make_settings(const journal::SettingsChanged& settings) {
  SettingsChanged made;
  made.breaks_on = settings.breaks_on;
  made.work_minutes = settings.work_minutes;
  made.break_minutes = settings.break_minutes;
  made.day_starts_min = settings.day_starts.count();
  made.day_ends_min = settings.day_ends.count();
  made.work_days.assign(settings.work_days.begin(), settings.work_days.end());
  made.voice = settings.voice;
  made.theme = settings.theme == "light"  ? Theme::Light
               : settings.theme == "dark" ? Theme::Dark
                                          : Theme::System;
  made.figure = settings.figure == "still" ? StillOrMotion::Still : StillOrMotion::Motion;
  if (!settings.left_out.empty()) made.left_out = make_left_out(settings.left_out);
  made.break_shown = settings.break_shown == "browser"        ? BreakShown::Browser
                     : settings.break_shown == "notification" ? BreakShown::Notification
                                                              : BreakShown::Window;
  made.break_monitor = settings.break_monitor == "primary" ? BreakMonitor::Primary : BreakMonitor::Pointer;
  if (settings.break_sound) made.break_sound = true;
  return made;
}

SafetyAnswer make_safety_answer(const journal::SafetyAnswer& answer) {
  return {answer.question, same_enumerator<Answer>(answer.answer)};
}

Measured make_measured(const journal::Measured& measured) {
  Measured made;
  made.joint_motion = measured.joint_motion.value();
  made.side = same_enumerator<Side>(measured.side);
  made.protocol = measured.protocol.value();
  made.method = same_enumerator<Method>(measured.method);
  made.set_up = measured.set_up;
  made.available = make(measured.available);
  made.reached = make(measured.reached);
  made.usable = make(measured.usable);
  made.set_up_se_deg = write_degrees(measured.set_up_error);
  made.hold_s = measured.hold_s;
  made.steadiness_deg = make(measured.steadiness);
  made.grade = same_enumerator<Grade>(measured.grade);
  made.grade_reason = measured.grade_reason;
  for (const auto& repetition : measured.repetitions)
    made.repetitions.push_back({repetition.start_s, repetition.end_s, write_degrees(repetition.reached),
                                make(repetition.usable), repetition.hold_s, repetition.hold_start_s});
  made.recording = measured.recording;
  made.note = measured.note;
  return made;
}

Tested make_tested(const journal::Tested& tested) {
  Tested made;
  made.protocol = tested.protocol.value();
  made.side = same_enumerator<Side>(tested.side);
  made.method = same_enumerator<Method>(tested.method);
  made.set_up = tested.set_up;
  for (const auto& figure : tested.figures)
    made.figures.push_back({same_enumerator<FigureName>(figure.name),
                            same_enumerator<FigureUnit>(figure.unit), figure.value, figure.standard_error});
  made.grade = same_enumerator<Grade>(tested.grade);
  made.grade_reason = tested.grade_reason;
  made.recording = tested.recording;
  made.note = tested.note;
  return made;
}

LocalMoment make_local_moment(Moment utc, std::int64_t offset_min) {
  return {utc, std::chrono::minutes(narrow(offset_min))};
}

EventBody make_event_body(const journal::Event& event) {
  EventBody body;
  std::visit(
      [&](const auto& held) {
        using Made = decltype(make(held));
        visit_members(body, [&]<typename Member>(const char*, Member& member) {
          if constexpr (std::is_same_v<Member, std::optional<Made>>) member = make(held);
        });
      },
      event);
  return body;
}

Result<journal::Event> parse_event_body(const EventBody& body) {
  Result<journal::Event> event = fail("expected one kind of event, found none");
  int found = 0;
  visit_members(body, [&](const char*, const auto& member) {
    if (member && ++found == 1) event = parse(*member);
  });
  if (found > 1) return fail(fmt::format("expected one kind of event, found {}", found));
  if (event) TRY_STATUS(journal::check_event(*event));
  return event;
}

Entry make_entry(const journal::Entry& entry) {
  return {entry.id.value(),           entry.device.value(),    static_cast<std::int64_t>(entry.sequence),
          write_moment(entry.at.utc), entry.at.offset.count(), make_event_body(entry.event)};
}

Result<journal::Entry> parse_entry(const Entry& entry) {
  const auto at = parse_moment(entry.at);
  if (!at) return fail(at.error().message, "at");
  auto event = parse_event_body(entry.event);
  if (!event) return fail(inside(event.error(), "event"));
  journal::Entry core{EntryId(entry.id), DeviceId(entry.device),
                      static_cast<std::uint64_t>(std::max<std::int64_t>(entry.sequence, 0)),
                      make_local_moment(*at, entry.offset_min), std::move(*event)};
  TRY_STATUS(journal::check_entry(core));
  return core;
}

std::string write_event(const journal::Event& event) {
  return write_json(make_event_body(event));
}

Result<journal::Event> parse_event(std::string_view text) {
  TRY(const auto body, parse_json<EventBody>(text));
  return parse_event_body(body);
}

EventText write_event_text(const journal::Event& event) {
  EventText text;
  visit_members(make_event_body(event), [&](const char* name, const auto& member) {
    if (!member) return;
    text.kind = name;
    writer::write(text.body_json, *member);
  });
  return text;
}

Result<journal::Event> parse_event_text(const EventText& text) {
  TRY(const auto document, parse_document(text.body_json));
  const reader::Place whole;
  std::optional<Result<journal::Event>> event;
  boost::mp11::mp_for_each<EventMembers>([&](auto described) {
    if (text.kind != described.name) return;
    std::remove_cvref_t<decltype(*(std::declval<EventBody>().*described.pointer))> held;
    const auto status = reader::read(document, held, reader::Place{&whole, described.name});
    event = status ? parse(held) : fail(status.error());
  });
  if (!event) return fail("expected a kind of event that the schema has, found another", text.kind);
  if (*event) TRY_STATUS(journal::check_event(**event));
  return std::move(*event);
}

std::string write_entry_line(const journal::Entry& entry) {
  return write_json(make_entry(entry));
}

Result<journal::Entry> parse_entry_line(std::string_view line, std::size_t number) {
  const auto here = [&](Error error) {
    return fail(inside(std::move(error), fmt::format("line {}", number)));
  };
  const auto travelled = parse_json<Entry>(line);
  if (!travelled) return here(travelled.error());
  auto entry = parse_entry(*travelled);
  if (!entry) return here(entry.error());
  return entry;
}

}  // namespace endrange::protocol
