#include "core/exercise/fit.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace endrange::exercise {
namespace {

// The least share of the human range, of the joint motions that are known; nothing where none is.
std::optional<double> find_least_share(const PersonalRanges& ranges,
                                       const body::JointMotions& joint_motions) {
  std::optional<double> least;
  for (const auto& motion : joint_motions.all())
    for (const Side side : {Side::Left, Side::Right, Side::Both})
      if (const auto usable = ranges.find(motion.id, side))
        least = std::min(least.value_or(1.0), *usable / motion.human_range);
  return least;
}

}  // namespace

PersonalRanges make_even_ranges(const body::JointMotions& joint_motions, double share) {
  PersonalRanges ranges;
  for (const auto& motion : joint_motions.all())
    for (const Side side : {Side::Left, Side::Right, Side::Both})
      ranges.set(motion.id, side, share * motion.human_range);
  return ranges;
}

Result<CompiledExercise> compile_to_fit(const Exercise& exercise, const Position& position, Side side,
                                        const Person& person) {
  std::vector<PersonalRanges> tries = {person.ranges};
  if (const auto least = find_least_share(person.ranges, person.joint_motions))
    tries.push_back(make_even_ranges(person.joint_motions, *least));
  Diagnostics findings;
  for (const auto& ranges : tries) {
    findings = {};
    TRY(auto compiled,
        compile(exercise, position, side, {person.body, person.joint_motions, ranges, person.eased}));
    check_motion(compiled, exercise, person.body, person.joint_motions, findings);
    if (!findings.has_errors()) return compiled;
  }
  return fail("expected a movement that fits this body and these ranges, found that " +
                  findings.findings().front().error.message,
              exercise.id.value(), "follow the words instead, as far as it is comfortable", Fault::Internal);
}

}  // namespace endrange::exercise
