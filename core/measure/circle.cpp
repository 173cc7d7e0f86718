#include "core/measure/circle.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/measure/angle_track.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

using Eigen::Vector3d;
constexpr double Pi = std::numbers::pi;

constexpr std::size_t BinCount = 72;  // of five degrees
constexpr std::size_t FewestSamples = 16;
/// Below this share of the median speed the limb rests.
constexpr double RestShare = 0.15;
/// A closed round comes back to where it began to within this share of a full turn.
constexpr double WholeRound = 0.97;
constexpr double DeadShare = 0.5;
/// Below this roundness the limb came back the way it went: an oval eight times as long as wide has it.
constexpr double LeastRoundness = 0.3;
constexpr double Reversal = 2.0 * Pi / 16.0;
/// The area is told apart from nothing when it is so many standard errors large.
constexpr double LeastInErrors = 3.0;
/// What rounds of one person differ by, as a share, until their own spread is known; it counts as two rounds.
constexpr double UsualSpread = 0.05;
constexpr double UsualWeight = 2.0;

struct Polar {
  double time_s = 0.0;
  double radius = 0.0;
  double turn = 0.0;  // goes on past a full turn
};

/// Axes about a middle direction, the second as much up as can be.
struct Chart {
  Vector3d middle = Vector3d::UnitX();
  Vector3d across = Vector3d::UnitZ();
  Vector3d up = Vector3d::UnitY();
};

Chart make_chart(const Vector3d& middle) {
  Chart chart{middle.normalized(), {}, {}};
  const Vector3d upwards = std::abs(chart.middle.y()) < 0.95 ? Vector3d::UnitY() : Vector3d::UnitX();
  chart.up = (upwards - chart.middle * chart.middle.dot(upwards)).normalized();
  chart.across = chart.up.cross(chart.middle);
  return chart;
}

/// Directions at their times with the noise taken out of each coordinate, as an angle's is.
std::vector<Vector3d> smooth_directions(std::span<const DirectionSample> samples) {
  std::vector<Vector3d> smoothed(samples.size(), Vector3d::Zero());
  for (Eigen::Index axis = 0; axis < 3; ++axis) {
    AngleTrack track;
    for (const DirectionSample& sample : samples)
      track.push_back({sample.time_s, Angle::from_radians(sample.direction(axis)), {}, true});
    const SmoothTrack curve = smooth(track);
    for (std::size_t i = 0; i < curve.size(); ++i) smoothed[i](axis) = curve[i].angle.radians();
  }
  for (Vector3d& direction : smoothed) direction.normalize();
  return smoothed;
}

/// The middle of a line on the sphere, each stretch of it counting by its length, so that a pause pulls
/// nothing.
Vector3d find_middle(const std::vector<Vector3d>& directions) {
  Vector3d sum = Vector3d::Zero();
  for (std::size_t i = 0; i + 1 < directions.size(); ++i)
    sum += (directions[i + 1] - directions[i]).norm() * (directions[i] + directions[i + 1]);
  return sum.norm() > 0.0 ? Vector3d(sum.normalized()) : directions.front();
}

std::vector<Polar> read_polar(std::span<const DirectionSample> samples,
                              const std::vector<Vector3d>& directions, const Chart& chart) {
  std::vector<Polar> line;
  for (std::size_t i = 0; i < directions.size(); ++i) {
    const Vector3d& u = directions[i];
    const double across = u.dot(chart.across);
    const double up = u.dot(chart.up);
    const double radius = std::atan2(std::hypot(across, up), u.dot(chart.middle));
    double turn = std::atan2(across, up);
    if (!line.empty()) turn += 2.0 * Pi * std::round((line.back().turn - turn) / (2.0 * Pi));
    line.push_back({samples[i].time_s, radius, turn});
  }
  return line;
}

/// The line on a map that keeps distances from the middle.
std::vector<CirclePlace> draw_way(const std::vector<Polar>& line) {
  std::vector<CirclePlace> way;
  for (const Polar& place : line)
    way.push_back({Angle::from_radians(place.radius * std::sin(place.turn)),
                   Angle::from_radians(place.radius * std::cos(place.turn))});
  return way;
}

/// Makes the way round rise.
void turn_forward(std::vector<Polar>& line) {
  if (line.back().turn >= line.front().turn) return;
  for (Polar& place : line) place.turn = -place.turn;
}

/// Is there a whole round one way and a whole round the other?
bool goes_both_ways(const std::vector<Polar>& line) {
  constexpr double Whole = WholeRound * 2.0 * Pi;
  double lowest = line.front().turn;
  double highest = line.front().turn;
  bool is_forth = false;
  bool is_back = false;
  for (const Polar& place : line) {
    lowest = std::min(lowest, place.turn);
    highest = std::max(highest, place.turn);
    is_forth = is_forth || place.turn - lowest >= Whole;
    is_back = is_back || highest - place.turn >= Whole;
  }
  return is_forth && is_back;
}

std::size_t count_reversals(const std::vector<Polar>& line) {
  std::size_t reversals = 0;
  double highest = line.front().turn;
  double lowest_since = highest;
  bool is_back = false;
  for (const Polar& place : line) {
    lowest_since = std::min(lowest_since, place.turn);
    if (!is_back && highest - place.turn > Reversal) {
      is_back = true;
      ++reversals;
    }
    if (place.turn > highest) {
      highest = lowest_since = place.turn;
      is_back = false;
    }
  }
  return reversals;
}

/// The radius of one round in each bin: of the samples that pass through it, or between those beside it.
struct Round {
  std::array<double, BinCount> radii = {};
  double seconds = 0.0;
};

double radius_at(const std::vector<Polar>& line, double turn) {
  // The first passing: going back and forth draws the line there more than once.
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i].turn < turn || line[i - 1].turn > turn) continue;
    const double way = line[i].turn - line[i - 1].turn;
    const double share = way > 0.0 ? (turn - line[i - 1].turn) / way : 0.0;
    return std::lerp(line[i - 1].radius, line[i].radius, share);
  }
  return line.back().radius;
}

double time_at(const std::vector<Polar>& line, double turn) {
  for (const Polar& place : line)
    if (place.turn >= turn) return place.time_s;
  return line.back().time_s;
}

std::vector<Round> cut_rounds(const std::vector<Polar>& line) {
  const double from = line.front().turn;
  const double turns = (line.back().turn - from) / (2.0 * Pi);
  const auto count = static_cast<std::size_t>(std::max(0.0, turns + 1.0 - WholeRound));
  std::vector<Round> rounds;
  for (std::size_t r = 0; r < count; ++r) {
    Round round;
    const double start = from + 2.0 * Pi * static_cast<double>(r);
    for (std::size_t bin = 0; bin < BinCount; ++bin) {
      // Bins lie at the same places of the sphere in every round.
      const double place = 2.0 * Pi * (static_cast<double>(bin) + 0.5) / BinCount;
      const double turn = place + 2.0 * Pi * std::ceil((start - place) / (2.0 * Pi));
      round.radii[bin] = radius_at(line, turn);
    }
    round.seconds = time_at(line, start + 2.0 * Pi) - time_at(line, start);
    rounds.push_back(round);
  }
  return rounds;
}

double compute_area(const std::array<double, BinCount>& radii) {
  double area = 0.0;
  for (const double radius : radii) area += (1.0 - std::cos(radius)) * 2.0 * Pi / BinCount;
  return area;
}

double compute_length(const std::array<double, BinCount>& radii) {
  double length = 0.0;
  for (std::size_t bin = 0; bin < BinCount; ++bin) {
    const double a = radii[bin];
    const double b = radii[(bin + 1) % BinCount];
    const double cosine =
        std::cos(a) * std::cos(b) + std::sin(a) * std::sin(b) * std::cos(2.0 * Pi / BinCount);
    length += std::acos(std::clamp(cosine, -1.0, 1.0));
  }
  return length;
}

double compute_roundness(const std::array<double, BinCount>& radii) {
  const double area = compute_area(radii);
  const double length = compute_length(radii);
  return length > 0.0 ? std::min(1.0, area * (4.0 * Pi - area) / (length * length)) : 0.0;
}

/// Standard error of the median of rounds from their own spread and, while they are few, a usual one.
double compute_round_error(const std::vector<double>& figures, double typical) {
  const double own = compute_deviation(figures);
  const auto count = static_cast<double>(figures.size());
  const double usual = UsualSpread * typical;
  const double variance =
      ((count - 1.0) * own * own + UsualWeight * usual * usual) / (count - 1.0 + UsualWeight);
  return std::sqrt(variance / count);
}

/// Where the limb is under way: rests at either end and between rounds are left out of the line.
std::vector<std::size_t> find_moving(std::span<const DirectionSample> samples,
                                     const std::vector<Vector3d>& directions) {
  std::vector<double> speeds;
  for (std::size_t i = 0; i + 1 < directions.size(); ++i)
    speeds.push_back((directions[i + 1] - directions[i]).norm() /
                     (samples[i + 1].time_s - samples[i].time_s));
  std::vector<double> fast = speeds;
  std::ranges::sort(fast);
  const double usual = fast[fast.size() * 3 / 4];
  std::vector<std::size_t> moving;
  for (std::size_t i = 0; i < directions.size(); ++i) {
    const double before = i > 0 ? speeds[i - 1] : 0.0;
    const double after = i < speeds.size() ? speeds[i] : 0.0;
    if (std::max(before, after) > RestShare * usual) moving.push_back(i);
  }
  return moving;
}

double compute_speed_evenness(const std::vector<Polar>& line, const std::vector<Vector3d>& directions) {
  std::vector<double> speeds;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const double step_s = line[i + 1].time_s - line[i].time_s;
    if (step_s < LongestUnseen_s) speeds.push_back((directions[i + 1] - directions[i]).norm() / step_s);
  }
  double mean = 0.0;
  for (const double speed : speeds) mean += speed / static_cast<double>(speeds.size());
  return mean > 0.0 ? std::max(0.0, 1.0 - compute_deviation(speeds) / mean) : 0.0;
}

Circle describe(const std::vector<Round>& rounds, Angle error, Angle frame_noise) {
  Circle circle;
  circle.rounds = rounds.size();
  std::array<double, BinCount> median = {};
  std::vector<double> areas;
  std::vector<double> roundness;
  std::vector<double> seconds;
  for (const Round& round : rounds) {
    areas.push_back(compute_area(round.radii));
    roundness.push_back(compute_roundness(round.radii));
    seconds.push_back(round.seconds);
  }
  double squares = 0.0;
  double radius = 0.0;
  double sine_square = 0.0;
  for (std::size_t bin = 0; bin < BinCount; ++bin) {
    std::vector<double> radii;
    for (const Round& round : rounds) radii.push_back(round.radii[bin]);
    median[bin] = compute_median(radii);
    for (const double each : radii) squares += (each - median[bin]) * (each - median[bin]);
    radius += median[bin] / BinCount;
    sine_square += std::sin(median[bin]) * std::sin(median[bin]) / BinCount;
  }
  circle.outline = median;
  const double area = compute_area(median);
  // What the fit is unsure of lasts through a round: the limb's end is seen elsewhere, by a share e of the
  // limb's length along each axis. Across the middle of the cone that carries the cone elsewhere, which
  // leaves its area. Along the middle it makes every radius r larger or smaller by e sin r, and the area,
  // whose slope over r is 2π sin r, by 2π e sin² r.
  const double lasting = 2.0 * Pi * sine_square * error.radians();
  circle.area_sr = {area, std::hypot(lasting, compute_round_error(areas, area))};
  circle.middle_radius = {radius, std::hypot(error.radians(), UsualSpread * radius)};
  circle.roundness.value = compute_roundness(median);
  circle.roundness.standard_error = compute_round_error(roundness, circle.roundness.value);
  circle.round_s = compute_median(seconds);
  const auto count = static_cast<double>(BinCount * rounds.size());
  const double spread = squares / count - frame_noise.radians() * frame_noise.radians();
  circle.repeatability = {
      std::sqrt(std::max(0.0, spread)),
      std::sqrt(std::max(0.0, squares / count) / (8.0 * static_cast<double>(rounds.size())))};

  std::array<double, 8>& extents = circle.extents;
  for (std::size_t octant = 0; octant < extents.size(); ++octant) {
    std::vector<double> radii;
    for (std::size_t k = 0; k < BinCount / 8; ++k) radii.push_back(median[octant * BinCount / 8 + k]);
    extents[octant] = compute_median(std::move(radii));
  }
  const double middle = compute_median({extents.begin(), extents.end()});
  for (std::size_t octant = 0; octant < extents.size(); ++octant)
    if (extents[octant] < DeadShare * middle) circle.dead_octants.push_back(octant);
  return circle;
}

}  // namespace

CircleResult measure_circle(std::span<const DirectionSample> track) {
  std::vector<DirectionSample> seen;
  std::ranges::copy_if(track, std::back_inserter(seen), &DirectionSample::is_determined);
  if (seen.size() < FewestSamples) return {{}, NoCircle::NotSeen};
  std::vector<Vector3d> directions = smooth_directions(seen);
  const std::vector<std::size_t> moving = find_moving(seen, directions);
  if (moving.size() < FewestSamples) return {{}, NoCircle::NoRound};

  std::vector<DirectionSample> samples;
  std::vector<Vector3d> under_way;
  std::vector<double> errors;
  std::vector<double> noise;
  for (const std::size_t i : moving) {
    samples.push_back(seen[i]);
    under_way.push_back(directions[i]);
    errors.push_back(seen[i].standard_error.radians());
    noise.push_back(std::acos(std::clamp(seen[i].direction.normalized().dot(directions[i]), -1.0, 1.0)));
  }
  const Chart chart = make_chart(find_middle(under_way));
  std::vector<Polar> line = read_polar(samples, under_way, chart);
  std::vector<CirclePlace> way = draw_way(line);
  if (goes_both_ways(line)) return {{}, NoCircle::BothWays};
  turn_forward(line);
  const std::vector<Round> rounds = cut_rounds(line);
  if (rounds.empty()) return {{}, NoCircle::NoRound};
  // Of a window of the smoothing about a third of the noise is left in one value.
  const Angle frame_noise = Angle::from_radians(compute_median(noise) / 3.0);
  const double error = compute_median(errors);
  Circle circle = describe(rounds, Angle::from_radians(error), frame_noise);
  if (circle.roundness.value < LeastRoundness) return {{}, NoCircle::NoRound};
  // Within where a camera may see one direction, a limb that is kept still goes round as well.
  if (circle.area_sr.value < LeastInErrors * circle.area_sr.standard_error ||
      circle.middle_radius.value < error)
    return {{}, NoCircle::TooSmall};
  circle.speed_evenness = {compute_speed_evenness(line, under_way), 0.05};
  circle.reversals = count_reversals(line);
  circle.way = std::move(way);
  return {circle, {}};
}

}  // namespace endrange::measure
