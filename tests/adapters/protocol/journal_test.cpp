#include "adapters/protocol/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/json.h"

namespace endrange::protocol {
namespace {

using namespace std::chrono_literals;

// Random events. Angles come from degrees, as every angle in a journal does.
int draw_integer(int least, int most) {
  return *rc::gen::inRange(least, most + 1);
}
double draw_number(double least, double most) {
  return least + (most - least) * (static_cast<double>(draw_integer(0, 1'000'000'007 - 1)) / 1'000'000'007.0);
}
bool draw_bool() {
  return draw_integer(0, 1) == 1;
}
template <typename T>
std::optional<T> maybe(T value) {
  return draw_bool() ? std::optional(std::move(value)) : std::nullopt;
}
template <typename Enum>
Enum draw_enum(Enum last) {
  return static_cast<Enum>(draw_integer(0, static_cast<int>(last)));
}
std::string draw_word() {
  static const std::vector<std::string> words = {"hip.flexion", "r-1", "hip-circle-supported",
                                                 "standing_front", "A"};
  return words[static_cast<std::size_t>(draw_integer(0, static_cast<int>(words.size()) - 1))];
}
std::string draw_text() {
  static const std::vector<std::string> pieces = {"a", "hip.flexion", " ",  "\"",  "\\", "\n",
                                                  "ü", "日",          "\t", "31°", "/"};
  std::string text;
  for (int i = draw_integer(0, 6); i > 0; --i)
    text += pieces[static_cast<std::size_t>(draw_integer(0, static_cast<int>(pieces.size()) - 1))];
  return text;
}
Angle draw_angle(double least = -180.0) {
  return Angle::from_degrees(draw_number(least, 180.0));
}
Angle draw_error() {
  return Angle::from_degrees(draw_number(0.01, 89.0));
}
endrange::Estimate draw_estimate() {
  return {draw_angle(), draw_error()};
}
endrange::Side draw_side() {
  return draw_enum(endrange::Side::Both);
}
Moment draw_moment() {
  return Moment(
      std::chrono::milliseconds(*rc::gen::inRange<std::int64_t>(1'000'000'000'000, 4'000'000'000'000)));
}

journal::Measured draw_measured() {
  journal::Measured event;
  event.joint_motion = JointMotionId(draw_word());
  event.side = draw_side();
  event.protocol = ProtocolId(draw_word());
  event.method = draw_enum(journal::Method::Hand);
  event.set_up = draw_text();
  event.available = maybe(draw_estimate());
  event.reached = draw_estimate();
  event.usable = maybe(draw_estimate());
  event.set_up_error = draw_error();
  event.hold_s = draw_number(0, 60);
  event.steadiness = maybe(draw_angle(0.0));
  event.grade = draw_enum(journal::Grade::NotObservable);
  event.grade_reason = draw_text();
  for (int i = draw_integer(0, 3); i > 0; --i) {
    const double start_s = draw_number(0, 60);
    event.repetitions.push_back({start_s, start_s + draw_number(0, 9), draw_angle(), maybe(draw_angle()),
                                 draw_number(0, 9), draw_bool() ? std::optional(start_s) : std::nullopt});
  }
  event.recording = draw_bool() ? draw_word() : "";
  event.note = draw_text();
  return event;
}

journal::Figure draw_figure() {
  using Name = journal::FigureName;
  using Unit = journal::FigureUnit;
  switch (draw_integer(0, 8)) {
    case 0:
      return {Name::Distance, Unit::Centimetres, draw_number(-60, 60), draw_number(0.01, 9)};
    case 1:
      return {Name::Time, Unit::Seconds, draw_number(0, 45), draw_number(0.01, 9)};
    case 2:
      return {Name::Count, Unit::Count, static_cast<double>(draw_integer(0, 60)), 2.0};
    case 3:
      return {Name::ReachConeArea, Unit::Steradians, draw_number(0, 12), draw_number(0.01, 9)};
    case 4:
      return {Name::Roundness, Unit::One, draw_number(0, 1), draw_number(0.01, 0.9)};
    case 5:
      return {Name::Repeatability, Unit::Degrees, draw_number(0, 60), draw_number(0.01, 9)};
    case 6:
      return {Name::SpeedEvenness, Unit::One, draw_number(0, 1), draw_number(0.01, 0.9)};
    case 7:
      return {Name::DeadOctants, Unit::Count, static_cast<double>(draw_integer(0, 8)), 1.0};
    default:
      return {Name::Compensation, Unit::Degrees, draw_number(0, 60), draw_number(0.01, 9)};
  }
}

journal::Tested draw_tested() {
  journal::Tested event;
  event.protocol = ProtocolId(draw_word());
  event.side = draw_side();
  event.method = draw_enum(journal::Method::Hand);
  event.set_up = draw_text();
  event.figures = {draw_figure()};
  if (const auto other = draw_figure(); other.name != event.figures.front().name)
    event.figures.push_back(other);
  event.grade = draw_enum(journal::Grade::NotObservable);
  event.grade_reason = draw_text();
  event.recording = draw_bool() ? draw_word() : "";
  event.note = draw_text();
  return event;
}

journal::PainReported draw_pain() {
  journal::PainReported event{
      draw_word(), draw_side(), draw_integer(0, 10),     draw_enum(journal::PainKind::Other),
      draw_bool(), draw_word(), ExerciseId(draw_word()), {}};
  for (int i = draw_integer(0, 3); i > 0; --i) event.joint_motions.emplace_back(draw_word());
  return event;
}

journal::ProfileChanged draw_profile() {
  journal::ProfileChanged event;
  event.audience = draw_enum(journal::Audience::OlderAdult);
  event.minutes = draw_integer(1, 15);
  event.place = draw_enum(journal::Place::Floor);
  for (const auto equipment :
       {journal::Equipment::Wall, journal::Equipment::Roller, journal::Equipment::Strap})
    if (draw_bool()) event.equipment.push_back(equipment);
  event.age_band = maybe(std::string("60_69"));
  event.height_m = maybe(draw_number(1.2, 2.2));
  event.body_proportions = maybe(std::string("male_average"));
  event.sitting_hours = maybe(draw_number(0, 24));
  return event;
}

journal::SettingsChanged draw_settings() {
  journal::SettingsChanged event;
  event.breaks_on = draw_bool();
  event.work_minutes = draw_integer(5, 240);
  event.break_minutes = draw_integer(1, 60);
  event.day_starts = std::chrono::minutes(draw_integer(0, 700));
  event.day_ends = std::chrono::minutes(draw_integer(701, 1440));
  event.work_days.clear();
  for (int day = 1; day <= 7; ++day)
    if (draw_bool()) event.work_days.push_back(day);
  event.voice = draw_bool();
  event.theme =
      std::vector<std::string>{"system", "light", "dark"}[static_cast<std::size_t>(draw_integer(0, 2))];
  event.figure = draw_bool() ? "motion" : "still";
  for (const auto* signal : {"microphone", "full_screen", "lid_closed", "battery_low"})
    if (draw_bool()) event.left_out.emplace_back(signal);
  event.break_shown = std::vector<std::string>{"window", "browser",
                                               "notification"}[static_cast<std::size_t>(draw_integer(0, 2))];
  event.break_monitor = draw_bool() ? "pointer" : "primary";
  event.break_sound = draw_bool();
  return event;
}

journal::BreakRhythm draw_break_rhythm() {
  return {draw_bool(), std::chrono::minutes(draw_integer(5, 240)), std::chrono::minutes(draw_integer(1, 3)),
          draw_integer(1, 100)};
}

journal::RhythmChanged draw_rhythm() {
  journal::Rhythm rhythm;
  rhythm.is_on = draw_bool();
  rhythm.short_breaks = draw_break_rhythm();
  rhythm.long_breaks = draw_break_rhythm();
  rhythm.long_breaks.length = std::chrono::minutes(draw_integer(5, 15));
  for (auto& hours : rhythm.work)
    hours = maybe(journal::Hours{std::chrono::minutes(draw_integer(0, 700)),
                                 std::chrono::minutes(draw_integer(701, 1440))});
  if (draw_bool()) rhythm.quiet.push_back({std::chrono::minutes(1320), std::chrono::minutes(420)});
  return {rhythm};
}

journal::Event draw_event(std::size_t kind) {
  switch (kind) {
    case 0:
      return draw_profile();
    case 1:
      return journal::SafetyAnswered{
          {{draw_word(), draw_enum(journal::Answer::Unknown)}, {draw_word(), journal::Answer::Yes}}};
    case 2:
      return draw_bool() ? journal::Cleared{draw_word(), {}} : journal::Cleared{"", EntryId("0190b3d2-7e5a")};
    case 3:
      return draw_measured();
    case 4:
      return draw_tested();
    case 5:
      return journal::RecordingKept{draw_word()};
    case 6:
      return journal::RecordingDeleted{draw_word()};
    case 7:
      return journal::RoutineStarted{draw_word(), draw_integer(0, 900), draw_integer(0, 20)};
    case 8:
      return journal::StepDone{
          draw_word(), ExerciseId(draw_word()), draw_side(), draw_number(0, 600), draw_bool(), draw_bool()};
    case 9:
      return journal::StepSkipped{draw_word(), ExerciseId(draw_word()), draw_side(),
                                  draw_enum(journal::SkipMeaning::Never)};
    case 10:
      return journal::RoutineFinished{draw_word(), maybe(draw_integer(0, 10))};
    case 11:
      return draw_pain();
    case 12:
      return journal::MorningAnswered{draw_enum(journal::Morning::Worse), draw_integer(0, 10)};
    case 13:
      return journal::BreakHappened{draw_enum(journal::BreakOutcome::Natural), draw_number(0, 60),
                                    maybe(draw_enum(journal::BreakKind::Long))};
    case 14:
      return journal::Worked{draw_moment(), draw_number(0, 7200)};
    case 15:
      return draw_settings();
    case 17:
      return draw_rhythm();
    case 18:
      return journal::Spent{draw_enum(journal::SpentOn::Rest), draw_moment(), draw_number(0, 7200)};
    case 19:
      return journal::ProgrammeChosen{draw_word(), draw_bool() ? draw_word() : ""};
    case 20:
      return journal::GoalsChosen{{{draw_word(), std::nullopt}, {"top-shelf", Angle::from_degrees(150.0)}}};
    case 21:
      return journal::ExerciseAdded{ExerciseId("my-hip-turns"), "# " + draw_text() + "\n"};
    case 22:
      return journal::ExerciseRemoved{ExerciseId("my-hip-turns")};
    default:
      return journal::Withdrawn{EntryId("0190b3d2-7e5a"), draw_text()};
  }
}

RC_GTEST_PROP(EntryLine, gives_back_the_very_entry, ()) {
  static_assert(std::variant_size_v<journal::Event> == 23, "draw_event knows every kind");
  const auto kind = *rc::gen::inRange<std::size_t>(0, 23);
  const journal::Entry entry{EntryId("0190b3d2-7e5a-7000-8000-0123456789ab"), DeviceId("device_1"),
                             static_cast<std::uint64_t>(draw_integer(1, 1'000'000)),
                             LocalMoment{draw_moment(), std::chrono::minutes(draw_integer(-840, 840))},
                             draw_event(kind)};
  RC_ASSERT(entry.event.index() == kind);
  const auto line = write_entry_line(entry);
  RC_ASSERT(line.find('\n') == std::string::npos);
  const auto read = parse_entry_line(line, 1);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == entry);
  const auto stored = parse_event_text(write_event_text(entry.event));
  RC_ASSERT(stored.has_value());
  RC_ASSERT(*stored == entry.event);
}

RC_GTEST_PROP(Degrees, are_short_and_exact, ()) {
  const double degrees = static_cast<double>(draw_integer(-3'600'000, 3'600'000)) / 10'000.0;
  RC_ASSERT(write_degrees(Angle::from_degrees(degrees)) == degrees);
}

// As a journal may hold it that was damaged, or written by a later version.
TEST(EventText, names_what_is_wrong_with_a_stored_event) {
  const auto find_fault = [](const char* kind, const char* body_json) {
    const auto read = parse_event_text({kind, body_json});
    return read ? "none" : read.error().where + ": " + read.error().message;
  };
  EXPECT_EQ(find_fault("morning_answered", R"({"feeling":"fine","pain":0})"), "none");
  EXPECT_EQ(find_fault("slept_well", "{}"),
            "slept_well: expected a kind of event that the schema has, found another");
  EXPECT_EQ(find_fault("morning_answered", "[]"), "morning_answered: expected an object, found a list");
  EXPECT_EQ(find_fault("morning_answered", R"({"feeling":"odd"})").substr(0, 53),
            "morning_answered.feeling: expected one of fine, sore,");
  EXPECT_EQ(find_fault("morning_answered", R"({"feeling":)").substr(0, 12), "character 11");
}

TEST(EntryLine, names_the_line_of_the_fault) {
  const auto read = parse_entry_line(R"({"id":"a"})", 7);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().text(), "line 7.device: expected this member, found none");
}

// The words of the file, kind by kind: an enum that is reordered on one side only would change them.
TEST(EventWords, are_those_of_the_schema) {
  const auto words = [](const journal::Event& event) { return write_event(event); };
  EXPECT_EQ(words(journal::MorningAnswered{journal::Morning::Sore, 1}),
            R"({"morning_answered":{"feeling":"sore","pain":1}})");
  EXPECT_EQ(words(journal::BreakHappened{journal::BreakOutcome::PutOff, 10}),
            R"({"break_happened":{"outcome":"put_off","minutes":10}})");
  EXPECT_EQ(words(journal::BreakHappened{journal::BreakOutcome::Natural, 0.5}),
            R"({"break_happened":{"outcome":"natural","minutes":0.5}})");
  EXPECT_EQ(words(journal::BreakHappened{journal::BreakOutcome::Taken, 5, journal::BreakKind::Long}),
            R"({"break_happened":{"outcome":"taken","minutes":5,"kind":"long"}})");
  EXPECT_EQ(words(journal::Spent{journal::SpentOn::Film, Moment{}, 60}),
            R"({"spent":{"on":"film","from":"1970-01-01T00:00:00.000Z","seconds":60}})");
  EXPECT_EQ(
      words(journal::StepSkipped{"r", ExerciseId("e"), endrange::Side::Right, journal::SkipMeaning::Never}),
      R"({"step_skipped":{"routine":"r","exercise":"e","side":"right","meaning":"never","seconds":null}})");
  EXPECT_EQ(
      words(journal::SafetyAnswered{{{"q", journal::Answer::Yes}, {"r", journal::Answer::Unknown}}}),
      R"({"safety_answered":{"answers":[{"question":"q","answer":"yes"},{"question":"r","answer":"unknown"}]}})");
  EXPECT_EQ(
      words(journal::Tested{ProtocolId("back_scratch"),
                            endrange::Side::Right,
                            journal::Method::Hand,
                            "hand.tape",
                            {{journal::FigureName::Distance, journal::FigureUnit::Centimetres, -8, 0.75}},
                            journal::Grade::Measured,
                            "",
                            "",
                            ""}),
      R"({"tested":{"protocol":"back_scratch","side":"right","method":"hand","set_up":"hand.tape",)"
      R"("figures":[{"name":"distance","unit":"centimetres","value":-8,"standard_error":0.75}],)"
      R"("grade":"measured","grade_reason":"","recording":"","note":""}})");
  journal::Measured measured;
  measured.joint_motion = JointMotionId("shoulder.abduction");
  measured.side = endrange::Side::Left;
  measured.method = journal::Method::Video;
  measured.reached = endrange::Estimate{Angle::from_degrees(131.4), Angle::from_degrees(2.5)};
  measured.grade = journal::Grade::NotObservable;
  EXPECT_EQ(
      words(measured),
      R"({"measured":{"joint_motion":"shoulder.abduction","side":"left","protocol":"","method":"video",)"
      R"("set_up":"","available":null,"reached":{"mean_deg":131.4,"se_deg":2.5},"usable":null,"hold_s":0,"set_up_se_deg":0,)"
      R"("steadiness_deg":null,"grade":"not_observable","grade_reason":"","repetitions":[],)"
      R"("recording":"","note":""}})");
  journal::ProfileChanged profile;
  profile.audience = journal::Audience::OlderAdult;
  profile.place = journal::Place::RoomToStand;
  profile.equipment = {journal::Equipment::Strap};
  EXPECT_EQ(
      words(profile),
      R"({"profile_changed":{"audience":"older_adult","minutes":3,"place":"room_to_stand",)"
      R"("equipment":["strap"],"age_band":null,"height_m":null,"body_proportions":null,"sitting_hours":null,)"
      R"("clothes":null,"quiet":null}})");
  journal::PainReported pain;
  pain.kind = journal::PainKind::Pinching;
  EXPECT_NE(words(pain).find(R"("kind":"pinching")"), std::string::npos);
}

TEST(EventBody, holds_exactly_one_kind_and_only_what_an_event_may_hold) {
  const auto error_of = [](std::string_view json) {
    const auto event = parse_event(json);
    return event ? std::string("no error") : event.error().text();
  };
  EXPECT_EQ(error_of("{}"), "expected one kind of event, found none");
  EXPECT_EQ(error_of(R"({"recording_kept":{"recording":"a"},"recording_deleted":{"recording":"a"}})"),
            "expected one kind of event, found 2");
  EXPECT_EQ(error_of(R"({"morning_answered":{"feeling":"fine","pain":11}})"),
            "morning_answered.pain: expected 0 to 10, found 11");
  // Cut to 32 bits this would be a pain of 5.
  EXPECT_FALSE(parse_event(R"({"morning_answered":{"feeling":"fine","pain":4294967301}})").has_value());
  EXPECT_EQ(error_of(R"({"worked":{"from":"yesterday","seconds":1}})"),
            "worked.from: expected a moment such as 2026-03-29T06:15:00.000Z, found \"yesterday\"");
}

}  // namespace
}  // namespace endrange::protocol
