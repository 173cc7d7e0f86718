#include "core/plan/levels.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"
#include "core/plan/words.h"
#include "core/progress/person.h"

namespace endrange::plan {

namespace {

constexpr int Lowest = 1;
constexpr int Highest = 5;
// Routines that were never finished are forgotten once so many others were begun.
constexpr std::size_t OpenRoutines = 8;

std::vector<JointMotionId> find_chiefs(const exercise::Exercise& exercise) {
  std::vector<JointMotionId> chiefs;
  for (const auto& trained : exercise.trains)
    if (trained.share == 1.0) chiefs.push_back(trained.joint_motion);
  return chiefs;
}

std::string times(int occasions) {
  return occasions == 1 ? "once" : occasions == 2 ? "twice" : std::to_string(occasions) + " times";
}

// "Bridge twice", or when it was not always the same one, "Bridge and Squat".
std::string list(const std::set<std::string>& names, int occasions) {
  if (names.size() == 1) return *names.begin() + " " + times(occasions);
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " and ") + name;
  return all;
}

}  // namespace

Ladders::Ladders(const exercise::Catalogue& catalogue) {
  const auto add = [&](const exercise::Exercise& exercise, const JointMotionId& ladder) {
    auto& rungs = rungs_[exercise.id];
    if (std::ranges::find(rungs, ladder, &Rung::ladder) != rungs.end()) return;
    rungs.push_back({ladder, exercise.difficulty, exercise.name});
    difficulties_[ladder].insert(exercise.difficulty);
  };
  for (const auto& exercise : catalogue.exercises()) {
    for (const auto& ladder : find_chiefs(exercise)) {
      add(exercise, ladder);
      if (const auto* easier = exercise.easier ? catalogue.find(*exercise.easier) : nullptr)
        add(*easier, ladder);
    }
    if (const auto* harder = exercise.harder ? catalogue.find(*exercise.harder) : nullptr)
      for (const auto& ladder : find_chiefs(*harder)) add(exercise, ladder);
  }
}

const std::vector<Ladders::Rung>& Ladders::find(const ExerciseId& exercise) const {
  static const std::vector<Rung> None;
  const auto found = rungs_.find(exercise);
  return found == rungs_.end() ? None : found->second;
}

namespace {

// A figure by hand that was touched and left, or taken with help, says nothing of a hold; a trial that was
// watched and found none does.
bool tells_of_holding(const journal::Measured& measured) {
  return measured.usable.has_value() || measured.method != journal::Method::Hand;
}

}  // namespace

LevelFollower::LevelFollower(const exercise::Catalogue& catalogue, LevelRules rules,
                             journal::Audience audience)
    : ladders_(catalogue), rules_(std::move(rules)) {
  expects(rules_.occasions >= 1 && rules_.start.contains(audience), "rules are checked");
  for (const auto& [ladder, difficulties] : ladders_.difficulties())
    climbs_[ladder].level.difficulty = climbs_[ladder].level.start = rules_.start.at(audience);
}

void LevelFollower::advance(const journal::Entry& entry) {
  if (const auto* done = std::get_if<journal::StepDone>(&entry.event)) step(*done, entry.at);
  if (const auto* pain = std::get_if<journal::PainReported>(&entry.event); pain && !pain->stretch_only)
    hurt(*pain);
  if (const auto* finished = std::get_if<journal::RoutineFinished>(&entry.event)) finish(*finished);
  if (const auto* measured = std::get_if<journal::Measured>(&entry.event);
      measured != nullptr && measured->grade == journal::Grade::Measured && tells_of_holding(*measured))
    if (const auto climb = climbs_.find(measured->joint_motion); climb != climbs_.end())
      climb->second.is_held = measured->usable.has_value();
}

void LevelFollower::step(const journal::StepDone& done, LocalMoment at) {
  if (done.seconds <= 0.0) return;
  for (const auto& rung : ladders_.find(done.exercise)) {
    auto& climb = climbs_.at(rung.ladder);
    rest(climb, at);
    climb.last = at;
    climb.name = rung.name;
    if (rung.difficulty >= climb.level.difficulty) climb.level.is_new = false;
  }
  if (open_.size() > OpenRoutines) open_.clear();
  auto& steps = open_[done.routine].steps;
  auto found = std::ranges::find_if(
      steps, [&](const DoneStep& step) { return step.exercise == done.exercise && step.side == done.side; });
  if (found == steps.end()) found = steps.insert(steps.end(), {done.exercise, done.side});
  found->is_whole = found->is_whole || done.complete;
  found->is_eased = found->is_eased || done.eased;
}

void LevelFollower::hurt(const journal::PainReported& pain) {
  if (const auto occasion = open_.find(pain.routine); occasion != open_.end()) {
    auto& most = occasion->second.pain[pain.exercise];
    most = std::max(most, pain.intensity);
  }
  if (pain.intensity <= rules_.pain_up_to) return;
  for (const auto& rung : ladders_.find(pain.exercise))
    move_down(climbs_.at(rung.ladder), rung.name + " hurt " + std::to_string(pain.intensity) + " of 10");
}

void LevelFollower::finish(const journal::RoutineFinished& finished) {
  const auto occasion = open_.extract(finished.routine);
  // Without an answer nobody knows how hard it was.
  if (occasion.empty() || !finished.effort) return;
  std::set<JointMotionId> ladders;
  for (const auto& step : occasion.mapped().steps)
    for (const auto& rung : ladders_.find(step.exercise)) ladders.insert(rung.ladder);
  for (const auto& ladder : ladders) judge(ladder, occasion.mapped(), *finished.effort);
}

void LevelFollower::judge(const JointMotionId& ladder, const Occasion& occasion, int effort) {
  auto& climb = climbs_.at(ladder);
  const int top = find_top(ladder, climb.level.difficulty);
  bool is_whole = true;
  bool is_at_top = false;
  int pain = 0;
  std::set<std::string> names;
  for (const auto& step : occasion.steps) {
    if (step.is_eased) continue;
    for (const auto& rung : ladders_.find(step.exercise)) {
      if (rung.ladder != ladder || rung.difficulty < top) continue;
      is_at_top = true;
      names.insert(rung.name);
      is_whole = is_whole && step.is_whole;
      if (const auto hurt = occasion.pain.find(step.exercise); hurt != occasion.pain.end())
        pain = std::max(pain, hurt->second);
    }
  }
  // What hurt more has given its step back already.
  if (!is_at_top || pain > rules_.pain_up_to) return;
  if (!is_whole || effort >= rules_.effort_too_much) {
    if (climb.hard == 0) climb.counted.clear();
    climb.counted.merge(names);
    climb.good = 0;
    climb.least_hard_effort = !is_whole         ? 0
                              : climb.hard == 0 ? effort
                                                : std::min(climb.least_hard_effort, effort);
    if (++climb.hard < rules_.occasions) return;
    const auto least = std::to_string(climb.least_hard_effort);
    move_down(climb, (climb.least_hard_effort == 0 ? "cut short or too much: "
                                                   : "effort " + least + " or more for ") +
                         list(climb.counted, climb.hard));
    return;
  }
  climb.hard = 0;
  if (effort > rules_.effort_up_to) {
    climb.good = 0;
    return;
  }
  if (climb.good == 0) climb.counted.clear();
  climb.counted.merge(names);
  climb.worst_effort = climb.good == 0 ? effort : std::max(climb.worst_effort, effort);
  climb.worst_pain = climb.good == 0 ? pain : std::max(climb.worst_pain, pain);
  ++climb.good;
  const bool has_more = *ladders_.difficulties().at(ladder).rbegin() > climb.level.difficulty;
  if (climb.good >= rules_.occasions && climb.is_held && has_more) move_up(climb);
}

void LevelFollower::move_up(Climb& climb) const {
  climb.level.difficulty = std::min(Highest, climb.level.difficulty + 1);
  climb.level.last = LevelMove::Up;
  climb.level.is_new = true;
  climb.level.reason =
      "One step up: you did " + list(climb.counted, climb.good) +
      (climb.worst_pain == 0 ? " without pain"
                             : ", pain at most " + std::to_string(climb.worst_pain) + " of 10") +
      ", effort " + std::to_string(climb.worst_effort) + (climb.good == 1 ? "." : " at most.");
  climb.good = climb.hard = 0;
}

void LevelFollower::move_down(Climb& climb, std::string reason) const {
  climb.good = climb.hard = 0;
  const bool is_lowest = climb.level.difficulty == Lowest;
  climb.level.difficulty = std::max(Lowest, climb.level.difficulty - 1);
  climb.level.last = LevelMove::Down;
  climb.level.is_new = true;
  climb.level.reason = (is_lowest ? "The easiest step for now: " : "One step easier: ") + reason + ".";
}

void LevelFollower::rest(Climb& climb, LocalMoment until) const {
  if (!climb.last) return;
  const auto days = (until.day() - climb.last->day()).count();
  if (days < rules_.return_days || climb.level.difficulty == Lowest) return;
  move_down(climb, count(static_cast<long>(days / 7), "week") + " since " + climb.name);
}

int LevelFollower::find_top(const JointMotionId& ladder, int level) const {
  const auto& difficulties = ladders_.difficulties().at(ladder);
  const auto above = difficulties.upper_bound(level);
  return above == difficulties.begin() ? *above : *std::prev(above);
}

std::string LevelFollower::describe(const JointMotionId& ladder, const Climb& climb) const {
  if (climb.level.is_new) return climb.level.reason;
  const auto step = "Step " + std::to_string(climb.level.difficulty) + " of 5";
  if (*ladders_.difficulties().at(ladder).rbegin() <= climb.level.difficulty)
    return step + ": nothing here is harder.";
  if (climb.good >= rules_.occasions)
    return step + ": it goes up once a measurement finds a range that you hold.";
  const int left = rules_.occasions - climb.good;
  return step + ": " + (left == 1 ? "once" : times(left)) + (climb.good > 0 ? " more" : "") +
         " at this step without much pain and with effort up to " + std::to_string(rules_.effort_up_to) +
         ", and it goes up.";
}

Levels LevelFollower::compute(LocalMoment now) const {
  Levels levels;
  for (const auto& [ladder, kept] : climbs_) {
    auto climb = kept;
    rest(climb, now);
    climb.level.reason = describe(ladder, climb);
    levels.emplace(ladder, std::move(climb.level));
  }
  return levels;
}

Levels compute_levels(std::span<const journal::Entry> standing, const exercise::Catalogue& catalogue,
                      const LevelRules& rules, LocalMoment now) {
  const auto profile = progress::find_profile(standing).value_or(journal::ProfileChanged{});
  LevelFollower follower(catalogue, rules, profile.audience);
  for (const auto& entry : standing)
    if (entry.at.utc <= now.utc) follower.advance(entry);
  return follower.compute(now);
}

const Level* find_level(const exercise::Exercise& exercise, const Levels& levels) {
  const Level* lowest = nullptr;
  for (const auto& chief : find_chiefs(exercise))
    if (const auto found = levels.find(chief); found != levels.end())
      if (lowest == nullptr || found->second.difficulty < lowest->difficulty) lowest = &found->second;
  return lowest;
}

void add_unearned(Limits& limits, const Levels& levels, const exercise::Catalogue& catalogue,
                  const LevelRules& rules) {
  for (const auto& exercise : catalogue.exercises()) {
    const auto* level = find_level(exercise, levels);
    if (exercise.difficulty >= rules.must_be_earned && level != nullptr &&
        level->difficulty < exercise.difficulty)
      limits.unearned.emplace(exercise.id, "Step " + std::to_string(exercise.difficulty) +
                                               " of 5, and you are at step " +
                                               std::to_string(level->difficulty) + ".");
  }
}

}  // namespace endrange::plan
