#include "core/progress/belief.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/contracts.h"
#include "core/progress/comparison.h"
#include "core/progress/person.h"

namespace endrange::progress {

namespace {

// Readings that share what their whole set-up may be off.
std::string find_set_up(const journal::Measured& measured) {
  const bool is_by_hand = measured.method == journal::Method::Hand;
  const bool is_trend = measured.grade == journal::Grade::Trend;
  return measured.protocol.value() + '/' + measured.set_up + (is_by_hand ? "/by hand/" + measured.note : "") +
         (is_trend ? "/trend" : "");
}

}  // namespace

Beliefs::Beliefs(std::vector<Belief> all, std::optional<LocalMoment> trained_since)
    : all_(std::move(all)), index_(all_.size()), trained_since_(trained_since) {
  std::iota(index_.begin(), index_.end(), std::size_t{0});
  std::ranges::sort(index_, {}, [this](std::size_t i) { return all_[i].motion; });
}

const Belief* Beliefs::find(const SidedMotion& motion) const {
  const auto by_motion = [this](std::size_t i) { return all_[i].motion; };
  const auto found = std::ranges::lower_bound(index_, motion, {}, by_motion);
  return found == index_.end() || all_[*found].motion != motion ? nullptr : &all_[*found];
}

BeliefFilter::BeliefFilter(const TrainedMotions& trained, const body::JointMotions& motions,
                           const Constants& constants, journal::Audience audience)
    : trained_(&trained), motions_(&motions), constants_(constants) {
  for (const auto& motion : motions.all()) {
    const RangeFilter prior(motion.human_range, constants.prior_usable_share.at(audience), constants);
    for (const auto& sided : compute_sides(motion, Side::Both)) {
      place_.emplace(sided, all_.size());
      Belief belief;
      belief.motion = sided;
      belief.expected_usable = prior.compute(RangeKind::Usable);
      belief.expected_available = prior.compute(RangeKind::Available);
      all_.push_back({prior, std::move(belief), {}});
    }
  }
}

void BeliefFilter::advance(const journal::Entry& entry) {
  if (const auto* measured = std::get_if<journal::Measured>(&entry.event)) measure(*measured, entry.at);
  if (const auto* tested = std::get_if<journal::Tested>(&entry.event)) measure_by_distance(*tested, entry.at);
  if (const auto step = moved_.read(entry)) train(*step, entry.at);
}

void BeliefFilter::measure(const journal::Measured& measured, LocalMoment at) {
  const auto* motion = motions_->find(measured.joint_motion);
  if (motion == nullptr || measured.grade == journal::Grade::NotObservable) return;
  const bool is_trend = measured.grade == journal::Grade::Trend;
  const Angle lasting = std::max(measured.set_up_error, is_trend ? constants_.trend_spread : Angle{});
  const std::string set_up = find_set_up(measured);
  for (const auto& sided : compute_sides(*motion, measured.side)) {
    auto& [filter, belief, week] = all_[place_.at(sided)];
    const auto read = [&](RangeKind kind, const std::optional<Estimate>& figure) {
      if (!figure) return;
      const Angle error = compute_random_error(*figure, measured.set_up_error);
      filter.measure(at.utc, kind, figure->mean, error, set_up, lasting);
    };
    read(RangeKind::Usable, measured.usable);
    read(RangeKind::Reached, measured.reached);
    read(RangeKind::Available, measured.available);
    belief.last_measured = at;
    belief.grade = measured.grade;
    belief.grade_reason = measured.grade_reason;
  }
}

void BeliefFilter::measure_by_distance(const journal::Tested& tested, LocalMoment at) {
  const auto found = constants_.distances.find(tested.protocol);
  if (found == constants_.distances.end() || tested.grade == journal::Grade::NotObservable) return;
  const DistanceLine& line = found->second;
  const auto* motion = motions_->find(line.joint_motion);
  if (motion == nullptr) return;
  for (const auto& figure : tested.figures) {
    if (figure.name != journal::FigureName::Distance || figure.unit != journal::FigureUnit::Centimetres)
      continue;
    for (const auto& sided : compute_sides(*motion, tested.side)) {
      auto& [filter, belief, week] = all_[place_.at(sided)];
      filter.measure(at.utc, line.kind, line.at_zero + figure.value * line.per_centimetre,
                     abs(figure.standard_error * line.per_centimetre), tested.protocol.value(), line.spread);
      belief.last_measured = at;
      belief.grade = journal::Grade::Trend;
      belief.grade_reason = line.words;
    }
  }
}

void BeliefFilter::train(const journal::StepDone& step, LocalMoment at) {
  // Two more than a week, so that a journey over the date line loses nothing.
  constexpr std::chrono::days Kept{9};
  if (!trained_since_) trained_since_ = at;
  for (const auto& fed : find_fed(step, *trained_, *motions_)) {
    auto& [filter, belief, week] = all_[place_.at(fed.motion)];
    filter.train(at.utc, fed.seconds * compute_effect(fed.emphasis));
    while (!week.empty() && at.utc - week.front().at.utc > Kept) week.pop_front();
    week.push_back({at, fed.seconds});
    if (!belief.dose.last || belief.dose.last->utc < at.utc) belief.dose.last = at;
  }
}

double BeliefFilter::compute_effect(const Emphasis& emphasis) const {
  return std::min(1.0, constants_.flexibility * emphasis.flexibility +
                           constants_.strength * emphasis.strength + constants_.control * emphasis.control);
}

Beliefs BeliefFilter::compute(LocalMoment now) const {
  std::vector<Belief> beliefs;
  for (const auto& followed : all_) {
    Belief belief = followed.belief;
    RangeFilter filter = followed.filter;
    filter.advance(now.utc);
    belief.usable = filter.compute(RangeKind::Usable);
    belief.reached = filter.compute(RangeKind::Reached);
    belief.available = filter.compute(RangeKind::Available);
    belief.gap = filter.compute_gap();
    for (const auto& fed : followed.week)
      if (is_this_week(fed.at, now)) belief.dose.week_s += fed.seconds;
    beliefs.push_back(std::move(belief));
  }
  return Beliefs(std::move(beliefs), trained_since_);
}

journal::Audience find_prior(const journal::ProfileChanged& profile) {
  const bool is_older =
      profile.age_band == "60_69" || profile.age_band == "70_79" || profile.age_band == "80_plus";
  return is_older ? journal::Audience::OlderAdult : profile.audience;
}

Beliefs compute_beliefs(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                        const body::JointMotions& motions, const Constants& constants, LocalMoment now) {
  const auto profile = find_profile(standing).value_or(journal::ProfileChanged{});
  BeliefFilter filter(trained, motions, constants, find_prior(profile));
  for (const auto& entry : standing)
    if (entry.at.utc <= now.utc) filter.advance(entry);
  return filter.compute(now);
}

}  // namespace endrange::progress
