#pragma once

#include <vector>

#include "adapters/protocol/api.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/plan/routine.h"
#include "core/progress/neglect.h"

/// What is planned and when, as it travels.
namespace endrange::protocol {

[[nodiscard]] Lock make_lock(const plan::Lock& lock);

/// Everything of a Today that the routine knows; the day and its line are the caller's.
[[nodiscard]] Today make_today(const plan::Routine& routine, const exercise::Catalogue& catalogue,
                               const body::JointMotions& motions, const plan::Limits& limits);

/// What a day of sitting did, joint motion by joint motion.
[[nodiscard]] std::vector<DaySpent> make_day_spent(const std::vector<progress::DaySpent>& spent,
                                                   const progress::Sitting& sitting,
                                                   const body::JointMotions& motions);

/// What a routine was chosen by.
[[nodiscard]] Explained make_explained(const plan::Planning& planning);

[[nodiscard]] ProgrammeInfo make_programme_info(const plan::Programme& programme);
[[nodiscard]] GoalInfo make_goal_info(const plan::Goal& goal, const body::JointMotions& motions,
                                      const std::vector<plan::ChosenGoal>& chosen);
/// The joints that a programme may be for, in the order of the list.
[[nodiscard]] std::vector<JointName> make_joint_names(const body::JointMotions& motions);

}  // namespace endrange::protocol
