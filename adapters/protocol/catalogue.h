#pragma once

#include <string>

#include "adapters/protocol/api.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/measure/protocol.h"
#include "core/plan/safety.h"

/// What Endrange knows, as it travels: exercises, tests, safety questions.
namespace endrange::protocol {

/// @param left_out  why it may not be planned now; empty when it may
[[nodiscard]] ExerciseSummary make_exercise_summary(const exercise::Exercise& exercise,
                                                    const exercise::Catalogue& catalogue,
                                                    const body::JointMotions& motions, std::string left_out);
[[nodiscard]] ExerciseDetail make_exercise_detail(const exercise::Exercise& exercise,
                                                  const exercise::Catalogue& catalogue,
                                                  const body::JointMotions& motions, std::string left_out);

[[nodiscard]] ProtocolInfo make_protocol_info(const measure::Protocol& protocol, std::string left_out);
[[nodiscard]] SafetyQuestion make_safety_question(const plan::SafetyQuestion& question);

/// Region of the exercise's chief joint motion.
[[nodiscard]] Region find_region(const exercise::Exercise& exercise, const body::JointMotions& motions);

}  // namespace endrange::protocol
