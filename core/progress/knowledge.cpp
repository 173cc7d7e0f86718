#include "core/progress/knowledge.h"

#include <algorithm>

namespace endrange::progress {

namespace {

/// From this share of the spread of a mere guess on, a figure is as good as forgotten.
constexpr double FadedShare = 0.75;

Knowing judge(const Belief& belief) {
  if (!belief.is_measured()) return Knowing::Unknown;
  // Where only the available range was measured, that one is known, and the usable hardly better than before.
  const double left = std::min(belief.usable.standard_error / belief.expected_usable.standard_error,
                               belief.available.standard_error / belief.expected_available.standard_error);
  if (left > FadedShare) return Knowing::Fading;
  return belief.grade == journal::Grade::Trend ? Knowing::Trend : Knowing::Measured;
}

}  // namespace

std::vector<Known> compute_knowledge(const Beliefs& beliefs, LocalMoment now) {
  std::vector<Known> knowledge;
  for (const auto& belief : beliefs.all()) {
    const auto days = belief.last_measured ? (now.day() - belief.last_measured->day()).count() : 0;
    knowledge.push_back({belief.motion, judge(belief), static_cast<int>(days)});
  }
  return knowledge;
}

}  // namespace endrange::progress
