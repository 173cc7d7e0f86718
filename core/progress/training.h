#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"

namespace endrange::progress {

/// One joint motion on one side; `Both` for a motion of the midline.
struct SidedMotion {
  JointMotionId joint_motion = {};
  Side side = Side::Both;

  friend auto operator<=>(const SidedMotion&, const SidedMotion&) = default;
};

/// The sides that a figure or a step counts for: a midline motion has one, a sided one given as `Both` has
/// two.
[[nodiscard]] std::vector<SidedMotion> compute_sides(const body::JointMotion& motion, Side side);

/// Whose joint an exercise trains, seen from the side it is done on.
enum class TrainedSide { Working, Other, Each };

/// How much of an exercise is flexibility, strength and control, each from 0 to 1.
struct Emphasis {
  double flexibility = 0.0;
  double strength = 0.0;
  double control = 0.0;

  friend bool operator==(const Emphasis&, const Emphasis&) = default;
};

/// What an exercise gives to one joint motion.
struct TrainedMotion {
  JointMotionId joint_motion = {};
  TrainedSide side = TrainedSide::Working;
  double share = 1.0;  ///< of the seconds moved; the shares of one exercise add up to 1
  Emphasis emphasis = {};

  friend bool operator==(const TrainedMotion&, const TrainedMotion&) = default;
};

/// What each exercise trains, as a plain value, so that progress need not know the exercise language.
using TrainedMotions = std::unordered_map<ExerciseId, std::vector<TrainedMotion>>;

/// What one joint motion on one side got from a step.
struct Fed {
  SidedMotion motion = {};
  double seconds = 0.0;
  Emphasis emphasis = {};
};

/// What was moved, entry by entry: the steps done with Endrange, and those that the person says they did
/// already, unless the same was done with Endrange on that side and day.
class MovedReader {
 public:
  /// @param entry  not before the ones before it, in the journal's order
  [[nodiscard]] std::optional<journal::StepDone> read(const journal::Entry& entry);

 private:
  std::map<std::pair<ExerciseId, Side>, Day> done_;
};

/// The local days on which something was moved, in order, each once; entries after `now` are left out.
[[nodiscard]] std::vector<Day> list_days_moved(std::span<const journal::Entry> standing, LocalMoment now);

/// The exercises moved on that local day.
[[nodiscard]] std::set<ExerciseId> find_moved_on(std::span<const journal::Entry> standing, Day day,
                                                 LocalMoment now);

/// What a step fed; nothing when it was not moved or its exercise is not known any more.
[[nodiscard]] std::vector<Fed> find_fed(const journal::StepDone& step, const TrainedMotions& trained,
                                        const body::JointMotions& motions);

/// What one joint motion on one side got.
struct Dose {
  double week_s = 0.0;  ///< today and the six days before, local days
  std::optional<LocalMoment> last = {};

  friend bool operator==(const Dose&, const Dose&) = default;
};

using Doses = std::map<SidedMotion, Dose>;

/// Today or one of the six days before, by the person's own days.
[[nodiscard]] bool is_this_week(LocalMoment at, LocalMoment now);

/// Seconds of this week by what was trained: those of each step times its emphasis.
[[nodiscard]] Emphasis compute_week_emphasis(std::span<const journal::Entry> standing,
                                             const TrainedMotions& trained,  // by exercise
                                             const body::JointMotions& motions, LocalMoment now);

/// What every joint motion got from the steps done. A step of an exercise that is not known any more counts
/// for nothing here; it still counts as having moved.
/// @param standing  entries that count, in order (`journal::compute_standing`)
[[nodiscard]] Doses compute_doses(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                                  const body::JointMotions& motions, LocalMoment now);

/// Minutes moved this week (today and the six days before) by region of the body. They add up to the minutes
/// moved in exercises that are known.
[[nodiscard]] std::map<body::Region, double> compute_region_minutes(std::span<const journal::Entry> standing,
                                                                    const TrainedMotions& trained,
                                                                    const body::JointMotions& motions,
                                                                    LocalMoment now);

/// Seven local days, the last of them today or a whole number of weeks before.
struct WeekMoved {
  Day from = {};
  std::map<body::Region, double> minutes = {};
};

/// The last weeks, the oldest first, by the same count as `compute_region_minutes`.
[[nodiscard]] std::vector<WeekMoved> compute_weeks(std::span<const journal::Entry> standing,
                                                   const TrainedMotions& trained,
                                                   const body::JointMotions& motions, LocalMoment now,
                                                   int count);

}  // namespace endrange::progress
