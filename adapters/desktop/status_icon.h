#pragma once

#include <cstdint>
#include <vector>

namespace endrange::desktop {

/// The icon as a panel takes it: squares of pixels, each alpha, red, green, blue, row by row from the top.
struct IconPixels {
  int size_px = 0;
  std::vector<std::uint8_t> argb = {};
};

/// The dial: a grey arc and, over its first part, the usable one. Filled out when a break waits.
[[nodiscard]] IconPixels draw_status_icon(int size_px, bool needs_attention);

}  // namespace endrange::desktop
