#include "adapters/protocol/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/bounds.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/protocol/writer.h"

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
          same_enumerator<SkipMeaning>(event.meaning)};
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
  return {same_enumerator<BreakOutcome>(event.outcome), event.minutes};
}
Worked make(const journal::Worked& event) {
  return {write_moment(event.from), event.seconds};
}
Withdrawn make(const journal::Withdrawn& event) {
  return {event.entry.value(), event.reason};
}

// Travel → core.

/// Seconds in a day: no span of an event is longer.
constexpr double DayS = 86'400.0;
/// Beyond every range of motion, compensation included; the sign is the direction.
constexpr double MaxAngleDeg = 360.0;
constexpr std::size_t MaxNote = 2'000;
constexpr std::size_t MaxName = 200;

Result<std::optional<endrange::Estimate>> parse(const std::optional<Estimate>& estimate, const char* where) {
  if (!estimate) return std::nullopt;
  TRY_STATUS(check_range(estimate->mean_deg, -MaxAngleDeg, MaxAngleDeg, fmt::format("{}.mean_deg", where)));
  TRY_STATUS(check_range(estimate->se_deg, 0.0, MaxAngleDeg, fmt::format("{}.se_deg", where)));
  return endrange::Estimate{Angle::from_degrees(estimate->mean_deg), Angle::from_degrees(estimate->se_deg)};
}

std::optional<Angle> parse(const std::optional<double>& degrees) {
  return degrees ? std::optional(Angle::from_degrees(*degrees)) : std::nullopt;
}

Result<journal::Event> parse(const ProfileChanged& event) {
  TRY_STATUS(check_range(event.minutes, 1, 15, "minutes"));
  TRY_STATUS(check_range(event.equipment.size(), 0, 3, "equipment"));
  TRY_STATUS(check_range(event.height_m, 0.5, 2.6, "height_m"));
  TRY_STATUS(check_range(event.sitting_hours, 0.0, 24.0, "sitting_hours"));
  TRY_STATUS(check_length(event.age_band.value_or(""), MaxName, "age_band"));
  TRY_STATUS(check_length(event.body_proportions.value_or(""), MaxName, "body_proportions"));
  journal::ProfileChanged core{same_enumerator<journal::Audience>(event.audience),
                               static_cast<int>(event.minutes),
                               same_enumerator<journal::Place>(event.place),
                               {},
                               event.age_band,
                               event.height_m,
                               event.body_proportions,
                               event.sitting_hours};
  for (const auto equipment : event.equipment)
    core.equipment.push_back(same_enumerator<journal::Equipment>(equipment));
  return core;
}

Result<journal::Event> parse(const SafetyAnswered& event) {
  journal::SafetyAnswered core;
  for (const auto& answer : event.answers) {
    TRY_STATUS(check_length(answer.question, MaxName, "answers.question"));
    core.answers.push_back({answer.question, same_enumerator<journal::Answer>(answer.answer)});
  }
  return core;
}

Result<journal::Event> parse(const Cleared& event) {
  TRY_STATUS(check_length(event.question, MaxName, "question"));
  if (event.report) TRY_STATUS(check_identifier(*event.report, "report"));
  return journal::Cleared{event.question,
                          event.report ? std::optional(EntryId(*event.report)) : std::nullopt};
}

Result<journal::Repetition> parse(const Repetition& repetition) {
  TRY_STATUS(check_range(repetition.start_s, 0.0, DayS, "repetitions.start_s"));
  TRY_STATUS(check_range(repetition.end_s, repetition.start_s, DayS, "repetitions.end_s"));
  TRY_STATUS(check_range(repetition.reached_deg, -MaxAngleDeg, MaxAngleDeg, "repetitions.reached_deg"));
  TRY_STATUS(check_range(repetition.usable_deg, -MaxAngleDeg, MaxAngleDeg, "repetitions.usable_deg"));
  TRY_STATUS(check_range(repetition.hold_s, 0.0, DayS, "repetitions.hold_s"));
  return journal::Repetition{repetition.start_s, repetition.end_s,
                             Angle::from_degrees(repetition.reached_deg), parse(repetition.usable_deg),
                             repetition.hold_s};
}

Result<journal::Event> parse(const Measured& event) {
  for (const auto& [text, where] :
       {std::pair(&event.joint_motion, "joint_motion"), std::pair(&event.protocol, "protocol"),
        std::pair(&event.set_up, "set_up"), std::pair(&event.recording, "recording")})
    TRY_STATUS(check_length(*text, MaxName, where));
  TRY_STATUS(check_length(event.grade_reason, MaxNote, "grade_reason"));
  TRY_STATUS(check_length(event.note, MaxNote, "note"));
  TRY_STATUS(check_range(event.hold_s, 0.0, DayS, "hold_s"));
  TRY_STATUS(check_range(event.steadiness_deg, 0.0, MaxAngleDeg, "steadiness_deg"));
  journal::Measured core;
  core.joint_motion = JointMotionId(event.joint_motion);
  core.side = same_enumerator<endrange::Side>(event.side);
  core.protocol = ProtocolId(event.protocol);
  core.method = same_enumerator<journal::Method>(event.method);
  core.set_up = event.set_up;
  TRY(core.available, parse(event.available, "available"));
  TRY(core.reached, parse(event.reached, "reached"));
  TRY(core.usable, parse(event.usable, "usable"));
  core.hold_s = event.hold_s;
  core.steadiness = parse(event.steadiness_deg);
  core.grade = same_enumerator<journal::Grade>(event.grade);
  core.grade_reason = event.grade_reason;
  for (const auto& repetition : event.repetitions) {
    TRY(auto parsed, parse(repetition));
    core.repetitions.push_back(std::move(parsed));
  }
  core.recording = event.recording;
  core.note = event.note;
  return core;
}

Result<journal::Event> parse(const RecordingKept& event) {
  TRY_STATUS(check_length(event.recording, MaxName, "recording"));
  return journal::RecordingKept{event.recording};
}
Result<journal::Event> parse(const RecordingDeleted& event) {
  TRY_STATUS(check_length(event.recording, MaxName, "recording"));
  return journal::RecordingDeleted{event.recording};
}

Result<journal::Event> parse(const RoutineStarted& event) {
  TRY_STATUS(check_length(event.routine, MaxName, "routine"));
  TRY_STATUS(check_range(event.planned_s, 0, static_cast<std::int64_t>(DayS), "planned_s"));
  TRY_STATUS(check_range(event.steps, 0, 1'000, "steps"));
  return journal::RoutineStarted{event.routine, static_cast<int>(event.planned_s),
                                 static_cast<int>(event.steps)};
}

Result<journal::Event> parse(const StepDone& event) {
  TRY_STATUS(check_length(event.routine, MaxName, "routine"));
  TRY_STATUS(check_length(event.exercise, MaxName, "exercise"));
  TRY_STATUS(check_range(event.seconds, 0.0, DayS, "seconds"));
  return journal::StepDone{event.routine,
                           ExerciseId(event.exercise),
                           same_enumerator<endrange::Side>(event.side),
                           event.seconds,
                           event.complete,
                           event.eased};
}

Result<journal::Event> parse(const StepSkipped& event) {
  TRY_STATUS(check_length(event.routine, MaxName, "routine"));
  TRY_STATUS(check_length(event.exercise, MaxName, "exercise"));
  return journal::StepSkipped{event.routine, ExerciseId(event.exercise),
                              same_enumerator<endrange::Side>(event.side),
                              same_enumerator<journal::SkipMeaning>(event.meaning)};
}

Result<journal::Event> parse(const RoutineFinished& event) {
  TRY_STATUS(check_length(event.routine, MaxName, "routine"));
  if (event.effort) TRY_STATUS(check_range(*event.effort, 0, 10, "effort"));
  return journal::RoutineFinished{
      event.routine, event.effort ? std::optional(static_cast<int>(*event.effort)) : std::nullopt};
}

Result<journal::Event> parse(const PainReported& event) {
  for (const auto* text : {&event.region, &event.routine, &event.exercise})
    TRY_STATUS(check_length(*text, MaxName, "region, routine or exercise"));
  TRY_STATUS(check_range(event.intensity, 0, 10, "intensity"));
  TRY_STATUS(check_range(event.joint_motions.size(), 0, 100, "joint_motions"));
  journal::PainReported core{event.region,
                             same_enumerator<endrange::Side>(event.side),
                             static_cast<int>(event.intensity),
                             same_enumerator<journal::PainKind>(event.kind),
                             event.stretch_only,
                             event.routine,
                             ExerciseId(event.exercise),
                             {}};
  for (const auto& id : event.joint_motions) {
    TRY_STATUS(check_length(id, MaxName, "joint_motions"));
    core.joint_motions.emplace_back(id);
  }
  return core;
}

Result<journal::Event> parse(const MorningAnswered& event) {
  TRY_STATUS(check_range(event.pain, 0, 10, "pain"));
  return journal::MorningAnswered{same_enumerator<journal::Morning>(event.feeling),
                                  static_cast<int>(event.pain)};
}

Result<journal::Event> parse(const BreakHappened& event) {
  TRY_STATUS(check_range(event.minutes, 0.0, 24.0 * 60.0, "minutes"));
  return journal::BreakHappened{same_enumerator<journal::BreakOutcome>(event.outcome), event.minutes};
}

Result<journal::Event> parse(const Worked& event) {
  auto from = parse_moment(event.from);
  if (!from) return fail(from.error().message, "from");
  TRY_STATUS(check_range(event.seconds, 0.0, DayS, "seconds"));
  return journal::Worked{*from, event.seconds};
}

Result<journal::Event> parse(const SettingsChanged& event) {
  TRY_STATUS(check_range(event.work_minutes, 5, 240, "work_minutes"));
  TRY_STATUS(check_range(event.break_minutes, 1, 60, "break_minutes"));
  TRY_STATUS(check_range(event.day_starts_min, 0, 1'440, "day_starts_min"));
  TRY_STATUS(check_range(event.day_ends_min, 0, 1'440, "day_ends_min"));
  TRY_STATUS(check_range(event.work_days.size(), 0, 7, "work_days"));
  journal::SettingsChanged core;
  core.breaks_on = event.breaks_on;
  core.work_minutes = static_cast<int>(event.work_minutes);
  core.break_minutes = static_cast<int>(event.break_minutes);
  core.day_starts = std::chrono::minutes(event.day_starts_min);
  core.day_ends = std::chrono::minutes(event.day_ends_min);
  core.work_days.clear();
  for (const auto day : event.work_days) {
    TRY_STATUS(check_range(day, 1, 7, "work_days"));
    core.work_days.push_back(static_cast<int>(day));
  }
  core.voice = event.voice;
  core.theme = word_of(event.theme);
  core.figure = word_of(event.figure);
  return core;
}

Result<journal::Event> parse(const Withdrawn& event) {
  TRY_STATUS(check_identifier(event.entry, "entry"));
  TRY_STATUS(check_length(event.reason, MaxNote, "reason"));
  return journal::Withdrawn{EntryId(event.entry), event.reason};
}

/// The member of EventBody that holds a kind of event.
template <typename Visitor>
void visit_members(auto&& body, Visitor&& visitor) {
  boost::mp11::mp_for_each<boost::describe::describe_members<EventBody, boost::describe::mod_public>>(
      [&](auto described) { visitor(described.name, body.*described.pointer); });
}

Error inside(Error error, std::string_view outer) {
  error.where = error.where.empty() ? std::string(outer) : fmt::format("{}.{}", outer, error.where);
  return error;
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
                      profile.sitting_hours};
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
  made.hold_s = measured.hold_s;
  made.steadiness_deg = make(measured.steadiness);
  made.grade = same_enumerator<Grade>(measured.grade);
  made.grade_reason = measured.grade_reason;
  for (const auto& repetition : measured.repetitions)
    made.repetitions.push_back({repetition.start_s, repetition.end_s, write_degrees(repetition.reached),
                                make(repetition.usable), repetition.hold_s});
  made.recording = measured.recording;
  made.note = measured.note;
  return made;
}

LocalMoment make_local_moment(Moment utc, std::int64_t offset_min) {
  return {utc, std::chrono::minutes(offset_min)};
}

Status check_identifier(std::string_view text, std::string_view where) {
  const auto is_allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (!text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_allowed)) return {};
  return fail("expected an identifier of 1 to 64 letters, digits, - or _", std::string(where));
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
  visit_members(body, [&](const char* name, const auto& member) {
    if (!member || ++found > 1) return;
    event = parse(*member);
    if (!event) event = fail(inside(event.error(), name));
  });
  if (found > 1) return fail(fmt::format("expected one kind of event, found {}", found));
  return event;
}

Entry make_entry(const journal::Entry& entry) {
  return {entry.id.value(),           entry.device.value(),    static_cast<std::int64_t>(entry.sequence),
          write_moment(entry.at.utc), entry.at.offset.count(), make_event_body(entry.event)};
}

Result<journal::Entry> parse_entry(const Entry& entry) {
  TRY_STATUS(check_identifier(entry.id, "id"));
  TRY_STATUS(check_identifier(entry.device, "device"));
  if (entry.sequence < 1) return fail("expected a sequence from 1 on", "sequence");
  auto at = parse_moment(entry.at);
  if (!at) return fail(at.error().message, "at");
  TRY_STATUS(check_offset(entry.offset_min, "offset_min"));
  auto event = parse_event_body(entry.event);
  if (!event) return fail(inside(event.error(), "event"));
  return journal::Entry{EntryId(entry.id), DeviceId(entry.device), static_cast<std::uint64_t>(entry.sequence),
                        make_local_moment(*at, entry.offset_min), std::move(*event)};
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
  TRY_STATUS(check_identifier(text.kind, "kind"));
  return parse_event(fmt::format(R"({{"{}":{}}})", text.kind, text.body_json));
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
