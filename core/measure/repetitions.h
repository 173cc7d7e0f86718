#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/measure/angle_track.h"
#include "core/measure/body_track.h"
#include "core/measure/hold.h"

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

/// What repetitions are found in.
struct RepetitionEvidence {
  std::span<const SmoothSample> angle = {};     ///< the measured angle, as `smooth` gives it
  std::span<const SmoothSample> movement = {};  ///< what is counted, one sample for each of `angle`
  Angle noise = {};                             ///< frame noise of the recording
  std::span<const Span> walks = {};             ///< nothing counts in them
  /// Where the whole body is; without it only angle and duration tell repetitions from what is none.
  const BodyTrack* body = nullptr;
  /// When the last picture was taken, whether it showed the limb or not; at the last sample where empty.
  std::optional<double> recorded_until_s = {};
};

/// Finds the repetitions in the motion's own structure: every summit is weighed by how far the limb must go
/// down from it before it can reach a higher one (its prominence). Wobbles, pauses on the way and bounces in
/// a hold have little; repetitions have much. What is none (false starts and half repetitions) is smaller in
/// everything, in height, in how far the whole body goes and in how long it takes: the line is drawn where
/// the summits fall into two groups of which the lower is about half as high or less, and each of it stands
/// apart from the higher by far more than those of the higher group differ among themselves. The higher group
/// is parted again as long as several of it stand apart so.
[[nodiscard]] std::vector<RepetitionSpan> find_repetitions(const RepetitionEvidence& evidence);

}  // namespace endrange::measure
