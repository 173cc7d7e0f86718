#pragma once

#include <string>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/body.h"
#include "core/body/joint_motion.h"
#include "core/exercise/compile.h"

/// Proving exercises on bodies before any of them is shown to a person.
namespace endrange::app {

inline constexpr double AverageHeight_m = 1.70;

/// The built-in body of this height, of average proportions.
[[nodiscard]] body::Body make_body_of_height(double height_m);

/// One who is shown every exercise before it may enter the library.
struct Tester {
  std::string words = {};
  body::Body body;
  exercise::PersonalRanges ranges = {};
};

/// An average body of whom nothing is known; then small, average and tall ones, each with the ranges of a
/// stiff and of a supple person.
[[nodiscard]] std::vector<Tester> make_testers(const body::JointMotions& joint_motions);

/// Compiles an exercise on each side that it has, for one tester after the other, and proves the motions.
/// What was found says for whom; the first who shows a fault is enough, the others would say the same again.
void prove(const exercise::Exercise& exercise, const exercise::Position& position,
           const body::JointMotions& joint_motions, const std::vector<Tester>& testers,
           Diagnostics& diagnostics);

}  // namespace endrange::app
