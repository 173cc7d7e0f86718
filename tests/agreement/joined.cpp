#include "tests/agreement/joined.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <set>

#include "adapters/files/ui_prmd.h"

namespace endrange::test {
namespace {

using Vector3 = Eigen::Vector3d;
using Frame = std::vector<Vector3>;  // one place a joint
using Take = std::vector<Frame>;

constexpr double Rate_hz = 30.0;
constexpr std::size_t BlendFrames = 12;
constexpr double Rest_s = 1.0;
constexpr std::size_t Waist = 0;

Vector3 along_ground(const Vector3& v) {
  return {v.x(), 0.0, v.z()};
}

std::size_t frames_in(double seconds) {
  return static_cast<std::size_t>(seconds * Rate_hz);
}

Take read_take(const motion::PointRecording& recording) {
  Take take;
  for (std::size_t i = 0; i < recording.frame_count(); ++i) {
    Frame frame;
    for (std::size_t k = 0; k < recording.point_count(); ++k) frame.push_back(*recording.find(i, k));
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
  explicit Join(const JoinPlan& plan) : random_(plan.seed) {}

  double draw(double from, double to) { return std::uniform_real_distribution(from, to)(random_); }

  std::set<std::size_t> choose(std::size_t count, std::size_t of) {
    std::set<std::size_t> chosen;
    while (chosen.size() < count)
      chosen.insert(std::min(of - 1, static_cast<std::size_t>(draw(0.0, double(of)))));
    return chosen;
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
  Take walk(const Frame& at, const std::vector<std::array<std::size_t, 4>>& limbs, bool is_arriving) {
    const double way = draw(1.5, 2.5);
    const double seconds = draw(2.5, 4.0);
    const double heading = draw(0.0, 2.0 * std::numbers::pi);
    const Vector3 ahead(std::cos(heading), 0.0, std::sin(heading));
    const Vector3 down(0.0, -1.0, 0.0);
    const std::size_t count = frames_in(seconds);
    Take take;
    for (std::size_t i = 0; i < count; ++i) {
      const double t = double(i) / Rate_hz;
      const double ease = std::clamp(std::min(t, seconds - t) / 0.4, 0.0, 1.0);
      Frame frame = at;
      for (std::size_t k = 0; k < limbs.size(); ++k) {
        const auto& [root, middle, end, tip] = limbs[k];
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
        if (tip != end) frame[tip] = frame[end] + at[tip] - at[end];
      }
      const double share = (1.0 - std::cos(std::numbers::pi * t / seconds)) / 2.0;
      for (Vector3& place : frame) place += way * (is_arriving ? share - 1.0 : share) * ahead;
      take.push_back(std::move(frame));
    }
    return take;
  }

  // The way out to where the body has gone half as far from where it began as it will, and back.
  Take half(const Take& whole) {
    std::vector<double> ways;
    for (const Frame& frame : whole) {
      double way = 0.0;
      for (std::size_t k = 0; k < frame.size(); ++k)
        way += (frame[k] - frame[Waist] - whole.front()[k] + whole.front()[Waist]).squaredNorm() +
               std::pow(frame[Waist].y() - whole.front()[Waist].y(), 2);
      ways.push_back(std::sqrt(way));
    }
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
      for (std::size_t b = 1; b <= BlendFrames; ++b) {
        const double share = (1.0 - std::cos(std::numbers::pi * double(b) / double(BlendFrames + 1))) / 2.0;
        Frame frame = last;
        for (std::size_t k = 0; k < frame.size(); ++k)
          frame[k] = (1.0 - share) * last[k] + share * take.front()[k];
        frames_.push_back(std::move(frame));
      }
    }
    const double start_s = double(frames_.size()) / Rate_hz;
    frames_.insert(frames_.end(), take.begin(), take.end());
    if (is_repetition) bounds_.push_back({start_s, double(frames_.size() - 1) / Rate_hz});
  }

  Joined finish(const motion::PointRecording& like, bool loses_frames) {
    std::vector<bool> is_kept(frames_.size(), true);
    if (loses_frames) {
      for (std::size_t i = 0; i < is_kept.size(); ++i) is_kept[i] = draw(0.0, 1.0) > 0.1;
      for (std::size_t gap = 0; gap < frames_.size() / 90; ++gap) {
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
      points.append_frame(double(i) / Rate_hz);
      for (std::size_t k = 0; k < frames_[i].size(); ++k)
        points.place(points.frame_count() - 1, k, frames_[i][k]);
    }
    return {std::move(points), std::move(bounds_)};
  }

 private:
  std::mt19937 random_;
  Take frames_;
  std::vector<Joined::Bounds> bounds_;
};

}  // namespace

std::optional<Joined> join_depth_recordings(const std::filesystem::path& folder, const JoinPlan& plan) {
  std::vector<Take> takes;
  motion::PointRecording like;
  for (int number = 1; number <= 10; ++number) {
    const std::string name = plan.movement + "_" + plan.subject + "_e" + (number < 10 ? "0" : "") +
                             std::to_string(number) + "_positions" + (plan.is_correct ? "" : "_inc") +
                             ".txt.gz";
    auto read = files::load_ui_prmd(
        folder / (plan.is_correct ? "Segmented_Movements" : "Incorrect_Segmented_Movements") / "Kinect" /
        "Positions" / name);
    if (!read) return std::nullopt;
    takes.push_back(read_take(*read));
    if (number > 1) shift(takes.back(), along_ground(takes.front()[0][Waist] - takes.back()[0][Waist]));
    like = std::move(*read);
  }
  const auto point = [&](const char* name) { return *like.find_point(name); };
  const std::vector<std::array<std::size_t, 4>> limbs = {
      {point("left_hip"), point("left_knee"), point("left_ankle"), point("left_toes")},
      {point("right_hip"), point("right_knee"), point("right_ankle"), point("right_toes")},
      {point("left_shoulder"), point("left_elbow"), point("left_wrist"), point("left_wrist")},
      {point("right_shoulder"), point("right_elbow"), point("right_wrist"), point("right_wrist")}};

  Join join(plan);
  const auto pauses = join.choose(4, 10);
  const auto halves = join.choose(3, 10);
  const bool walks = plan.disturbance == Disturbance::Walking;
  const Frame& first = takes.front().front();
  if (walks) join.add(join.walk(first, limbs, true), false);
  join.add(join.rest(first, Rest_s), false);
  for (std::size_t i = 0; i < takes.size(); ++i) {
    if (plan.disturbance == Disturbance::Halves && halves.contains(i))
      join.add(join.half(takes[*join.choose(1, 10).begin()]), false);
    Take take = takes[i];
    if (plan.disturbance == Disturbance::PausesOnTheWay && pauses.contains(i)) {
      const auto at = static_cast<std::ptrdiff_t>(join.draw(0.2, 0.8) * double(take.size()));
      const Take pause = join.rest(take[static_cast<std::size_t>(at)], join.draw(2.0, 5.0));
      take.insert(take.begin() + at, pause.begin(), pause.end());
    }
    join.add(std::move(take), true);
    if (plan.disturbance == Disturbance::Pauses && pauses.contains(i))
      join.add(join.rest(takes[i].back(), join.draw(2.0, 5.0)), false);
  }
  join.add(join.rest(takes.back().back(), Rest_s), false);
  if (walks) join.add(join.walk(takes.back().back(), limbs, false), false);
  return join.finish(like, plan.disturbance == Disturbance::LostFrames);
}

}  // namespace endrange::test
