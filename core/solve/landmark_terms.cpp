#include "core/solve/landmark_terms.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

#include "core/base/contracts.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;

// How far from rest a coordinate is expected, where landmarks do not tell: it shares a bend of the trunk out
// over the spine, and keeps unseen turns of a straight limb plausible. Usual practice; wide against what
// landmarks do tell. Spine and shoulder girdle are as wide as deep squats and raised arms need them: chosen
// on simulated landmarks with other seeds than are scored (tests/agreement/simulated_camera_test.cpp).
struct Habit {
  std::string_view stem;
  double spread_deg;
};
constexpr std::array Habits = {
    Habit{"lumbar_extension", 25},
    Habit{"lumbar_", 8},
    Habit{"thorax_", 15},
    Habit{"neck_", 30},
    Habit{"clavicle_", 20},
    Habit{"arm_rot", 45},
    Habit{"arm_", 90},
    Habit{"elbow_", 70},
    Habit{"pro_sup", 50},
    Habit{"wrist_", 20},
    Habit{"hip_rotation", 25},
    Habit{"hip_", 60},
    Habit{"knee_", 60},
    Habit{"ankle_", 25},
    Habit{"subtalar_", 10},
    Habit{"mtp_", 15},
};

// Landmarks that sit less surely on their place than the others: hips under clothes, knuckles, feet.
constexpr double LooseFactor = 1.5;

bool is_loose(body::Landmark landmark) {
  using enum body::Landmark;
  return (landmark >= LeftPinky && landmark <= RightHip) || landmark >= LeftHeel;
}

// A second of frames by habit then weighs as little as one.
constexpr double HiddenFactor = 6.0;
// A lasting error of two or three spreads is no outlier: a limb that is let go for it stays lost.
constexpr double RedescendsAt = 5.0;
// Further off than this, in spreads and squared, a landmark is astray.
constexpr double Astray = 9.0;

// The pose that habits are counted from: anatomical, but with the thumbs forward.
Pose make_rest(const Body& body) {
  Pose rest = body.neutral_pose();
  for (const char* name : {"pro_sup_l", "pro_sup_r"}) {
    if (const auto c = body.find_coordinate(name)) set_coordinate(body, rest, *c, 90.0 * Degree);
  }
  return rest;
}

PosePrior make_habits(const Body& body) {
  PosePrior prior{make_rest(body),
                  Tangent::Constant(static_cast<Eigen::Index>(body.coordinate_count()), Unknown),
                  Basis::Assumption};
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const auto& name = body.coordinates()[i].name;
    const auto habit =
        std::ranges::find_if(Habits, [&](const Habit& one) { return name.starts_with(one.stem); });
    if (habit != Habits.end()) prior.spread[static_cast<Eigen::Index>(i)] = habit->spread_deg * Degree;
  }
  return prior;
}

}  // namespace

LandmarkTerms::LandmarkTerms(const Body& body)
    : points_(compute_landmark_points(body)), habits_(make_habits(body)) {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    for (const CoordinateIndex c : body.coordinates_moving(points_[i].segment)) {
      // A turn about the landmark itself does not show in it.
      const bool turns_about_it = body.coordinate(c).segment == points_[i].segment &&
                                  body.joint(points_[i].segment).kind != body::JointKind::Free &&
                                  points_[i].p_SQ_S.isZero();
      if (!turns_about_it) movers_[i].push_back(row(c));
    }
  }
}

void LandmarkTerms::fill(const Observations& seen, double noise_scale, Loss loss, Hidden hidden,
                         std::vector<Term>& terms) const {
  expects(terms.empty(), "terms go into an empty list");
  terms.emplace_back(habits_);
  if (hidden == Hidden::Free) {
    Tangent& spread = std::get<PosePrior>(terms.front()).spread;
    spread *= HiddenFactor;
    for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
      if (!seen[i]) continue;
      for (const Eigen::Index c : movers_[i]) spread[c] = habits_.spread[c];
    }
  }
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    if (!seen[i]) continue;
    const double factor = noise_scale * (is_loose(static_cast<body::Landmark>(i)) ? LooseFactor : 1.0);
    terms.emplace_back(PointTarget{points_[i].segment, points_[i].p_SQ_S, seen[i]->position,
                                   factor * seen[i]->spread, loss, RedescendsAt});
  }
}

FittedPlaces LandmarkTerms::compute_places(const Body& body, const Pose& pose) const {
  const auto frames = compute_segment_frames(body, pose);
  FittedPlaces places;
  for (std::size_t i = 0; i < places.size(); ++i)
    places[i] = frames[points_[i].segment].place(points_[i].p_SQ_S);
  return places;
}

LandmarkResidual compute_landmark_residual(const FittedPlaces& places, const std::vector<Term>& terms,
                                           const Observations& seen) {
  LandmarkResidual residual;
  double all = 0.0;
  int count = 0;
  std::size_t term = 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!seen[i]) continue;
    const auto& target = std::get<PointTarget>(terms[term++]);
    const double square = (places[i] - target.target_G).cwiseQuotient(target.spread).squaredNorm();
    ++count;
    all += std::min(square, Astray);
    if (square > Astray) continue;
    residual.sum += square;
    residual.directions += 3;
  }
  residual.root_mean = count == 0 ? 0.0 : std::sqrt(all / (3.0 * count));
  return residual;
}

}  // namespace endrange::solve
