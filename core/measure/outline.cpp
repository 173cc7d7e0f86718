#include "core/measure/outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/contracts.h"

namespace endrange::measure {
namespace {

/// Beyond half-way between front and side, the other view is the nearer one.
constexpr Angle HalfWay = Angle::from_degrees(45.0);

/// Somebody who has been followed.
struct Followed {
  Outline last = {};
  std::size_t frames = 0;
};

/// Nobody who trains in front of a camera moves faster than 2.5 m/s, about five trunk lengths a second; the
/// estimate itself jumps by half a trunk. After a second out of sight, nearness says nothing more.
bool can_be_same(const Outline& before, const Outline& now) {
  constexpr double TrunksPerSecond = 5.0;
  constexpr double Jump = 0.5;
  constexpr double LongestMemory_s = 1.0;
  /// Raising the arms and turning change how long the trunk looks, by less than this factor.
  constexpr double LargestGrowth = 1.6;
  const double growth = now.trunk / before.trunk;
  const double elapsed_s = std::min(now.time_s - before.time_s, LongestMemory_s);
  const double distance = (now.centre - before.centre).norm() / std::max(before.trunk, now.trunk);
  return growth < LargestGrowth && growth > 1.0 / LargestGrowth &&
         distance < Jump + TrunksPerSecond * elapsed_s;
}

}  // namespace

std::optional<Eigen::Vector2d> Outline::place() const {
  /// Focal length in picture heights: about 50 degrees from the picture's top to its foot.
  constexpr double FocalLength = 1.07;
  if (per_metre <= 0.0) return std::nullopt;
  return Eigen::Vector2d(centre.x(), FocalLength) / per_metre;
}

Angle Outline::yaw() const {
  return Angle::from_radians(std::atan2(std::abs(away), std::abs(across)));
}

Angle compute_off_plane(const Outline& outline, View view) {
  expects(view != View::None, "a camera watches from somewhere");
  const Angle quarter = Angle::from_radians(std::numbers::pi / 2.0);
  return view == View::Front ? outline.yaw() : quarter - outline.yaw();
}

std::vector<bool> find_person(std::span<const std::optional<Outline>> outlines) {
  std::vector<Followed> people;
  std::vector<std::optional<std::size_t>> who(outlines.size());
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (!outlines[i]) continue;
    // The one seen last comes first: where two could be meant, time decides.
    std::optional<std::size_t> found;
    for (std::size_t k = 0; k < people.size(); ++k)
      if (can_be_same(people[k].last, *outlines[i]) &&
          (!found || people[k].last.time_s > people[*found].last.time_s))
        found = k;
    if (!found) {
      found = people.size();
      people.emplace_back();
    }
    people[*found].last = *outlines[i];
    ++people[*found].frames;
    who[i] = found;
  }
  std::vector<bool> is_person(outlines.size(), false);
  if (people.empty()) return is_person;
  const auto longest = static_cast<std::size_t>(
      std::distance(people.begin(), std::ranges::max_element(people, {}, &Followed::frames)));
  for (std::size_t i = 0; i < outlines.size(); ++i) is_person[i] = who[i] == longest;
  return is_person;
}

std::vector<bool> drop_mistaken_sides(std::span<const std::optional<Outline>> outlines,
                                      std::vector<bool> is_person) {
  expects(outlines.size() == is_person.size(), "one answer a frame");
  /// Turning half round takes a person longer than this.
  constexpr double Moment_s = 0.6;
  struct Run {
    bool is_facing = false;
    std::vector<std::size_t> frames = {};
  };
  std::vector<Run> runs;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (!is_person[i] || outlines[i]->yaw() > HalfWay) continue;
    const bool is_facing = outlines[i]->across > 0.0;
    if (runs.empty() || runs.back().is_facing != is_facing) runs.push_back({is_facing, {}});
    runs.back().frames.push_back(i);
  }
  for (std::size_t k = 1; k + 1 < runs.size(); ++k) {
    const double before_s = outlines[runs[k - 1].frames.back()]->time_s;
    const double after_s = outlines[runs[k + 1].frames.front()]->time_s;
    if (after_s - before_s > Moment_s) continue;
    for (const std::size_t i : runs[k].frames) is_person[i] = false;
    // What stands before and after is one run again.
    runs[k + 1].frames.insert(runs[k + 1].frames.begin(), runs[k - 1].frames.begin(),
                              runs[k - 1].frames.end());
  }
  return is_person;
}

std::vector<bool> find_in_view(std::span<const std::optional<Outline>> outlines,
                               const std::vector<bool>& is_person, View view, Side side) {
  expects(outlines.size() == is_person.size(), "one answer a frame");
  std::vector<bool> in_view(outlines.size(), false);
  if (view == View::None) return in_view;
  for (std::size_t i = 0; i < outlines.size(); ++i)
    in_view[i] = is_person[i] && abs(compute_off_plane(*outlines[i], view)) <= HalfWay &&
                 (view == View::Front || side == Side::Both || outlines[i]->nearer() == side);
  return in_view;
}

}  // namespace endrange::measure
