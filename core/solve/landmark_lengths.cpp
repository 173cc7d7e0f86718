#include "core/solve/landmark_lengths.h"
#include "core/solve/weighted_median.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace endrange::solve {
namespace {

using body::Landmark;
using body::SegmentLengths;
using body::Vector3;

// A length between two places, each the mean of two landmarks (twice the same for a single one).
struct Span {
  double SegmentLengths::* length;
  std::array<Landmark, 2> from;
  std::array<Landmark, 2> to;
  double share;   // of the length that lies between the two places
  double spread;  // relative, of what landmarks show: how well they sit on the joints
  double prior;   // relative, between people of one size: [deLeva1996] and [Gordon1989] give 4 to 8 %
};

constexpr std::array<Landmark, 2> just(Landmark landmark) {
  return {landmark, landmark};
}

constexpr Span one(double SegmentLengths::* length, Landmark from, Landmark to, double share, double spread,
                   double prior) {
  return {length, just(from), just(to), share, spread, prior};
}

using enum Landmark;
// The knuckle of the index finger lies 0.52 hand lengths from the wrist, as in core/body/landmarks.cpp.
constexpr double KnuckleShare = 0.52;
// Of the foot, heel landmark to toe tip.
constexpr double HeelToTipShare = 0.98;
const std::array Spans = {
    one(&SegmentLengths::upper_arm, LeftShoulder, LeftElbow, 1.0, 0.03, 0.06),
    one(&SegmentLengths::upper_arm, RightShoulder, RightElbow, 1.0, 0.03, 0.06),
    one(&SegmentLengths::forearm, LeftElbow, LeftWrist, 1.0, 0.03, 0.06),
    one(&SegmentLengths::forearm, RightElbow, RightWrist, 1.0, 0.03, 0.06),
    one(&SegmentLengths::thigh, LeftHip, LeftKnee, 1.0, 0.03, 0.06),
    one(&SegmentLengths::thigh, RightHip, RightKnee, 1.0, 0.03, 0.06),
    one(&SegmentLengths::shank, LeftKnee, LeftAnkle, 1.0, 0.03, 0.06),
    one(&SegmentLengths::shank, RightKnee, RightAnkle, 1.0, 0.03, 0.06),
    one(&SegmentLengths::hip_width, LeftHip, RightHip, 1.0, 0.05, 0.12),
    one(&SegmentLengths::shoulder_width, LeftShoulder, RightShoulder, 1.0, 0.04, 0.10),
    Span{&SegmentLengths::trunk, {LeftHip, RightHip}, {LeftShoulder, RightShoulder}, 1.0, 0.03, 0.07},
    one(&SegmentLengths::hand, LeftWrist, LeftIndex, KnuckleShare, 0.15, 0.06),
    one(&SegmentLengths::hand, RightWrist, RightIndex, KnuckleShare, 0.15, 0.06),
    one(&SegmentLengths::foot, LeftHeel, LeftFootIndex, HeelToTipShare, 0.08, 0.06),
    one(&SegmentLengths::foot, RightHeel, RightFootIndex, HeelToTipShare, 0.08, 0.06),
};

// How much of the variance that landmarks are stated to have is alike in all frames, so that a length keeps
// it.
constexpr double LastingShare = 0.35;

// The length along the segment's direction u that an observed difference d with variances v makes most
// likely.
std::optional<Weighted> find_length(const LengthEvidence& frame, const Span& span) {
  Vector3 difference = Vector3::Zero();
  Vector3 variance = Vector3::Zero();
  Vector3 along = Vector3::Zero();
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto& [landmark, sign] : {std::pair(span.to[i], 0.5), std::pair(span.from[i], -0.5)}) {
      const auto& seen = frame.observations[index(landmark)];
      if (!seen) return std::nullopt;
      difference += sign * seen->position;
      variance += 0.25 * seen->spread.cwiseAbs2() * (span.to[0] == span.to[1] ? 2.0 : 1.0);
      if (frame.fitted) along += sign * frame.fitted->places[index(landmark)];
    }
  }
  if (!frame.fitted) along = difference;
  const double norm = along.norm();
  if (norm < 1e-6) return std::nullopt;
  along /= norm;
  const Vector3 weighted = along.cwiseQuotient(variance);
  const double weight = weighted.dot(along);
  const double distance = weighted.dot(difference) / weight;
  // Without a fit the observed difference is its own: its length. With one, so much longer than on its body.
  const double length =
      frame.fitted ? frame.fitted->lengths.*span.length * distance / norm : distance / span.share;
  const double share = distance / length;
  return Weighted{length, weight * share * share};
}

}  // namespace

LengthEstimates compute_lengths(std::span<const LengthEvidence> frames, body::Proportions proportions) {
  const SegmentLengths average = body::compute_segment_lengths(1.0, proportions);
  struct Found {
    double SegmentLengths::* length;
    std::vector<Weighted> values;
    double spread;
    double prior;
    double sides = 0.0;
    std::optional<double> median = {};
    double seen_spread = 0.0;  // relative, of the median
  };
  std::vector<Found> all;
  for (const Span& span : Spans) {
    auto place = std::ranges::find(all, span.length, &Found::length);
    if (place == all.end()) place = all.insert(all.end(), {span.length, {}, span.spread, span.prior});
    const std::size_t before = place->values.size();
    for (const LengthEvidence& frame : frames) {
      if (auto length = find_length(frame, span)) {
        place->values.push_back(*length);
      }
    }
    if (place->values.size() > before) place->sides += 1.0;
  }
  // The person's size: the stature at which an average body would have these lengths, each by its own spread.
  double size = 0.0;
  double weights = 0.0;
  for (Found& found : all) {
    found.median = find_median(found.values);
    if (!found.median || *found.median <= 0.0) {
      found.median.reset();
      continue;
    }
    double information = 0.0;
    for (const Weighted& value : found.values) information += value.weight;
    information *= found.sides / static_cast<double>(found.values.size());
    found.seen_spread = std::hypot(found.spread, std::sqrt(LastingShare / information) / *found.median);
    const double weight = 1.0 / (found.seen_spread * found.seen_spread + found.prior * found.prior);
    size += weight * std::log(*found.median / average.*found.length);
    weights += weight;
  }
  // Nobody measurable: an average stature [Gordon1989].
  const double stature = weights > 0.0 ? std::exp(size / weights) : 1.70;
  LengthEstimates estimates{body::compute_segment_lengths(stature, proportions), {}};
  for (const Found& found : all) {
    const double seen = found.median ? 1.0 / (found.seen_spread * found.seen_spread) : 0.0;
    const double expected = 1.0 / (found.prior * found.prior);
    double& length = estimates.lengths.*found.length;
    if (found.median) {
      length = std::exp((seen * std::log(*found.median) + expected * std::log(length)) / (seen + expected));
    }
    estimates.spread.*found.length = length / std::sqrt(seen + expected);
  }
  return estimates;
}

}  // namespace endrange::solve
