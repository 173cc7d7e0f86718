#pragma once

#include <Eigen/Core>
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
  Holding,  ///< the limb stays near the top, or the foot off the ground
  Done,     ///< as many repetitions as the protocol asks for, or the time is over
};

/// One side in one picture.
struct SideSight {
  Side side = Side::Both;
  std::optional<AngleSample> angle = {};  ///< range: empty where it is not determined
  std::string unseen = {};      ///< a point that is not seen, in words: "left elbow"; empty when all are
  bool leaves_picture = false;  ///< that point lies beyond the picture's edge, rather than hidden
  /// Circle: where the limb points, as `read_directions` has it; empty where it is not determined.
  std::optional<Eigen::Vector3d> direction = {};
};

/// One picture, as far as live guidance needs it.
struct Sight {
  double time_s = 0.0;
  double width = 16.0 / 9.0;             ///< of the picture, in picture heights
  std::optional<Outline> outline = {};   ///< empty when nobody is seen
  std::vector<SideSight> sides = {};     ///< those that are looked at
  std::optional<AngleSample> rise = {};  ///< count: what `read_rise` gives
  std::optional<double> lift_m = {};     ///< time: how far the left foot is above the right one
};

/// How far a trial has come, for the person to see.
struct LiveProgress {
  Side side = Side::Both;  ///< circle: the limb that goes round; time: the leg that stands
  int count = 0;         ///< range: repetitions; circle: rounds; count: rises; time: legs that had their try
  int of = 0;            ///< how many end the trial; 0 where time does
  double seconds = 0.0;  ///< range: of this hold; count: since the first rise; time: of this try
  double of_s = 0.0;     ///< how many are wanted, or counted at most
  double turn = 0.0;     ///< circle: the share of the present round

  friend bool operator==(const LiveProgress&, const LiveProgress&) = default;
};

/// The way of one limb round so far.
struct LiveRound {
  Side side = Side::Both;
  std::vector<Eigen::Vector3d> line = {};  ///< directions, none near the one before
  double turns = 0.0;                      ///< the most that it has gone round, in whole turns

  friend bool operator==(const LiveRound&, const LiveRound&) = default;
};

/// Who stands on what.
struct LiveStance {
  std::optional<Side> standing = {};  ///< the leg that stands alone; empty on both feet
  double since_s = 0.0;
  std::optional<Side> next = {};  ///< what the latest pictures show, until it has lasted
  double next_since_s = 0.0;
  std::vector<Side> tried = {};  ///< legs that had their try

  friend bool operator==(const LiveStance&, const LiveStance&) = default;
};

/// What guidance remembers. It only guides: the measurement itself is made from the whole recording at the
/// end.
struct LivePhase {
  TrialPhase phase = TrialPhase::Looking;
  std::string hint = {};  ///< at most one sentence to do; empty when all is well
  LiveProgress progress = {};
  double seen_s = 0.0;  ///< when all that is needed was last seen

  std::optional<Angle> lowest = {};
  std::optional<Angle> highest = {};
  bool is_out = false;           ///< on the way of a repetition
  int out = 0;                   ///< how often it went out
  Angle top = {};                ///< how far above the lowest it has been on this way
  std::vector<Angle> tops = {};  ///< the same of each time that it came back
  Angle kept = {};               ///< where the limb has stayed since `kept_since_s`
  double kept_since_s = 0.0;

  std::optional<double> begun_s = {};  ///< count: when the first rise was seen
  std::vector<LiveRound> rounds = {};  ///< circle: one a side
  LiveStance stance = {};              ///< time

  friend bool operator==(const LivePhase&, const LivePhase&) = default;
};

/// Takes one more picture.
[[nodiscard]] LivePhase advance(LivePhase state, const Protocol& protocol, const Sight& sight);

/// How often a line of directions goes round its own middle, in whole turns and without a sign; 0 while it is
/// too small to tell. Half a round shows as somewhat more, because the middle is then that of the half.
[[nodiscard]] double compute_turns(const std::vector<Eigen::Vector3d>& line);

}  // namespace endrange::measure
