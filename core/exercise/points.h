#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/landmarks.h"

namespace endrange::exercise {

/// A point of the body that a contact or a gaze can name.
struct PointName {
  std::string_view name;
  bool is_sided;
};

/// All of them. Sided ones are written with their side: `knee.other`.
inline constexpr std::array<PointName, 28> PointNames = {{
    {"crown", false},        {"head", false},    {"forehead", false},     {"sternum", false},
    {"chest", false},        {"back", false},    {"pelvis", false},       {"sacrum", false},
    {"pubis", false},        {"hip_side", true}, {"sit_bone", true},      {"shoulder", true},
    {"shoulder_side", true}, {"elbow", true},    {"wrist", true},         {"hand", true},
    {"fingertips", true},    {"thigh", true},    {"knee", true},          {"shin", true},
    {"ankle", true},         {"heel", true},     {"instep", true},        {"ball", true},
    {"toes", true},          {"temple", true},   {"back_of_head", false}, {"above_knee", true},
}};

/// nullptr when there is no such point.
[[nodiscard]] constexpr const PointName* find_point_name(std::string_view name) {
  for (const PointName& point : PointNames)
    if (point.name == name) return &point;
  return nullptr;
}

/// From the heel to the crown of the upright body [m].
[[nodiscard]] double compute_stature(const body::Body& body);

/// Where a named point sits on a body: on the skin, where it would touch. Nothing when the body has not the
/// segment.
/// @param side  Left or Right for sided points
[[nodiscard]] std::optional<body::BodyPoint> find_point(const body::Body& body, std::string_view name,
                                                        Side side);

}  // namespace endrange::exercise
