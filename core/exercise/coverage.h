#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/exercise/catalogue.h"
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

/// What a whole catalogue trains, on an average body of whose ranges nothing is known.
/// @returns the error of the first exercise that cannot be compiled
[[nodiscard]] Result<Coverage> compute_coverage(const Catalogue& catalogue,
                                                const body::JointMotions& joint_motions);

/// Why no exercise trains a component of a joint motion.
struct EmptyCell {
  JointMotionId joint_motion = {};
  Component component = Component::Flexibility;
  std::string why = {};
  std::string where = {};  ///< `file:line:column`
};

/// Reports cells that are empty without a reason, reasons for cells that are not, and motions of neck, upper
/// back, shoulder and hip that lack a component at two levels without one.
void check_coverage(const Coverage& coverage, const body::JointMotions& joint_motions,
                    const std::vector<EmptyCell>& empty, Diagnostics& diagnostics);

/// Whether it can be done in office clothes, silently, on a chair or standing by it, with nothing but a desk.
[[nodiscard]] bool works_at_a_desk(const Exercise& exercise, const Position& position);
/// Whether it is easy enough for an older adult, seated or with something to hold on to.
[[nodiscard]] bool is_supported(const Exercise& exercise, const Position& position);
/// Whether it is hard enough for an athlete: difficulty 4 or 5, with half the strength or more.
[[nodiscard]] bool is_for_athletes(const Exercise& exercise);

/// How many exercises there are of each of the three.
struct UseCounts {
  int at_a_desk = 0;
  int supported = 0;
  int for_athletes = 0;
};
[[nodiscard]] UseCounts count_uses(const Catalogue& catalogue);

/// docs/coverage.md: the table, the reasons and the counts, as Markdown.
[[nodiscard]] std::string write_coverage_page(const Coverage& coverage, const Catalogue& catalogue,
                                              const body::JointMotions& joint_motions,
                                              const std::vector<EmptyCell>& empty);

[[nodiscard]] std::string_view word(Component component);  ///< `flexibility`

}  // namespace endrange::exercise
