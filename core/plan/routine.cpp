#include "core/plan/routine.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/contracts.h"
#include "core/plan/choice.h"
#include "core/plan/substitute.h"
#include "core/plan/words.h"

namespace endrange::plan {

namespace {

using exercise::Exercise;
using progress::SidedMotion;

constexpr double UnitSeconds = 5.0;  // the grain of time in which the choice is made

// How much of an exercise, on one side.
struct Amount {
  int sets = 1;
  int repetitions = 1;
  double hold_s = 0.0;
  double seconds = 0.0;
};

// What one working side gets; no amount: this side is not done.
struct SidePlan {
  Side side = Side::Both;
  Amount amount = {};
};

// A way to do an exercise, and the plan behind the number.
struct Way {
  std::vector<SidePlan> sides = {};
  Option option = {};
};

struct Planned {
  const Exercise* exercise = nullptr;
  exercise::Posture posture = exercise::Posture::Standing;
  std::vector<Way> ways = {};
};

// What was chosen, with what it may be swapped for.
struct Chosen {
  const Planned* planned = nullptr;
  const Way* way = nullptr;
  std::vector<ExerciseId> substitutes = {};
};

double find_longest_hold(const Exercise& exercise) {
  double longest = 0.0;
  for (const auto& phase : exercise.phases) longest = std::max(longest, phase.hold_s);
  return longest;
}

Amount make_amount(const Exercise& exercise, int sets, int repetitions, double hold_s) {
  const double written = find_longest_hold(exercise);
  const double hold = hold_s > 0.0 && written > 0.0 ? hold_s : written;
  return {sets, repetitions, hold, sets * repetitions * (exercise.repetition_s() - written + hold)};
}

// From half of the least usual dose, for a short break, to the most usual one; the shortest first, and no two
// that take the same time.
std::vector<Amount> make_amounts(const Exercise& exercise, double least_step_s) {
  const auto& dose = exercise.dose;
  const auto longer_holds = static_cast<int>((dose.hold_s.most - dose.hold_s.least) / UnitSeconds);
  std::vector<Amount> amounts;
  for (int sets = dose.sets.least; sets <= dose.sets.most; ++sets) {
    const int fewest = sets == 1 ? std::max(1, dose.repetitions.least / 2) : dose.repetitions.least;
    for (int repetitions = fewest; repetitions <= dose.repetitions.most; ++repetitions)
      for (int units = 0; units <= longer_holds; ++units)
        amounts.push_back(make_amount(exercise, sets, repetitions, dose.hold_s.least + units * UnitSeconds));
  }
  std::ranges::stable_sort(amounts, {}, &Amount::seconds);
  const auto worth_it =
      std::ranges::find_if(amounts, [&](const Amount& amount) { return amount.seconds >= least_step_s; });
  amounts.erase(amounts.begin(), worth_it == amounts.end() ? amounts.end() - 1 : worth_it);
  const auto same = std::ranges::unique(
      amounts, {}, [](const Amount& amount) { return std::floor(amount.seconds / UnitSeconds); });
  amounts.erase(same.begin(), same.end());
  return amounts;
}

class Planner {
 public:
  explicit Planner(const Planning& planning)
      : planning_(planning),
        trained_(make_trained_motions(planning.catalogue.exercises())),
        wishes_(make_wishes(planning.programme, planning.goals, planning.motions)),
        needs_(compute_needs(planning.beliefs, planning.sitting, planning.motions, planning.weights,
                             planning.now, wishes_)),
        mix_(make_mix(planning.weights, planning.week)) {}

  Routine run() {
    consider_all();
    Routine routine;
    routine.left_out = std::move(left_out_);
    write_steps(routine);
    routine.notice = make_notice(routine);
    routine.why = make_why(routine);
    return routine;
  }

  Choosing make_problem() {
    consider_all();
    return make_choosing();
  }

  [[nodiscard]] std::map<ExerciseId, double> compute_worth() const {
    std::map<ExerciseId, double> worth;
    for (const auto& exercise : planning_.catalogue.exercises()) {
      double most = 0.0;
      for (const Side side : list_working_sides(exercise))
        most = std::max(most, compute_need(exercise, side) * compute_stimulus(exercise));
      worth.emplace(exercise.id, most);
    }
    const auto best = std::ranges::max_element(worth, {}, &std::pair<const ExerciseId, double>::second);
    const double most = best == worth.end() ? 0.0 : best->second;
    for (auto& [id, one] : worth) one = most > 0.0 ? one / most : 0.0;
    return worth;
  }

 private:
  void consider_all() {
    beside_ = find_beside();
    for (const auto& exercise : planning_.catalogue.exercises()) consider(exercise);
  }

  [[nodiscard]] const Weights& weights() const { return planning_.weights; }

  // Whether place, things, clothes and ears around allow it.
  [[nodiscard]] bool is_at_hand(const Exercise& exercise, const exercise::Position& position) const {
    const auto& profile = planning_.profile;
    if (profile.clothes == journal::Clothes::Office && exercise.clothes == exercise::Clothes::Loose)
      return false;
    if (profile.is_quiet.value_or(false) && exercise.noise == exercise::Noise::Audible) return false;
    switch (planning_.spot) {
      case Spot::Corridor:
        return exercise.place != exercise::Place::Floor && exercise.equipment.empty() &&
               position.props.empty();
      case Spot::Chair:
        if (position.posture != exercise::Posture::Seated) return false;
        break;
      case Spot::Usual:
        break;
    }
    if (static_cast<int>(exercise.place) > static_cast<int>(profile.place)) return false;
    return std::ranges::all_of(exercise.equipment, [&](exercise::Equipment item) {
      return std::ranges::any_of(profile.equipment, [&](journal::Equipment owned) {
        return static_cast<int>(owned) == static_cast<int>(item);
      });
    });
  }

  static std::vector<Side> list_working_sides(const Exercise& exercise) {
    return exercise.sides == exercise::SideRule::EachSide ? std::vector{Side::Left, Side::Right}
                                                          : std::vector{Side::Both};
  }

  void consider(const Exercise& exercise) {
    if (exercise.trains.empty()) return;
    const auto* position = planning_.catalogue.find_position(exercise.position);
    if (position == nullptr || !is_at_hand(exercise, *position)) return;
    std::vector<Side> allowed;
    std::optional<std::string> refusal;
    for (const Side side : list_working_sides(exercise)) {
      if (const auto found =
              find_refusal(exercise, side, planning_.limits, planning_.catalogue, planning_.motions))
        refusal = found;
      else
        allowed.push_back(side);
    }
    if (allowed.empty()) {
      left_out_.push_back({exercise.id, *refusal});
      return;
    }
    if (planning_.programme) {
      if (const auto found = find_programme_refusal(*planning_.programme, exercise, *position)) {
        left_out_.push_back({exercise.id, *found});
        return;
      }
    }
    Planned planned{&exercise, position->posture, make_ways(exercise, *position, allowed)};
    if (!planned.ways.empty()) planned_.push_back(std::move(planned));
  }

  [[nodiscard]] const Programme* find_programme() const {
    return planning_.programme ? planning_.programme->programme : nullptr;
  }

  // How much more a step counts because the programme prefers it.
  [[nodiscard]] double compute_preference(const Exercise& exercise,
                                          const exercise::Position& position) const {
    const auto* programme = find_programme();
    if (programme == nullptr) return 1.0;
    if (exercise.id == beside_) return programme->beside_preference;
    const auto& preferred = programme->preferred;
    return std::ranges::find(preferred, position.posture) != preferred.end() ? programme->preference : 1.0;
  }

  // Whether nothing stands against it, on one side at least.
  [[nodiscard]] bool may_be_done(const Exercise& exercise) const {
    const auto* position = planning_.catalogue.find_position(exercise.position);
    if (position == nullptr || !is_at_hand(exercise, *position)) return false;
    if (find_programme_refusal(*planning_.programme, exercise, *position)) return false;
    return std::ranges::any_of(list_working_sides(exercise), [&](Side side) {
      return !find_refusal(exercise, side, planning_.limits, planning_.catalogue, planning_.motions);
    });
  }

  // The one of today, or the next after it that may be done.
  [[nodiscard]] ExerciseId find_beside() const {
    const auto* programme = find_programme();
    if (programme == nullptr) return {};
    const auto day = static_cast<std::size_t>(planning_.now.day().time_since_epoch().count());
    for (std::size_t i = 0; i < programme->beside.size(); ++i) {
      const auto& id = programme->beside[(day + i) % programme->beside.size()];
      const auto* exercise = planning_.catalogue.find(id);
      if (exercise != nullptr && may_be_done(*exercise)) return id;
    }
    return {};
  }

  [[nodiscard]] std::vector<Amount> find_amounts(const Exercise& exercise) const {
    auto amounts = make_amounts(exercise, weights().least_step_s);
    if (!planning_.programme) return amounts;
    for (const auto* programme : {planning_.programme->programme, planning_.programme->easing})
      if (programme != nullptr && programme->longest_hold_s)
        std::erase_if(amounts,
                      [&](const Amount& amount) { return amount.hold_s > *programme->longest_hold_s; });
    return amounts;
  }

  std::vector<Way> make_ways(const Exercise& exercise, const exercise::Position& position,
                             const std::vector<Side>& allowed) const {
    const auto amounts = find_amounts(exercise);
    const double preference = compute_preference(exercise, position);
    std::map<Side, double> gains;
    for (const Side side : allowed)
      gains.emplace(side, compute_need(exercise, side) * compute_stimulus(exercise) * preference);
    std::vector<Way> ways;
    for (const auto& amount : amounts) {
      std::vector<SidePlan> sides;
      for (const Side side : allowed) sides.push_back({side, amount});
      ways.push_back(make_way(gains, std::move(sides)));
    }
    if (allowed.size() < 2) return ways;
    // A side that is surely behind may have more, or the step alone.
    for (const Side weak : LeftAndRight) {
      if (!is_behind(exercise, weak)) continue;
      for (std::size_t more = 0; more < amounts.size(); ++more) {
        ways.push_back(make_way(gains, {{weak, amounts[more]}}));
        for (std::size_t less = 0; less < more; ++less)
          ways.push_back(make_way(gains, {{weak, amounts[more]}, {opposite(weak), amounts[less]}}));
      }
    }
    return ways;
  }

  // `gains`: what a minute of the exercise is worth on each side.
  [[nodiscard]] Way make_way(const std::map<Side, double>& gains, std::vector<SidePlan> sides) const {
    double seconds = 0.0;
    double value = 0.0;
    for (const auto& side : sides) {
      seconds += side.amount.seconds + weights().step_gap_s;
      value += gains.at(side.side) * compute_minutes_that_count(side.amount);
    }
    return {std::move(sides), {static_cast<int>(std::ceil(seconds / UnitSeconds)), value}};
  }

  [[nodiscard]] std::vector<SidedMotion> find_sides(const progress::TrainedMotion& part, Side working) const {
    const auto* motion = planning_.motions.find(part.joint_motion);
    if (motion == nullptr) return {};
    const Side side = part.side == progress::TrainedSide::Each    ? Side::Both
                      : part.side == progress::TrainedSide::Other ? opposite(working)
                                                                  : working;
    return progress::compute_sides(*motion, side);
  }

  // The sum over both sides, so that a minute for two sides at once counts as a minute for each.
  [[nodiscard]] double compute_need(const Exercise& exercise, Side working) const {
    double need = 0.0;
    for (const auto& part : trained_.at(exercise.id)) {
      for (const auto& sided : find_sides(part, working)) need += part.share * needs_.at(sided).total;
    }
    return need;
  }

  [[nodiscard]] double compute_stimulus(const Exercise& exercise) const {
    constexpr double MostOfAComponent = 3.0;
    const auto& c = exercise.components;
    const double sum = mix_.flexibility + mix_.strength + mix_.control;
    const double mean =
        (mix_.flexibility * c.flexibility + mix_.strength * c.strength + mix_.control * c.control) /
        (sum * MostOfAComponent);
    const double again = planning_.yesterday.contains(exercise.id) ? weights().done_yesterday : 1.0;
    return (weights().least_stimulus + (1.0 - weights().least_stimulus) * mean) * compute_suiting(exercise) *
           again;
  }

  // What flexibility, strength and control count: their weights, and more or less where the week had too
  // little or too much of them.
  static progress::Emphasis make_mix(const Weights& weights, const progress::Emphasis& week) {
    const double weight = weights.flexibility + weights.strength + weights.control;
    const double done = week.flexibility + week.strength + week.control;
    const auto lean = [&](double wanted, double had) {
      if (done <= 0.0 || wanted <= 0.0) return wanted;
      const double share = std::max(had / done, 1e-9);
      return wanted * std::clamp(wanted / weight / share, 1.0 / weights.most_leaning, weights.most_leaning);
    };
    return {lean(weights.flexibility, week.flexibility), lean(weights.strength, week.strength),
            lean(weights.control, week.control)};
  }

  // How well its difficulty suits the level by now.
  [[nodiscard]] double compute_suiting(const Exercise& exercise) const {
    const auto* level = find_level(exercise, planning_.levels);
    if (level == nullptr) return 1.0;
    const int above = exercise.difficulty - level->difficulty;
    // Where someone begins is assumed; too easy is only what lies below a step that was earned.
    const int earned = level->difficulty - level->start;
    return above > 0 ? std::pow(weights().too_hard, above)
                     : std::pow(weights().too_easy, std::clamp(-above, 0, std::max(0, earned)));
  }

  [[nodiscard]] double compute_minutes_that_count(const Amount& amount) const {
    const double enough_s = weights().same_exercise_s;
    return enough_s * -std::expm1(-amount.seconds / enough_s) / 60.0;
  }

  [[nodiscard]] bool is_behind(const Exercise& exercise, Side working) const {
    return std::ranges::any_of(trained_.at(exercise.id), [&](const auto& part) {
      const auto sides = find_sides(part, working);
      return sides.size() == 1 && needs_.at(sides.front()).side > 0.0;
    });
  }

  [[nodiscard]] const std::string& find_joint(const Exercise& exercise) const {
    return planning_.motions.find(find_chief(exercise).joint_motion)->joint;
  }

  [[nodiscard]] const progress::TrainedMotion& find_chief(const Exercise& exercise) const {
    return *std::ranges::max_element(trained_.at(exercise.id), {}, &progress::TrainedMotion::share);
  }

  [[nodiscard]] Choosing make_choosing() const {
    Choosing choosing;
    choosing.rates = weights().exercise_rates;
    choosing.budget = static_cast<int>(planning_.minutes * 60.0 / UnitSeconds);
    choosing.posture_gap = static_cast<int>(std::ceil(weights().posture_gap_s / UnitSeconds));
    choosing.posture_cost = weights().posture_cost;
    choosing.most_postures = weights().most_postures;
    std::map<std::string, std::size_t> joints;
    for (const auto& planned : planned_) {
      const auto joint = joints.try_emplace(find_joint(*planned.exercise), joints.size()).first->second;
      Candidate candidate{joint, static_cast<std::size_t>(planned.posture), {}};
      for (const auto& way : planned.ways) candidate.options.push_back(way.option);
      choosing.candidates.push_back(std::move(candidate));
    }
    return choosing;
  }

  [[nodiscard]] std::optional<std::size_t> find_planned(const ExerciseId& id) const {
    const auto found = std::ranges::find(planned_, id, [](const Planned& each) { return each.exercise->id; });
    if (found == planned_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - planned_.begin());
  }

  void make_swaps(const Choosing& choosing, Choice& choice) const {
    for (const auto& swap : planning_.swaps) {
      const auto from = find_planned(swap.from);
      const auto to = find_planned(swap.to);
      if (!from || !to || !choice.options[*from]) continue;
      const auto substitutes = find_substitutes(choosing, choice, *from);
      const auto found = std::ranges::find(substitutes, *to, &Substitute::candidate);
      if (found == substitutes.end()) continue;
      choice.options[*from].reset();
      choice.options[*to] = found->option;
    }
  }

  [[nodiscard]] std::vector<ExerciseId> list_substitutes(const Choosing& choosing, const Choice& choice,
                                                         std::size_t chosen) const {
    std::vector<ExerciseId> ids;
    for (const auto& substitute : find_substitutes(choosing, choice, chosen))
      ids.push_back(planned_[substitute.candidate].exercise->id);
    return ids;
  }

  void write_steps(Routine& routine) const {
    const auto choosing = make_choosing();
    auto choice = choose(choosing);
    make_swaps(choosing, choice);
    std::vector<Chosen> chosen;
    for (std::size_t i = 0; i < planned_.size(); ++i)
      if (choice.options[i])
        chosen.push_back(
            {&planned_[i], &planned_[i].ways[*choice.options[i]], list_substitutes(choosing, choice, i)});
    order(chosen);
    std::optional<exercise::Posture> posture;
    for (const auto& [planned, way, substitutes] : chosen) {
      double gap_s = weights().step_gap_s;
      if (posture && *posture != planned->posture) gap_s += weights().posture_gap_s;
      posture = planned->posture;
      for (const auto& plan : way->sides) {
        routine.steps.push_back(make_step(*planned->exercise, plan, gap_s, substitutes));
        routine.total_s += plan.amount.seconds + gap_s;
        gap_s = weights().step_gap_s;
      }
    }
    ensures(routine.total_s <= planning_.minutes * 60.0 + 1e-9, "a routine keeps to its minutes");
  }

  // One posture after the other, the one with the gentlest beginning first; within it, gentle before
  // demanding.
  static void order(std::vector<Chosen>& chosen) {
    std::map<exercise::Posture, int> gentlest;
    for (const auto& each : chosen) {
      const int difficulty = each.planned->exercise->difficulty;
      const auto [found, is_new] = gentlest.try_emplace(each.planned->posture, difficulty);
      if (!is_new) found->second = std::min(found->second, difficulty);
    }
    std::ranges::sort(chosen, {}, [&](const Chosen& each) {
      const auto& exercise = *each.planned->exercise;
      return std::tuple(gentlest.at(each.planned->posture), each.planned->posture, exercise.difficulty,
                        exercise.kind, exercise.id);
    });
  }

  [[nodiscard]] Step make_step(const Exercise& exercise, const SidePlan& plan, double gap_s,
                               const std::vector<ExerciseId>& substitutes) const {
    return {exercise.id,
            plan.side,
            plan.amount.sets,
            plan.amount.repetitions,
            plan.amount.hold_s,
            plan.amount.seconds,
            gap_s,
            make_step_reason(exercise, plan.side),
            is_eased(exercise, plan.side, planning_.limits, planning_.catalogue, planning_.motions),
            substitutes};
  }

  // The reason of the trained motion that adds most to the value.
  [[nodiscard]] std::string make_step_reason(const Exercise& exercise, Side working) const {
    std::optional<SidedMotion> strongest;
    double most = -1.0;
    for (const auto& part : trained_.at(exercise.id)) {
      for (const auto& sided : find_sides(part, working)) {
        const double added = part.share * needs_.at(sided).total;
        if (added <= most) continue;
        most = added;
        strongest = sided;
      }
    }
    auto reason = make_reason(*strongest, needs_, planning_.beliefs, planning_.sitting, planning_.motions,
                              weights(), wishes_);
    // Told with the first steps that are due to it.
    const auto* level = find_level(exercise, planning_.levels);
    if (level != nullptr && level->is_new &&
        (level->last == LevelMove::Down ? exercise.difficulty <= level->difficulty
                                        : exercise.difficulty == level->difficulty))
      reason += " " + level->reason;
    return reason;
  }

  [[nodiscard]] std::string make_notice(const Routine& routine) const {
    const auto& limits = planning_.limits;
    if (limits.is_all_locked) {
      const auto& first = limits.locks.front();
      return "Training is locked. " + first.reason + " " + first.advice;
    }
    if (limits.is_gentle_only)
      return "Some safety questions are still open. Until they are answered, only gentle seated or standing "
             "steps in "
             "comfortable range are planned.";
    if (routine.steps.empty())
      return "Nothing fits into these limits now. More minutes, another place or fewer limits would help.";
    return {};
  }

  [[nodiscard]] std::string make_why(const Routine& routine) const {
    if (routine.steps.empty()) return "Nothing is planned.";
    std::map<body::Region, double> seconds;
    for (const auto& step : routine.steps) {
      const auto& chief = find_chief(*planning_.catalogue.find(step.exercise));
      seconds[planning_.motions.find(chief.joint_motion)->region] += step.seconds;
    }
    std::vector<std::pair<body::Region, double>> order(seconds.begin(), seconds.end());
    std::ranges::stable_sort(order, std::greater{}, &std::pair<body::Region, double>::second);
    const auto& [first, most_s] = order.front();
    if (order.size() == 1) return "All of it for the " + words_of(first) + ".";
    const double all_s = std::accumulate(order.begin(), order.end(), 0.0,
                                         [](double sum, const auto& one) { return sum + one.second; });
    const std::string share = most_s > 0.5 * all_s ? "Most of it for the " : "The largest part for the ";
    return share + words_of(first) + ", then the " + words_of(order[1].first) + ".";
  }

  Planning planning_;
  progress::TrainedMotions trained_;
  Wishes wishes_;
  Needs needs_;
  progress::Emphasis mix_;
  ExerciseId beside_ = {};
  std::vector<Planned> planned_;
  std::vector<LeftOut> left_out_;
};

}  // namespace

Routine plan_routine(const Planning& planning) {
  expects(planning.minutes >= 1 && planning.minutes <= 15, "1 to 15 minutes");
  return Planner(planning).run();
}

std::map<ExerciseId, double> compute_worth(const Planning& planning) {
  return Planner(planning).compute_worth();
}

Choosing make_choosing(const Planning& planning) {
  expects(planning.minutes >= 1 && planning.minutes <= 15, "1 to 15 minutes");
  return Planner(planning).make_problem();
}

}  // namespace endrange::plan
