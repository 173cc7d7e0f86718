#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/body/built_in_body.h"
#include "core/motion/recording.h"

namespace endrange::solve {

using Observations = std::array<std::optional<motion::Observation>, body::LandmarkCount>;

/// Where a fit put the landmarks, in ground [m].
using FittedPlaces = std::array<body::Vector3, body::LandmarkCount>;

/// A frame that lengths are estimated from: what was seen, and where a fit put the landmarks, when there is
/// one.
struct LengthEvidence {
  /// Gives the direction of each segment, and what bends between its ends; without it, the observed
  /// direction.
  struct Fit {
    FittedPlaces places = {};
    body::SegmentLengths lengths = {};  ///< of the body that was fitted
  };
  Observations observations = {};
  std::optional<Fit> fitted = {};
};

struct LengthEstimates {
  body::SegmentLengths lengths = {};
  body::SegmentLengths spread = {};  ///< one standard deviation of each [m]
};

/// Segment lengths of the person, left and right alike: for each the weighted median over frames and sides, a
/// frame counting by how well it shows the segment (in the picture's plane well, towards the camera badly),
/// drawn towards the proportions of an average person of the size that the others show. As landmarks err
/// alike from frame to frame, many frames tell a length hardly better than one.
[[nodiscard]] LengthEstimates compute_lengths(std::span<const LengthEvidence> frames,
                                              body::Proportions proportions);

}  // namespace endrange::solve
