#include "core/exercise/fit.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace endrange::exercise {
namespace {

// Every joint motion as far along the human range as the one that is least so, of those that are known;
// nothing where none is.
std::optional<PersonalRanges> make_even(const PersonalRanges& ranges,
                                        const body::JointMotions& joint_motions) {
  double least = 1.0;
  bool is_any_known = false;
  for (const auto& motion : joint_motions.all())
    for (const Side side : {Side::Left, Side::Right, Side::Both})
      if (const auto usable = ranges.find(motion.id, side)) {
        least = std::min(least, *usable / motion.human_range);
        is_any_known = true;
      }
  if (!is_any_known) return std::nullopt;
  PersonalRanges even;
  for (const auto& motion : joint_motions.all())
    for (const Side side : {Side::Left, Side::Right, Side::Both})
      even.set(motion.id, side, least * motion.human_range);
  return even;
}

}  // namespace

Result<CompiledExercise> compile_to_fit(const Exercise& exercise, const Position& position, Side side,
                                        const Person& person) {
  std::vector<PersonalRanges> tries = {person.ranges};
  if (auto even = make_even(person.ranges, person.joint_motions)) tries.push_back(std::move(*even));
  Diagnostics findings;
  for (const auto& ranges : tries) {
    findings = {};
    TRY(auto compiled,
        compile(exercise, position, side, {person.body, person.joint_motions, ranges, person.eased}));
    check_motion(compiled, exercise, person.body, findings);
    if (!findings.has_errors()) return compiled;
  }
  return fail("expected a movement that fits this body and these ranges, found that " +
                  findings.findings().front().error.message,
              exercise.id.value(), "follow the words instead, as far as it is comfortable", Fault::Internal);
}

}  // namespace endrange::exercise
