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
      if (frame.fitted) along += sign * (*frame.fitted)[index(landmark)];
    }
  }
  if (!frame.fitted) along = difference;
  const double norm = along.norm();
  if (norm < 1e-6) return std::nullopt;
  along /= norm;
  const Vector3 weighted = along.cwiseQuotient(variance);
  const double weight = weighted.dot(along);
  // Without a fitted direction the observed difference is its own: its length.
  return Weighted{weighted.dot(difference) / weight, weight};
}

}  // namespace

body::SegmentLengths compute_lengths(std::span<const LengthEvidence> frames, body::Proportions proportions) {
  const SegmentLengths average = body::compute_segment_lengths(1.0, proportions);
  struct Found {
    double SegmentLengths::* length;
    std::vector<Weighted> values;
    double spread;
    double prior;
  };
  std::vector<Found> all;
  for (const Span& span : Spans) {
    auto place = std::ranges::find(all, span.length, &Found::length);
    if (place == all.end()) place = all.insert(all.end(), {span.length, {}, span.spread, span.prior});
    for (const LengthEvidence& frame : frames) {
      if (auto length = find_length(frame, span)) {
        place->values.push_back({length->value / span.share, length->weight});
      }
    }
  }
  // The person's size: the stature at which an average body would have these lengths, each by its own spread.
  double size = 0.0;
  double weights = 0.0;
  std::vector<std::optional<double>> medians;
  for (Found& found : all) {
    const auto& median = medians.emplace_back(find_median(found.values));
    if (!median || *median <= 0.0) continue;
    const double weight = 1.0 / (found.spread * found.spread + found.prior * found.prior);
    size += weight * std::log(*median / average.*found.length);
    weights += weight;
  }
  // Nobody measurable: an average stature [Gordon1989].
  const double stature = weights > 0.0 ? std::exp(size / weights) : 1.70;
  SegmentLengths lengths = body::compute_segment_lengths(stature, proportions);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!medians[i] || *medians[i] <= 0.0) continue;
    const double seen = 1.0 / (all[i].spread * all[i].spread);
    const double expected = 1.0 / (all[i].prior * all[i].prior);
    double& length = lengths.*all[i].length;
    length = std::exp((seen * std::log(*medians[i]) + expected * std::log(length)) / (seen + expected));
  }
  return lengths;
}

}  // namespace endrange::solve
