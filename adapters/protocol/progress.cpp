#include "adapters/protocol/progress.h"

#include <algorithm>
#include <functional>
#include <ranges>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/journal.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"

namespace endrange::protocol {
namespace {

HistoryPoint make_history_point(const progress::HistoryPoint& point) {
  HistoryPoint made;
  made.entry = point.entry.value();
  made.day = write_day(point.at.day());
  made.at = write_moment(point.at.utc);
  made.measured = make_measured(point.measured);
  made.verdict = same_enumerator<ChangeVerdict>(point.comparison.verdict);
  made.verdict_words = point.comparison.words;
  if (point.comparison.detectable) made.mdc_deg = write_degrees(*point.comparison.detectable);
  return made;
}

Change make_change(const progress::Change& change) {
  Change made;
  made.verdict = same_enumerator<ChangeVerdict>(change.verdict);
  made.words = change.words;
  made.kind = same_enumerator<RangeKind>(change.kind);
  if (change.difference) made.difference_deg = write_degrees(*change.difference);
  if (change.detectable) made.mdc_deg = write_degrees(*change.detectable);
  made.earlier = change.earlier;
  made.later = change.later;
  made.more = change.more;
  return made;
}

TestedPoint make_tested_point(const progress::TestedPoint& point) {
  return {point.entry.value(), write_moment(point.at.utc), make_tested(point.tested),
          same_enumerator<ChangeVerdict>(point.comparison.verdict), point.comparison.words};
}

/// Fills in which joint motion something is about.
template <typename About>
About make_about(const body::JointMotion& motion, endrange::Side side) {
  About about;
  about.joint_motion = motion.id.value();
  about.name = motion.name;
  about.region = same_enumerator<Region>(motion.region);
  about.side = same_enumerator<Side>(side);
  return about;
}

// More than its own 95 % interval.
bool is_known(const endrange::Estimate& estimate) {
  return abs(estimate.mean) > TwoSided95 * estimate.standard_error;
}

}  // namespace

BodyJoint make_body_joint(const progress::Belief& belief, const body::JointMotion& motion,
                          const std::vector<progress::HistoryPoint>& history) {
  auto joint = make_about<BodyJoint>(motion, belief.motion.side);
  joint.human_deg = write_degrees(motion.human_range);
  joint.words = "Not measured yet.";
  if (belief.is_measured()) {
    joint.available = make_estimate(belief.available);
    joint.reached = make_estimate(belief.reached);
    joint.usable = make_estimate(belief.usable);
    // Half of it unknown is no gap to show: both of its ends were only assumed.
    if (is_known(belief.gap)) joint.gap = make_estimate(belief.gap);
    joint.words = "usable " + endrange::words_of(belief.usable);
    joint.last_fed = write_moment(belief.last_measured->utc);
  }
  if (belief.grade) joint.grade = same_enumerator<Grade>(*belief.grade);
  joint.grade_reason = belief.grade_reason;
  if (const auto change = progress::compute_change(history)) joint.change = make_change(*change);
  for (const auto& point : history) joint.history.push_back(make_history_point(point));
  return joint;
}

PickedComparison make_picked_comparison(const progress::PickedComparison& picked) {
  const auto& comparison = picked.comparison;
  PickedComparison made;
  made.first = picked.first.value();
  made.second = picked.second.value();
  if (picked.first_figure) made.first_figure = make_estimate(*picked.first_figure);
  if (picked.second_figure) made.second_figure = make_estimate(*picked.second_figure);
  made.verdict = same_enumerator<ChangeVerdict>(comparison.verdict);
  if (comparison.kind) made.kind = same_enumerator<RangeKind>(*comparison.kind);
  if (comparison.difference) made.difference_deg = write_degrees(*comparison.difference);
  if (comparison.difference_error) made.difference_se_deg = write_degrees(*comparison.difference_error);
  if (comparison.detectable) made.mdc_deg = write_degrees(*comparison.detectable);
  made.repeats = comparison.repeats;
  for (const auto unlike : comparison.unlike) made.unlike.push_back(same_enumerator<Unlike>(unlike));
  return made;
}

std::vector<HistoryPoint> make_history_points(std::vector<progress::HistoryPoint> history) {
  std::ranges::stable_sort(history, std::ranges::greater{},
                           [](const progress::HistoryPoint& point) { return point.at.utc; });
  std::vector<HistoryPoint> made;
  for (const auto& point : history) made.push_back(make_history_point(point));
  return made;
}

std::vector<TestedPoint> make_tested_points(const std::vector<progress::TestedPoint>& history) {
  std::vector<TestedPoint> made;
  for (const auto& point : std::views::reverse(history)) made.push_back(make_tested_point(point));
  return made;
}

std::vector<TestStory> make_test_stories(const ProtocolId& protocol, const std::string& name, Region region,
                                         const std::vector<progress::TestedPoint>& history) {
  std::vector<TestStory> stories;
  for (const auto side : {endrange::Side::Both, endrange::Side::Left, endrange::Side::Right}) {
    const auto latest =
        std::ranges::find_if(std::views::reverse(history),
                             [&](const progress::TestedPoint& point) { return point.tested.side == side; });
    if (latest != history.rend())
      stories.push_back(
          {protocol.value(), name, region, same_enumerator<Side>(side), make_tested_point(*latest)});
  }
  return stories;
}

std::optional<SideChange> make_side_change(const body::JointMotion& motion,
                                           const std::vector<progress::HistoryPoint>& left,
                                           const std::vector<progress::HistoryPoint>& right) {
  const auto change = progress::compute_side_change(left, right);
  if (!change) return std::nullopt;
  return SideChange{motion.id.value(), motion.name, same_enumerator<Region>(motion.region),
                    make_change(*change)};
}

PainOfPlace make_pain_of_place(const progress::PainOfPlace& pain) {
  PainOfPlace made{pain.region, same_enumerator<Side>(pain.side), pain.times,
                   pain.worst,  write_day(pain.latest),           {}};
  for (const auto kind : pain.kinds) made.kinds.push_back(same_enumerator<PainKind>(kind));
  return made;
}

MotionDose make_motion_dose(const body::JointMotion& motion, endrange::Side side, double minutes) {
  auto dose = make_about<MotionDose>(motion, side);
  dose.minutes = minutes;
  return dose;
}

Known make_known(const body::JointMotion& motion, const progress::Known& known,
                 const progress::Belief& belief) {
  auto made = make_about<Known>(motion, known.motion.side);
  made.knowing = same_enumerator<Knowing>(known.knowing);
  made.days_since = known.days_since;
  if (belief.is_measured()) made.usable = make_estimate(belief.usable);
  return made;
}

Progress make_progress(const progress::Consistency& consistency,
                       const std::vector<progress::WeekMoved>& weeks) {
  Progress made;
  made.days_moved = consistency.days_moved;
  made.of_days = static_cast<std::int64_t>(consistency.days.size());
  made.words = consistency.words;
  for (const auto& day : consistency.days)
    made.days.push_back(
        {write_day(day.day), day.minutes, day.breaks_taken, day.breaks_skipped, day.work_minutes});
  for (const auto& week : weeks) {
    WeekMoved shown{write_day(week.from), {}};
    for (const auto& [region, minutes] : week.minutes)
      shown.regions.push_back({same_enumerator<Region>(region), minutes});
    made.weeks.push_back(std::move(shown));
  }
  return made;
}

}  // namespace endrange::protocol
