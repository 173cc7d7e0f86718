// Oracle: the same frame without the outlier. Limit: landmarks err independently here, each with the spread
// that the fit is told; a pose library errs alike from frame to frame and from landmark to landmark.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/solver.h"
#include "tests/core/solve/evidence.h"
#include "tests/support/counts.h"

namespace endrange::solve {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;
constexpr double PlaneSpread = 0.02;  // as landmarks of a camera are taken to be seen
constexpr double DepthSpread = 0.06;

// Simulated landmarks of one frame: plausible habits, and 33 points.
struct Frame {
  std::vector<Term> terms;
  Pose start;
  Pose truth;
};

Frame make_frame(const Body& body, std::uint64_t seed) {
  body::Numbers numbers(seed);
  const Pose truth = body::make_random_pose(body, seed, 0.5);
  const auto points = compute_landmark_points(body);
  const body::SegmentFrames frames = compute_segment_frames(body, truth);
  PosePrior habits{body.neutral_pose(), Tangent::Constant(count_coordinates(body), 60.0 * Degree)};
  habits.spread.head(6).setConstant(Unknown);
  habits.spread.segment(6, 6).setConstant(15.0 * Degree);
  Frame frame{{habits}, truth, truth};
  for (const body::BodyPoint& point : points) {
    frame.terms.emplace_back(PointTarget{point.segment,
                                         point.p_SQ_S,
                                         frames[point.segment].place(point.p_SQ_S),
                                         {DepthSpread, PlaneSpread, PlaneSpread},
                                         Loss::Robust});
  }
  add_noise(frame.terms, numbers);
  frame.truth = truth;
  Tangent away(count_coordinates(body));
  for (double& one : away) one = numbers.uniform(-15.0, 15.0) * Degree;
  away.segment(3, 3) *= 0.2;
  frame.start = retract(body, truth, away);
  return frame;
}

// One landmark 20 to 60 cm off, in any direction of space.
void spoil(Frame& frame, std::uint64_t seed) {
  body::Numbers numbers(seed + 1'000'000);
  const auto lost = 1 + static_cast<std::size_t>(numbers.uniform(0.0, 33.0));
  const Vector3 direction = Vector3(numbers.normal(), numbers.normal(), numbers.normal()).normalized();
  std::get<PointTarget>(frame.terms[lost]).target_G += numbers.uniform(0.20, 0.60) * direction;
}

// A sound start first, then the loss that forgets.
void solve_twice(Solver& solver, Frame& frame, PoseSolution& solution) {
  for (const Loss loss : {Loss::Robust, Loss::Redescending}) {
    for (Term& term : frame.terms) {
      if (auto* point = std::get_if<PointTarget>(&term)) point->loss = loss;
    }
    solver.solve(frame.terms, loss == Loss::Robust ? frame.start : Pose(solution.pose), {}, solution);
  }
  solver.compute_uncertainty(frame.terms, solution);
}

struct Motion {
  const char* name;
  bool is_sided;
};
constexpr Motion Motions[] = {{"neck.flexion", false},
                              {"neck.rotation", true},
                              {"shoulder.flexion", true},
                              {"shoulder.abduction", true},
                              {"shoulder.internal_rotation", true},
                              {"elbow.flexion", true},
                              {"forearm.pronation", true},
                              {"wrist.flexion", true},
                              {"hip.flexion", true},
                              {"hip.abduction", true},
                              {"hip.internal_rotation", true},
                              {"knee.flexion", true},
                              {"ankle.dorsiflexion", true}};

// Sanitizers look at memory, which few cases show as well as many, and take thirty times as long.
#ifdef __SANITIZE_ADDRESS__
constexpr int Few = 60;
#else
constexpr int Few = 300;
#endif

TEST(Outliers, one_moves_no_well_determined_angle_by_half_its_interval) {
  const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  Solver solver(body);
  PoseSolution clean;
  PoseSolution spoiled;
  const int count = test::choose_count(Few, 10000);
  struct Share {
    int determined = 0;
    int moved = 0;
    int moved_against_clean = 0;
    int covered = 0;
    int covered_spoiled = 0;
  };
  std::map<std::string, Share> shares;
  Share all;
  int cases_held = 0;
  int cases_held_clean = 0;
  for (int i = 1; i <= count; ++i) {
    Frame frame = make_frame(body, static_cast<std::uint64_t>(i));
    solve_twice(solver, frame, clean);
    spoil(frame, static_cast<std::uint64_t>(i));
    solve_twice(solver, frame, spoiled);
    bool held = true;
    bool held_clean = true;
    for (const Motion& motion : Motions) {
      for (const Side side : {Side::Left, Side::Right}) {
        if (!motion.is_sided && side == Side::Right) continue;
        const auto estimate = [&](const PoseSolution& of) {
          return *compute_angle_estimate(body, of.pose, of.covariance, of.assumed_variance,
                                         JointMotionId(motion.name), side);
        };
        const AngleEstimate before = estimate(clean);
        const AngleEstimate after = estimate(spoiled);
        if (!before.is_determined || !after.is_determined) continue;
        const double moved = std::abs(
            std::remainder((after.estimate.mean - before.estimate.mean).radians(), 2.0 * std::numbers::pi));
        // Half of an interval that is 1.96 standard errors to either side.
        const bool is_moved = moved > 1.96 * after.estimate.standard_error.radians();
        const bool is_moved_clean = moved > 1.96 * before.estimate.standard_error.radians();
        const double truth =
            compute_clinical_angle(body, frame.truth, JointMotionId(motion.name), side)->radians();
        const auto covers = [&](const Estimate& of) {
          return std::abs(std::remainder(of.mean.radians() - truth, 2.0 * std::numbers::pi)) <
                 1.96 * of.standard_error.radians();
        };
        for (Share* share : {&shares[motion.name], &all}) {
          ++share->determined;
          share->moved += is_moved;
          share->moved_against_clean += is_moved_clean;
          share->covered += covers(before.estimate);
          share->covered_spoiled += covers(after.estimate);
        }
        held = held && !is_moved;
        held_clean = held_clean && !is_moved_clean;
      }
    }
    cases_held += held;
    cases_held_clean += held_clean;
  }
  const auto percent = [](int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; };
  for (const auto& [name, share] : shares) {
    std::printf("             %-28s %6d determined, held %.2f %% (%.2f %% of the clean interval)\n",
                name.c_str(), share.determined, 100.0 - percent(share.moved, share.determined),
                100.0 - percent(share.moved_against_clean, share.determined));
  }
  std::printf("             angles held %.2f %% (%.2f %%), frames in which all held %.2f %% (%.2f %%)\n",
              100.0 - percent(all.moved, all.determined),
              100.0 - percent(all.moved_against_clean, all.determined), percent(cases_held, count),
              percent(cases_held_clean, count));
  std::printf("             95 %% intervals cover %.1f %%, with the outlier %.1f %%\n",
              percent(all.covered, all.determined), percent(all.covered_spoiled, all.determined));
  EXPECT_LT(percent(all.moved, all.determined), 1.0);
  EXPECT_GT(percent(cases_held, count), 96.0);
}

}  // namespace
}  // namespace endrange::solve
