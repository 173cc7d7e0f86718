#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/identifier.h"
#include "core/exercise/catalogue.h"
#include "core/journal/event.h"
#include "core/plan/limits.h"

/// How demanding an exercise may be by now: earned by doing, given back as easily.
namespace endrange::plan {

/// When someone moves a step up or down. The values stand in content/planner.toml, `[levels]`.
struct LevelRules {
  std::map<journal::Audience, int> start = {};  ///< difficulty that someone begins with, 1 to 5
  int effort_up_to = 0;                         ///< 0 to 10: at most this goes up
  int effort_too_much = 0;                      ///< from here on it was too much
  int pain_up_to = 0;                           ///< 0 to 10: more goes down at once
  int occasions = 1;       ///< so many routines in a row, for a step up and for one down without pain
  int must_be_earned = 1;  ///< from this difficulty on nothing above one's level is planned
  int return_days = 1;     ///< idle this long begins a step lower
};

enum class LevelMove { None, Up, Down };

/// How far someone has come in one joint motion.
struct Level {
  int difficulty = 1;                ///< of the exercises that suit now, 1 to 5
  int start = 1;                     ///< where it began
  LevelMove last = LevelMove::None;  ///< how it came to this
  bool is_new = false;               ///< nothing was done at this difficulty since the last move
  std::string reason = {};           ///< why, one sentence whose every figure stands in the journal
};

/// By the chief joint motion of the exercises.
using Levels = std::map<JointMotionId, Level>;

/// The exercises whose chief joint motion this is, and those that they name as easier or that name them as
/// harder: what leads up.
class Ladders {
 public:
  explicit Ladders(const exercise::Catalogue& catalogue);

  /// A rung of one ladder.
  struct Rung {
    JointMotionId ladder = {};
    int difficulty = 1;
    std::string name = {};  ///< of the exercise
  };

  [[nodiscard]] const std::vector<Rung>& find(const ExerciseId& exercise) const;  ///< empty for strangers
  [[nodiscard]] const std::map<JointMotionId, std::set<int>>& difficulties() const { return difficulties_; }

 private:
  std::map<ExerciseId, std::vector<Rung>> rungs_;
  std::map<JointMotionId, std::set<int>> difficulties_;
};

/// The levels after what happened so far, event by event: what is new costs only its own.
///
/// A step up takes `occasions` routines in which an exercise of the highest step so far was done whole and
/// in full range, with effort up to `effort_up_to` as the person said and pain up to `pain_up_to`; and a
/// range that was measured last must have been held. What was done in less range says nothing either way; a
/// step done in parts is whole once one of them came to its end. Pain above that gives one step back at once;
/// effort that was too much, or steps cut short, as many times as a step up takes; a long pause gives one
/// back, too.
class LevelFollower {
 public:
  LevelFollower(const exercise::Catalogue& catalogue, LevelRules rules, journal::Audience audience);

  /// @param entry  not before the ones before it, in the journal's order
  void advance(const journal::Entry& entry);

  [[nodiscard]] Levels compute(LocalMoment now) const;

 private:
  // What is counted on one ladder since the last move.
  struct Climb {
    Level level = {};
    int good = 0;
    int hard = 0;
    int worst_effort = 0;
    int worst_pain = 0;
    int least_hard_effort = 0;           // of the hard occasions; 0 when one was cut short
    std::set<std::string> counted = {};  // names of the exercises in the good or in the hard occasions
    bool is_held = true;                 // what was measured last
    std::optional<LocalMoment> last = {};
    std::string name = {};  // of what was done last
  };
  struct DoneStep {
    ExerciseId exercise = {};
    Side side = Side::Both;
    bool is_whole = false;  // in one of its parts it came to its end
    bool is_eased = false;  // says nothing of how hard it would be in full
  };
  struct Occasion {
    std::vector<DoneStep> steps = {};
    std::map<ExerciseId, int> pain = {};
  };

  void step(const journal::StepDone& done, LocalMoment at);
  void hurt(const journal::PainReported& pain);
  void finish(const journal::RoutineFinished& finished);
  void judge(const JointMotionId& ladder, const Occasion& occasion, int effort);
  void rest(Climb& climb, LocalMoment until) const;
  void move_up(Climb& climb) const;
  void move_down(Climb& climb, std::string reason) const;
  [[nodiscard]] int find_top(const JointMotionId& ladder, int level) const;
  [[nodiscard]] std::string describe(const JointMotionId& ladder, const Climb& climb) const;

  Ladders ladders_;
  LevelRules rules_;
  std::map<JointMotionId, Climb> climbs_;
  std::map<std::string, Occasion> open_;  // routines that are not finished yet
};

/// @param standing  entries that count, in order; entries after `now` are left out
[[nodiscard]] Levels compute_levels(std::span<const journal::Entry> standing,
                                    const exercise::Catalogue& catalogue, const LevelRules& rules,
                                    LocalMoment now);

/// The level of an exercise's ladders: the lowest of them.
[[nodiscard]] const Level* find_level(const exercise::Exercise& exercise, const Levels& levels);

/// Leaves out what is too demanding by now: from `must_be_earned` on, what is above what was earned.
void add_unearned(Limits& limits, const Levels& levels, const exercise::Catalogue& catalogue,
                  const LevelRules& rules);

}  // namespace endrange::plan
