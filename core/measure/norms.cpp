#include "core/measure/norms.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace endrange::measure {
namespace {

/// Older than this nobody has been.
constexpr int OldestAge = 122;

struct AgeBand {
  std::string_view word = {};
  AgeSpan ages = {};
};
constexpr std::array<AgeBand, 7> AgeBands = {{{"under_30", {16, 29}},
                                              {"30_39", {30, 39}},
                                              {"40_49", {40, 49}},
                                              {"50_59", {50, 59}},
                                              {"60_69", {60, 69}},
                                              {"70_79", {70, 79}},
                                              {"80_plus", {80, OldestAge}}}};

bool is_about(const Norm& norm, const Protocol& protocol) {
  if (!norm.protocol.is_empty()) return norm.protocol == protocol.id;
  return protocol.kind == ProtocolKind::Range && norm.joint_motion == protocol.joint_motion &&
         protocol.together_with.empty();
}

bool is_taken_alike(const Norm& norm, const Protocol& protocol, const NormQuery& query) {
  if (norm.method == query.method && norm.position == query.position) return true;
  return std::ranges::find(protocol.comparable_methods, norm.method_and_position()) !=
         protocol.comparable_methods.end();
}

}  // namespace

std::optional<AgeSpan> find_age_span(const std::string& age_band) {
  const auto* const found = std::ranges::find(AgeBands, age_band, &AgeBand::word);
  return found == AgeBands.end() ? std::nullopt : std::optional(found->ages);
}

MiddleHalf compute_middle_half(double mean, double standard_deviation) {
  // Quartile of the standard normal distribution.
  constexpr double Quartile = 0.6744897501960817;
  return {mean - Quartile * standard_deviation, mean + Quartile * standard_deviation};
}

std::vector<Norm> find_norms(const Norms& norms, const Protocol& protocol, const NormQuery& query) {
  std::vector<Norm> found;
  if (!query.ages || query.grade != journal::Grade::Measured) return found;
  std::ranges::copy_if(norms.all(), std::back_inserter(found), [&](const Norm& norm) {
    return is_about(norm, protocol) && norm.moved_by == query.moved_by && norm.ages.overlaps(*query.ages) &&
           (!norm.sex || !query.sex || *norm.sex == *query.sex) && is_taken_alike(norm, protocol, query);
  });
  return found;
}

}  // namespace endrange::measure
