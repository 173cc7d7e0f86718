#pragma once

#include <cstddef>
#include <string>

#include "core/measure/protocol.h"
#include "core/measure/trial.h"

/// What a measurement says to the person about itself: first what was seen, then what to do.
namespace endrange::measure::words {

struct Advice {
  std::string reason = {};
  std::string remedy = {};
};

[[nodiscard]] std::string degrees(Angle angle);        ///< "12°"
[[nodiscard]] std::string seconds(double duration_s);  ///< "3 s", "1.2 s"
/// "left arm"; "arm" for both sides
[[nodiscard]] std::string limb(const Protocol& protocol, Side side);

[[nodiscard]] Advice nobody_seen();
[[nodiscard]] Advice by_hand_only();
[[nodiscard]] Advice no_test_fits();
[[nodiscard]] Advice too_short(double duration_s);
[[nodiscard]] Advice too_few_frames(std::size_t frames);
[[nodiscard]] Advice too_slow_camera(double frames_per_s);
[[nodiscard]] Advice wrong_view(const Protocol& protocol);
[[nodiscard]] Advice side_on_to_depth_camera(std::size_t repetitions);
/// What keeps a point from being seen, said to the person.
/// @param point  "left elbow"
[[nodiscard]] std::string unseen_point(const std::string& point, bool leaves_picture);
[[nodiscard]] Advice no_round(const Protocol& protocol, Side side);
[[nodiscard]] Advice both_ways_round(const Protocol& protocol, Side side);
[[nodiscard]] Advice circle_too_small(const Protocol& protocol, Side side);
[[nodiscard]] Advice never_lifted(Side standing);
[[nodiscard]] Advice count_cut_short(const Protocol& protocol);
[[nodiscard]] Advice straight_limb(const Protocol& protocol);
[[nodiscard]] Advice seldom_seen(const Protocol& protocol, Side side);
[[nodiscard]] Advice top_not_seen(const Protocol& protocol, Side side);
[[nodiscard]] Advice never_moved(const Protocol& protocol, Side side);
[[nodiscard]] Advice moved_too_little(const Protocol& protocol, Side side);
[[nodiscard]] Advice always_compensated(const Protocol& protocol, Side side);
[[nodiscard]] Advice oblique_view(const Protocol& protocol, Angle off_plane);
[[nodiscard]] Advice too_fast(const Protocol& protocol, Side side);
[[nodiscard]] Advice not_held(const Protocol& protocol, const std::optional<Hold>& longest);
[[nodiscard]] Advice compensated(const CompensationSeen& seen);

}  // namespace endrange::measure::words
