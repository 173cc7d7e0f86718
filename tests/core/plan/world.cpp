#include "tests/core/plan/world.h"

#include <algorithm>
#include <stdexcept>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/programmes.h"
#include "core/journal/journal.h"
#include "core/progress/person.h"

namespace endrange::plan {

using namespace std::chrono_literals;

namespace {

World read_world() {
  const std::filesystem::path content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";
  const auto load = [&](const char* name) {
    auto file = content::TomlFile::load(content / name, name);
    if (!file) throw std::runtime_error(file.error().text());
    return std::move(*file);
  };
  Diagnostics diagnostics;
  World world;
  world.motions = content::read_joint_motions(load("joint_motions.toml"), diagnostics);
  world.screen = content::read_safety_screen(load("contraindications.toml"), world.motions, diagnostics);
  std::vector<ContraindicationId> tags;
  for (const auto& tag : world.screen.tags) tags.push_back(tag.id);
  world.catalogue = content::read_catalogue(content, world.motions, tags, diagnostics);
  world.planner = content::read_planner(load("planner.toml"), world.motions, diagnostics);
  world.trained = make_trained_motions(world.catalogue.exercises());
  world.programmes =
      content::load_programmes(content / "programmes", {world.motions, world.catalogue}, diagnostics);
  world.goals = content::read_goals(load("goals.toml"), world.motions, diagnostics);
  if (diagnostics.has_errors()) throw std::runtime_error(diagnostics.text());
  return world;
}

}  // namespace

const World& load_world() {
  static const World world = read_world();
  return world;
}

LocalMoment make_moment(int day, std::chrono::minutes time_of_day) {
  const auto local =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::days(day) + time_of_day;
  return {local - 60min, 60min};
}

Person& Person::tell(LocalMoment at, journal::Event event) {
  const auto number = entries_.size() + 1;
  entries_.push_back({EntryId("e" + std::to_string(number)), DeviceId("d"), number, at, std::move(event)});
  std::ranges::sort(entries_, journal::precedes);
  return *this;
}

Person& Person::answer_all(LocalMoment at, const std::vector<std::string>& yes,
                           const std::vector<std::string>& unknown) {
  journal::SafetyAnswered answered;
  for (const auto& question : load_world().screen.questions) {
    const bool is_yes = std::ranges::find(yes, question.id) != yes.end();
    const bool is_unknown = std::ranges::find(unknown, question.id) != unknown.end();
    answered.answers.push_back({question.id, is_yes       ? journal::Answer::Yes
                                             : is_unknown ? journal::Answer::Unknown
                                                          : journal::Answer::No});
  }
  return tell(at, answered);
}

Limits Person::limits(LocalMoment now) const {
  const auto& world = load_world();
  auto limits = compute_limits(world.screen, journal::compute_standing(entries_), world.trained,
                               world.motions, world.planner.pain, now);
  add_unearned(limits, levels(now), world.catalogue, world.planner.levels);
  return limits;
}

Levels Person::levels(LocalMoment now) const {
  const auto& world = load_world();
  return compute_levels(journal::compute_standing(entries_), world.catalogue, world.planner.levels, now);
}

Wishes Person::wishes(LocalMoment now) const {
  const auto& world = load_world();
  return make_wishes(find_active_programme(entries_, world.programmes, now),
                     find_chosen_goals(entries_, world.goals, now), world.motions);
}

progress::Beliefs Person::beliefs(LocalMoment now) const {
  const auto& world = load_world();
  return progress::compute_beliefs(entries_, world.trained, world.motions, world.planner.belief, now);
}

Routine Person::plan(LocalMoment now, int minutes, Spot spot, std::vector<Swap> swaps,
                     const Weights& weights) const {
  const auto& world = load_world();
  const auto sitting = progress::compute_sitting(entries_, now);
  const auto limits_now = limits(now);
  const auto beliefs_now = beliefs(now);
  const auto profile = progress::find_profile(entries_).value_or(journal::ProfileChanged{});
  return plan_routine({world.catalogue, world.motions, beliefs_now, sitting, limits_now, weights, profile,
                       minutes, spot, now, levels(now),
                       find_active_programme(entries_, world.programmes, now),
                       find_chosen_goals(entries_, world.goals, now), std::move(swaps),
                       progress::compute_week_emphasis(entries_, world.trained, world.motions, now),
                       progress::find_moved_on(entries_, now.day() - std::chrono::days(1), now)});
}

}  // namespace endrange::plan
