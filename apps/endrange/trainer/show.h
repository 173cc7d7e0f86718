#pragma once

#include <optional>
#include <string>

#include "adapters/protocol/api.h"
#include "apps/endrange/trainer/content.h"
#include "core/base/result.h"
#include "core/exercise/compile.h"
#include "core/figure/figure_motion.h"
#include "core/journal/event.h"
#include "core/progress/belief.h"

namespace endrange::app {

/// All that one showing of an exercise needs, by value, so that it can be computed on another thread.
struct Showing {
  exercise::Exercise exercise = {};
  exercise::Position position = {};
  Side side = Side::Both;
  exercise::PersonalRanges ranges = {};
  std::optional<journal::ProfileChanged> profile = {};
  bool eased = false;
};

/// @param hold_s  instead of the longest hold that is written, where there is one; 1 to 120
/// @param side  wanted; for an exercise that is not one-sided it is `Both` whatever was wanted
[[nodiscard]] Result<Showing> make_showing(const Content& content, const std::string& id,
                                           std::optional<Side> side, bool eased,
                                           std::optional<int> hold_s = {});

/// What the person has measured: where their own end range is.
[[nodiscard]] exercise::PersonalRanges make_ranges(const progress::Beliefs& beliefs);

/// Compiles the exercise for this person and dresses it as the figure. Takes a moment.
[[nodiscard]] Result<figure::FigureMotion> compute_figure(const Showing& showing,
                                                          const body::JointMotions& joint_motions);

}  // namespace endrange::app
