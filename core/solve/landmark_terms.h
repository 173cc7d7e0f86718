#pragma once

#include <array>
#include <vector>

#include "core/body/landmarks.h"
#include "core/solve/landmark_lengths.h"
#include "core/solve/terms.h"

namespace endrange::solve {

/// What one frame of a camera's landmarks says of a body, beside how a body is usually held.
class LandmarkTerms {
 public:
  explicit LandmarkTerms(const Body& body);

  /// What habits say of a limb that a frame does not show: as much as ever, or hardly anything, because the
  /// frames before and after know better.
  enum class Hidden { ByHabit, Free };
  /// Writes habits and then landmarks into an empty list. A landmark's spread is what its observation states,
  /// times `noise_scale`; more where it sits loosely on its place.
  void fill(const Observations& seen, double noise_scale, Loss loss, Hidden hidden,
            std::vector<Term>& terms) const;

  [[nodiscard]] FittedPlaces compute_places(const Body& body, const Pose& pose) const;

  /// The pose that habits are counted from.
  [[nodiscard]] const Pose& rest() const { return habits_.target; }
  [[nodiscard]] const PosePrior& habits() const { return habits_; }

 private:
  std::array<body::BodyPoint, body::LandmarkCount> points_;
  std::array<std::vector<Eigen::Index>, body::LandmarkCount> movers_;  // coordinates that move each landmark
  PosePrior habits_;
};

/// How far a frame's landmarks lie from their places, with those left out that are astray.
struct LandmarkResidual {
  double sum = 0.0;        ///< of squares, in spreads
  int directions = 0;      ///< three a landmark that was seen and is not astray
  double root_mean = 0.0;  ///< over all that were seen; what is astray counts three spreads
};
[[nodiscard]] LandmarkResidual compute_landmark_residual(const FittedPlaces& places,
                                                         const std::vector<Term>& terms,
                                                         const Observations& seen);

}  // namespace endrange::solve
