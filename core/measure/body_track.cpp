#include "core/measure/body_track.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "core/base/contracts.h"

namespace endrange::measure {
namespace {

/// Someone who goes 0.6 m within 1.5 s walks; no exercise at a place moves the pelvis so far so fast ...
constexpr double WalkWindow_s = 1.5;
constexpr double WalkInWindow_m = 0.6;
/// ... unless it comes back, as in a lunge: a walk ends this far from where it began.
constexpr double WalkFar_m = 0.8;
/// A walk begins and ends where the pelvis is slower than this.
constexpr double Slow_m_s = 0.1;

/// Of the counted movement, the share of the measured angle; the body's has the rest. Chosen, as the bound
/// below, on UI-PRMD's recordings of three people [Vakanski2018].
constexpr double AngleShare = 0.6;
/// The body moves as the angle does: least share of its variance that the angle explains.
constexpr double LeastExplained = 0.5;
/// Between these quantiles lies the range of a movement that a few wild frames do not widen.
constexpr double LowQuantile = 0.02;
constexpr double HighQuantile = 0.98;

bool is_within(double time_s, std::span<const Span> spans) {
  return std::ranges::any_of(spans,
                             [&](const Span& span) { return time_s >= span.from_s && time_s <= span.to_s; });
}

double compute_range(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  const auto at = [&](double quantile) {
    return values[static_cast<std::size_t>(std::lround(quantile * static_cast<double>(values.size() - 1)))];
  };
  return at(HighQuantile) - at(LowQuantile);
}

/// One coordinate over time with its noise taken out as an angle's is.
std::vector<double> smooth_values(std::span<const double> time_s, const Eigen::VectorXd& values) {
  AngleTrack track;
  for (std::size_t i = 0; i < time_s.size(); ++i)
    track.push_back({time_s[i], Angle::from_radians(values(static_cast<Eigen::Index>(i))), {}, true});
  std::vector<double> smoothed;
  for (const SmoothSample& sample : smooth(track)) smoothed.push_back(sample.angle.radians());
  return smoothed;
}

/// For each sample of an angle the row of the body's frame at that time.
std::vector<std::optional<Eigen::Index>> match_rows(const SmoothTrack& angle, const BodyTrack& body) {
  std::vector<std::optional<Eigen::Index>> rows;
  std::size_t next = 0;
  for (const SmoothSample& sample : angle) {
    while (next < body.time_s.size() && body.time_s[next] < sample.time_s) ++next;
    const bool is_there = next < body.time_s.size() && body.time_s[next] == sample.time_s;
    rows.push_back(is_there ? std::optional(static_cast<Eigen::Index>(next)) : std::nullopt);
  }
  return rows;
}

}  // namespace

std::optional<double> find_way(const BodyTrack& body, double from_s, double to_s) {
  const auto find_row = [&](double time_s) -> std::optional<Eigen::Index> {
    const auto found = std::ranges::lower_bound(body.time_s, time_s);
    if (found == body.time_s.end() || *found != time_s) return std::nullopt;
    return std::distance(body.time_s.begin(), found);
  };
  const auto from = find_row(from_s);
  const auto to = find_row(to_s);
  if (!from || !to) return std::nullopt;
  return (body.joints.row(*to) - body.joints.row(*from)).norm();
}

std::vector<Span> find_walks(const BodyTrack& body) {
  const std::size_t count = body.time_s.size();
  if (count < 3) return {};
  const std::vector<double> x = smooth_values(body.time_s, body.ground.col(0));
  const std::vector<double> z = smooth_values(body.time_s, body.ground.col(1));
  const auto way = [&](std::size_t from, std::size_t to) {
    return std::hypot(x[to] - x[from], z[to] - z[from]);
  };
  const auto is_slow = [&](std::size_t i) {
    const std::size_t from = i > 0 ? i - 1 : i;
    const std::size_t to = std::min(i + 1, count - 1);
    return way(from, to) <= Slow_m_s * (body.time_s[to] - body.time_s[from]);
  };
  std::vector<Span> walks;
  std::size_t back = 0;
  std::size_t ahead = 0;
  for (std::size_t i = 0; i < count; ++i) {
    while (body.time_s[i] - body.time_s[back] > WalkWindow_s / 2.0) ++back;
    while (ahead + 1 < count && body.time_s[ahead + 1] - body.time_s[i] <= WalkWindow_s / 2.0) ++ahead;
    if (way(back, ahead) <= WalkInWindow_m) continue;
    std::size_t first = i;
    while (first > 0 && !is_slow(first)) --first;
    std::size_t last = i;
    while (last + 1 < count && !is_slow(last)) ++last;
    if (way(first, last) < WalkFar_m) continue;
    const Span walk{body.time_s[first], body.time_s[last]};
    if (walks.empty() || walks.back() != walk) walks.push_back(walk);
  }
  return walks;
}

SmoothTrack compute_whole_movement(const SmoothTrack& angle, const BodyTrack& body,
                                   std::span<const Span> walks) {
  const auto rows = match_rows(angle, body);
  if (!std::ranges::all_of(rows, [](const auto& row) { return row.has_value(); })) return angle;
  const auto count = static_cast<Eigen::Index>(angle.size());
  Eigen::MatrixXd joints(count, body.joints.cols());
  Eigen::VectorXd values(count);
  Eigen::VectorXd counts(count);  // 0 while the person walks
  std::vector<double> time_s;
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    joints.row(i) = body.joints.row(*rows[at]);
    values(i) = angle[at].angle.radians();
    counts(i) = is_within(angle[at].time_s, walks) ? 0.0 : 1.0;
    time_s.push_back(angle[at].time_s);
  }
  if (counts.sum() < 3.0) return angle;
  values.array() -= counts.dot(values) / counts.sum();
  joints.rowwise() -= Eigen::RowVectorXd(counts.transpose() * joints / counts.sum());

  // The direction in which the body moves along with the angle: its covariance with every joint's place.
  const Eigen::VectorXd direction = joints.transpose() * counts.cwiseProduct(values);
  if (direction.norm() == 0.0) return angle;
  const Eigen::VectorXd along = joints * direction.normalized();
  const double covariance = counts.dot(along.cwiseProduct(values));
  const double explained =
      covariance * covariance / (counts.dot(along.cwiseAbs2()) * counts.dot(values.cwiseAbs2()));
  const std::vector<double> way = smooth_values(time_s, along);
  std::vector<double> counted_way;
  std::vector<double> counted_angle;
  for (std::size_t i = 0; i < way.size(); ++i) {
    if (counts(static_cast<Eigen::Index>(i)) == 0.0) continue;
    counted_way.push_back(way[i]);
    counted_angle.push_back(angle[i].angle.radians());
  }
  const double way_range = compute_range(std::move(counted_way));
  if (way_range < LeastWay_m || explained < LeastExplained) return angle;
  const double scale = compute_range(std::move(counted_angle)) / way_range;
  SmoothTrack movement = angle;
  for (std::size_t i = 0; i < way.size(); ++i)
    movement[i].angle =
        AngleShare * movement[i].angle + Angle::from_radians((1.0 - AngleShare) * scale * way[i]);
  return movement;
}

}  // namespace endrange::measure
