#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/side.h"
#include "core/measure/angle_track.h"
#include "core/measure/outline.h"
#include "core/measure/protocol.h"

namespace endrange::measure {

enum class TrialPhase {
  Looking,  ///< something is in the way of measuring; the hint says what to do
  Ready,    ///< all is seen, and the limb rests
  Moving,
  Holding,  ///< the limb stays near the top
  Done,     ///< as many repetitions as the protocol asks for
};

/// One side in one picture.
struct SideSight {
  Side side = Side::Both;
  std::optional<AngleSample> angle = {};  ///< empty where it is not determined
  std::string unseen = {};      ///< a point that is not seen, in words: "left elbow"; empty when all are
  bool leaves_picture = false;  ///< that point lies beyond the picture's edge, rather than hidden
};

/// One picture, as far as live guidance needs it.
struct Sight {
  double time_s = 0.0;
  std::optional<Outline> outline = {};  ///< empty when nobody is seen
  std::vector<SideSight> sides = {};
};

/// What guidance remembers. It only guides: the measurement itself is made from the whole recording at the
/// end.
struct LivePhase {
  TrialPhase phase = TrialPhase::Looking;
  std::string hint = {};  ///< at most one sentence to do; empty when all is well
  std::optional<Angle> lowest = {};
  std::optional<Angle> highest = {};
  bool is_out = false;  ///< on the way of a repetition
  int repetitions = 0;
  Angle kept = {};  ///< where the limb has stayed since `kept_since_s`
  double kept_since_s = 0.0;
  double seen_s = 0.0;  ///< when the limb was last seen

  friend bool operator==(const LivePhase&, const LivePhase&) = default;
};

[[nodiscard]] LivePhase advance(LivePhase state, const Protocol& protocol, const Sight& sight);

}  // namespace endrange::measure
