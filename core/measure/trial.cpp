#include "core/measure/trial.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <utility>

#include "core/measure/departure.h"
#include "core/measure/repetitions.h"
#include "core/measure/smoothness.h"
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
/// A summit is read from what lies in the uppermost part of the rise.
constexpr double SummitShare = 0.7;
/// A movement of the limb that is watched for where another begins is known no better.
constexpr Angle LeastOnsetError = Angle::from_degrees(2.0);

Angle compute_model_error(const AngleTrack& determined, const Span& within) {
  std::vector<double> errors;
  for (const AngleSample& sample : determined)
    if (sample.time_s >= within.from_s && sample.time_s <= within.to_s)
      errors.push_back(sample.standard_error.radians());
  return Angle::from_radians(compute_median(std::move(errors)));
}

struct CompensationFindings {
  std::vector<Span> spans = {};
  std::vector<CompensationSeen> watched = {};
};

/// Where the movement begins: the middle of what is no higher than `rest_below`.
std::optional<Angle> find_rest(const SmoothTrack& curve, Angle rest_below) {
  std::vector<double> at_rest;
  for (const SmoothSample& sample : curve)
    if (sample.angle <= rest_below) at_rest.push_back(sample.angle.radians());
  if (at_rest.empty()) return std::nullopt;
  return Angle::from_radians(compute_median(std::move(at_rest)));
}

/// The measured motion, for telling where in it a compensation began.
struct MeasuredMotion {
  const AngleTrack& determined;
  const SmoothTrack& curve;
  Angle off_plane = {};
};

/// The angle of the measured motion when a departure passed a threshold, before sample `first`. It may have
/// been anywhere between the last sample that surely is not beyond it and the one that surely is; and the
/// angle there is itself no surer than what is mistaken alike in all frames, and than the view.
Estimate find_onset(const MeasuredMotion& measured, const SmoothTrack& motion, std::size_t first,
                    std::size_t sure, Angle threshold) {
  constexpr double ErrorsBetween = 3.0;
  const auto surely_below = [&](const SmoothSample& sample) {
    return sample.angle <= std::max(threshold - 2.0 * sample.standard_error, 0.25 * threshold);
  };
  std::size_t below = first;
  while (below > 0 && !surely_below(motion[below])) --below;
  const Angle from = find_angle_at(measured.curve, motion[below].time_s);
  const Angle to = find_angle_at(measured.curve, motion[sure].time_s);
  ErrorParts parts;
  parts.noise = std::max(abs(to - from) / ErrorsBetween, LeastOnsetError);
  parts.lasting = compute_model_error(measured.determined, {motion[below].time_s, motion[sure].time_s});
  parts.view = compute_view_error(measured.off_plane);
  return {find_angle_at(measured.curve, motion[first].time_s), compute_total(parts)};
}

void watch_compensation(const CompensationTrack& watched, const MeasuredMotion& measured, Angle rest_below,
                        CompensationFindings& findings) {
  const Departure departure = find_departure(watched, measured.curve, rest_below);
  const SmoothTrack& motion = departure.motion;
  if (motion.empty()) return;
  const Angle threshold = watched.compensation.threshold;
  CompensationSeen seen{.compensation = watched.compensation, .is_beyond = false};
  const Estimate largest = find_largest(departure);
  seen.largest = largest.mean;
  seen.largest_error = largest.standard_error;

  for (std::size_t i = 0; i < motion.size(); ++i) {
    if (!is_surely_beyond(motion, i, threshold)) continue;
    if (!findings.spans.empty() && seen.is_beyond && findings.spans.back().to_s >= motion[i].time_s) continue;
    // Once it is sure, it counts from where it passed the threshold to where it comes back.
    std::size_t first = i;
    while (first > 0 && motion[first - 1].angle > threshold) --first;
    std::size_t last = i;
    while (last + 1 < motion.size() && motion[last + 1].angle > threshold) ++last;
    findings.spans.push_back({motion[first].time_s, motion[last].time_s});
    if (seen.is_beyond) continue;
    seen.is_beyond = true;
    const Estimate onset = find_onset(measured, motion, first, i, threshold);
    seen.began_at = onset.mean;
    seen.began_at_error = onset.standard_error;
  }
  findings.watched.push_back(seen);
}

/// Below this the limb is at rest.
Angle find_rest_bound(const std::vector<RepetitionSpan>& repetitions) {
  const Angle low = std::ranges::min(repetitions, {}, &RepetitionSpan::low).low;
  const Angle high = std::ranges::max(repetitions, {}, &RepetitionSpan::apex).apex;
  return low + RestShare * (high - low);
}

CompensationFindings find_compensations(const SideEvidence& evidence, const MeasuredMotion& measured,
                                        const std::vector<RepetitionSpan>& repetitions) {
  CompensationFindings findings;
  for (const CompensationTrack& watched : evidence.compensations)
    watch_compensation(watched, measured, find_rest_bound(repetitions), findings);
  return findings;
}

bool is_within(double time_s, const std::vector<Span>& spans) {
  return std::ranges::any_of(spans,
                             [&](const Span& span) { return time_s >= span.from_s && time_s <= span.to_s; });
}

/// Is a time next to one of the spans?
bool is_beside(double time_s, const std::vector<Span>& spans) {
  constexpr double Beside_s = 0.5;
  return std::ranges::any_of(spans, [&](const Span& span) {
    return std::abs(time_s - span.from_s) < Beside_s || std::abs(time_s - span.to_s) < Beside_s;
  });
}

/// The top of a repetition outside of excluded spans; nothing where all of it is excluded.
/// Where each sample errs by itself the summit alone is read: there is little noise in it to choose it by.
/// @param curve  the samples smoothed
std::optional<SmoothSample> find_top(const AngleTrack& determined, const SmoothTrack& curve,
                                     const RepetitionSpan& repetition, const std::vector<Span>& excluded,
                                     const SideEvidence& evidence) {
  const SmoothSample* highest = nullptr;
  for (const SmoothSample& sample : curve) {
    if (sample.time_s < repetition.start_s || sample.time_s > repetition.end_s) continue;
    if (is_within(sample.time_s, excluded)) continue;
    if (highest == nullptr || sample.angle > highest->angle) highest = &sample;
  }
  if (highest == nullptr) return std::nullopt;
  AngleTrack counted;
  std::ranges::copy_if(determined, std::back_inserter(counted),
                       [&](const AngleSample& sample) { return !is_within(sample.time_s, excluded); });
  SmoothTrack motion;
  std::ranges::copy_if(curve, std::back_inserter(motion),
                       [&](const SmoothSample& sample) { return !is_within(sample.time_s, excluded); });
  const Angle lowest = repetition.low + SummitShare * (highest->angle - repetition.low);
  const auto top = evidence.limb ? read_top(counted, motion, highest->time_s, lowest)
                                 : read_summit(counted, highest->time_s, lowest);
  return top.value_or(*highest);
}

/// A hold without its beginning and end: inside the band the limb still arrives, and already leaves, which is
/// no sway. The last three degrees of a slow way out take half a second.
Span find_settled(const Hold& hold) {
  constexpr double Settling_s = 0.5;
  return {hold.start_s + Settling_s, hold.end_s - Settling_s};
}

/// Where nothing tells sway from noise, all that moves may be either.
Sway make_untold_sway(const Hold& hold) {
  return {.deviation = {}, .least = {}, .most = hold.deviation, .noise_floor = hold.deviation};
}

/// Middle speed of the way out, which a few noisy frames do not move.
Angle compute_speed(const RepetitionSpan& repetition) {
  const double duration_s = std::max(repetition.apex_s - repetition.start_s, 1e-3);
  return (repetition.apex - repetition.low) / duration_s;
}

/// Of the repetitions whose top was hidden, the one of which the highest was seen all the same.
std::optional<RepetitionSpan> find_highest_unseen(const std::vector<RepetitionSpan>& repetitions) {
  std::optional<RepetitionSpan> highest;
  for (const RepetitionSpan& repetition : repetitions)
    if (!repetition.is_top_seen && (!highest || repetition.apex > highest->apex)) highest = repetition;
  return highest;
}

/// Were the others not meant to reach the end, as this one was whose top was hidden? What is mistaken alike
/// through the recording does not part the two.
bool went_much_further(const RepetitionSpan& unseen, const SideTrial& trial) {
  const Angle reached = trial.measured.reached->mean;
  const Angle noise = std::max(trial.reached_error.noise, trial.frame_noise);
  return reached - unseen.low < FullShare * (unseen.apex - unseen.low) &&
         unseen.apex - reached > TwoSided95 * std::numbers::sqrt2 * noise;
}

/// Is what was reached surely away from where the limb began? Errors that last are partly the same there.
bool has_surely_moved(const SideTrial& trial, Angle rest_below) {
  const auto rest = find_rest(trial.curve, rest_below);
  const double error = std::hypot(trial.reached_error.noise.radians(), trial.frame_noise.radians(),
                                  NotAlike * trial.reached_error.lasting.radians());
  return !rest || (trial.measured.reached->mean - *rest).radians() > TwoSided95 * error;
}

SideTrial& forget_figures(SideTrial& trial) {
  journal::Measured& measured = trial.measured;
  measured.reached = measured.usable = std::nullopt;
  measured.steadiness = {};
  measured.hold_s = 0.0;
  measured.repetitions.clear();
  trial.hold.reset();
  trial.reached_median.reset();
  return trial;
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

/// The samples without those in which a landmark of the limb is astray; all where too few would be left.
AngleTrack leave_out_astray(const AngleTrack& determined, const SideEvidence& evidence) {
  if (!evidence.limb) return determined;
  AngleTrack without = select_determined(drop_astray(determined, *evidence.limb));
  return without.size() < FewestFrames ? determined : without;
}

/// The curve in which tops and holds are found. Frames in which a landmark of the limb is astray would cut a
/// hold short that went on: it goes by without them, and is as unsure there as they would have moved it.
/// @param without_astray  one at least
SmoothTrack pass_by_astray(const AngleTrack& without_astray, const SmoothTrack& curve) {
  const SmoothTrack without = smooth(without_astray);
  SmoothTrack kept = curve;
  auto after = without.begin();
  for (SmoothSample& sample : kept) {
    while (after + 1 != without.end() && after->time_s < sample.time_s) ++after;
    const auto before = after == without.begin() ? after : after - 1;
    const double step_s = after->time_s - before->time_s;
    const double share = step_s > 0.0 ? std::clamp((sample.time_s - before->time_s) / step_s, 0.0, 1.0) : 1.0;
    const Angle angle = before->angle + share * (after->angle - before->angle);
    const Angle moved = abs(sample.angle - angle);
    sample.standard_error = Angle::from_radians(std::hypot(sample.standard_error.radians(), moved.radians()));
    sample.angle = angle;
  }
  return kept;
}

/// What is measured of the repetitions that were seen to their top.
/// Draws together what repetitions reached, and gives it back; what was held was also reached.
std::vector<double> draw_repetitions(std::vector<journal::Repetition>& repetitions, Angle error,
                                     Angle expected) {
  std::vector<double> peaks;
  for (const auto& repetition : repetitions) peaks.push_back(repetition.reached.radians());
  peaks = draw_together(peaks, error, expected);
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (repetitions[i].usable) peaks[i] = std::max(peaks[i], repetitions[i].usable->radians());
    repetitions[i].reached = Angle::from_radians(peaks[i]);
  }
  return peaks;
}

/// The samples, those of them in which nothing is astray, and the curve that goes by the others.
struct LimbMotion {
  const AngleTrack& determined;
  const AngleTrack& without_astray;
  const SmoothTrack& kept;
};

void measure_repetitions(SideTrial& trial, const Protocol& protocol, const SideEvidence& evidence,
                         const LimbMotion& motion, const std::vector<RepetitionSpan>& repetitions,
                         const CompensationFindings& compensations) {
  const AngleTrack& determined = motion.determined;
  const SmoothTrack& kept = motion.kept;
  std::optional<SmoothSample> best;
  std::optional<Hold> longest;
  std::vector<double> peaks;
  std::vector<double> noises;  // of the peaks
  std::vector<double> durations;
  std::vector<double> smoothness;
  for (const RepetitionSpan& repetition : repetitions) {
    const Span within{repetition.start_s, repetition.end_s};
    std::optional<SmoothSample> top =
        find_top(motion.without_astray, kept, repetition, compensations.spans, evidence);
    if (!top) continue;
    const Angle lowest = repetition.low + HoldsFrom * (repetition.apex - repetition.low);
    const Holds holds = find_holds(determined, kept, within,
                                   {protocol.hold_s, protocol.steadiness_band, lowest}, compensations.spans);
    // What was held was also reached, whatever the noise says.
    if (holds.usable) top->angle = std::max(top->angle, holds.usable->angle);
    peaks.push_back(top->angle.radians());
    noises.push_back(top->standard_error.radians());
    if (!best || top->angle > best->angle) best = top;
    if (holds.usable && (!trial.hold || holds.usable->angle > trial.hold->angle)) trial.hold = holds.usable;
    if (holds.longest && (!longest || holds.longest->duration_s() > longest->duration_s()))
      longest = holds.longest;
    durations.push_back(repetition.end_s - repetition.start_s);
    const auto smooth_by = compute_repetition_smoothness(trial.curve, repetition);
    if (!holds.usable && smooth_by) smoothness.push_back(*smooth_by);
    const std::optional<Hold>& told = holds.usable ? holds.usable : holds.longest;
    trial.measured.repetitions.push_back({repetition.start_s, repetition.end_s, top->angle,
                                          holds.usable ? std::optional(holds.usable->angle) : std::nullopt,
                                          told ? told->duration_s() : 0.0,
                                          told ? std::optional(std::max(told->start_s, 0.0)) : std::nullopt});
  }
  if (!best) return;
  const Span around{best->time_s - AroundApex_s, best->time_s + AroundApex_s};
  // What is new in each repetition: all of the error, or the noise that landmarks share for a while.
  std::optional<Angle> error_anew;
  if (evidence.errs_anew) error_anew = compute_model_error(determined, around);
  if (evidence.limb) error_anew = Angle::from_radians(compute_median(std::move(noises)));
  if (error_anew)
    peaks = draw_repetitions(trial.measured.repetitions, *error_anew, protocol.errors.between_repetitions);
  best->angle = Angle::from_radians(std::ranges::max(peaks));
  trial.tempo_s = compute_median(std::move(durations));
  if (!smoothness.empty() && is_smoothness_shown(protocol.joint_motion, evidence.is_all_around))
    trial.smoothness = compute_median(std::move(smoothness));

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

  trial.reached_error.noise = best->standard_error;
  // Where a compensation cuts the top off, its beginning decides how far was reached.
  for (const CompensationSeen& seen : trial.compensations)
    if (is_beside(best->time_s, compensations.spans))
      trial.reached_error.noise =
          Angle::from_radians(std::hypot(trial.reached_error.noise.radians(), seen.began_at_error.radians()));
  trial.reached_error.lasting = compute_model_error(determined, around);
  trial.measured.reached = Estimate{best->angle, compute_total(trial.reached_error)};
  if (trial.hold) {
    Hold& hold = *trial.hold;
    const Span held{hold.start_s, hold.end_s};
    if (evidence.limb)
      hold.sway = compute_limb_sway(*evidence.limb, find_settled(hold), hold.angle, evidence.off_plane)
                      .value_or(make_untold_sway(hold));
    trial.usable_error.noise = hold.standard_error;
    trial.usable_error.lasting = compute_model_error(determined, held);
    trial.measured.usable = Estimate{hold.angle, compute_total(trial.usable_error)};
    trial.measured.steadiness = hold.sway.deviation;
    trial.measured.hold_s = hold.duration_s();
    trial.measured.set_up_error =
        Angle::from_radians(std::hypot(parts.definition.radians(), trial.usable_error.lasting.radians()));
  } else {
    note(trial, words::not_held(protocol, longest));
    trial.measured.hold_s = longest ? longest->duration_s() : 0.0;
    trial.hold = longest;
    trial.measured.set_up_error =
        Angle::from_radians(std::hypot(parts.definition.radians(), trial.reached_error.lasting.radians()));
  }
}

/// How far the measured angle went from where it began.
Angle compute_movement(const SideTrial& side) {
  if (side.curve.empty()) return {};
  return std::ranges::max(side.curve, {}, &SmoothSample::angle).angle - side.curve.front().angle;
}

}  // namespace

const SideTrial* find_side(const TrialResult& result, Side side) {
  const auto found =
      std::ranges::find_if(result.sides, [&](const SideTrial& each) { return each.measured.side == side; });
  return found == result.sides.end() ? nullptr : &*found;
}

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

  trial.off_plane = evidence.off_plane;
  trial.off_plane_error = evidence.off_plane_error;
  trial.frame_noise = find_frame_noise(determined).value_or(Angle{});
  trial.curve = smooth(determined);
  // A fit smooths noise away between neighbours, so that the curve looks surer than it is.
  const Angle noise = evidence.limb ? compute_limb_noise(*evidence.limb) : Angle{};
  for (SmoothSample& sample : trial.curve) sample.standard_error = std::max(sample.standard_error, noise);
  const std::vector<Span> walks = find_walks(evidence.body);
  const SmoothTrack movement = compute_whole_movement(trial.curve, evidence.body, walks);
  std::vector<RepetitionSpan> repetitions = find_repetitions(
      {trial.curve, movement, trial.frame_noise, walks, &evidence.body, evidence.track.back().time_s});
  if (repetitions.empty()) return refuse(trial, words::never_moved(protocol, evidence.side));
  // How often it went is seen from there, how far is not.
  if (evidence.is_side_on) return refuse(trial, words::side_on_to_depth_camera(repetitions.size()));
  const std::size_t all = repetitions.size();
  const std::optional<RepetitionSpan> highest_unseen = find_highest_unseen(repetitions);
  std::erase_if(repetitions, [](const RepetitionSpan& repetition) { return !repetition.is_top_seen; });
  if (repetitions.empty()) return refuse(trial, words::top_not_seen(protocol, evidence.side));

  CompensationFindings compensations =
      find_compensations(evidence, {determined, trial.curve, evidence.off_plane}, repetitions);
  trial.watched = std::move(compensations.watched);
  std::ranges::copy_if(trial.watched, std::back_inserter(trial.compensations), &CompensationSeen::is_beyond);
  const AngleTrack without_astray = leave_out_astray(determined, evidence);
  const SmoothTrack kept = evidence.limb ? pass_by_astray(without_astray, trial.curve) : trial.curve;
  measure_repetitions(trial, protocol, evidence, {determined, without_astray, kept}, repetitions,
                      compensations);
  if (!measured.reached) return refuse(trial, words::always_compensated(protocol, evidence.side));
  if (highest_unseen && compensations.spans.empty() && went_much_further(*highest_unseen, trial))
    return refuse(forget_figures(trial), words::top_not_seen(protocol, evidence.side));

  if (!has_surely_moved(trial, find_rest_bound(repetitions)))
    return refuse(forget_figures(trial), words::moved_too_little(protocol, evidence.side));

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
  for (const SideTrial& side : sides) movement += compute_movement(side);
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
    // The side that went somewhere is the one that was meant.
    constexpr Angle Somewhere = Angle::from_degrees(20.0);
    auto meant = std::ranges::max_element(sides, {}, compute_movement);
    if (meant != sides.end() && compute_movement(*meant) < Somewhere) meant = sides.begin();
    result = sides.empty()
                 ? make_refusal(protocol, nobody.reason, nobody.remedy, seconds, frames)
                 : make_refusal(protocol, meant->measured.grade_reason, meant->remedy, seconds, frames);
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
