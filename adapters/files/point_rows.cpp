#include "adapters/files/point_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace endrange::files {

std::vector<std::string> make_distinct(std::vector<std::string> names, std::vector<std::string>& notes) {
  std::set<std::string, std::less<>> taken;
  std::size_t renamed = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) names[i] = fmt::format("point_{}", i + 1);
    std::string name = names[i];
    for (std::size_t count = 2; taken.contains(name); ++count) {
      // Many points of one name are told apart by their place rather than by counting each up from 2.
      name = fmt::format("{}_{}", names[i], count > 9 ? i + 1 : count);
      if (count > 9 && taken.contains(name)) name += fmt::format("_{}", count);
    }
    if (name != names[i]) ++renamed;
    names[i] = name;
    taken.insert(std::move(name));
  }
  if (renamed > 0) notes.push_back(fmt::format("{} names stood twice and were numbered.", renamed));
  return names;
}

void add_notes(const PointCounts& counts, std::vector<std::string>& notes) {
  if (counts.partly_missing > 0) {
    notes.push_back(
        fmt::format("{} points lacked one or two coordinates and count as missing.", counts.partly_missing));
  }
  if (counts.at_zero > 0) {
    notes.push_back(fmt::format("{} points stood at exactly 0 0 0, as lost ones do, and count as missing.",
                                counts.at_zero));
  }
}

Result<std::vector<double>> find_times(std::vector<double> stated, double rate_hz, const std::string& place,
                                       std::vector<std::string>& notes) {
  const auto falls = std::ranges::adjacent_find(stated, [](double a, double b) { return b <= a; });
  if (falls == stated.end()) {
    const double observed = motion::compute_rate_hz(stated);
    // Times are often rounded to a millisecond, which shifts an interval at 250 Hz by a quarter.
    if (rate_hz > 0.0 && observed > 0.0 && std::abs(std::log(observed / rate_hz)) > std::log(1.5)) {
      notes.push_back(fmt::format(
          "The file says {:.6g} Hz, its times are {:.6g} Hz apart: the times were kept.", rate_hz, observed));
    }
    return stated;
  }
  const auto row = static_cast<std::size_t>(falls - stated.begin());
  if (!(rate_hz > 0.0)) {
    return fail(fmt::format("expected times that rise, found {} s after {} s in row {} of the frames",
                            stated[row + 1], stated[row], row + 2),
                place, "sort the frames, drop repeated ones, or state a rate");
  }
  const double first = stated.front();
  for (std::size_t i = 0; i < stated.size(); ++i) stated[i] = first + static_cast<double>(i) / rate_hz;
  // A first time so late that an interval vanishes beside it would stand still again.
  if (std::ranges::adjacent_find(stated, [](double a, double b) { return b <= a; }) != stated.end())
    for (std::size_t i = 0; i < stated.size(); ++i) stated[i] = static_cast<double>(i) / rate_hz;
  notes.push_back(fmt::format(
      "The times in the file do not rise (frame {}): they were made from its {:.6g} Hz.", row + 2, rate_hz));
  return stated;
}

}  // namespace endrange::files
