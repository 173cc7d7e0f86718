#include "apps/endrange/trainer/trial_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "adapters/protocol/measure.h"
#include "adapters/protocol/words.h"
#include "core/progress/comparison.h"

namespace endrange::app {
namespace {

using journal::Measured;

const Measured* find_side(const measure::TrialResult& result, Side side) {
  const auto found = std::ranges::find_if(
      result.sides, [&](const measure::SideTrial& each) { return each.measured.side == side; });
  return found == result.sides.end() ? nullptr : &found->measured;
}

/// What repeats with the way of seeing is the same on both sides, and no part of their difference.
Estimate leave_out_set_up(const Measured& measured, const Estimate& estimate) {
  return {estimate.mean, progress::compute_random_error(estimate, measured.set_up_error)};
}

}  // namespace

std::string describe_sides(const measure::TrialResult& result) {
  const Measured* const left = find_side(result, Side::Left);
  const Measured* const right = find_side(result, Side::Right);
  if (left == nullptr || right == nullptr) return {};
  const auto figure = left->usable && right->usable ? &Measured::usable : &Measured::reached;
  if (!(left->*figure) || !(right->*figure)) return {};
  const auto difference = progress::compute_difference(leave_out_set_up(*left, *(left->*figure)),
                                                       leave_out_set_up(*right, *(right->*figure)));
  const double more = difference.mean.degrees();
  if (!difference.is_distinguishable())
    return fmt::format("Left and right are alike, as far as measuring can tell ({:.0f}°).",
                       difference.detectable.degrees());
  return fmt::format(
      "Your {0} {1} {2:.0f}° further than your {3}: more than the {4:.0f}° that measuring wobbles.",
      more > 0.0 ? "right" : "left", figure == &Measured::usable ? "holds" : "goes", std::abs(more),
      more > 0.0 ? "left" : "right", difference.detectable.degrees());
}

protocol::TrialResult tell_trial(const measure::TrialResult& result, const Trainer& trainer) {
  protocol::TrialResult told = protocol::make_trial_result(result);
  told.between_sides = describe_sides(result);
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
