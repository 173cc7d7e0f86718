#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/body/body.h"
#include "core/body/kinematics.h"
#include "core/body/landmarks.h"

namespace endrange::exercise {

/// A point of the body that carries weight, and how far the flesh or the furniture about it carries too.
/// Metres, along the ground's axes.
struct SupportPoint {
  body::BodyPoint point = {};
  double ahead = 0.0;
  double behind = 0.0;
  double aside = 0.0;
};

/// What carries when this named point rests on something: a heel a little, a seat the thighs too, a sacrum on
/// the floor the whole back.
[[nodiscard]] SupportPoint make_support(const body::BodyPoint& point, std::string_view name,
                                        double stature_m);

/// The corners of what carries, on the ground [m].
[[nodiscard]] std::vector<body::Vector3> compute_outline(std::span<const SupportPoint> support,
                                                         const body::SegmentFrames& frames);

/// How far the centre of mass stands outside what carries [m]; negative inside. Infinite when nothing
/// carries.
[[nodiscard]] double compute_imbalance(const body::Body& body, const body::SegmentFrames& frames,
                                       std::span<const SupportPoint> support);

}  // namespace endrange::exercise
