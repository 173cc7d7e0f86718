#include "core/plan/need.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/base/estimate.h"
#include "core/plan/words.h"

namespace endrange::plan {

namespace {

using progress::Belief;
using progress::SidedMotion;

// What of a difference is left when the wobble is taken off; 0 when it is all wobble.
Angle compute_sure_part(Angle difference, Angle wobble) {
  const auto left = abs(difference) - wobble;
  if (left <= Angle{}) return {};
  return difference > Angle{} ? left : -left;
}

const Belief* find_other_side(const Belief& belief, const progress::Beliefs& beliefs) {
  if (belief.motion.side == Side::Both) return nullptr;
  return beliefs.find({belief.motion.joint_motion, opposite(belief.motion.side)});
}

double compute_range_part(const Belief& belief, Angle human_range, const Weights& weights) {
  if (!belief.is_measured()) return 0.0;
  const auto missing = belief.expected_usable.mean - belief.usable.mean;
  return weights.range *
         (compute_sure_part(missing, weights.certainty * belief.usable.standard_error) / human_range);
}

// The measured motion of the same joint and side that has the most to win; nothing when none is measured.
std::optional<SidedMotion> find_witness(const SidedMotion& motion, const Needs& needs,
                                        const progress::Beliefs& beliefs, const body::JointMotions& motions) {
  const auto& joint = motions.find(motion.joint_motion)->joint;
  std::optional<SidedMotion> witness;
  for (const auto& belief : beliefs.all()) {
    const auto& other = belief.motion;
    if (!belief.is_measured() || other.side != motion.side ||
        motions.find(other.joint_motion)->joint != joint)
      continue;
    if (!witness || needs.at(other).range > needs.at(*witness).range) witness = other;
  }
  return witness;
}

double compute_side_part(const Belief& belief, const progress::Beliefs& beliefs, Angle human_range,
                         const Weights& weights) {
  const auto* other = find_other_side(belief, beliefs);
  if (other == nullptr || !belief.is_measured() || !other->is_measured()) return 0.0;
  const auto wobble =
      weights.certainty * Angle::from_radians(std::hypot(belief.usable.standard_error.radians(),
                                                         other->usable.standard_error.radians()));
  const auto behind = compute_sure_part(other->usable.mean - belief.usable.mean, wobble);
  return weights.side * std::max(0.0, behind / human_range);
}

double compute_neglect_part(const Belief& belief, const progress::Sitting& sitting, const Weights& weights) {
  const auto* neglect = weights.find_neglect(belief.motion.joint_motion);
  if (neglect == nullptr) return 0.0;
  const double hours = sitting.hours().value_or(weights.assumed_sitting_h);
  return weights.neglect * neglect->weight * std::min(1.0, hours / weights.full_sitting_h);
}

const Wish* find_wish(const JointMotionId& motion, const Wishes& wishes) {
  const auto found = wishes.find(motion);
  return found == wishes.end() ? nullptr : &found->second;
}

double compute_deficit_part(const Belief& belief, const Wish& wish, Angle human_range,
                            const Weights& weights) {
  if (!wish.target || !belief.is_measured()) return 0.0;
  const auto missing = *wish.target - belief.usable.mean;
  const auto wobble = weights.certainty * belief.usable.standard_error;
  return weights.deficit * std::max(0.0, compute_sure_part(missing, wobble) / human_range);
}

double compute_gap_part(const Belief& belief, Angle human_range, const Weights& weights) {
  if (!belief.is_measured()) return 0.0;
  const auto wobble = weights.certainty * belief.gap.standard_error;
  return weights.gap * std::max(0.0, compute_sure_part(belief.gap.mean, wobble) / human_range);
}

double compute_open_dose(double week_s, const Weights& weights) {
  return std::pow(weights.dose_met, std::clamp(week_s / weights.week_ceiling_s, 0.0, 1.0));
}

using Hours = std::chrono::duration<double, std::ratio<3600>>;

Hours compute_since(LocalMoment then, LocalMoment now) {
  return std::max(Hours(0.0), Hours(now.utc - then.utc));
}

// How much of the need has come back since the motion was trained.
double compute_recovered(Hours since, const Weights& weights) {
  return 1.0 - (1.0 - weights.just_trained) * std::exp2(-since.count() / weights.recovery_half_h);
}

double compute_overdue(Hours since, const Weights& weights) {
  return std::min(weights.most_overdue, 1.0 + since / std::chrono::weeks(1) / weights.twice_due_weeks);
}

double compute_freshness(const Belief& belief, const progress::Beliefs& beliefs, LocalMoment now,
                         const Weights& weights) {
  if (const auto& last = belief.dose.last) {
    const auto since = compute_since(*last, now);
    return compute_recovered(since, weights) * compute_overdue(since, weights);
  }
  const auto& began = beliefs.trained_since();
  return began ? compute_overdue(compute_since(*began, now), weights) : 1.0;
}

std::string describe_hours(const progress::Sitting& sitting, const std::string& words) {
  const auto hours = sitting.hours();
  if (!hours || std::lround(*hours) < 1) return capitalised(words) + ".";
  const auto amount = "About " + count(std::lround(*hours), "hour");
  if (!sitting.is_seen()) return amount + " of sitting on a usual day: " + words + ".";
  return amount + (sitting.today_h >= sitting.yesterday_h ? " at work today: " : " at work yesterday: ") +
         words + ".";
}

// "Shoulder, out to the side, left"
std::string name_of(const SidedMotion& sided, const body::JointMotions& motions) {
  const auto& name = motions.find(sided.joint_motion)->name;
  return sided.side == Side::Both ? name : name + ", " + std::string(word(sided.side));
}

std::string describe_dose(const Belief& belief, const std::string& name, const Weights& weights) {
  if (!belief.dose.last) return name + ": not trained yet.";
  const auto done = std::lround(belief.dose.week_s / 60.0);
  if (done < 1) return name + ": less than a minute in the last 7 days.";
  const auto said = name + ": " + count(done, "minute") + " in the last 7 days";
  const auto wanted = std::lround(weights.week_floor_s / 60.0);
  return done < wanted ? said + ", towards " + std::to_string(wanted) + "." : said + ".";
}

}  // namespace

const Neglect* Weights::find_neglect(const JointMotionId& motion) const {
  const auto found = std::ranges::find(neglected, motion, &Neglect::joint_motion);
  return found == neglected.end() ? nullptr : &*found;
}

Needs compute_needs(const progress::Beliefs& beliefs, const progress::Sitting& sitting,
                    const body::JointMotions& motions, const Weights& weights, LocalMoment now,
                    const Wishes& wishes) {
  expects(weights.week_ceiling_s > weights.week_floor_s && weights.full_sitting_h > 0.0,
          "weights are checked");
  Needs needs;
  for (const auto& belief : beliefs.all()) {
    const auto human_range = motions.find(belief.motion.joint_motion)->human_range;
    Need need;
    need.base = weights.base;
    need.neglect = compute_neglect_part(belief, sitting, weights);
    need.range = compute_range_part(belief, human_range, weights);
    need.gap = compute_gap_part(belief, human_range, weights);
    need.side = compute_side_part(belief, beliefs, human_range, weights);
    if (const auto* wish = find_wish(belief.motion.joint_motion, wishes)) {
      need.wish = weights.wish * wish->weight;
      need.deficit = compute_deficit_part(belief, *wish, human_range, weights);
    }
    need.open_dose = compute_open_dose(belief.dose.week_s, weights);
    need.freshness = compute_freshness(belief, beliefs, now, weights);
    needs.emplace(belief.motion, need);
  }
  for (auto& [motion, need] : needs) {
    if (!beliefs.find(motion)->is_measured())
      if (const auto witness = find_witness(motion, needs, beliefs, motions))
        need.range = weights.joint_share * needs.at(*witness).range;
    const double due =
        need.base + need.neglect + need.range + need.side + need.gap + need.wish + need.deficit;
    need.total = std::max(weights.least, due) * need.open_dose * need.freshness;
  }
  return needs;
}

std::string make_reason(const SidedMotion& sided, const Needs& needs, const progress::Beliefs& beliefs,
                        const progress::Sitting& sitting, const body::JointMotions& motions,
                        const Weights& weights, const Wishes& wishes) {
  const auto& need = needs.at(sided);
  const auto& belief = *beliefs.find(sided);
  const auto& motion = *motions.find(sided.joint_motion);
  const auto is_most = [&](double part) {
    return part > 0.0 && part >= std::max({need.side, need.range, need.neglect, need.wish, need.deficit});
  };
  if (is_most(need.side)) {
    const auto& other = *find_other_side(belief, beliefs);
    return name_of(sided, motions) + ": usable " + words_of(belief.usable) + ", the " +
           std::string(word(other.motion.side)) + " " + words_of(other.usable) + ".";
  }
  const auto* wish = find_wish(sided.joint_motion, wishes);
  if (is_most(need.deficit))
    return wish->words + ": " + name_of(sided, motions) + ", usable " + words_of(belief.usable) +
           ", towards " + words_of(*wish->target) + ".";
  if (is_most(need.range)) {
    const auto shown = belief.is_measured() ? sided : *find_witness(sided, needs, beliefs, motions);
    return name_of(shown, motions) + ": usable " + words_of(beliefs.find(shown)->usable) +
           ", with room to win.";
  }
  if (is_most(need.wish)) return wish->words + ": " + motion.name + ".";
  if (const auto* neglect = weights.find_neglect(sided.joint_motion);
      neglect != nullptr && need.neglect > weights.neglect_told * need.base)
    return describe_hours(sitting, neglect->words);
  return describe_dose(belief, motion.name, weights);
}

}  // namespace endrange::plan
