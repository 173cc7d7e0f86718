#include "core/solve/landmark_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

#include "core/base/contracts.h"
#include "core/solve/landmark_lengths.h"
#include "core/solve/landmark_start.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;

// How far from rest a coordinate is expected, where landmarks do not tell: it shares a bend of the trunk out
// over the spine, and keeps unseen turns of a straight limb plausible. Usual practice; wide against what
// landmarks do tell.
struct Habit {
  std::string_view stem;
  double spread_deg;
};
constexpr std::array Habits = {
    Habit{"lumbar_extension", 15},
    Habit{"lumbar_", 8},
    Habit{"thorax_", 10},
    Habit{"neck_", 30},
    Habit{"clavicle_", 10},
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

// A frame may move this much from the one before: a tie that matters only where little is seen.
constexpr double TurnRate = 8.0;  // [rad/s], about the fastest voluntary elbow or shoulder in exercise
constexpr double WalkRate = 3.0;  // [m/s]
// Between its neighbours a frame lies to within half the acceleration times the square of the interval.
constexpr double TurnAcceleration = 60.0;  // [rad/s²]
constexpr double WalkAcceleration = 10.0;  // [m/s²]
constexpr double NeighbourSpread = 1.0 * Degree;
constexpr double NeighbourPlaceSpread = 0.005;  // [m]
// Neighbours further apart than this say nothing about each other.
constexpr double LongestTie_s = 0.25;
// A start from the frame before is given up when it ends further off than this; then the frame starts afresh.
constexpr double PoorResidual = 2.0;
constexpr std::size_t LengthFrames = 40;
constexpr int LengthRounds = 2;
// A long recording is fitted this many pictures at a time; frames nearer than the overlap to a window's end
// wait for the next, so that none is fitted without its neighbours.
constexpr std::size_t WindowFrames = 600;
constexpr std::size_t OverlapFrames = 60;
constexpr double SettleTime_s = 3.0;
constexpr std::size_t SettleEvery = 10;

constexpr SolveOptions FirstSolve = {.most_iterations = 40, .smallest_step = 1e-5, .smallest_gain = 1e-6};
constexpr SolveOptions WarmSolve = {.most_iterations = 8, .smallest_step = 1e-4, .smallest_gain = 1e-4};

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

PosePrior make_tie(const Body& body, const Pose& target, double turn, double walk) {
  PosePrior tie{target, Tangent(static_cast<Eigen::Index>(body.coordinate_count())), Basis::Evidence};
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    tie.spread[static_cast<Eigen::Index>(i)] = body.coordinates()[i].unit == body::Unit::Metre ? walk : turn;
  }
  return tie;
}

using Points = std::array<body::BodyPoint, body::LandmarkCount>;

// Landmarks and habits; a tie may follow.
void fill_terms(const Points& points, const Observations& seen, const PosePrior& habits, Loss loss,
                std::vector<Term>& terms) {
  terms.clear();
  terms.emplace_back(habits);
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    if (!seen[i]) continue;
    const double factor = is_loose(static_cast<body::Landmark>(i)) ? LooseFactor : 1.0;
    terms.emplace_back(
        PointTarget{points[i].segment, points[i].p_SQ_S, seen[i]->position, factor * seen[i]->spread, loss});
  }
}

FittedPlaces compute_places(const Body& body, const Points& points, const Pose& pose) {
  const auto frames = compute_segment_frames(body, pose);
  FittedPlaces places;
  for (std::size_t i = 0; i < places.size(); ++i)
    places[i] = frames[points[i].segment].place(points[i].p_SQ_S);
  return places;
}

// Root mean square over what was seen, in spreads; a gross outlier counts as 3 spreads off, as the fit treats
// it.
double compute_residual(const FittedPlaces& places, const std::vector<Term>& terms,
                        const Observations& seen) {
  double sum = 0.0;
  int count = 0;
  std::size_t term = 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!seen[i]) continue;
    const auto& target = std::get<PointTarget>(terms[term++]);
    sum += std::min((places[i] - target.target_G).cwiseQuotient(target.spread).squaredNorm(), 9.0);
    ++count;
  }
  return count == 0 ? 0.0 : std::sqrt(sum / (3.0 * count));
}

// Everything one frame's fit needs of its body.
struct Bench {
  explicit Bench(const Body& body)
      : solver(body), points(compute_landmark_points(body)), habits(make_habits(body)) {}

  Solver solver;
  Points points;
  PosePrior habits;
  PoseSolution solution;
  std::vector<Term> terms;

  // Solves from the frame before if there is one, afresh where that ends badly; nothing if the trunk is not
  // seen.
  std::optional<double> fit(const Observations& seen, const Pose* before, double interval_s) {
    fill_terms(points, seen, habits, Loss::Redescending, terms);
    std::optional<double> residual;
    if (before != nullptr) {
      const PosePrior tie = make_tie(solver.body(), *before, TurnRate * interval_s, WalkRate * interval_s);
      residual = solve_from(*before, seen, WarmSolve, &tie);
      if (*residual < PoorResidual) return residual;
    }
    const auto start = find_start(solver.body(), seen, habits.target);
    if (!start) return residual;
    const Pose warm = solution.pose;
    const double afresh = solve_from(*start, seen, FirstSolve, nullptr);
    if (residual && *residual <= afresh) {
      solution.pose = warm;
      return residual;
    }
    return afresh;
  }

  // First every landmark pulls; from where that ends, none that is far off. Leaves the landmarks' terms only.
  double solve_from(const Pose& start, const Observations& seen, const SolveOptions& options,
                    const PosePrior* tie) {
    Pose from = start;
    for (const Loss loss : {Loss::Robust, Loss::Redescending}) {
      fill_terms(points, seen, habits, loss, terms);
      const std::size_t evidence = terms.size();
      if (tie != nullptr) terms.emplace_back(*tie);
      solver.solve(terms, from, options, solution);
      terms.resize(evidence, habits);
      from = solution.pose;
    }
    return compute_residual(compute_places(solver.body(), points, solution.pose), terms, seen);
  }

  // The covariance of this frame's own evidence at the solution.
  FittedFrame make_frame(double time_s, double residual) {
    solver.compute_uncertainty(terms, solution);
    return {time_s, solution.pose, solution.covariance, solution.assumed_variance, residual};
  }
};

struct SeenFrame {
  double time_s = 0.0;
  Observations observations = {};
};

std::vector<SeenFrame> find_seen_frames(const motion::LandmarkRecording& recording,
                                        const motion::LandmarkNoise& noise) {
  std::vector<SeenFrame> frames;
  for (const motion::LandmarkFrame& frame : recording.frames) {
    if (!frame.landmarks) continue;
    frames.push_back({frame.time_s, compute_observations(*frame.landmarks, noise)});
  }
  return frames;
}

// First from the observed directions, then from those of a fit on the lengths so far, over frames spread
// evenly.
body::SegmentLengths estimate_lengths(const std::vector<SeenFrame>& frames, body::Proportions proportions) {
  std::vector<LengthEvidence> evidence;
  const std::size_t step = std::max<std::size_t>(1, frames.size() / LengthFrames);
  for (std::size_t i = 0; i < frames.size(); i += step) evidence.push_back({frames[i].observations, {}});
  body::SegmentLengths lengths = compute_lengths(evidence, proportions);
  for (int round = 0; round < LengthRounds; ++round) {
    Bench bench(make_built_in_body(lengths, proportions));
    for (LengthEvidence& one : evidence) {
      one.fitted.reset();
      if (bench.fit(one.observations, nullptr, 0.0)) {
        one.fitted = compute_places(bench.solver.body(), bench.points, bench.solution.pose);
      }
    }
    lengths = compute_lengths(evidence, proportions);
  }
  return lengths;
}

// The middle of the neighbours, weighted by time, ties each frame once more; what was jitter between them
// goes.
void tie_to_neighbours(const std::vector<SeenFrame>& seen, Bench& bench, std::vector<FittedFrame>& frames) {
  const Body& body = bench.solver.body();
  std::vector<Pose> before;
  for (const FittedFrame& frame : frames) before.push_back(frame.pose);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool is_inner = i > 0 && i + 1 < frames.size();
    const double left = is_inner ? frames[i].time_s - frames[i - 1].time_s : 0.0;
    const double right = is_inner ? frames[i + 1].time_s - frames[i].time_s : 0.0;
    fill_terms(bench.points, seen[i].observations, bench.habits, Loss::Redescending, bench.terms);
    const std::size_t evidence = bench.terms.size();
    if (is_inner && left + right <= 2.0 * LongestTie_s) {
      const Pose middle = interpolate(body, before[i - 1], before[i + 1], left / (left + right));
      const double half_square = 0.5 * left * right;
      bench.terms.emplace_back(make_tie(body, middle, NeighbourSpread + TurnAcceleration * half_square,
                                        NeighbourPlaceSpread + WalkAcceleration * half_square));
    }
    bench.solver.solve(bench.terms, before[i], WarmSolve, bench.solution);
    bench.terms.resize(evidence, bench.habits);
    const double residual = compute_residual(compute_places(body, bench.points, bench.solution.pose),
                                             bench.terms, seen[i].observations);
    frames[i] = bench.make_frame(frames[i].time_s, residual);
  }
}

// Spreads are scaled up when the landmarks lie further off than stated. Each frame spends about two fifths of
// its residuals on its own coordinates: 41 without the root's on 99.
double compute_noise_scale(const std::vector<FittedFrame>& frames) {
  constexpr double FreeShare = 0.6;
  double sum = 0.0;
  for (const FittedFrame& frame : frames) sum += frame.residual * frame.residual;
  return std::max(1.0, std::sqrt(sum / static_cast<double>(frames.size()) / FreeShare));
}

std::unexpected<Error> nobody(std::size_t pictures) {
  return fail("expected a person in the recording, found nobody with shoulders or hips in view in " +
                  std::to_string(pictures) + " pictures",
              {}, "record again with the whole body in the picture");
}

// Each frame from the one before, then each between its neighbours.
std::vector<FittedFrame> fit_seen(const std::vector<SeenFrame>& seen, Bench& bench) {
  std::vector<FittedFrame> frames;
  std::vector<SeenFrame> kept;
  for (const SeenFrame& frame : seen) {
    const bool has_before = !frames.empty() && frame.time_s - frames.back().time_s <= LongestTie_s;
    const Pose* before = has_before ? &frames.back().pose : nullptr;
    const double interval_s = has_before ? frame.time_s - frames.back().time_s : 0.0;
    const auto residual = bench.fit(frame.observations, before, interval_s);
    if (!residual) continue;
    frames.push_back({.time_s = frame.time_s, .pose = bench.solution.pose, .residual = *residual});
    kept.push_back(frame);
  }
  tie_to_neighbours(kept, bench, frames);
  return frames;
}

double widen(std::vector<FittedFrame>& frames) {
  const double noise_scale = compute_noise_scale(frames);
  for (FittedFrame& frame : frames) frame.covariance *= noise_scale * noise_scale;
  return noise_scale;
}

}  // namespace

Result<FittedMotion> fit_landmarks(const motion::LandmarkRecording& recording, const FitOptions& options) {
  const std::vector<SeenFrame> seen = find_seen_frames(recording, options.noise);
  if (seen.empty()) return nobody(recording.frames.size());
  const body::SegmentLengths lengths = estimate_lengths(seen, options.proportions);
  Bench bench(make_built_in_body(lengths, options.proportions));
  FittedMotion fitted{bench.solver.body(), lengths, 1.0, fit_seen(seen, bench)};
  if (fitted.frames.empty()) return nobody(recording.frames.size());
  fitted.noise_scale = widen(fitted.frames);
  return fitted;
}

struct LandmarkWindows::Now {
  // First pass: every `stride`th picture.
  std::vector<SeenFrame> sample;
  std::size_t stride = 1;
  std::size_t looked_at = 0;
  // Second pass.
  body::SegmentLengths lengths = {};
  std::optional<Bench> bench;
  std::vector<SeenFrame> window;
  std::size_t settled = 0;  // frames at the window's beginning that were given out before
};

LandmarkWindows::LandmarkWindows(const FitOptions& options)
    : options_(options), now_(std::make_unique<Now>()) {}
LandmarkWindows::~LandmarkWindows() = default;
LandmarkWindows::LandmarkWindows(LandmarkWindows&&) noexcept = default;
LandmarkWindows& LandmarkWindows::operator=(LandmarkWindows&&) noexcept = default;

const Body& LandmarkWindows::body() const {
  expects(now_->bench.has_value(), "the body is known once the first pass has ended");
  return now_->bench->solver.body();
}

const body::SegmentLengths& LandmarkWindows::lengths() const {
  return now_->lengths;
}

void LandmarkWindows::look_at(const motion::LandmarkFrame& frame) {
  const bool is_due = now_->looked_at++ % now_->stride == 0;
  if (!is_due || !frame.landmarks) return;
  now_->sample.push_back({frame.time_s, compute_observations(*frame.landmarks, options_.noise)});
  if (now_->sample.size() < 2 * LengthFrames) return;
  // Every second one is enough from here on.
  for (std::size_t i = 0; 2 * i < now_->sample.size(); ++i) now_->sample[i] = now_->sample[2 * i];
  now_->sample.resize(now_->sample.size() / 2);
  now_->stride *= 2;
}

Status LandmarkWindows::begin() {
  if (now_->sample.empty()) return nobody(now_->looked_at);
  now_->lengths = estimate_lengths(now_->sample, options_.proportions);
  now_->bench.emplace(make_built_in_body(now_->lengths, options_.proportions));
  return {};
}

std::vector<FittedFrame> LandmarkWindows::advance(const motion::LandmarkFrame& frame) {
  expects(now_->bench.has_value(), "the first pass comes first");
  if (!frame.landmarks) return {};
  now_->window.push_back({frame.time_s, compute_observations(*frame.landmarks, options_.noise)});
  if (now_->window.size() < WindowFrames + now_->settled) return {};
  std::vector<FittedFrame> done = fit_window();
  const double from_s = now_->window[now_->window.size() - 2 * OverlapFrames].time_s;
  const double until_s = now_->window[now_->window.size() - OverlapFrames].time_s;
  std::erase_if(done, [&](const FittedFrame& one) { return one.time_s >= until_s; });
  std::erase_if(now_->window, [&](const SeenFrame& one) { return one.time_s < from_s; });
  now_->settled = OverlapFrames;
  return done;
}

std::vector<FittedFrame> LandmarkWindows::finish() {
  if (now_->window.empty()) return {};
  return fit_window();
}

// The frames of the window that were not given out before.
std::vector<FittedFrame> LandmarkWindows::fit_window() {
  std::vector<FittedFrame> frames = fit_seen(now_->window, *now_->bench);
  if (frames.empty()) return frames;
  widen(frames);
  const double from_s = now_->window[now_->settled].time_s;
  std::erase_if(frames, [&](const FittedFrame& one) { return one.time_s < from_s; });
  return frames;
}

struct LandmarkTracker::Now {
  explicit Now(const Body& body) : bench(body) {}
  Bench bench;
  std::vector<LengthEvidence> early;  // what the lengths are estimated from, while they settle
  std::optional<double> started_s;
  std::optional<FittedFrame> last;
  std::size_t seen_count = 0;
};

LandmarkTracker::LandmarkTracker(const FitOptions& options)
    : options_(options),
      now_(std::make_unique<Now>(make_built_in_body(body::compute_segment_lengths(1.70, options.proportions),
                                                    options.proportions))) {}
LandmarkTracker::~LandmarkTracker() = default;
LandmarkTracker::LandmarkTracker(LandmarkTracker&&) noexcept = default;
LandmarkTracker& LandmarkTracker::operator=(LandmarkTracker&&) noexcept = default;

const Body& LandmarkTracker::body() const {
  return now_->bench.solver.body();
}

std::optional<FittedFrame> LandmarkTracker::advance(const motion::LandmarkFrame& frame) {
  expects(!now_->last || frame.time_s > now_->last->time_s, "live frames come in order");
  if (!frame.landmarks) return std::nullopt;
  const Observations seen = compute_observations(*frame.landmarks, options_.noise);
  if (!now_->started_s) now_->started_s = frame.time_s;
  const bool settles = frame.time_s - *now_->started_s <= SettleTime_s;
  if (settles && now_->seen_count++ % SettleEvery == 0) {
    now_->early.push_back({seen, {}});
    now_->bench =
        Bench(make_built_in_body(compute_lengths(now_->early, options_.proportions), options_.proportions));
  }
  const bool has_before = now_->last && frame.time_s - now_->last->time_s <= LongestTie_s;
  const double interval_s = has_before ? frame.time_s - now_->last->time_s : 0.0;
  const auto residual = now_->bench.fit(seen, has_before ? &now_->last->pose : nullptr, interval_s);
  if (!residual) return std::nullopt;
  now_->last = now_->bench.make_frame(frame.time_s, *residual);
  return now_->last;
}

std::optional<AngleEstimate> compute_angle_estimate(const Body& body, const FittedFrame& frame,
                                                    const JointMotionId& joint_motion, Side side,
                                                    body::Reference reference) {
  return compute_angle_estimate(body, frame.pose, frame.covariance, frame.assumed_variance, joint_motion,
                                side, reference);
}

motion::Motion make_motion(const FittedMotion& fitted) {
  motion::Motion motion;
  for (const FittedFrame& frame : fitted.frames) {
    motion.time_s.push_back(frame.time_s);
    motion.poses.push_back(frame.pose);
  }
  return motion;
}

}  // namespace endrange::solve
