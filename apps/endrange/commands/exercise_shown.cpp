#include "apps/endrange/commands/exercise_shown.h"

#include <fmt/format.h>

#include "apps/endrange/commands/access.h"
#include "core/exercise/fit.h"
#include "core/exercise/show.h"

namespace endrange::app {

Stage::Stage(Content content, const Shown& shown)
    : content_(std::move(content)), body_(make_body_of_height(shown.height_m)), side_(shown.side) {
  if (shown.share > 0.0) ranges_ = exercise::make_even_ranges(content_.joint_motions, shown.share);
}

Result<Stage> Stage::create(const Shown& shown) {
  TRY(auto content, load_library(shown.data, shown.drafts));
  return Stage(std::move(content), shown);
}

Result<ShownExercise> Stage::show(const exercise::Exercise& one) const {
  const exercise::Person person{body_, content_.joint_motions, ranges_};
  const auto side = one.sides == exercise::SideRule::EachSide ? side_ : Side::Both;
  ShownExercise shown{.exercise = &one};
  TRY(shown.compiled, exercise::compile(one, *content_.catalogue.find_position(one.position), side, person));
  shown.motion = exercise::show(shown.compiled, one, body_, content_.joint_motions);
  return shown;
}

Result<ShownExercise> Stage::show(const std::string& id) const {
  const auto* const exercise = content_.catalogue.find(ExerciseId(id));
  if (exercise == nullptr)
    return fail(fmt::format("expected an exercise of the library, found \"{}\"", id), {},
                "see `endrange exercise list`");
  return show(*exercise);
}

}  // namespace endrange::app
