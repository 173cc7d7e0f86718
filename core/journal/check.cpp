#include "core/journal/check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <set>
#include <string_view>

namespace endrange::journal {

namespace {

using namespace std::chrono_literals;

// Before and after these nobody used Endrange: the first keeps clocks that restart at 1970 out.
constexpr Moment EarliestMoment = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
constexpr Moment LatestMoment = std::chrono::sys_days{std::chrono::year{2200} / 1 / 1};
// No zone on Earth is further from UTC than 14 hours.
constexpr std::chrono::minutes LargestOffset = 14h;
constexpr double SecondsOfDay = 86400.0;
constexpr double MinutesOfDay = 1440.0;
// A joint motion turns less than once around; the rest is room for noise and for odd zero positions.
constexpr double LargestAngle = 360.0;
// A figure vaguer than this says nothing about any joint.
constexpr double LargestStandardError = 90.0;
constexpr std::size_t MostAnswers = 200;
constexpr std::size_t MostRepetitions = 200;
constexpr std::size_t MostJointMotions = 32;
constexpr std::size_t MostFigures = 32;
constexpr std::array<std::string_view, 7> AgeBands = {"under_30", "30_39", "40_49",  "50_59",
                                                      "60_69",    "70_79", "80_plus"};
constexpr std::array<std::string_view, 2> Proportions = {"female_average", "male_average"};
constexpr std::array<std::string_view, 3> Themes = {"system", "light", "dark"};
constexpr std::array<std::string_view, 2> Figures = {"motion", "still"};
constexpr std::array<std::string_view, 11> Signals = {
    "microphone", "camera", "screencast", "presentation", "full_screen", "do_not_disturb",
    "playing",    "asleep", "locked",     "lid_closed",   "battery_low"};
constexpr std::array<std::string_view, 3> BreakShown = {"window", "browser", "notification"};
constexpr std::array<std::string_view, 2> BreakMonitors = {"pointer", "primary"};

// What each figure may be, in which unit. A gap between two hands can be negative, as they overlap; nobody
// reaches two metres past their toes, stands on one leg for an hour, or rises 200 times in half a minute.
struct FigureLimits {
  FigureName name = FigureName::Distance;
  FigureUnit unit = FigureUnit::One;
  double least = 0.0;
  double most = 0.0;
};
constexpr double WholeSphere = 4.0 * std::numbers::pi;
constexpr std::array<FigureLimits, 10> AllFigureLimits = {{
    {FigureName::Distance, FigureUnit::Centimetres, -200, 200},
    {FigureName::Time, FigureUnit::Seconds, 0, 3600},
    {FigureName::Count, FigureUnit::Count, 0, 200},
    {FigureName::ReachConeArea, FigureUnit::Steradians, 0, WholeSphere},
    {FigureName::Roundness, FigureUnit::One, 0, 1},
    {FigureName::Repeatability, FigureUnit::One, 0, 1},
    {FigureName::Repeatability, FigureUnit::Degrees, 0, LargestAngle},
    {FigureName::SpeedEvenness, FigureUnit::One, 0, 1},
    {FigureName::DeadOctants, FigureUnit::Count, 0, 8},
    {FigureName::Compensation, FigureUnit::Degrees, 0, LargestAngle},
}};

std::string text_of(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

// What a stranger wrote is quoted short and printable.
std::string quoted(std::string_view found) {
  constexpr std::size_t Longest = 40;
  std::string out = "\"";
  for (const char c : found.substr(0, Longest)) out += c >= ' ' && c <= '~' ? c : '?';
  return out + (found.size() > Longest ? "…\"" : "\"");
}

Status check_range(std::string where, double value, double lowest, double highest) {
  if (std::isfinite(value) && value >= lowest && value <= highest) return {};
  return fail("expected " + text_of(lowest) + " to " + text_of(highest) + ", found " +
                  (std::isfinite(value) ? text_of(value) : "no number"),
              std::move(where));
}

enum class Empty { Allowed, Refused };

Status check_identifier(std::string where, std::string_view value, Empty empty = Empty::Refused) {
  if (value.empty()) {
    if (empty == Empty::Allowed) return {};
    return fail("expected a name, found nothing", std::move(where));
  }
  if (value.size() > LongestIdentifier)
    return fail("expected a name of at most " + std::to_string(LongestIdentifier) + " characters, found " +
                    std::to_string(value.size()),
                std::move(where));
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == ':';
  };
  // A leading dot would hide a file or climb out of its folder: recordings are named by these.
  if (!std::ranges::all_of(value, is_plain) || value.front() == '.')
    return fail("expected letters, digits, '.', '_', ':' and '-', found " + quoted(value), std::move(where));
  return {};
}

// Length of the UTF-8 sequence that starts here, or 0 when it is none. Source: RFC 3629, section 4.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const auto first = byte(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return is_tail(1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    const bool is_overlong = first == 0xE0U && byte(1) < 0xA0U;
    const bool is_surrogate = first == 0xEDU && byte(1) > 0x9FU;
    return is_tail(1) && is_tail(2) && !is_overlong && !is_surrogate ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool is_overlong = first == 0xF0U && byte(1) < 0x90U;
    const bool is_beyond = first == 0xF4U && byte(1) > 0x8FU;
    return is_tail(1) && is_tail(2) && is_tail(3) && !is_overlong && !is_beyond ? 4 : 0;
  }
  return 0;
}

Status check_text(std::string where, std::string_view value, std::size_t longest = LongestText) {
  if (value.size() > longest)
    return fail("expected a text of at most " + std::to_string(longest) + " bytes, found " +
                    std::to_string(value.size()),
                std::move(where));
  for (std::string_view rest = value; !rest.empty();) {
    const auto length = sequence_length(rest);
    if (length == 0) return fail("expected a text in UTF-8, found bytes that are none", std::move(where));
    const auto first = static_cast<unsigned char>(rest.front());
    if ((first < 0x20U && first != '\n' && first != '\t') || first == 0x7FU)
      return fail("expected a text, found a control character", std::move(where));
    rest.remove_prefix(length);
  }
  return {};
}

template <std::size_t N>
Status check_word(std::string where, std::string_view value, const std::array<std::string_view, N>& words) {
  if (std::ranges::find(words, value) != words.end()) return {};
  std::string expected;
  for (const auto known : words) expected += (expected.empty() ? "" : ", ") + std::string(known);
  return fail("expected one of " + expected + ", found " + quoted(value), std::move(where));
}

Status check_count(std::string where, std::size_t count, std::size_t fewest, std::size_t most) {
  return check_range(std::move(where), static_cast<double>(count), static_cast<double>(fewest),
                     static_cast<double>(most));
}

Status check_moment(std::string where, Moment moment) {
  if (moment >= EarliestMoment && moment <= LatestMoment) return {};
  return fail("expected a moment between the years 2000 and 2200", std::move(where),
              "Check the clock of this computer.");
}

Status check_angle(std::string where, Angle angle) {
  return check_range(std::move(where), angle.degrees(), -LargestAngle, LargestAngle);
}

Status check_estimate(const std::string& where, const std::optional<Estimate>& estimate) {
  if (!estimate) return {};
  TRY_STATUS(check_angle(where + ".mean_deg", estimate->mean));
  const double standard_error = estimate->standard_error.degrees();
  if (std::isfinite(standard_error) && standard_error > 0.0 && standard_error <= LargestStandardError)
    return {};
  return fail("expected a standard error above 0 and at most " + text_of(LargestStandardError) + ", found " +
                  (std::isfinite(standard_error) ? text_of(standard_error) : "no number"),
              where + ".se_deg", "Say how far the figure may be off.");
}

Status check_value(const ProfileChanged& profile) {
  TRY_STATUS(check_range("profile_changed.minutes", profile.minutes, 1, 15));
  std::set<Equipment> seen;
  for (const auto equipment : profile.equipment)
    if (!seen.insert(equipment).second)
      return fail("expected each piece of equipment once, found one twice", "profile_changed.equipment");
  if (profile.age_band) TRY_STATUS(check_word("profile_changed.age_band", *profile.age_band, AgeBands));
  if (profile.height_m) TRY_STATUS(check_range("profile_changed.height_m", *profile.height_m, 0.5, 2.6));
  if (profile.body_proportions)
    TRY_STATUS(check_word("profile_changed.body_proportions", *profile.body_proportions, Proportions));
  if (profile.sitting_hours)
    TRY_STATUS(check_range("profile_changed.sitting_hours", *profile.sitting_hours, 0, 24));
  return {};
}

Status check_value(const SafetyAnswered& answered) {
  TRY_STATUS(check_count("safety_answered.answers", answered.answers.size(), 1, MostAnswers));
  for (const auto& answer : answered.answers)
    TRY_STATUS(check_identifier("safety_answered.answers.question", answer.question));
  return {};
}

Status check_value(const Cleared& cleared) {
  if (cleared.question.empty() == !cleared.report.has_value())
    return fail("expected either a question or a pain report that is cleared, found " +
                    std::string(cleared.report ? "both" : "neither"),
                "cleared");
  if (cleared.report) return check_identifier("cleared.report", cleared.report->value());
  return check_identifier("cleared.question", cleared.question);
}

Status check_value(const Repetition& repetition) {
  const std::string where = "measured.repetitions";
  TRY_STATUS(check_range(where + ".start_s", repetition.start_s, 0, SecondsOfDay));
  TRY_STATUS(check_range(where + ".end_s", repetition.end_s, repetition.start_s, SecondsOfDay));
  TRY_STATUS(check_range(where + ".hold_s", repetition.hold_s, 0, SecondsOfDay));
  if (repetition.hold_start_s)
    TRY_STATUS(check_range(where + ".hold_start_s", *repetition.hold_start_s, 0, SecondsOfDay));
  TRY_STATUS(check_angle(where + ".reached_deg", repetition.reached));
  if (repetition.usable) TRY_STATUS(check_angle(where + ".usable_deg", *repetition.usable));
  return {};
}

Status check_value(const Measured& measured) {
  TRY_STATUS(check_identifier("measured.joint_motion", measured.joint_motion.value()));
  TRY_STATUS(check_identifier("measured.protocol", measured.protocol.value()));
  TRY_STATUS(check_text("measured.set_up", measured.set_up));
  TRY_STATUS(check_estimate("measured.available", measured.available));
  TRY_STATUS(check_estimate("measured.reached", measured.reached));
  TRY_STATUS(check_estimate("measured.usable", measured.usable));
  TRY_STATUS(check_range("measured.set_up_se_deg", measured.set_up_error.degrees(), 0, LargestStandardError));
  if (!measured.available && !measured.reached && !measured.usable && measured.grade != Grade::NotObservable)
    return fail("expected at least one figure, found none", "measured",
                "Give the available, reached or usable range.");
  TRY_STATUS(check_range("measured.hold_s", measured.hold_s, 0, SecondsOfDay));
  if (measured.steadiness) TRY_STATUS(check_angle("measured.steadiness_deg", *measured.steadiness));
  TRY_STATUS(check_text("measured.grade_reason", measured.grade_reason));
  TRY_STATUS(check_count("measured.repetitions", measured.repetitions.size(), 0, MostRepetitions));
  for (const auto& repetition : measured.repetitions) TRY_STATUS(check_value(repetition));
  TRY_STATUS(check_identifier("measured.recording", measured.recording, Empty::Allowed));
  return check_text("measured.note", measured.note);
}

Status check_value(const Figure& figure) {
  const auto* const limits = std::ranges::find_if(AllFigureLimits, [&](const FigureLimits& each) {
    return each.name == figure.name && each.unit == figure.unit;
  });
  if (limits == AllFigureLimits.end())
    return fail("expected each figure in a unit of its own kind", "tested.figures.unit",
                "Write a distance in centimetres, a time in seconds.");
  TRY_STATUS(check_range("tested.figures.value", figure.value, limits->least, limits->most));
  const double error = figure.standard_error;
  if (std::isfinite(error) && error > 0.0 && error <= limits->most) return {};
  return fail("expected a standard error above 0 and at most " + text_of(limits->most) + ", found " +
                  (std::isfinite(error) ? text_of(error) : "no number"),
              "tested.figures.standard_error", "Say how far the figure may be off.");
}

Status check_value(const Tested& tested) {
  TRY_STATUS(check_identifier("tested.protocol", tested.protocol.value()));
  TRY_STATUS(check_text("tested.set_up", tested.set_up));
  TRY_STATUS(check_count("tested.figures", tested.figures.size(), 0, MostFigures));
  if (tested.figures.empty() && tested.grade != Grade::NotObservable)
    return fail("expected at least one figure, found none", "tested.figures", "Give what the test showed.");
  std::set<FigureName> seen;
  for (const auto& figure : tested.figures) {
    TRY_STATUS(check_value(figure));
    if (!seen.insert(figure.name).second)
      return fail("expected each figure once, found one twice", "tested.figures");
  }
  TRY_STATUS(check_text("tested.grade_reason", tested.grade_reason));
  TRY_STATUS(check_identifier("tested.recording", tested.recording, Empty::Allowed));
  return check_text("tested.note", tested.note);
}

Status check_value(const RecordingKept& kept) {
  return check_identifier("recording_kept.recording", kept.recording);
}

Status check_value(const RecordingDeleted& deleted) {
  return check_identifier("recording_deleted.recording", deleted.recording);
}

Status check_value(const RoutineStarted& started) {
  TRY_STATUS(check_identifier("routine_started.routine", started.routine));
  TRY_STATUS(check_range("routine_started.planned_s", started.planned_s, 0, 3600));
  return check_range("routine_started.steps", started.steps, 0, 100);
}

Status check_value(const StepDone& done) {
  TRY_STATUS(check_identifier("step_done.routine", done.routine));
  TRY_STATUS(check_identifier("step_done.exercise", done.exercise.value()));
  return check_range("step_done.seconds", done.seconds, 0, 3600);
}

Status check_value(const StepSkipped& skipped) {
  TRY_STATUS(check_identifier("step_skipped.routine", skipped.routine, Empty::Allowed));
  TRY_STATUS(check_identifier("step_skipped.exercise", skipped.exercise.value()));
  return skipped.seconds ? check_range("step_skipped.seconds", *skipped.seconds, 0, 3600) : Status();
}

Status check_value(const RoutineFinished& finished) {
  TRY_STATUS(check_identifier("routine_finished.routine", finished.routine));
  if (finished.effort) TRY_STATUS(check_range("routine_finished.effort", *finished.effort, 0, 10));
  return {};
}

Status check_value(const PainReported& pain) {
  TRY_STATUS(check_identifier("pain_reported.region", pain.region));
  TRY_STATUS(check_range("pain_reported.intensity", pain.intensity, 0, 10));
  TRY_STATUS(check_identifier("pain_reported.routine", pain.routine, Empty::Allowed));
  TRY_STATUS(check_identifier("pain_reported.exercise", pain.exercise.value(), Empty::Allowed));
  TRY_STATUS(check_count("pain_reported.joint_motions", pain.joint_motions.size(), 0, MostJointMotions));
  for (const auto& motion : pain.joint_motions)
    TRY_STATUS(check_identifier("pain_reported.joint_motions", motion.value()));
  return {};
}

Status check_value(const MorningAnswered& morning) {
  return check_range("morning_answered.pain", morning.pain, 0, 10);
}

Status check_value(const BreakHappened& happened) {
  return check_range("break_happened.minutes", happened.minutes, 0, MinutesOfDay);
}

Status check_value(const Worked& worked) {
  TRY_STATUS(check_moment("worked.from", worked.from));
  return check_range("worked.seconds", worked.seconds, 0, SecondsOfDay);
}

Status check_value(const Spent& spent) {
  TRY_STATUS(check_moment("spent.from", spent.from));
  return check_range("spent.seconds", spent.seconds, 0, SecondsOfDay);
}

// A short break is one to three minutes and a long one five to fifteen; nobody is prompted more often than
// every five minutes, or more than once in four hours' work less.
struct BreakLimits {
  int shortest = 0;
  int longest = 0;
};
constexpr BreakLimits ShortBreakLimits = {1, 3};
constexpr BreakLimits LongBreakLimits = {5, 15};
constexpr int OftenestBreak = 5;
constexpr int RarestBreak = 240;
constexpr int MostPrompts = 100;
constexpr std::size_t MostQuietHours = 12;

Status check_break(const std::string& where, const BreakRhythm& rhythm, const BreakLimits& limits) {
  TRY_STATUS(check_range(where + ".every_min", static_cast<double>(rhythm.every.count()), OftenestBreak,
                         RarestBreak));
  TRY_STATUS(check_range(where + ".length_min", static_cast<double>(rhythm.length.count()), limits.shortest,
                         limits.longest));
  return check_range(where + ".most_a_day", rhythm.most_a_day, 1, MostPrompts);
}

Status check_hours(const std::string& where, const Hours& hours) {
  TRY_STATUS(check_range(where + ".from_min", static_cast<double>(hours.from.count()), 0, MinutesOfDay - 1));
  TRY_STATUS(check_range(where + ".until_min", static_cast<double>(hours.until.count()), 0, MinutesOfDay));
  if (hours.from == hours.until)
    return fail("expected hours that end at another time than they begin", where + ".until_min");
  return {};
}

Status check_value(const RhythmChanged& changed) {
  const auto& rhythm = changed.rhythm;
  TRY_STATUS(check_break("rhythm_changed.rhythm.short_breaks", rhythm.short_breaks, ShortBreakLimits));
  TRY_STATUS(check_break("rhythm_changed.rhythm.long_breaks", rhythm.long_breaks, LongBreakLimits));
  for (const auto& hours : rhythm.work)
    if (hours) TRY_STATUS(check_hours("rhythm_changed.rhythm.work", *hours));
  TRY_STATUS(check_count("rhythm_changed.rhythm.quiet", rhythm.quiet.size(), 0, MostQuietHours));
  for (const auto& hours : rhythm.quiet) TRY_STATUS(check_hours("rhythm_changed.rhythm.quiet", hours));
  return {};
}

Status check_value(const SettingsChanged& settings) {
  TRY_STATUS(check_range("settings_changed.work_minutes", settings.work_minutes, 5, 240));
  TRY_STATUS(check_range("settings_changed.break_minutes", settings.break_minutes, 1, 60));
  const auto starts = static_cast<double>(settings.day_starts.count());
  const auto ends = static_cast<double>(settings.day_ends.count());
  TRY_STATUS(check_range("settings_changed.day_starts_min", starts, 0, MinutesOfDay));
  TRY_STATUS(check_range("settings_changed.day_ends_min", ends, 0, MinutesOfDay));
  if (settings.day_starts == settings.day_ends)
    return fail("expected a day that ends at another time than it starts", "settings_changed.day_ends_min");
  std::set<int> seen;
  for (const int day : settings.work_days) {
    TRY_STATUS(check_range("settings_changed.work_days", day, 1, 7));
    if (!seen.insert(day).second)
      return fail("expected each day once, found " + std::to_string(day) + " twice",
                  "settings_changed.work_days");
  }
  std::set<std::string> left_out;
  for (const auto& signal : settings.left_out) {
    TRY_STATUS(check_word("settings_changed.left_out", signal, Signals));
    if (!left_out.insert(signal).second)
      return fail("expected each signal once, found " + signal + " twice", "settings_changed.left_out");
  }
  TRY_STATUS(check_word("settings_changed.theme", settings.theme, Themes));
  TRY_STATUS(check_word("settings_changed.figure", settings.figure, Figures));
  TRY_STATUS(check_word("settings_changed.break_shown", settings.break_shown, BreakShown));
  return check_word("settings_changed.break_monitor", settings.break_monitor, BreakMonitors);
}

Status check_value(const ProgrammeChosen& chosen) {
  TRY_STATUS(check_identifier("programme_chosen.programme", chosen.programme, Empty::Allowed));
  return check_identifier("programme_chosen.joint", chosen.joint, Empty::Allowed);
}

Status check_value(const GoalsChosen& chosen) {
  constexpr std::size_t MostGoals = 20;
  TRY_STATUS(check_count("goals_chosen.goals", chosen.goals.size(), 0, MostGoals));
  std::set<std::string> seen;
  for (const auto& wanted : chosen.goals) {
    TRY_STATUS(check_identifier("goals_chosen.goals.goal", wanted.goal));
    if (!seen.insert(wanted.goal).second)
      return fail("expected each goal once, found " + wanted.goal + " twice", "goals_chosen.goals");
    if (wanted.target) TRY_STATUS(check_angle("goals_chosen.goals.target_deg", *wanted.target));
  }
  return {};
}

Status check_value(const ExerciseAdded& added) {
  TRY_STATUS(check_identifier("exercise_added.exercise", added.exercise.value()));
  if (added.text.empty()) return fail("expected an exercise's file, found nothing", "exercise_added.text");
  return check_text("exercise_added.text", added.text, LongestExercise);
}

Status check_value(const ExerciseRemoved& removed) {
  return check_identifier("exercise_removed.exercise", removed.exercise.value());
}

Status check_value(const Withdrawn& withdrawn) {
  TRY_STATUS(check_identifier("withdrawn.entry", withdrawn.entry.value()));
  return check_text("withdrawn.reason", withdrawn.reason);
}

}  // namespace

Status check_event(const Event& event) {
  return std::visit([](const auto& value) { return check_value(value); }, event);
}

Status check_entry(const Entry& entry) {
  TRY_STATUS(check_identifier("id", entry.id.value()));
  TRY_STATUS(check_identifier("device", entry.device.value()));
  if (entry.sequence == 0) return fail("expected a sequence from 1 on, found 0", "sequence");
  TRY_STATUS(check_moment("at", entry.at.utc));
  TRY_STATUS(check_range("offset_min", static_cast<double>(entry.at.offset.count()),
                         -static_cast<double>(LargestOffset.count()),
                         static_cast<double>(LargestOffset.count())));
  return check_event(entry.event);
}

std::string_view word(const Event& event) {
  constexpr std::array<std::string_view, std::variant_size_v<Event>> Words = {
      "profile_changed",  "safety_answered",   "cleared",          "measured",       "tested",
      "recording_kept",   "recording_deleted", "routine_started",  "step_done",      "step_skipped",
      "routine_finished", "pain_reported",     "morning_answered", "break_happened", "worked",
      "settings_changed", "withdrawn",         "rhythm_changed",   "spent",          "programme_chosen",
      "goals_chosen",     "exercise_added",    "exercise_removed"};
  return Words.at(event.index());
}

}  // namespace endrange::journal
