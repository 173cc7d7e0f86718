#include "core/progress/pain.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace endrange::progress {

namespace {

constexpr std::chrono::days Lately{28};

}  // namespace

std::vector<PainOfPlace> compute_pains(std::span<const journal::Entry> standing, LocalMoment now) {
  std::map<std::pair<std::string, Side>, PainOfPlace> places;
  for (const auto& entry : standing) {
    const auto* const pain = std::get_if<journal::PainReported>(&entry.event);
    if (pain == nullptr || pain->stretch_only || entry.at.utc > now.utc ||
        now.day() - entry.at.day() >= Lately)
      continue;
    auto& place = places[{pain->region, pain->side}];
    place.region = pain->region;
    place.side = pain->side;
    ++place.times;
    place.worst = std::max(place.worst, pain->intensity);
    place.latest = std::max(place.latest, entry.at.day());
    place.kinds.insert(pain->kind);
  }
  std::vector<PainOfPlace> pains;
  for (auto& [where, place] : places) pains.push_back(std::move(place));
  std::ranges::stable_sort(pains, std::greater{}, &PainOfPlace::latest);
  return pains;
}

}  // namespace endrange::progress
