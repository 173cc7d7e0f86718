#pragma once

#include <array>
#include <map>
#include <set>

#include "core/exercise/compile.h"

namespace endrange::exercise {

enum class Component { Flexibility, Strength, Control };
inline constexpr std::size_t ComponentCount = 3;

/// What one joint motion gets from a whole dose of an exercise, read off the compiled motion.
struct Stimulus {
  double end_s = 0.0;     ///< seconds in the end part of the usable range
  double effort_s = 0.0;  ///< seconds in which effort is asked in the further half of the usable range
  double arc = 0.0;       ///< how much of the usable range a repetition travels, as a share
  int repetitions = 0;    ///< of the largest usual dose
};

/// @returns nothing for a joint motion that the body cannot show
[[nodiscard]] std::optional<Stimulus> compute_stimulus(const CompiledExercise& compiled,
                                                       const Exercise& exercise, const Aim& aim,
                                                       const Person& person);

/// What it counts as.
[[nodiscard]] std::set<Component> find_components(const Stimulus& stimulus);

/// For each joint motion and component the difficulties at which there is an exercise, and how many.
using Coverage = std::map<JointMotionId, std::array<std::map<int, int>, ComponentCount>>;

/// Adds what a compiled exercise trains.
void add_coverage(const CompiledExercise& compiled, const Exercise& exercise, const Person& person,
                  Coverage& coverage);

}  // namespace endrange::exercise
