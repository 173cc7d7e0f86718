#pragma once

#include <map>
#include <vector>

#include "adapters/protocol/api.h"
#include "core/body/joint_motion.h"
#include "core/progress/belief.h"
#include "core/progress/comparison.h"
#include "core/progress/consistency.h"
#include "core/progress/tested.h"

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

/// Everything of a Progress but the changes.
[[nodiscard]] Progress make_progress(const progress::Consistency& consistency,
                                     const std::map<body::Region, double>& minutes_of_region);

}  // namespace endrange::protocol
