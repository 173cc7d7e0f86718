#pragma once

#include <optional>
#include <vector>

#include "core/journal/event.h"
#include "core/measure/circle.h"
#include "core/measure/protocol.h"
#include "core/measure/seen_motion.h"

namespace endrange::measure {

/// Where the limb of a joint circle points over time, in the frame of the segment that it hangs on: the upper
/// arm in the thorax, the thigh in the pelvis, the head's long axis in the thorax.
/// @param is_shown  one a frame; all when empty
[[nodiscard]] std::vector<DirectionSample> read_directions(const SeenMotion& seen, const Protocol& protocol,
                                                           Side side, const std::vector<bool>& is_shown = {});

/// A foot this high above the other is off the ground: clear of what an ankle wanders in standing [m].
inline constexpr double Lifted_m = 0.06;

/// Count: how far both knees are from bent, which rises as a person gets up. Its zero is the straight knee,
/// and sitting is below it.
/// @param is_shown  one a frame; all when empty
[[nodiscard]] AngleSample read_rise(const SeenMotion& seen, std::size_t frame,
                                    const std::vector<bool>& is_shown = {});

/// Time: how far the left foot is above the right one [m]; nothing where nobody was seen.
[[nodiscard]] std::optional<double> read_lift(const SeenMotion& seen, std::size_t frame);

/// Measures one side of a test of kind circle, count or time.
///
/// - circle: area of the reach cone, roundness, repeatability, evenness of speed, dead octants, and the
/// largest
///   forbidden compensation
/// - count: whole repetitions within the protocol's seconds after the first began, from rest as the motion
/// begins
/// - time: the longest that the other foot stayed off the ground; `side` is the leg that stands
[[nodiscard]] FigureTrial measure_figures(const SeenMotion& seen, const Protocol& protocol, Side side,
                                          const std::vector<bool>& is_shown = {});

}  // namespace endrange::measure
