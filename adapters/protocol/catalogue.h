#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/protocol/api.h"
#include "core/base/diagnostics.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/measure/hand_tools.h"
#include "core/measure/norms.h"
#include "core/measure/protocol.h"
#include "core/plan/safety.h"

/// What Endrange knows, as it travels: exercises, tests, safety questions.
namespace endrange::protocol {

/// @param left_out  why it may not be planned now; empty when it may
[[nodiscard]] ExerciseSummary make_exercise_summary(const exercise::Exercise& exercise,
                                                    const exercise::Catalogue& catalogue,
                                                    const body::JointMotions& motions, std::string left_out);
/// @param screen  whose words say with what it is not done
[[nodiscard]] ExerciseDetail make_exercise_detail(const exercise::Exercise& exercise,
                                                  const exercise::Catalogue& catalogue,
                                                  const body::JointMotions& motions,
                                                  const plan::SafetyScreen& screen, std::string left_out);

/// What was found in exercises' files, at most a few dozen.
[[nodiscard]] std::vector<Finding> make_findings(const Diagnostics& diagnostics);

[[nodiscard]] ProtocolInfo make_protocol_info(const measure::Protocol& protocol, std::string left_out);
[[nodiscard]] HandTool make_hand_tool(const measure::HandTool& tool);
/// The norms that figures of this test may stand beside, each with the tools whose figures may.
/// @param ages  of the person; without them there are none
[[nodiscard]] std::vector<NormInfo> make_norm_infos(const measure::Norms& norms,
                                                    const measure::Protocol& protocol,
                                                    const measure::HandTools& tools,
                                                    const std::optional<measure::AgeSpan>& ages);
[[nodiscard]] SafetyQuestion make_safety_question(const plan::SafetyQuestion& question);

/// Region of the exercise's chief joint motion.
[[nodiscard]] Region find_region(const exercise::Exercise& exercise, const body::JointMotions& motions);

}  // namespace endrange::protocol
