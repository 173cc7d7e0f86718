#pragma once

#include <array>
#include <string_view>

namespace endrange::exercise {

/// A point of the body that a contact or a gaze can name.
struct PointName {
  std::string_view name;
  bool is_sided;
};

/// All of them. Sided ones are written with their side: `knee.other`.
inline constexpr std::array<PointName, 15> PointNames = {{
    {"crown", false},
    {"head", false},
    {"sternum", false},
    {"pelvis", false},
    {"sacrum", false},
    {"sit_bone", true},
    {"shoulder", true},
    {"elbow", true},
    {"wrist", true},
    {"hand", true},
    {"fingertips", true},
    {"knee", true},
    {"shin", true},
    {"heel", true},
    {"ball", true},
}};

/// nullptr when there is no such point.
[[nodiscard]] constexpr const PointName* find_point_name(std::string_view name) {
  for (const PointName& point : PointNames)
    if (point.name == name) return &point;
  return nullptr;
}

}  // namespace endrange::exercise
