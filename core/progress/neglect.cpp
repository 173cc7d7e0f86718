#include "core/progress/neglect.h"

#include <algorithm>
#include <map>

namespace endrange::progress {

namespace {

// Seconds that the steps of today gave to each joint motion and side.
std::map<SidedMotion, double> find_fed_today(std::span<const journal::Entry> standing,
                                             const TrainedMotions& trained, const body::JointMotions& motions,
                                             LocalMoment now) {
  std::map<SidedMotion, double> seconds;
  MovedReader reader;
  for (const auto& entry : standing) {
    const auto done = reader.read(entry);
    if (!done || entry.at.day() != now.day() || entry.at.utc > now.utc) continue;
    for (const auto& fed : find_fed(*done, trained, motions)) seconds[fed.motion] += fed.seconds;
  }
  return seconds;
}

// Where work is seen at all, a day without it was not spent sitting at work: no usual day stands in for it.
bool is_work_seen(std::span<const journal::Entry> standing, LocalMoment now) {
  constexpr std::int64_t Days = 14;
  return std::ranges::any_of(standing, [&](const journal::Entry& entry) {
    return std::holds_alternative<journal::Worked>(entry.event) && entry.at.utc <= now.utc &&
           (now.day() - entry.at.day()).count() <= Days;
  });
}

}  // namespace

std::vector<DaySpent> compute_day_spent(std::span<const journal::Entry> standing, const Sitting& sitting,
                                        std::span<const SittingAngle> angles, const TrainedMotions& trained,
                                        const body::JointMotions& motions, LocalMoment now) {
  std::vector<DaySpent> day;
  const bool is_seen = sitting.today_h > 0.0 || is_work_seen(standing, now);
  const auto hours = is_seen ? std::optional(sitting.today_h) : sitting.usual_h;
  if (!hours || *hours <= 0.0) return day;
  const auto fed = find_fed_today(standing, trained, motions, now);
  for (const auto& angle : angles) {
    const auto* motion = motions.find(angle.joint_motion);
    if (motion == nullptr || angle.at >= EndOfRange * motion->human_range) continue;
    const auto given = [&](Side side) {
      const auto found = fed.find({motion->id, motion->is_sided ? side : Side::Both});
      return found == fed.end() ? 0.0 : found->second;
    };
    day.push_back({motion->id, angle.at, *hours, angle.at < Angle{}, given(Side::Left), given(Side::Right),
                   angle.words, angle.source});
  }
  return day;
}

}  // namespace endrange::progress
