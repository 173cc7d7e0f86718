#include "core/solve/marker_body.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/solve/marker_bench.h"

namespace endrange::solve {
namespace {

using body::Part;
using body::SegmentLengths;

// A length that is learnt, and how much people of one size differ in it, as in landmark_lengths.cpp; the
// hips' width comes by regression, whose error is that of [Davis1991].
struct Length {
  double SegmentLengths::* length;
  double spread;  // relative
};
constexpr std::array Lengths = {
    Length{&SegmentLengths::trunk, 0.07},          Length{&SegmentLengths::hip_width, 0.02},
    Length{&SegmentLengths::shoulder_width, 0.10}, Length{&SegmentLengths::head, 0.06},
    Length{&SegmentLengths::upper_arm, 0.06},      Length{&SegmentLengths::forearm, 0.06},
    Length{&SegmentLengths::hand, 0.06},           Length{&SegmentLengths::thigh, 0.06},
    Length{&SegmentLengths::shank, 0.06},          Length{&SegmentLengths::foot, 0.06},
};
// Frames of one recording err alike, because skin moves alike: all of them count as this many.
constexpr double IndependentFrames = 6.0;
constexpr int LeastSeen = 6;
// Nothing is learnt from a frame that leaves more, unless most do [m].
constexpr double MostResidual = 0.04;

// Of a usual marker that the recordings show: its column in each recording, and the offset learnt so far.
struct Learnt {
  UsualMarker usual = {};
  Vector3 offset = Vector3::Zero();
};

struct Shown {
  const motion::PointRecording* recording = nullptr;
  std::size_t frame = 0;
  std::optional<Pose> pose = {};
  SeenMarkers seen = {};  // one a learnt marker
};

Vector3 find_place(const Body& body, const UsualMarker& marker, const Vector3& offset) {
  const SegmentIndex segment = *body.find_segment(marker.part, marker.side);
  return marker.along * body.segment(segment).p_SE_S + offset;
}

std::vector<MarkerBody::Marker> place_markers(const Body& body, const std::vector<Learnt>& learnt) {
  std::vector<MarkerBody::Marker> markers;
  for (const Learnt& one : learnt) {
    markers.push_back(
        {one.usual.name,
         {*body.find_segment(one.usual.part, one.usual.side), find_place(body, one.usual, one.offset)},
         one.usual.noise_m});
  }
  return markers;
}

std::optional<double> find_median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

std::optional<double> find_distance(std::span<const motion::PointRecording* const> recordings,
                                    const std::string& a, const std::string& b) {
  std::vector<double> distances;
  for (const auto* recording : recordings) {
    const auto first = recording->find_point(a);
    const auto second = recording->find_point(b);
    if (!first || !second) continue;
    for (std::size_t frame = 0; frame < recording->frame_count(); ++frame) {
      const auto p = recording->find(frame, *first);
      const auto q = recording->find(frame, *second);
      if (p && q) distances.push_back((*p - *q).norm());
    }
  }
  return find_median(std::move(distances));
}

// The legs at their longest, as when standing.
std::optional<double> find_leg(std::span<const motion::PointRecording* const> recordings,
                               const PelvisMarkers& names) {
  std::vector<double> lengths;
  for (const auto* recording : recordings) {
    for (const auto& [hip, ankle] : {std::pair(&names.left_front, &names.left_ankle),
                                     std::pair(&names.right_front, &names.right_ankle)}) {
      const auto first = recording->find_point(*hip);
      const auto second = recording->find_point(*ankle);
      if (!first || !second) continue;
      double longest = 0.0;
      for (std::size_t frame = 0; frame < recording->frame_count(); ++frame) {
        const auto p = recording->find(frame, *first);
        const auto q = recording->find(frame, *second);
        if (p && q) longest = std::max(longest, (*p - *q).norm());
      }
      if (longest > 0.0) lengths.push_back(longest);
    }
  }
  return find_median(std::move(lengths));
}

// Where the spines of the pelvis are from the middle of the hip joints, and how wide the hips are.
struct PelvisShape {
  double hip_width = 0.0;
  Vector3 right_front = Vector3::Zero();
  Vector3 right_back = Vector3::Zero();
};

// Hip joint centres by regression from the width of the pelvis and the length of the leg, in the axes of the
// four markers' plane. Source: [Davis1991 eq. 3]
PelvisShape compute_pelvis(double front_width, double back_width, double depth, double leg, double radius) {
  constexpr double Theta = 0.5;
  constexpr double Beta = 0.314;
  const double c = 0.115 * leg - 0.0153;
  const double d = 0.1288 * leg - 0.04856 + radius;
  const double forward = c * std::cos(Theta) * std::sin(Beta) - d * std::cos(Beta);
  const double up = -c * std::cos(Theta) * std::cos(Beta) - d * std::sin(Beta);
  const double half = 0.5 * front_width - c * std::sin(Theta);
  return {2.0 * half, {-forward, -up, 0.5 * front_width}, {-forward - depth, -up, 0.5 * back_width}};
}

// How points of the body move with each shared number: lengths first, then three for each marker.
struct Sharing {
  Eigen::MatrixXd information;
  Eigen::VectorXd gradient;
};

// One round: poses by the solver, then lengths and places by Gauss and Newton with the poses eliminated.
class Learner {
 public:
  Learner(SegmentLengths lengths, body::Proportions proportions, std::vector<Learnt> learnt,
          std::vector<Shown> shown)
      : lengths_(lengths),
        usual_lengths_(lengths),
        proportions_(proportions),
        learnt_(std::move(learnt)),
        shown_(std::move(shown)) {}

  void advance() {
    const Body body = make_built_in_body(lengths_, proportions_);
    MarkerBench bench(body, place_markers(body, learnt_));
    const auto count = static_cast<Eigen::Index>(Lengths.size() + 3 * learnt_.size());
    Sharing sum{Eigen::MatrixXd::Zero(count, count), Eigen::VectorXd::Zero(count)};
    std::vector<Body> longer;
    for (const Length& one : Lengths) {
      SegmentLengths changed = lengths_;
      changed.*one.length *= 1.0 + Change;
      longer.push_back(make_built_in_body(changed, proportions_));
    }
    std::vector<std::optional<double>> residuals;
    std::vector<Pose> poses;
    std::vector<double> known;
    for (const Shown& frame : shown_) {
      residuals.push_back(bench.fit(frame.seen, frame.pose ? &*frame.pose : nullptr));
      poses.push_back(bench.solution.pose);
      if (residuals.back()) known.push_back(*residuals.back());
    }
    // A person far from the usual one leaves much in every frame at first: then from the better half.
    const double most = std::max(MostResidual, find_median(std::move(known)).value_or(0.0));
    double used = 0.0;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (!residuals[i] || *residuals[i] > most) continue;
      shown_[i].pose = poses[i];
      add_frame(bench, longer, shown_[i], sum);
      used += 1.0;
    }
    if (used == 0.0) return;
    sum.information *= IndependentFrames / used;
    sum.gradient *= IndependentFrames / used;
    add_usual(sum);
    const Eigen::VectorXd step = -sum.information.ldlt().solve(sum.gradient);
    for (std::size_t i = 0; i < Lengths.size(); ++i) {
      lengths_.*Lengths[i].length *= 1.0 + std::clamp(step[static_cast<Eigen::Index>(i)], -0.2, 0.2);
    }
    for (std::size_t m = 0; m < learnt_.size(); ++m) {
      // In steps: where one recording hardly turns a limb, a whole one may leave where they are linear.
      const Vector3 most_step = MostSpreads * learnt_[m].usual.spread_S;
      learnt_[m].offset += step.segment<3>(static_cast<Eigen::Index>(Lengths.size() + 3 * m))
                               .cwiseMax(-most_step)
                               .cwiseMin(most_step);
    }
  }

  [[nodiscard]] MarkerBody make_result() {
    Body body = make_built_in_body(lengths_, proportions_);
    auto markers = place_markers(body, learnt_);
    MarkerBench bench(body, markers);
    double sum = 0.0;
    int count = 0;
    for (const Shown& frame : shown_) {
      if (const auto residual = bench.fit(frame.seen, frame.pose ? &*frame.pose : nullptr)) {
        sum += *residual * *residual;
        ++count;
      }
    }
    return {std::move(body), lengths_, std::move(markers), count == 0 ? 0.0 : std::sqrt(sum / count)};
  }

 private:
  static constexpr double Change = 1e-3;      // of a length, for its slope
  static constexpr double MostSpreads = 1.0;  // that a marker's place moves in one round

  void add_frame(const MarkerBench& bench, const std::vector<Body>& longer, const Shown& frame,
                 Sharing& sum) const {
    const Body& body = bench.solver.body();
    const auto coordinates = static_cast<Eigen::Index>(body.coordinate_count());
    Kinematics kinematics(body);
    kinematics.update(body, *frame.pose);
    std::vector<body::SegmentFrames> changed;
    for (const Body& one : longer) changed.push_back(compute_segment_frames(one, *frame.pose));
    const auto rows = static_cast<Eigen::Index>(3 * learnt_.size());
    Eigen::MatrixXd by_pose = Eigen::MatrixXd::Zero(rows, coordinates);
    Eigen::MatrixXd by_shared = Eigen::MatrixXd::Zero(rows, sum.gradient.size());
    Eigen::VectorXd off = Eigen::VectorXd::Zero(rows);
    for (std::size_t m = 0; m < learnt_.size(); ++m) {
      if (!frame.seen[m]) continue;
      const MarkerBody::Marker& marker = bench.markers[m];
      const body::Frame& segment = kinematics.frame(marker.place.segment);
      const Vector3 p = segment.place(marker.place.p_SQ_S);
      const PointResidual residual =
          compute_residual(PointTarget{marker.place.segment, marker.place.p_SQ_S, *frame.seen[m],
                                       Vector3::Constant(marker.noise_m), Loss::Robust},
                           p);
      const double scale = std::sqrt(residual.weight.x());
      const auto row_m = static_cast<Eigen::Index>(3 * m);
      off.segment<3>(row_m) = scale * residual.off;
      for (const CoordinateIndex c : body.coordinates_moving(marker.place.segment)) {
        by_pose.block<3, 1>(row_m, row(c)) = scale * kinematics.point_velocity(c, p);
      }
      for (std::size_t i = 0; i < longer.size(); ++i) {
        const Vector3 q = changed[i][marker.place.segment].place(
            find_place(longer[i], learnt_[m].usual, learnt_[m].offset));
        by_shared.block<3, 1>(row_m, static_cast<Eigen::Index>(i)) = scale * (q - p) / Change;
      }
      by_shared.block<3, 3>(row_m, static_cast<Eigen::Index>(Lengths.size() + 3 * m)) = scale * segment.R_GS;
    }
    Eigen::MatrixXd poses = by_pose.transpose() * by_pose;
    for (Eigen::Index i = 0; i < coordinates; ++i) {
      const double spread = bench.habits.spread[i];
      poses(i, i) += 1e-6 + (std::isfinite(spread) ? 1.0 / (spread * spread) : 0.0);
    }
    const Eigen::MatrixXd across = by_pose.transpose() * by_shared;
    // At the pose's own minimum its gradient vanishes, but for what limits and habits hold.
    sum.information += by_shared.transpose() * by_shared - across.transpose() * poses.ldlt().solve(across);
    sum.gradient += by_shared.transpose() * off;
  }

  void add_usual(Sharing& sum) const {
    for (std::size_t i = 0; i < Lengths.size(); ++i) {
      const auto k = static_cast<Eigen::Index>(i);
      const double weight = 1.0 / (Lengths[i].spread * Lengths[i].spread);
      sum.information(k, k) += weight;
      sum.gradient[k] += weight * std::log(lengths_.*Lengths[i].length / usual_lengths_.*Lengths[i].length);
    }
    for (std::size_t m = 0; m < learnt_.size(); ++m) {
      for (Eigen::Index axis = 0; axis < 3; ++axis) {
        const auto k = static_cast<Eigen::Index>(Lengths.size() + 3 * m) + axis;
        const double spread = learnt_[m].usual.spread_S[axis];
        sum.information(k, k) += 1.0 / (spread * spread);
        sum.gradient[k] += (learnt_[m].offset[axis] - learnt_[m].usual.offset_S[axis]) / (spread * spread);
      }
    }
  }

  SegmentLengths lengths_;
  SegmentLengths usual_lengths_;
  body::Proportions proportions_;
  std::vector<Learnt> learnt_;
  std::vector<Shown> shown_;
};

std::vector<Shown> choose_frames(std::span<const motion::PointRecording* const> recordings,
                                 const std::vector<Learnt>& learnt, std::size_t most) {
  std::size_t all = 0;
  for (const auto* recording : recordings) all += recording->frame_count();
  const std::size_t step = std::max<std::size_t>(1, all / std::max<std::size_t>(1, most));
  std::vector<Shown> shown;
  std::size_t next = step / 2;
  for (const auto* recording : recordings) {
    std::vector<std::optional<std::size_t>> columns;
    for (const Learnt& one : learnt) columns.push_back(recording->find_point(one.usual.name));
    for (; next < recording->frame_count(); next += step) {
      shown.push_back({recording, next, {}, read_frame(*recording, next, columns)});
    }
    next -= recording->frame_count();
  }
  return shown;
}

}  // namespace

const MarkerBody::Marker* MarkerBody::find(std::string_view name) const {
  const auto found = std::ranges::find(markers, name, &Marker::name);
  return found == markers.end() ? nullptr : &*found;
}

Result<MarkerBody> learn_marker_body(std::span<const motion::PointRecording* const> recordings,
                                     const MarkerSet& set, const MarkerBodyOptions& options) {
  const PelvisMarkers& names = set.pelvis;
  const auto front = find_distance(recordings, names.left_front, names.right_front);
  const auto back = find_distance(recordings, names.left_back, names.right_back);
  const auto left = find_distance(recordings, names.left_front, names.left_back);
  const auto right = find_distance(recordings, names.right_front, names.right_back);
  const auto leg = find_leg(recordings, names);
  if (!front || !back || (!left && !right) || !leg) {
    return fail("expected the four markers of the pelvis and those of an ankle together in some frames",
                set.name,
                "give a recording that shows " + names.left_front + ", " + names.right_front + ", " +
                    names.left_back + ", " + names.right_back + " and an ankle");
  }
  const double slant = left && right ? 0.5 * (*left + *right) : left ? *left : *right;
  const double aside = 0.5 * (*front - *back);
  const double depth = std::sqrt(std::max(slant * slant - aside * aside, 0.0));
  const PelvisShape pelvis = compute_pelvis(*front, *back, depth, *leg, set.marker_radius_m);
  // From the front spine to the ankle at its longest: thigh, shank and what the spine stands above the hip.
  const SegmentLengths average = body::compute_segment_lengths(1.0, options.proportions);
  const double height =
      options.height_m.value_or((*leg - pelvis.right_front.y()) / (average.thigh + average.shank));
  SegmentLengths lengths = body::compute_segment_lengths(height, options.proportions);
  lengths.hip_width = pelvis.hip_width;

  const Body body = make_built_in_body(lengths, options.proportions);
  std::vector<Learnt> learnt;
  for (const UsualMarker& usual : set.markers) {
    const bool is_shown = std::ranges::any_of(
        recordings, [&](const auto* recording) { return recording->find_point(usual.name).has_value(); });
    if (!is_shown || !body.find_segment(usual.part, usual.side)) continue;
    Learnt one{usual, usual.offset_S};
    const Vector3 across(1.0, 1.0, -1.0);
    if (usual.name == names.right_front) one.offset = pelvis.right_front;
    if (usual.name == names.left_front) one.offset = pelvis.right_front.cwiseProduct(across);
    if (usual.name == names.right_back) one.offset = pelvis.right_back;
    if (usual.name == names.left_back) one.offset = pelvis.right_back.cwiseProduct(across);
    one.usual.offset_S = one.offset;
    learnt.push_back(std::move(one));
  }
  auto shown = choose_frames(recordings, learnt, options.frames);
  Learner learner(lengths, options.proportions, std::move(learnt), std::move(shown));
  for (int round = 0; round < options.rounds; ++round) learner.advance();
  return learner.make_result();
}

std::vector<MarkerPose> fit_marker_body(const MarkerBody& marker_body,
                                        const motion::PointRecording& recording, Uncertainty uncertainty) {
  MarkerBench bench(marker_body.body, marker_body.markers);
  std::vector<std::optional<std::size_t>> columns;
  for (const MarkerBody::Marker& marker : marker_body.markers)
    columns.push_back(recording.find_point(marker.name));
  std::vector<MarkerPose> poses;
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    const auto seen = read_frame(recording, frame, columns);
    const auto count =
        static_cast<int>(std::ranges::count_if(seen, [](const auto& one) { return one.has_value(); }));
    if (count < LeastSeen) continue;
    const auto residual = bench.fit(seen, poses.empty() ? nullptr : &poses.back().pose);
    if (!residual) continue;
    MarkerPose pose{recording.time_s()[frame], bench.solution.pose, {}, {}, *residual, count};
    if (uncertainty == Uncertainty::Computed) {
      bench.solver.compute_uncertainty(bench.terms, bench.solution);
      pose.covariance = bench.solution.covariance;
      pose.assumed_variance = bench.solution.assumed_variance;
    }
    poses.push_back(std::move(pose));
  }
  return poses;
}

MarkerErrors compute_marker_errors(const MarkerBody& marker_body, const Pose& pose,
                                   const motion::PointRecording& recording, std::size_t frame) {
  const auto frames = compute_segment_frames(marker_body.body, pose);
  MarkerErrors errors;
  for (std::size_t i = 0; i < marker_body.markers.size(); ++i) {
    const MarkerBody::Marker& marker = marker_body.markers[i];
    const auto point = recording.find_point(marker.name);
    const auto seen = point ? recording.find(frame, *point) : std::nullopt;
    if (!seen) continue;
    const double distance = (frames[marker.place.segment].place(marker.place.p_SQ_S) - *seen).norm();
    errors.total_squared += distance * distance;
    if (errors.seen == 0 || distance > errors.largest) {
      errors.largest = distance;
      errors.worst = i;
    }
    ++errors.seen;
  }
  if (errors.seen > 0)
    errors.rms = std::sqrt(errors.total_squared / static_cast<double>(marker_body.markers.size()));
  errors.weighted_squared = errors.total_squared;
  return errors;
}

}  // namespace endrange::solve
