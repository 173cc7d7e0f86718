#include "adapters/content/exercises.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "adapters/content/exercise_words.h"

namespace endrange::content {
namespace {

using namespace exercise;

// A cue is heard while moving: at most seven words, a beat before it is needed.
constexpr std::ptrdiff_t LongestCue = 7;
// An hour: longer than anything that a step can be.
constexpr double LongestPhase_s = 3600;
// Every picture of a move is worked out and proven, on seven bodies. The slowest circle takes twenty seconds.
constexpr double LongestMove_s = 120;
// All moves of one repetition: the dose says how often.
constexpr double LongestRepetition_s = 240;

// More than anybody is told to do in one go.
constexpr double MostSets = 20;
constexpr double MostRepetitions = 100;
constexpr double LongestHold_s = 300;

std::ptrdiff_t count_words(const std::string& text) {
  return std::ranges::count(text, ' ') + 1;
}

Phase read_phase(TableReader& reader, const body::JointMotions& joint_motions, SideWords sides) {
  Phase phase;
  phase.where = reader.where();
  phase.words = reader.require_text("words");
  phase.move_s = reader.require_number("move_s", {0.5, LongestMove_s});
  phase.hold_s = reader.find_number("hold_s", {0, LongestPhase_s}).value_or(0.0);
  phase.breath =
      reader.find_word<Breath>("breath", {{"free", Breath::Free}, {"in", Breath::In}, {"out", Breath::Out}})
          .value_or(Breath::Free);
  if (auto targets = reader.find_table("targets"))
    phase.targets = read_targets(*targets, joint_motions, sides);
  for (TableReader& pose : reader.find_tables("through"))
    phase.through.push_back(read_targets(pose, joint_motions, sides));
  phase.contacts = read_contacts(reader, sides);
  for (const std::string& point : reader.find_texts("release"))
    phase.release.push_back(parse_point(reader, "release", point, sides));
  if (const auto gaze = reader.find_text("gaze")) phase.gaze = parse_point(reader, "gaze", *gaze, sides);
  if (const auto tilt = reader.find_number("pelvis_tilt_deg", {-150, 150}))
    phase.pelvis_tilt = Angle::from_degrees(*tilt);
  phase.effort_percent = reader.find_integer("effort_percent", {0, 100}).value_or(0);
  phase.slack = reader.find_flag("slack").value_or(false);
  return phase;
}

// Further than this nobody's stick stands out beyond the hands, as a share of body height.
constexpr double LongestBeyond = 0.5;

std::vector<Held> read_held(TableReader& reader, SideWords sides) {
  std::vector<Held> all;
  for (TableReader& table : reader.find_tables("held")) {
    Held held;
    held.where = table.where();
    held.kind =
        table.require_word<Held::Kind>("kind", {{"strap", Held::Kind::Strap}, {"stick", Held::Kind::Stick}});
    const auto ends = table.require_texts("between");
    if (ends.size() != 2) {
      table.report("between", fmt::format("something held has two ends, not {}", ends.size()),
                   "write two points, such as [\"ball.working\", \"hand.both\"]");
      continue;
    }
    held.from = parse_point(table, "between", ends[0], sides);
    held.to = parse_point(table, "between", ends[1], sides);
    held.beyond = table.find_number("beyond", {0, LongestBeyond}).value_or(0.0);
    all.push_back(std::move(held));
  }
  return all;
}

template <typename T>
Span<T> make_span(const std::optional<std::vector<double>>& pair, T otherwise) {
  if (!pair) return {otherwise, otherwise};
  return {static_cast<T>((*pair)[0]), static_cast<T>((*pair)[1])};
}

DoseRange read_dose(TableReader& reader) {
  const auto find_span = [&](std::string_view key, NumberRange range) {
    auto pair = reader.find_numbers(key, 2);
    if (!pair || ((*pair)[0] >= range.smallest && (*pair)[0] <= (*pair)[1] && (*pair)[1] <= range.largest))
      return pair;
    reader.report(key, fmt::format("`{}` goes from {} to {}", key, (*pair)[0], (*pair)[1]),
                  fmt::format("write two rising numbers, the first at least {}, the second at most {}",
                              range.smallest, range.largest));
    pair.reset();
    return pair;
  };
  DoseRange dose;
  dose.sets = make_span<int>(find_span("sets", {1, MostSets}), 1);
  dose.repetitions = make_span<int>(find_span("repetitions", {1, MostRepetitions}), 1);
  dose.hold_s = make_span<double>(find_span("hold_s", {0, LongestHold_s}), 0.0);
  dose.effort_percent = reader.find_integer("effort_percent", {0, 100}).value_or(0);
  return dose;
}

void read_phases(TableReader& reader, const body::JointMotions& joint_motions, SideWords sides,
                 Exercise& exercise) {
  double moves_s = 0.0;
  for (TableReader& phase : reader.require_tables("phase")) {
    exercise.phases.push_back(read_phase(phase, joint_motions, sides));
    moves_s += exercise.phases.back().move_s;
  }
  if (moves_s > LongestRepetition_s)
    reader.report("phase", fmt::format("the moves of one repetition take {:.0f} s", moves_s),
                  fmt::format("write one repetition of at most {:.0f} s; `[dose]` says how often",
                              LongestRepetition_s));
}

void read_components(TableReader& reader, Exercise& exercise) {
  exercise.components = {.flexibility = reader.require_integer("flexibility", {0, 3}),
                         .strength = reader.require_integer("strength", {0, 3}),
                         .control = reader.require_integer("control", {0, 3})};
}

// "none", or who, in which role and when: told as the file says it.
std::string read_review(TableReader& reader) {
  if (reader.is_table("reviewed")) {
    auto table = reader.find_table("reviewed");
    const auto by = table->require_text("by");
    const auto role = table->require_text("role");
    const auto on = table->require_text("on");
    // A day as people write it in files; whether it was is not for a machine to say.
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool is_day =
        on.size() == 10 && on[4] == '-' && on[7] == '-' && std::ranges::count_if(on, is_digit) == 8;
    if (!on.empty() && !is_day)
      table->report("on", "`on` is \"" + on + "\", which is no day", "write one such as \"2026-03-12\"");
    return by + ", " + role + ", on " + on;
  }
  auto reviewed = reader.require_text("reviewed");
  if (!reviewed.empty() && reviewed != "none")
    reader.report(
        "reviewed", "`reviewed` is \"" + reviewed + "\", which does not say who, in which role and when",
        "write \"none\", or { by = \"their name\", role = \"physiotherapist\", on = \"2026-03-12\" }");
  return reviewed;
}

void read_identity(TableReader& reader, Exercise& exercise) {
  exercise.id = ExerciseId(reader.require_text("id"));
  exercise.where = reader.where("id");
  exercise.name = reader.require_text("name");
  exercise.purpose = reader.require_text("purpose");
  exercise.kind = reader.require_word<Kind>("kind", {{"circle", Kind::Circle},
                                                     {"dynamic", Kind::Dynamic},
                                                     {"hold", Kind::Hold},
                                                     {"push_pull", Kind::PushPull},
                                                     {"lift_off", Kind::LiftOff},
                                                     {"assisted", Kind::Assisted}});
  exercise.sides = reader.require_word<SideRule>(
      "sides", {{"each", SideRule::EachSide}, {"together", SideRule::Together}});
  exercise.difficulty = reader.require_integer("difficulty", {1, 5});
  exercise.gentle = reader.find_flag("gentle").value_or(false);
  exercise.position = PositionId(reader.require_text("position"));
  exercise.reviewed = read_review(reader);
  exercise.sources = reader.require_texts("sources");
  if (auto easier = reader.find_text("easier")) exercise.easier = ExerciseId(std::move(*easier));
  if (auto harder = reader.find_text("harder")) exercise.harder = ExerciseId(std::move(*harder));
}

void read_needs(TableReader& reader, Exercise& exercise) {
  exercise.place = reader.require_word<Place>(
      "place",
      {{"chair_only", Place::ChairOnly}, {"room_to_stand", Place::RoomToStand}, {"floor", Place::Floor}});
  exercise.equipment = reader.find_words<Equipment>("equipment", {{"wall", Equipment::Wall},
                                                                  {"roller", Equipment::Roller},
                                                                  {"strap", Equipment::Strap},
                                                                  {"stick", Equipment::Stick}});
  exercise.clothes = reader.find_word<Clothes>("clothes", {{"any", Clothes::Any}, {"loose", Clothes::Loose}})
                         .value_or(Clothes::Any);
  exercise.noise = reader.find_word<Noise>("noise", {{"silent", Noise::Silent}, {"audible", Noise::Audible}})
                       .value_or(Noise::Silent);
}

void read_words(TableReader& reader, Exercise& exercise) {
  exercise.how = reader.require_texts("how");
  exercise.cues = reader.require_texts("cues");
  for (const std::string& cue : exercise.cues)
    if (count_words(cue) > LongestCue)
      reader.report("cues", fmt::format("the cue \"{}\" has {} words", cue, count_words(cue)),
                    fmt::format("say it in at most {}", LongestCue));
}

void read_compensations(TableReader& reader, const body::JointMotions& joint_motions, SideWords sides,
                        Exercise& exercise) {
  for (TableReader& table : reader.require_tables("compensation")) {
    Compensation compensation;
    compensation.where = table.where();
    const auto motion =
        parse_sided_motion(table, "joint_motion", table.require_text("joint_motion"), joint_motions, sides);
    compensation.joint_motion = motion.joint_motion;
    compensation.role = motion.role;
    compensation.threshold = Angle::from_degrees(table.require_number("threshold_deg", {1, 180}));
    compensation.words = table.require_text("words");
    exercise.compensations.push_back(std::move(compensation));
  }
}

void read_trained(TableReader& reader, const body::JointMotions& joint_motions, SideWords sides,
                  Exercise& exercise) {
  auto table = reader.find_table("trains");
  if (!table) {
    if (!reader.has("trains"))
      reader.report("id", "`[trains]` is missing", "say which joint motions it trains");
    return;
  }
  for (const std::string& key : table->keys()) {
    TrainedMotion trained;
    trained.where = table->where(key);
    const auto motion = parse_sided_motion(*table, key, key, joint_motions, sides);
    trained.joint_motion = motion.joint_motion;
    trained.role = motion.role;
    trained.share = table->require_number(key, {0.1, 1.0});
    if (!trained.joint_motion.is_empty()) exercise.trains.push_back(std::move(trained));
  }
}

}  // namespace

Exercise read_exercise(const TomlFile& file, const body::JointMotions& joint_motions,
                       Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  Exercise exercise;
  read_identity(reader, exercise);
  const SideWords sides{
      reader.find_word<Role>("working_leg", {{"front", Role::Working}, {"rear", Role::Other}})
          .value_or(Role::Midline)};
  exercise.front = sides.front;
  if (auto components = reader.find_table("components"))
    read_components(*components, exercise);
  else if (!reader.has("components"))
    reader.report("id", "`components` is missing",
                  "add { flexibility = 0, strength = 0, control = 0 }, 0 to 3 each");
  if (auto needs = reader.find_table("needs"))
    read_needs(*needs, exercise);
  else if (!reader.has("needs"))
    reader.report("id", "`[needs]` is missing", "add it with `place`");
  if (auto dose = reader.find_table("dose"))
    exercise.dose = read_dose(*dose);
  else if (!reader.has("dose"))
    reader.report("id", "`[dose]` is missing", "add it with `sets` and `repetitions`");
  read_words(reader, exercise);
  read_trained(reader, joint_motions, sides, exercise);
  read_compensations(reader, joint_motions, sides, exercise);
  for (const std::string& tag : reader.find_texts("contraindications"))
    exercise.contraindications.emplace_back(tag);
  if (auto view = reader.find_table("view")) {
    exercise.view_azimuth_deg = view->require_number("azimuth_deg", {-180, 180});
    exercise.view_elevation_deg = view->require_number("elevation_deg", {-30, 80});
  }
  exercise.held = read_held(reader, sides);
  read_phases(reader, joint_motions, sides, exercise);
  return exercise;
}

std::optional<Exercise> read_exercise_text(std::string_view text, const std::string& name,
                                           const body::JointMotions& joint_motions,
                                           Diagnostics& diagnostics) {
  const auto file = TomlFile::parse(text, name);
  if (!file) {
    diagnostics.report(file.error().message, file.error().where, file.error().remedy);
    return std::nullopt;
  }
  Diagnostics own;
  auto exercise = read_exercise(*file, joint_motions, own);
  diagnostics.append(own);
  if (own.has_errors()) return std::nullopt;
  return exercise;
}

Position read_position(const TomlFile& file, const body::JointMotions& joint_motions,
                       Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  const SideWords sides{
      reader.find_word<Role>("working_leg", {{"front", Role::Working}, {"rear", Role::Other}})
          .value_or(Role::Midline)};
  Position position;
  position.front = sides.front;
  position.id = PositionId(reader.require_text("id"));
  position.where = reader.where("id");
  position.words = reader.require_text("words");
  position.posture = reader.require_word<Posture>("posture", {{"seated", Posture::Seated},
                                                              {"standing", Posture::Standing},
                                                              {"half_kneeling", Posture::HalfKneeling},
                                                              {"kneeling", Posture::Kneeling},
                                                              {"quadruped", Posture::Quadruped},
                                                              {"supine", Posture::Supine},
                                                              {"prone", Posture::Prone},
                                                              {"side_lying", Posture::SideLying}});
  position.pelvis_tilt = Angle::from_degrees(reader.find_number("pelvis_tilt_deg", {-90, 90}).value_or(0.0));
  position.pelvis_roll = Angle::from_degrees(reader.find_number("pelvis_roll_deg", {-90, 90}).value_or(0.0));
  if (auto pose = reader.find_table("pose")) position.pose = read_targets(*pose, joint_motions, sides);
  position.contacts = read_contacts(reader, sides);
  for (TableReader& table : reader.find_tables("prop")) {
    Prop prop;
    prop.kind = table.require_word<Prop::Kind>("kind", {{"chair", Prop::Kind::Chair},
                                                        {"desk", Prop::Kind::Desk},
                                                        {"wall", Prop::Kind::Wall},
                                                        {"mat", Prop::Kind::Mat},
                                                        {"roller", Prop::Kind::Roller}});
    if (const auto at = table.find_numbers("at", 3)) prop.at = {(*at)[0], (*at)[1], (*at)[2]};
    position.props.push_back(prop);
  }
  return position;
}

}  // namespace endrange::content
