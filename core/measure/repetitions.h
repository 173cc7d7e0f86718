#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/measure/angle_track.h"

namespace endrange::measure {

/// One going out and coming back.
struct RepetitionSpan {
  double start_s = 0.0;  ///< when the limb left its lowest place
  double apex_s = 0.0;
  double end_s = 0.0;  ///< when it was back; the end of the recording when it never came back
  Angle low = {};      ///< the lowest place before it
  Angle apex = {};     ///< highest angle of the smoothed motion
  /// The way through the top was seen; otherwise the apex is only what was seen of it.
  bool is_top_seen = true;

  friend bool operator==(const RepetitionSpan&, const RepetitionSpan&) = default;
};

/// Finds the repetitions in the motion's own structure: every summit is weighed by how far the limb must go
/// down from it before it can reach a higher one (its prominence). Wobbles, pauses on the way and bounces in
/// a hold have little; repetitions have much, and much alike. The line between the two is drawn at the first
/// big step down among the summits themselves, so that false starts and half repetitions do not count.
/// @param motion  smoothed, as `smooth` gives it
/// @param noise   frame noise of the recording
[[nodiscard]] std::vector<RepetitionSpan> find_repetitions(std::span<const SmoothSample> motion, Angle noise);

}  // namespace endrange::measure
