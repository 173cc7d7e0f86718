#include "adapters/content/programmes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace endrange::content {
namespace {

constexpr NumberRange Share{0.0, 1.0};
constexpr NumberRange Difficulty{1, 5};
constexpr NumberRange Seconds{1, 300};
constexpr NumberRange HumanAngle{1, 200};

JointMotionId require_motion(TableReader& row, const body::JointMotions& motions) {
  const JointMotionId motion(row.require_text("joint_motion"));
  if (!motion.is_empty() && motions.find(motion) == nullptr)
    row.report("joint_motion", fmt::format("`{}` is not in content/joint_motions.toml", motion.value()),
               "correct the spelling");
  return motion;
}

// `[[motion]]` tables of a programme or a goal; each joint motion once.
template <typename Motion, typename Read>
std::vector<Motion> read_motions(TableReader& reader, const body::JointMotions& motions, Read read_rest) {
  std::vector<Motion> wanted;
  for (auto& row : reader.find_tables("motion")) {
    Motion motion;
    motion.joint_motion = require_motion(row, motions);
    motion.weight = row.require_number("weight", Share);
    read_rest(row, motion);
    if (std::ranges::find(wanted, motion.joint_motion, &Motion::joint_motion) != wanted.end())
      row.report("joint_motion", fmt::format("`{}` stands here twice", motion.joint_motion.value()),
                 "remove one");
    wanted.push_back(std::move(motion));
  }
  return wanted;
}

void read_limits(TableReader& reader, plan::Programme& programme) {
  using exercise::Kind;
  programme.kinds = reader.find_words<Kind>("kinds", {{"circle", Kind::Circle},
                                                      {"dynamic", Kind::Dynamic},
                                                      {"hold", Kind::Hold},
                                                      {"push_pull", Kind::PushPull},
                                                      {"lift_off", Kind::LiftOff},
                                                      {"assisted", Kind::Assisted}});
  programme.longest_hold_s = reader.find_number("longest_hold_s", Seconds);
  programme.hardest = reader.find_integer("hardest", Difficulty);
  programme.needs_support = reader.find_flag("needs_support").value_or(false);
}

// By how much what `of` lists counts more.
double read_preference(TableReader& reader, std::string_view key, std::string_view of, bool is_empty) {
  const auto preference = reader.find_number(key, {1.0, 20.0});
  if (is_empty == preference.has_value())
    reader.report(key, fmt::format("`{}` and `{}` come together", of, key),
                  "add what is missing, or remove both");
  return preference.value_or(1.0);
}

void read_preferences(TableReader& reader, const ProgrammeKnowledge& known, plan::Programme& programme) {
  using exercise::Posture;
  programme.preferred = reader.find_words<Posture>("preferred", {{"seated", Posture::Seated},
                                                                 {"standing", Posture::Standing},
                                                                 {"half_kneeling", Posture::HalfKneeling},
                                                                 {"kneeling", Posture::Kneeling},
                                                                 {"quadruped", Posture::Quadruped},
                                                                 {"supine", Posture::Supine},
                                                                 {"prone", Posture::Prone},
                                                                 {"side_lying", Posture::SideLying}});
  for (auto& id : reader.find_texts("beside")) {
    if (known.catalogue.find(ExerciseId(id)) == nullptr)
      reader.report("beside", fmt::format("`{}` is not in content/exercises", id), "correct the spelling");
    programme.beside.emplace_back(std::move(id));
  }
  programme.preference = read_preference(reader, "preference", "preferred", programme.preferred.empty());
  programme.beside_preference =
      read_preference(reader, "beside_preference", "beside", programme.beside.empty());
}

}  // namespace

plan::Programme read_programme(const TomlFile& file, const ProgrammeKnowledge& known,
                               Diagnostics& diagnostics) {
  using enum journal::Audience;
  auto reader = file.read(diagnostics);
  plan::Programme programme;
  programme.id = std::filesystem::path(file.name()).stem().string();
  programme.name = reader.require_text("name");
  programme.purpose = reader.require_text("purpose");
  programme.audience = reader.find_word<journal::Audience>(
      "audience", {{"desk_worker", DeskWorker}, {"athlete", Athlete}, {"older_adult", OlderAdult}});
  programme.asks_joint = reader.find_flag("asks_joint").value_or(false);
  read_limits(reader, programme);
  read_preferences(reader, known, programme);
  programme.minutes = reader.require_integer("minutes", {1, 15});
  programme.days_a_week = reader.require_integer("days_a_week", {1, 7});
  programme.ends_after_days = reader.find_integer("ends_after_days", {1, 365});
  programme.after_days_away = reader.find_integer("after_days_away", {1, 365});
  programme.sources = reader.find_texts("sources");
  programme.motions = read_motions<plan::ProgrammeMotion>(reader, known.motions, [](auto&, auto&) {});
  if (programme.motions.empty() != programme.asks_joint)
    reader.report("motion", "a programme names its joint motions or asks for a joint, one of the two",
                  "add `[[motion]]` tables, or `asks_joint = true`");
  return programme;
}

std::vector<plan::Programme> load_programmes(const std::filesystem::path& folder,
                                             const ProgrammeKnowledge& known, Diagnostics& diagnostics) {
  std::vector<plan::Programme> all;
  for (const auto& path : list_content_files(folder, "programmes", diagnostics)) {
    auto file = TomlFile::load(path);
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics found;
    auto programme = read_programme(*file, known, found);
    if (!found.has_errors()) all.push_back(std::move(programme));
    diagnostics.append(found);
  }
  return all;
}

std::vector<plan::Goal> read_goals(const TomlFile& file, const body::JointMotions& motions,
                                   Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  std::vector<plan::Goal> goals;
  std::set<std::string> ids;
  for (auto& table : reader.require_tables("goal")) {
    plan::Goal goal;
    goal.id = table.require_text("id");
    goal.words = table.require_text("words");
    goal.motions =
        read_motions<plan::GoalMotion>(table, motions, [](TableReader& row, plan::GoalMotion& motion) {
          if (const auto degrees = row.find_number("target_deg", HumanAngle))
            motion.target = Angle::from_degrees(*degrees);
          motion.source = row.find_text("source").value_or("");
          if (motion.target.has_value() == motion.source.empty())
            row.report("target_deg", "a figure to get to and its source come together",
                       "add what is missing, or leave both out");
        });
    if (goal.motions.empty() || goal.motions.front().weight != 1.0)
      table.report("motion", "a goal begins with its chief joint motion, of weight 1", "put it first");
    if (!ids.insert(goal.id).second)
      table.report("id", fmt::format("the goal `{}` stands here twice", goal.id), "rename one of them");
    goals.push_back(std::move(goal));
  }
  return goals;
}

}  // namespace endrange::content
