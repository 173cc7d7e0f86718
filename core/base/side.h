#pragma once

#include <array>
#include <string_view>

namespace endrange {

/// The side of the body a joint motion belongs to; `Both` is a motion of the midline or of the two sides at
/// once.
enum class Side { Left, Right, Both };

inline constexpr std::array<Side, 2> LeftAndRight = {Side::Left, Side::Right};

[[nodiscard]] constexpr Side opposite(Side side) {
  switch (side) {
    case Side::Left:
      return Side::Right;
    case Side::Right:
      return Side::Left;
    case Side::Both:
      return Side::Both;
  }
  return side;
}

/// The word used in identifiers and files: `left`, `right`, `both`.
[[nodiscard]] constexpr std::string_view word(Side side) {
  switch (side) {
    case Side::Left:
      return "left";
    case Side::Right:
      return "right";
    case Side::Both:
      return "both";
  }
  return "both";
}

}  // namespace endrange
