#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/journal/event.h"

/// What a person wants: a programme for a while, and goals in words.
namespace endrange::plan {

/// How much a programme wants of one joint motion.
struct ProgrammeMotion {
  JointMotionId joint_motion = {};
  double weight = 0.0;  ///< 0 to 1
};

/// A programme, as its file in content/programmes/ has it.
struct Programme {
  std::string id = {};                             ///< `before-sport`
  std::string name = {};                           ///< "Before sport"
  std::string purpose = {};                        ///< what it is for, one sentence
  std::optional<journal::Audience> audience = {};  ///< whom it is offered to first; nothing: everybody
  std::vector<ProgrammeMotion> motions = {};
  bool asks_joint = false;  ///< the person names a joint, and all its motions count in full

  std::vector<exercise::Kind> kinds = {};         ///< hard: only these; empty: all
  std::optional<double> longest_hold_s = {};      ///< hard: no hold is longer
  std::optional<int> hardest = {};                ///< hard: difficulty, 1 to 5
  bool needs_support = false;                     ///< hard: standing only with a desk, wall or chair at hand
  std::vector<exercise::Posture> preferred = {};  ///< these count for `preference` times as much
  double preference = 1.0;                        ///< at least 1
  std::vector<ExerciseId> beside = {};            ///< one of these each day, in turn
  double beside_preference = 1.0;                 ///< by so much it counts more, at least 1

  int minutes = 3;                          ///< 1 to 15, when nothing else was asked for
  int days_a_week = 5;                      ///< how often it is meant, 1 to 7
  std::optional<int> ends_after_days = {};  ///< 1: with the day it was chosen on; nothing: it stays
  /// It comes on by itself after so many days without moving; nothing: only when it is chosen.
  std::optional<int> after_days_away = {};
  std::vector<std::string> sources = {};  ///< keys in content/references.bib
};

/// What a goal asks of one joint motion.
struct GoalMotion {
  JointMotionId joint_motion = {};
  double weight = 0.0;               ///< 0 to 1; the chief one has 1
  std::optional<Angle> target = {};  ///< only where a source carries it
  std::string source = {};           ///< of the target, a key in content/references.bib
};

/// Something that a person wants to be able to do.
struct Goal {
  std::string id = {};     ///< `look-over-shoulder`
  std::string words = {};  ///< "look over my shoulder when I reverse"
  std::vector<GoalMotion> motions = {};
};

[[nodiscard]] const Programme* find_programme(std::span<const Programme> all, const std::string& id);
[[nodiscard]] const Goal* find_goal(std::span<const Goal> all, const std::string& id);

/// A programme that is on.
struct ActiveProgramme {
  const Programme* programme = nullptr;
  std::string joint = {};                 ///< where it asks for one
  std::optional<LocalMoment> since = {};  ///< nothing when it was asked for this once
  /// After days away: its limits hold beside the programme's own, and it may be the programme itself.
  const Programme* easing = nullptr;
  Day eased_since = {};  ///< the day of the return; today before it

  [[nodiscard]] int minutes() const;  ///< when nothing else was asked for
};

/// The programme that was chosen last, unless it has ended or is no longer in the content; with an easy
/// return after days away, unless the person has chosen since.
/// @param standing  entries that count, in order; entries after `now` are left out
[[nodiscard]] std::optional<ActiveProgramme> find_active_programme(std::span<const journal::Entry> standing,
                                                                   std::span<const Programme> all,
                                                                   LocalMoment now);

/// "Before sport, today only." "After a break, 9 more days."
[[nodiscard]] std::string describe_until(const ActiveProgramme& active, LocalMoment now);

/// A goal that was chosen, with the person's own figure for its chief motion where they gave one.
struct ChosenGoal {
  const Goal* goal = nullptr;
  std::optional<Angle> own_target = {};
};
[[nodiscard]] std::vector<ChosenGoal> find_chosen_goals(std::span<const journal::Entry> standing,
                                                        std::span<const Goal> all, LocalMoment now);

/// What is wished of one joint motion: the most that programme and goals ask.
struct Wish {
  double weight = 0.0;
  std::optional<Angle> target = {};
  std::string words = {};  ///< "Before sport", or "Your goal, look over my shoulder when I reverse"
};
using Wishes = std::map<JointMotionId, Wish>;

[[nodiscard]] Wishes make_wishes(const std::optional<ActiveProgramme>& programme,
                                 std::span<const ChosenGoal> goals, const body::JointMotions& motions);

/// Why what is on leaves an exercise out, whatever its dose; nothing when it may be done.
[[nodiscard]] std::optional<std::string> find_programme_refusal(const ActiveProgramme& active,
                                                                const exercise::Exercise& exercise,
                                                                const exercise::Position& position);

/// Why a programme leaves an exercise out, whatever its dose; nothing when it may be done.
[[nodiscard]] std::optional<std::string> find_programme_refusal(const Programme& programme,
                                                                const exercise::Exercise& exercise,
                                                                const exercise::Position& position);

}  // namespace endrange::plan
