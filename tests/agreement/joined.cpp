#include "tests/agreement/joined.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "adapters/files/ui_prmd.h"

namespace endrange::test {
namespace {

using Vector3 = Eigen::Vector3d;
using Frame = std::vector<Vector3>;  // one place a point; not a number where it was not seen
using Take = std::vector<Frame>;

constexpr double Blend_s = 0.4;
constexpr double Rest_s = 1.0;
constexpr double Hold_s = 4.0;

/// What swings when someone walks: three points and those between and beyond.
struct Limb {
  std::size_t root = 0;
  std::size_t middle = 0;
  std::size_t end = 0;
  std::vector<std::size_t> upper = {};  ///< between root and middle
  std::vector<std::size_t> lower = {};  ///< between middle and end
  std::vector<std::size_t> tips = {};   ///< go as the end does
};

/// How one device sees a person.
struct Device {
  double rate_hz = 30.0;
  std::vector<std::size_t> waist = {};  ///< its mean is where the person is
  std::vector<Limb> limbs = {};         ///< left leg, right leg, left arm, right arm
};

Vector3 along_ground(const Vector3& v) {
  return {v.x(), 0.0, v.z()};
}

Take read_take(const motion::PointRecording& recording, std::size_t stride) {
  const Vector3 unseen = Vector3::Constant(std::numeric_limits<double>::quiet_NaN());
  Take take;
  for (std::size_t i = 0; i < recording.frame_count(); i += stride) {
    Frame frame;
    for (std::size_t k = 0; k < recording.point_count(); ++k)
      frame.push_back(recording.find(i, k).value_or(unseen));
    take.push_back(std::move(frame));
  }
  return take;
}

void shift(Take& take, const Vector3& by) {
  for (Frame& frame : take)
    for (Vector3& place : frame) place += by;
}

class Join {
 public:
  Join(const JoinPlan& plan, Device device) : device_(std::move(device)), random_(plan.seed) {}

  [[nodiscard]] std::size_t frames_in(double seconds) const {
    return static_cast<std::size_t>(seconds * device_.rate_hz);
  }

  double draw(double from, double to) { return std::uniform_real_distribution(from, to)(random_); }

  std::set<std::size_t> choose(std::size_t count, std::size_t of) {
    std::set<std::size_t> chosen;
    while (chosen.size() < count)
      chosen.insert(std::min(of - 1, static_cast<std::size_t>(draw(0.0, double(of)))));
    return chosen;
  }

  [[nodiscard]] Vector3 find_waist(const Frame& frame) const {
    Vector3 sum = Vector3::Zero();
    int seen = 0;
    for (const std::size_t k : device_.waist) {
      if (!frame[k].allFinite()) continue;
      sum += frame[k];
      ++seen;
    }
    return sum / double(std::max(seen, 1));
  }

  // Someone who stands still: a slow sway that comes back, and the camera's jitter.
  Take rest(const Frame& at, double seconds) {
    std::normal_distribution<double> normal;
    Take take;
    const std::size_t count = frames_in(seconds);
    Vector3 sway = Vector3::Zero();
    std::vector<Vector3> path;
    for (std::size_t i = 0; i < count; ++i) {
      sway += 0.0006 * Vector3(normal(random_), normal(random_), normal(random_));
      path.push_back(sway);
    }
    for (std::size_t i = 0; i < count; ++i) {
      Frame frame = at;
      const Vector3 by = path[i] - path.back() * (double(i) / double(std::max<std::size_t>(count - 1, 1)));
      for (Vector3& place : frame)
        place += by + 0.002 * Vector3(normal(random_), normal(random_), normal(random_));
      take.push_back(std::move(frame));
    }
    return take;
  }

  // Steps at 0.9 strides a second on a straight line in any direction; they begin and end in standing.
  Take walk(const Frame& at, bool is_arriving) {
    const double way = draw(1.5, 2.5);
    const double seconds = draw(2.5, 4.0);
    const double heading = draw(0.0, 2.0 * std::numbers::pi);
    const Vector3 ahead(std::cos(heading), 0.0, std::sin(heading));
    const Vector3 down(0.0, -1.0, 0.0);
    const std::size_t count = frames_in(seconds);
    Take take;
    for (std::size_t i = 0; i < count; ++i) {
      const double t = double(i) / device_.rate_hz;
      const double ease = std::clamp(std::min(t, seconds - t) / 0.4, 0.0, 1.0);
      Frame frame = at;
      for (std::size_t k = 0; k < device_.limbs.size(); ++k) {
        const auto& [root, middle, end, uppers, lowers, tips] = device_.limbs[k];
        const bool is_leg = k < 2;
        const double phase = 2.0 * std::numbers::pi * 0.9 * t + (k % 2 == 0 ? 0.0 : std::numbers::pi);
        const double upper = ease * (is_leg ? 0.44 * std::sin(phase) + 0.09 : -0.35 * std::sin(phase));
        const double lower = is_leg ? upper - ease * 0.56 * (1.0 - std::cos(phase + 0.9)) : upper;
        const auto swing = [&](double angle) {
          return Vector3(std::cos(angle) * down + std::sin(angle) * ahead);
        };
        const Vector3 m = frame[root] + (at[middle] - at[root]).norm() * swing(upper);
        const Vector3 e = m + (at[end] - at[middle]).norm() * swing(lower);
        frame[middle] = (1.0 - ease) * at[middle] + ease * m;
        frame[end] = (1.0 - ease) * at[end] + ease * e;
        const auto go_along = [&](std::size_t point, std::size_t from, std::size_t to) {
          const double part = (at[point] - at[from]).norm() / (at[to] - at[from]).norm();
          frame[point] += (1.0 - part) * (frame[from] - at[from]) + part * (frame[to] - at[to]);
        };
        for (const std::size_t point : uppers) go_along(point, root, middle);
        for (const std::size_t point : lowers) go_along(point, middle, end);
        for (const std::size_t tip : tips) frame[tip] = frame[end] + at[tip] - at[end];
      }
      const double share = (1.0 - std::cos(std::numbers::pi * t / seconds)) / 2.0;
      for (Vector3& place : frame) place += way * (is_arriving ? share - 1.0 : share) * ahead;
      take.push_back(std::move(frame));
    }
    return take;
  }

  // How far the body has gone from where it began.
  [[nodiscard]] std::vector<double> compute_ways(const Take& whole) const {
    std::vector<double> ways;
    for (const Frame& frame : whole) {
      double way = 0.0;
      const Vector3 waist = find_waist(frame) - find_waist(whole.front());
      for (std::size_t k = 0; k < frame.size(); ++k) {
        const double moved = (frame[k] - waist - whole.front()[k]).squaredNorm() + waist.y() * waist.y();
        if (std::isfinite(moved)) way += moved;
      }
      ways.push_back(std::sqrt(way));
    }
    return ways;
  }

  // The way out to where the body has gone half as far from where it began as it will, and back.
  Take half(const Take& whole) {
    const std::vector<double> ways = compute_ways(whole);
    const double furthest = std::ranges::max(ways);
    std::size_t turn = 0;
    while (ways[turn] < furthest / 2.0) ++turn;
    turn = std::max<std::size_t>(turn, 3);
    Take sharp(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(turn + 1));
    sharp.insert(sharp.end(), 3, sharp.back());
    for (std::size_t i = turn + 1; i-- > 0;) sharp.push_back(whole[i]);
    Take eased = sharp;
    constexpr std::array<double, 5> Weights = {0.1, 0.2, 0.4, 0.2, 0.1};
    for (std::size_t i = 2; i + 2 < sharp.size(); ++i)
      for (std::size_t k = 0; k < eased[i].size(); ++k) {
        eased[i][k] = Vector3::Zero();
        for (std::size_t w = 0; w < Weights.size(); ++w) eased[i][k] += Weights[w] * sharp[i + w - 2][k];
      }
    return eased;
  }

  void add(Take take, bool is_repetition) {
    if (!frames_.empty()) {
      const Frame last = frames_.back();
      const std::size_t count = frames_in(Blend_s);
      for (std::size_t b = 1; b <= count; ++b) {
        const double share = (1.0 - std::cos(std::numbers::pi * double(b) / double(count + 1))) / 2.0;
        Frame frame = last;
        for (std::size_t k = 0; k < frame.size(); ++k)
          frame[k] = (1.0 - share) * last[k] + share * take.front()[k];
        frames_.push_back(std::move(frame));
      }
    }
    const double start_s = double(frames_.size()) / device_.rate_hz;
    frames_.insert(frames_.end(), take.begin(), take.end());
    if (is_repetition) bounds_.push_back({start_s, double(frames_.size() - 1) / device_.rate_hz});
  }

  Joined finish(const motion::PointRecording& like, bool loses_frames) {
    std::vector<bool> is_kept(frames_.size(), true);
    if (loses_frames) {
      for (std::size_t i = 0; i < is_kept.size(); ++i) is_kept[i] = draw(0.0, 1.0) > 0.1;
      for (std::size_t gap = 0; gap < frames_.size() / frames_in(3.0); ++gap) {
        const auto from = static_cast<std::size_t>(draw(1.0, double(frames_.size() - 1)));
        const std::size_t length = frames_in(draw(0.1, 0.4));
        for (std::size_t i = from; i < std::min(from + length, is_kept.size()); ++i) is_kept[i] = false;
      }
      is_kept.front() = is_kept.back() = true;
    }
    motion::PointRecording points({like.names().begin(), like.names().end()});
    points.source = like.source;
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      if (!is_kept[i]) continue;
      points.append_frame(double(i) / device_.rate_hz);
      for (std::size_t k = 0; k < frames_[i].size(); ++k)
        if (frames_[i][k].allFinite()) points.place(points.frame_count() - 1, k, frames_[i][k]);
    }
    return {std::move(points), std::move(bounds_)};
  }

 private:
  Device device_;
  std::mt19937 random_;
  Take frames_;
  std::vector<Joined::Bounds> bounds_;
};

struct Takes {
  std::vector<Take> all = {};
  motion::PointRecording like;
};

/// All repetitions that there are, up to ten; nothing where there is none.
std::optional<Takes> read_takes(const std::filesystem::path& folder, const JoinPlan& plan,
                                const std::string& device, std::size_t stride) {
  Takes takes;
  for (int number = 1; number <= plan.repetitions; ++number) {
    const std::string name = plan.movement + "_" + plan.subject + "_e" + (number < 10 ? "0" : "") +
                             std::to_string(number) + "_positions" + (plan.is_correct ? "" : "_inc") +
                             ".txt.gz";
    auto read = files::load_ui_prmd(
        folder / (plan.is_correct ? "Segmented_Movements" : "Incorrect_Segmented_Movements") / device /
        "Positions" / name);
    if (!read) break;
    takes.all.push_back(read_take(*read, stride));
    takes.like = std::move(*read);
  }
  return takes.all.empty() ? std::nullopt : std::optional(std::move(takes));
}

Joined join_takes(Takes takes, Device device, const JoinPlan& plan) {
  Join join(plan, std::move(device));
  const Vector3 place = join.find_waist(takes.all.front().front());
  for (std::size_t i = 1; i < takes.all.size(); ++i)
    shift(takes.all[i], along_ground(place - join.find_waist(takes.all[i].front())));
  const std::size_t count = takes.all.size();
  const auto pauses = join.choose(std::min<std::size_t>(4, count), count);
  const auto halves = join.choose(std::min<std::size_t>(3, count), count);
  const bool walks = plan.disturbance == Disturbance::Walking;
  const Frame& first = takes.all.front().front();
  if (walks) join.add(join.walk(first, true), false);
  join.add(join.rest(first, Rest_s), false);
  for (std::size_t i = 0; i < count; ++i) {
    if (plan.disturbance == Disturbance::Halves && halves.contains(i))
      join.add(join.half(takes.all[*join.choose(1, count).begin()]), false);
    Take take = takes.all[i];
    if (plan.disturbance == Disturbance::PausesOnTheWay && pauses.contains(i)) {
      const auto at = static_cast<std::ptrdiff_t>(join.draw(0.2, 0.8) * double(take.size()));
      const Take pause = join.rest(take[static_cast<std::size_t>(at)], join.draw(2.0, 5.0));
      take.insert(take.begin() + at, pause.begin(), pause.end());
    }
    if (plan.disturbance == Disturbance::Holds) {
      const std::vector<double> ways = join.compute_ways(take);
      const auto at = std::ranges::max_element(ways) - ways.begin();
      const Take hold = join.rest(take[static_cast<std::size_t>(at)], Hold_s);
      take.insert(take.begin() + at, hold.begin(), hold.end());
    }
    const Frame last = take.back();
    join.add(std::move(take), true);
    if (plan.disturbance == Disturbance::Pauses && pauses.contains(i))
      join.add(join.rest(last, join.draw(2.0, 5.0)), false);
  }
  const Frame& last = takes.all.back().back();
  join.add(join.rest(last, Rest_s), false);
  if (walks) join.add(join.walk(last, false), false);
  return join.finish(takes.like, plan.disturbance == Disturbance::LostFrames);
}

}  // namespace

std::optional<Joined> join_depth_recordings(const std::filesystem::path& folder, const JoinPlan& plan) {
  auto takes = read_takes(folder, plan, "Kinect", 1);
  if (!takes || std::cmp_less(takes->all.size(), plan.repetitions)) return std::nullopt;
  const auto point = [&](const std::string& name) { return *takes->like.find_point(name); };
  Device device{30.0, {0}, {}};
  for (const std::string side : {"left", "right"})
    device.limbs.push_back({point(side + "_hip"),
                            point(side + "_knee"),
                            point(side + "_ankle"),
                            {},
                            {},
                            {point(side + "_toes")}});
  for (const std::string side : {"left", "right"})
    device.limbs.push_back({point(side + "_shoulder"), point(side + "_elbow"), point(side + "_wrist")});
  return join_takes(std::move(*takes), std::move(device), plan);
}

std::optional<Joined> join_marker_recordings(const std::filesystem::path& folder, const JoinPlan& plan,
                                             std::size_t stride) {
  auto takes = read_takes(folder, plan, "Vicon", stride);
  if (!takes) return std::nullopt;
  const auto point = [&](const std::string& name) { return *takes->like.find_point(name); };
  Device device{100.0 / double(stride), {point("LASI"), point("RASI"), point("LPSI"), point("RPSI")}, {}};
  for (const std::string side : {"L", "R"})
    device.limbs.push_back({point(side + "ASI"),
                            point(side + "KNE"),
                            point(side + "ANK"),
                            {point(side + "THI")},
                            {point(side + "TIB")},
                            {point(side + "HEE"), point(side + "TOE")}});
  for (const std::string side : {"L", "R"})
    device.limbs.push_back({point(side + "SHO"),
                            point(side + "ELB"),
                            point(side + "WRA"),
                            {point(side + "UPA")},
                            {point(side + "FRM")},
                            {point(side + "WRB"), point(side + "FIN")}});
  return join_takes(std::move(*takes), std::move(device), plan);
}

}  // namespace endrange::test
