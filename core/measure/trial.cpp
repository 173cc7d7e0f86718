#include "core/measure/trial.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/measure/repetitions.h"
#include "core/measure/statistics.h"
#include "core/measure/trial_words.h"

namespace endrange::measure {
namespace {

/// Fewer frames than this do not show one repetition out and back: two seconds at 8 frames a second.
constexpr std::size_t FewestFrames = 16;
/// One repetition out and back cannot be shorter and still be one that a person controls.
constexpr double ShortestTrial_s = 1.5;
/// Below the middle of a repetition a pause is no end of a range.
constexpr double HoldsFrom = 0.5;
/// Rest, for the compensations to count from: the lowest quarter of the movement.
constexpr double RestShare = 0.25;
/// From this share of the best one's rise on, a repetition was meant to reach the end.
constexpr double FullShare = 0.75;
/// Beyond this, the view alone may be off by ten degrees; up to the lower bound it is under two.
constexpr Angle LargestOffPlane = Angle::from_degrees(45.0);
constexpr Angle ObliqueOffPlane = Angle::from_degrees(20.0);
/// Around an apex, the smoothing window.
constexpr double AroundApex_s = 0.25;

Angle compute_model_error(const AngleTrack& determined, const Span& within) {
  std::vector<double> errors;
  for (const AngleSample& sample : determined)
    if (sample.time_s >= within.from_s && sample.time_s <= within.to_s)
      errors.push_back(sample.standard_error.radians());
  return Angle::from_radians(compute_median(std::move(errors)));
}

Angle find_angle_at(const SmoothTrack& curve, double time_s) {
  const auto nearest = std::ranges::min_element(
      curve, {}, [&](const SmoothSample& sample) { return std::abs(sample.time_s - time_s); });
  return nearest->angle;
}

struct CompensationFindings {
  std::vector<Span> spans = {};
  std::vector<CompensationSeen> seen = {};
};

void watch_compensation(const CompensationTrack& watched, const SmoothTrack& curve, Angle rest_below,
                        CompensationFindings& findings) {
  const AngleTrack determined = select_determined(drop_outliers(watched.track));
  const SmoothTrack motion = smooth(determined);
  if (motion.empty()) return;
  std::vector<double> at_rest;
  for (const SmoothSample& sample : motion)
    if (find_angle_at(curve, sample.time_s) <= rest_below) at_rest.push_back(sample.angle.radians());
  const double rest = at_rest.empty() ? motion.front().angle.radians() : compute_median(std::move(at_rest));

  std::optional<CompensationSeen> seen;
  bool was_beyond = false;
  for (const SmoothSample& sample : motion) {
    const Angle change = Angle::from_radians(std::abs(sample.angle.radians() - rest));
    // Two standard errors beyond the threshold: what may be noise is not held against anyone.
    const bool is_beyond = change > watched.compensation.threshold + 2.0 * sample.standard_error;
    if (is_beyond) {
      if (!seen) seen = CompensationSeen{watched.compensation, change, find_angle_at(curve, sample.time_s)};
      seen->largest = std::max(seen->largest, change);
      if (!was_beyond) findings.spans.push_back({sample.time_s, sample.time_s});
      findings.spans.back().to_s = sample.time_s;
    }
    was_beyond = is_beyond;
  }
  if (seen) findings.seen.push_back(*seen);
}

CompensationFindings find_compensations(const SideEvidence& evidence, const SmoothTrack& curve,
                                        const std::vector<RepetitionSpan>& repetitions) {
  Angle low = repetitions.front().low;
  Angle high = repetitions.front().apex;
  for (const RepetitionSpan& repetition : repetitions) {
    low = std::min(low, repetition.low);
    high = std::max(high, repetition.apex);
  }
  CompensationFindings findings;
  for (const CompensationTrack& watched : evidence.compensations)
    watch_compensation(watched, curve, low + RestShare * (high - low), findings);
  return findings;
}

/// The highest sample between two times that touches no excluded span.
const SmoothSample* find_highest(const SmoothTrack& curve, const Span& within,
                                 const std::vector<Span>& excluded) {
  const SmoothSample* highest = nullptr;
  for (const SmoothSample& sample : curve) {
    if (sample.time_s < within.from_s || sample.time_s > within.to_s) continue;
    const bool is_excluded = std::ranges::any_of(excluded, [&](const Span& span) {
      return sample.time_s >= span.from_s && sample.time_s <= span.to_s;
    });
    if (!is_excluded && (highest == nullptr || sample.angle > highest->angle)) highest = &sample;
  }
  return highest;
}

/// Middle speed of the way out, which a few noisy frames do not move.
Angle compute_speed(const RepetitionSpan& repetition) {
  const double duration_s = std::max(repetition.apex_s - repetition.start_s, 1e-3);
  return (repetition.apex - repetition.low) / duration_s;
}

SideTrial& refuse(SideTrial& trial, words::Advice advice) {
  trial.measured.grade = journal::Grade::NotObservable;
  trial.measured.grade_reason = std::move(advice.reason);
  trial.remedy = std::move(advice.remedy);
  return trial;
}

void note(SideTrial& trial, words::Advice advice) {
  if (!trial.measured.grade_reason.empty()) trial.measured.grade_reason += " ";
  trial.measured.grade_reason += advice.reason;
  if (trial.remedy.empty()) trial.remedy = std::move(advice.remedy);
}

/// What is measured of the repetitions that were seen to their top.
void measure_repetitions(SideTrial& trial, const Protocol& protocol, const SideEvidence& evidence,
                         const AngleTrack& determined, const std::vector<RepetitionSpan>& repetitions,
                         const CompensationFindings& compensations) {
  const SmoothSample* best = nullptr;
  std::optional<Hold> longest;
  std::vector<double> peaks;
  for (const RepetitionSpan& repetition : repetitions) {
    const Span within{repetition.start_s, repetition.end_s};
    const SmoothSample* highest = find_highest(trial.curve, within, compensations.spans);
    if (highest == nullptr) continue;
    peaks.push_back(highest->angle.radians());
    if (best == nullptr || highest->angle > best->angle) best = highest;

    const Angle lowest = repetition.low + HoldsFrom * (repetition.apex - repetition.low);
    const Holds holds = find_holds(determined, trial.curve, within,
                                   {protocol.hold_s, protocol.steadiness_band, lowest}, compensations.spans);
    if (holds.usable && (!trial.hold || holds.usable->angle > trial.hold->angle)) trial.hold = holds.usable;
    if (holds.longest && (!longest || holds.longest->duration_s() > longest->duration_s()))
      longest = holds.longest;
    const std::optional<Hold>& told = holds.usable ? holds.usable : holds.longest;
    trial.measured.repetitions.push_back(
        {repetition.start_s, repetition.end_s, highest->angle,
         holds.usable ? std::optional(std::min(holds.usable->angle, highest->angle)) : std::nullopt,
         told ? told->duration_s() : 0.0});
  }
  if (best == nullptr) return;

  trial.reached_median = Angle::from_radians(compute_median(peaks));
  ErrorParts parts;
  parts.view = compute_view_error(evidence.off_plane);
  // A repetition that stops far short tells of a rest or a change of mind, not of how well the end range
  // repeats.
  Angle low = repetitions.front().low;
  for (const RepetitionSpan& repetition : repetitions) low = std::min(low, repetition.low);
  const double rise = (best->angle - low).radians();
  std::vector<double> full;
  std::ranges::copy_if(peaks, std::back_inserter(full),
                       [&](double peak) { return peak >= best->angle.radians() - (1.0 - FullShare) * rise; });
  parts.repetition = compute_repetition_error(full, protocol.errors.between_repetitions);
  parts.between_sessions = protocol.errors.between_sessions;
  parts.definition = evidence.definition.value_or(protocol.errors.definition);
  trial.usable_error = trial.reached_error = parts;

  const Span around{best->time_s - AroundApex_s, best->time_s + AroundApex_s};
  trial.reached_error.noise =
      compute_noise_error(best->standard_error, compute_model_error(determined, around), 0.0);
  trial.measured.reached = Estimate{best->angle, compute_total(trial.reached_error)};
  if (trial.hold) {
    const Hold& hold = *trial.hold;
    trial.usable_error.noise = compute_noise_error(
        hold.standard_error, compute_model_error(determined, {hold.start_s, hold.end_s}), hold.duration_s());
    // What was held was also reached, whatever the noise says.
    trial.measured.usable = Estimate{std::min(hold.angle, best->angle), compute_total(trial.usable_error)};
    trial.measured.steadiness = hold.sway;
    trial.measured.hold_s = hold.duration_s();
  } else {
    note(trial, words::not_held(protocol, longest));
    trial.measured.hold_s = longest ? longest->duration_s() : 0.0;
    trial.hold = longest;
  }
}

}  // namespace

SideTrial measure_side(const Protocol& protocol, const SideEvidence& evidence) {
  SideTrial trial;
  journal::Measured& measured = trial.measured;
  measured.joint_motion = protocol.joint_motion;
  measured.side = evidence.side;
  measured.protocol = protocol.id;
  measured.set_up = protocol.set_up();
  measured.set_up_error = evidence.definition.value_or(protocol.errors.definition);

  const AngleTrack determined = select_determined(drop_outliers(evidence.track));
  if (determined.size() < FewestFrames && evidence.is_limb_straight)
    return refuse(trial, words::straight_limb(protocol));
  if (determined.size() < FewestFrames) return refuse(trial, words::seldom_seen(protocol, evidence.side));
  const double duration_s = determined.back().time_s - determined.front().time_s;
  if (duration_s < ShortestTrial_s) return refuse(trial, words::too_short(duration_s));
  const double step_s = compute_typical_step_s(determined);
  if (step_s > LongestUnseen_s / 2.0) return refuse(trial, words::too_slow_camera(1.0 / step_s));
  if (evidence.off_plane > LargestOffPlane) return refuse(trial, words::wrong_view(protocol));

  trial.frame_noise = find_frame_noise(determined).value_or(Angle{});
  trial.curve = smooth(determined);
  const std::vector<Span> walks = find_walks(evidence.body);
  const SmoothTrack movement = compute_whole_movement(trial.curve, evidence.body, walks);
  std::vector<RepetitionSpan> repetitions =
      find_repetitions({trial.curve, movement, trial.frame_noise, walks});
  if (repetitions.empty()) return refuse(trial, words::never_moved(protocol, evidence.side));
  const std::size_t all = repetitions.size();
  std::erase_if(repetitions, [](const RepetitionSpan& repetition) { return !repetition.is_top_seen; });
  if (repetitions.empty()) return refuse(trial, words::top_not_seen(protocol, evidence.side));

  CompensationFindings compensations = find_compensations(evidence, trial.curve, repetitions);
  trial.compensations = std::move(compensations.seen);
  measure_repetitions(trial, protocol, evidence, determined, repetitions, compensations);
  if (!measured.reached) return refuse(trial, words::always_compensated(protocol, evidence.side));

  measured.grade = evidence.is_all_around ? journal::Grade::Measured : protocol.expected_grade;
  for (const CompensationSeen& seen : trial.compensations) note(trial, words::compensated(seen));
  if (repetitions.size() < all) note(trial, words::top_not_seen(protocol, evidence.side));
  if (evidence.off_plane > ObliqueOffPlane) {
    measured.grade = journal::Grade::Trend;
    note(trial, words::oblique_view(protocol, evidence.off_plane));
  }
  if (std::ranges::any_of(repetitions,
                          [&](const auto& each) { return compute_speed(each) > protocol.fastest; })) {
    measured.grade = journal::Grade::Trend;
    note(trial, words::too_fast(protocol, evidence.side));
  }
  if (!evidence.is_all_around) note(trial, {protocol.grade_reason, {}});
  return trial;
}

TrialResult make_trial_result(const Protocol& protocol, std::vector<SideTrial> sides, double seconds,
                              std::size_t frames) {
  Angle movement = {};
  for (const SideTrial& side : sides)
    if (!side.curve.empty())
      movement += std::ranges::max(side.curve, {}, &SmoothSample::angle).angle - side.curve.front().angle;
  const bool has_figure =
      std::ranges::any_of(sides, [](const SideTrial& side) { return side.measured.reached.has_value(); });
  TrialResult result;
  if (has_figure) {
    result.protocol = protocol.id;
    result.sides = std::move(sides);
    result.seconds = seconds;
    result.frames = frames;
    for (const SideTrial& side : result.sides)
      if (result.remedy.empty()) result.remedy = side.remedy;
  } else {
    const words::Advice nobody = words::nobody_seen();
    result = sides.empty() ? make_refusal(protocol, nobody.reason, nobody.remedy, seconds, frames)
                           : make_refusal(protocol, sides.front().measured.grade_reason, sides.front().remedy,
                                          seconds, frames);
  }
  result.movement = movement;
  return result;
}

TrialResult make_figure_result(const Protocol& protocol, std::vector<FigureTrial> figures, double seconds,
                               std::size_t frames) {
  const bool has_figure =
      std::ranges::any_of(figures, [](const FigureTrial& one) { return !one.tested.figures.empty(); });
  if (!has_figure) {
    const words::Advice nobody = words::nobody_seen();
    if (figures.empty()) return make_refusal(protocol, nobody.reason, nobody.remedy, seconds, frames);
    const FigureTrial& meant = *std::ranges::max_element(figures, {}, &FigureTrial::went);
    return make_refusal(protocol, meant.tested.grade_reason, meant.remedy, seconds, frames);
  }
  TrialResult result;
  result.protocol = protocol.id;
  result.seconds = seconds;
  result.frames = frames;
  for (const FigureTrial& one : figures)
    if (result.remedy.empty()) result.remedy = one.remedy;
  result.figures = std::move(figures);
  return result;
}

TrialResult make_refusal(const Protocol& protocol, std::string refusal, std::string remedy, double seconds,
                         std::size_t frames) {
  TrialResult result;
  result.protocol = protocol.id;
  result.refusal = std::move(refusal);
  result.remedy = std::move(remedy);
  result.seconds = seconds;
  result.frames = frames;
  return result;
}

}  // namespace endrange::measure
