#include "core/measure/landmark_trial.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/contracts.h"
#include "core/measure/figure_trial.h"
#include "core/measure/landmark_sight.h"
#include "core/measure/outline.h"
#include "core/measure/seen_motion.h"
#include "core/measure/statistics.h"
#include "core/measure/trial_words.h"
#include "core/solve/landmark_fit.h"

namespace endrange::measure {
namespace {

/// A recording of one person, and the body fitted to them.
struct FittedRecording {
  motion::LandmarkRecording recording = {};  ///< frames of other people emptied, times from 0
  std::vector<std::optional<Outline>> outlines = {};
  std::vector<bool> is_person = {};
  SeenMotion seen;
};

/// The frames in which the view shows what a protocol needs of this side, and how far off the view is there.
struct ShownFrames {
  std::vector<bool> is_shown = {};
  Angle off_plane = {};
  Angle off_plane_error = {};  ///< one standard error
};

/// What lasts through a recording, as a share of what differs from frame to frame, which alone is seen.
/// Chosen on simulated cameras with other seeds than are scored (known_truth_test.cpp).
constexpr double LastingAgainstJitter = 1.15;

/// How far the view is off the one that is asked for, from the middle of all frames, and its standard error.
std::pair<Angle, Angle> compute_view(const std::vector<Outline>& outlines, View view) {
  const auto find_middle = [&](double Outline::* part) {
    std::vector<double> values;
    for (const Outline& outline : outlines) values.push_back(outline.*part);
    return compute_median(std::move(values));
  };
  Outline middle;
  middle.across = find_middle(&Outline::across);
  middle.away = find_middle(&Outline::away);
  const double length = std::hypot(middle.across, middle.away);
  std::vector<double> off;
  for (const Outline& outline : outlines)
    off.push_back(std::abs(middle.across * (outline.away - middle.away) -
                           middle.away * (outline.across - middle.across)));
  if (length <= 0.0) return {};
  return {compute_off_plane(middle, view),
          Angle::from_radians(LastingAgainstJitter * compute_robust_deviation(std::move(off)) /
                              (length * length))};
}

/// @returns nothing where the view does not show the side at all
std::optional<ShownFrames> find_shown(const FittedRecording& fitted, const Protocol& protocol, Side side) {
  ShownFrames shown{find_in_view(fitted.outlines, fitted.is_person, protocol.view, side), {}, {}};
  if (std::ranges::none_of(shown.is_shown, [](bool is) { return is; })) return std::nullopt;
  std::vector<Outline> outlines;
  for (std::size_t i = 0; i < shown.is_shown.size(); ++i) {
    if (!shown.is_shown[i]) continue;
    shown.is_shown[i] = !find_unseen(*fitted.recording.frames[i].landmarks, protocol, side).has_value();
    if (shown.is_shown[i]) outlines.push_back(*fitted.outlines[i]);
  }
  std::tie(shown.off_plane, shown.off_plane_error) = compute_view(outlines, protocol.view);
  return shown;
}

/// The person on the ground, as the picture tells it; the last known place where it does not.
Eigen::MatrixXd compute_ground(const std::vector<std::optional<Outline>>& outlines) {
  Eigen::MatrixXd ground = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(outlines.size()), 2);
  Eigen::Vector2d last = Eigen::Vector2d::Zero();
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (outlines[i]) last = outlines[i]->place().value_or(last);
    ground.row(static_cast<Eigen::Index>(i)) = last.transpose();
  }
  return ground;
}

/// Fails when there is nobody to fit a body to.
Result<FittedRecording> fit_person(const motion::LandmarkRecording& recording) {
  motion::LandmarkRecording of_person = recording;
  std::vector<std::optional<Outline>> outlines;
  for (motion::LandmarkFrame& frame : of_person.frames) {
    frame.time_s -= recording.frames.front().time_s;
    outlines.push_back(find_outline(recording, frame));
  }
  std::vector<bool> is_person = drop_mistaken_sides(outlines, find_person(outlines));
  for (std::size_t i = 0; i < is_person.size(); ++i)
    if (!is_person[i]) of_person.frames[i].landmarks.reset();
  TRY(auto fit, solve::fit_landmarks(of_person));

  SeenMotion seen{std::move(fit.body), {}, {}, compute_ground(outlines), {}, false};
  auto next = fit.frames.begin();
  for (const motion::LandmarkFrame& frame : of_person.frames) {
    seen.time_s.push_back(frame.time_s);
    while (next != fit.frames.end() && next->time_s < frame.time_s) ++next;
    const bool is_fitted = next != fit.frames.end() && next->time_s == frame.time_s;
    seen.frames.push_back(is_fitted ? std::optional(std::move(*next)) : std::nullopt);
  }
  return FittedRecording{std::move(of_person), std::move(outlines), std::move(is_person), std::move(seen)};
}

TrialResult measure_fitted(const FittedRecording& fitted, const Protocol& protocol, journal::Method method) {
  std::vector<SideTrial> sides;
  std::vector<FigureTrial> figures;
  for (const Side side : protocol.sides) {
    const auto shown = find_shown(fitted, protocol, side);
    if (!shown) continue;
    if (protocol.kind != ProtocolKind::Range) {
      figures.push_back(measure_figures(fitted.seen, protocol, side, shown->is_shown));
      figures.back().tested.method = method;
      continue;
    }
    SideEvidence evidence = read_evidence(fitted.seen, protocol, side, shown->is_shown);
    evidence.off_plane = shown->off_plane;
    evidence.off_plane_error = shown->off_plane_error;
    evidence.limb = read_limb_lines(fitted.recording, protocol, side, shown->is_shown);
    sides.push_back(measure_side(protocol, evidence));
    sides.back().measured.method = method;
  }
  if (!figures.empty())
    return make_figure_result(protocol, std::move(figures), fitted.seen.duration_s(),
                              fitted.seen.count_seen());
  if (!sides.empty())
    return make_trial_result(protocol, std::move(sides), fitted.seen.duration_s(), fitted.seen.count_seen());
  const words::Advice advice = words::wrong_view(protocol);
  return make_refusal(protocol, advice.reason, advice.remedy, fitted.seen.duration_s(),
                      fitted.seen.count_seen());
}

TrialResult refuse_nobody(const Protocol& protocol, const motion::LandmarkRecording& recording) {
  const words::Advice advice = words::nobody_seen();
  const double seconds =
      recording.frames.empty() ? 0.0 : recording.frames.back().time_s - recording.frames.front().time_s;
  return make_refusal(protocol, advice.reason, advice.remedy, seconds, 0);
}

}  // namespace

TrialResult measure_recording(const motion::LandmarkRecording& recording, const Protocol& protocol,
                              journal::Method method) {
  return measure_recording_by_each(recording, Protocols({protocol}), method).front();
}

std::vector<TrialResult> measure_recording_by_each(const motion::LandmarkRecording& recording,
                                                   const Protocols& protocols, journal::Method method) {
  const bool is_any_seen = std::ranges::any_of(protocols.all(), is_seen_by_camera);
  const auto fitted = is_any_seen ? std::optional(fit_person(recording)) : std::nullopt;
  std::vector<TrialResult> results;
  for (const Protocol& protocol : protocols.all()) {
    if (!is_seen_by_camera(protocol)) {
      const words::Advice advice = words::by_hand_only();
      results.push_back(make_refusal(protocol, advice.reason, advice.remedy, 0.0, 0));
    } else {
      results.push_back(*fitted ? measure_fitted(**fitted, protocol, method)
                                : refuse_nobody(protocol, recording));
    }
  }
  return results;
}

TrialResult measure_recording(const motion::LandmarkRecording& recording, const Protocols& protocols,
                              journal::Method method) {
  expects(!protocols.all().empty(), "there are protocols to choose from");
  const auto fitted = fit_person(recording);
  if (!fitted) return refuse_nobody(protocols.all().front(), recording);
  std::vector<TrialResult> results;
  for (const Protocol& protocol : protocols.all())
    if (protocol.kind == ProtocolKind::Range && is_seen_by_camera(protocol) && !protocol.is_apart &&
        is_placed_for_turn(fitted->seen, protocol))
      results.push_back(measure_fitted(*fitted, protocol, method));
  return choose_trial(std::move(results));
}

}  // namespace endrange::measure
