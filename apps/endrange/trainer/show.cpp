#include "apps/endrange/trainer/show.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/body/built_in_body.h"
#include "core/exercise/fit.h"
#include "core/exercise/show.h"

namespace endrange::app {
namespace {

/// Height of the figure of someone who has not said theirs.
constexpr double UnknownHeight_m = 1.70;

body::Body make_body(const std::optional<journal::ProfileChanged>& profile) {
  auto proportions = body::Proportions::Average;
  double height_m = UnknownHeight_m;
  if (profile) {
    height_m = profile->height_m.value_or(UnknownHeight_m);
    if (profile->body_proportions == "female_average") proportions = body::Proportions::FemaleAverage;
    if (profile->body_proportions == "male_average") proportions = body::Proportions::MaleAverage;
  }
  return body::make_built_in_body(body::compute_segment_lengths(height_m, proportions), proportions);
}

}  // namespace

Result<Showing> make_showing(const Content& content, const std::string& id, std::optional<Side> side,
                             bool eased, std::optional<int> hold_s) {
  constexpr int LongestHold_s = 120;
  if (hold_s && (*hold_s < 1 || *hold_s > LongestHold_s))
    return fail(fmt::format("expected a hold of 1 to {} seconds, found {}", LongestHold_s, *hold_s), "hold");
  const auto* const exercise = content.catalogue.find(ExerciseId(id));
  if (exercise == nullptr)
    return fail(fmt::format("expected an exercise of the library, found \"{}\"", id.substr(0, 60)), "id",
                "see `endrange exercise list`");
  const auto* const position = content.catalogue.find_position(exercise->position);
  if (position == nullptr)
    return fail("expected the exercise's base position, found none", id, "install Endrange again",
                Fault::Internal);
  Showing showing{*exercise, *position, Side::Both, {}, {}, eased};
  const auto longest = std::ranges::max_element(showing.exercise.phases, {}, &exercise::Phase::hold_s);
  if (hold_s && longest != showing.exercise.phases.end() && longest->hold_s > 0.0) longest->hold_s = *hold_s;
  if (exercise->sides == exercise::SideRule::EachSide)
    showing.side = side && *side != Side::Both ? *side : Side::Right;
  return showing;
}

exercise::PersonalRanges make_ranges(const progress::Beliefs& beliefs) {
  exercise::PersonalRanges ranges;
  for (const auto& belief : beliefs.all())
    if (belief.is_measured()) ranges.set(belief.motion.joint_motion, belief.motion.side, belief.usable.mean);
  return ranges;
}

Result<figure::FigureMotion> compute_figure(const Showing& showing, const body::JointMotions& joint_motions) {
  const auto body = make_body(showing.profile);
  const exercise::Person person{body, joint_motions, showing.ranges, showing.eased};
  TRY(const auto compiled,
      exercise::compile_to_fit(showing.exercise, showing.position, showing.side, person));
  return exercise::show(compiled, showing.exercise, body, joint_motions);
}

}  // namespace endrange::app
