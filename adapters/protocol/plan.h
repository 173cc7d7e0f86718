#pragma once

#include "adapters/protocol/api.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/plan/routine.h"

/// What is planned and when, as it travels.
namespace endrange::protocol {

[[nodiscard]] Lock make_lock(const plan::Lock& lock);

/// Everything of a Today that the routine knows; the day and its line are the caller's.
[[nodiscard]] Today make_today(const plan::Routine& routine, const exercise::Catalogue& catalogue,
                               const body::JointMotions& motions, const plan::Limits& limits);

}  // namespace endrange::protocol
