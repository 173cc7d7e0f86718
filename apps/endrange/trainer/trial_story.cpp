#include "apps/endrange/trainer/trial_story.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "adapters/protocol/measure.h"
#include "adapters/protocol/words.h"
#include "core/progress/comparison.h"

namespace endrange::app {
namespace {

using journal::Measured;

/// Both sides of one trial, or the one that was seen beside the other as it was measured today.
std::string compare_sides(const measure::TrialResult& result, const Trainer& trainer) {
  std::optional<Measured> left;
  std::optional<Measured> right;
  for (const measure::SideTrial& side : result.sides) {
    if (side.measured.side == Side::Left) left = side.measured;
    if (side.measured.side == Side::Right) right = side.measured;
  }
  const auto recordings = left && right ? progress::Recordings::One : progress::Recordings::Two;
  if (left && !right) right = trainer.find_other_side(*left);
  if (right && !left) left = trainer.find_other_side(*right);
  return left && right ? describe_sides(recordings, *left, *right) : std::string();
}

}  // namespace

std::string describe_sides(progress::Recordings recordings, const Measured& left, const Measured& right) {
  const auto compared = progress::compare_sides(recordings, left, right);
  if (!compared || !compared->difference || !compared->detectable) return {};
  const double more = compared->difference->degrees();
  const double detectable = compared->detectable->degrees();
  if (compared->verdict != progress::Verdict::Changed)
    return fmt::format(
        "Left and right are alike: they differ by no more than the {:.0f}° that measuring wobbles.",
        detectable);
  return fmt::format(
      "Your {0} {1} {2:.0f}° further than your {3}: more than the {4:.0f}° that measuring wobbles.",
      more > 0.0 ? "right" : "left", compared->kind == progress::RangeKind::Usable ? "holds" : "goes",
      std::abs(more), more > 0.0 ? "left" : "right", detectable);
}

protocol::TrialResult tell_trial(const measure::TrialResult& result, const Trainer& trainer) {
  protocol::TrialResult told = protocol::make_trial_result(result);
  told.between_sides = compare_sides(result, trainer);
  for (std::size_t i = 0; i < result.sides.size(); ++i) {
    const auto comparison = trainer.compare_with_earlier(result.sides[i].measured);
    told.sides[i].verdict = protocol::same_enumerator<protocol::ChangeVerdict>(comparison.verdict);
    told.sides[i].verdict_words = comparison.words;
  }
  for (std::size_t i = 0; i < result.figures.size(); ++i) {
    const auto comparison = trainer.compare_with_earlier(result.figures[i].tested);
    told.figures[i].verdict = protocol::same_enumerator<protocol::ChangeVerdict>(comparison.verdict);
    told.figures[i].verdict_words = comparison.words;
  }
  return told;
}

}  // namespace endrange::app
