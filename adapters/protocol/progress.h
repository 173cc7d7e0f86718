#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/protocol/api.h"
#include "core/body/joint_motion.h"
#include "core/progress/belief.h"
#include "core/progress/change.h"
#include "core/progress/comparison.h"
#include "core/progress/consistency.h"
#include "core/progress/knowledge.h"
#include "core/progress/pain.h"
#include "core/progress/tested.h"
#include "core/progress/training.h"

/// What is thought about the person, as it travels.
namespace endrange::protocol {

/// One joint motion on one side with its story. Without a measurement there is no figure: what is only
/// assumed of everybody stays inside.
[[nodiscard]] BodyJoint make_body_joint(const progress::Belief& belief, const body::JointMotion& motion,
                                        const std::vector<progress::HistoryPoint>& history);

[[nodiscard]] PickedComparison make_picked_comparison(const progress::PickedComparison& picked);

/// The measurements of one test, latest first.
[[nodiscard]] std::vector<HistoryPoint> make_history_points(std::vector<progress::HistoryPoint> history);
/// A test's figures that are no angles, latest first.
[[nodiscard]] std::vector<TestedPoint> make_tested_points(const std::vector<progress::TestedPoint>& history);

[[nodiscard]] PainOfPlace make_pain_of_place(const progress::PainOfPlace& pain);
[[nodiscard]] MotionDose make_motion_dose(const body::JointMotion& motion, endrange::Side side,
                                          double minutes);
[[nodiscard]] Known make_known(const body::JointMotion& motion, const progress::Known& known,
                               const progress::Belief& belief);
/// The right side against the left; nothing where they were not measured in one way.
[[nodiscard]] std::optional<SideChange> make_side_change(const body::JointMotion& motion,
                                                         const std::vector<progress::HistoryPoint>& left,
                                                         const std::vector<progress::HistoryPoint>& right);
/// The latest of what a test showed on each side; `history` of that test, `name` and `region` its own.
[[nodiscard]] std::vector<TestStory> make_test_stories(const ProtocolId& protocol, const std::string& name,
                                                       Region region,
                                                       const std::vector<progress::TestedPoint>& history);
/// A Progress with its days and weeks.
[[nodiscard]] Progress make_progress(const progress::Consistency& consistency,
                                     const std::vector<progress::WeekMoved>& weeks);

}  // namespace endrange::protocol
