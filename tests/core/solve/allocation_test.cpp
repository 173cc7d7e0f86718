// Oracle: a count of every call for memory in this program: malloc itself is replaced, because Eigen takes
// its memory there and not from operator new, which ends there too. Limit: sanitizers replace malloc
// themselves, so this test is skipped under them.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/solver.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"
#include "tests/core/solve/evidence.h"

#if !defined(__SANITIZE_ADDRESS__) && defined(__GLIBC__)
#define ENDRANGE_COUNTS_MEMORY 1

namespace {
thread_local std::size_t asked = 0;  // NOLINT: malloc has nowhere else to count
}  // namespace

// glibc's own, under the names that it keeps for those who replace them.
extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT
void* __libc_calloc(std::size_t count, std::size_t size);        // NOLINT
void* __libc_realloc(void* memory, std::size_t size);            // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT

void* malloc(std::size_t size) noexcept {
  ++asked;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  ++asked;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) noexcept {
  ++asked;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  ++asked;
  return __libc_memalign(alignment, size);
}
}
#endif

namespace endrange::solve {
namespace {

std::size_t count_asked() {
#ifdef ENDRANGE_COUNTS_MEMORY
  return asked;
#else
  return 0;
#endif
}

bool counts_memory() {
#ifdef ENDRANGE_COUNTS_MEMORY
  return true;
#else
  return false;
#endif
}

// Ten frames of a movement: the first warms the solver up, the others ask for nothing.
void expect_no_memory_after_the_first_frame(const Body& body, const std::vector<Term>& wishes) {
  if (!counts_memory()) GTEST_SKIP() << "a sanitizer has replaced malloc";
  std::vector<std::vector<Term>> frames;
  for (int i = 0; i < 10; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i + 1));
    const Pose from = body::make_random_pose(body, 1, 0.6);
    const Pose to = body::make_random_pose(body, 2, 0.9);
    auto terms = observe_everything(body, interpolate(body, from, to, 0.1 * i), 0.01, Loss::Robust);
    add_noise(terms, numbers);
    terms.emplace_back(PosePrior{body.neutral_pose(), Tangent::Constant(count_coordinates(body), 0.5)});
    terms.insert(terms.end(), wishes.begin(), wishes.end());
    frames.push_back(std::move(terms));
  }
  Solver solver(body);
  PoseSolution solution;
  Pose start = body.neutral_pose();
  solution.undetermined.reserve(body.coordinate_count());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::size_t before = count_asked();
    solver.solve(frames[i], start, {}, solution);
    start.values = solution.pose.values;
    const std::size_t solved = count_asked();
    solver.compute_uncertainty(frames[i], solution);
    const std::size_t ended = count_asked();
    if (i == 0) {
      EXPECT_GT(ended, before) << "the first frame has its memory to get, or nothing is counted here";
      continue;
    }
    EXPECT_EQ(solved - before, 0U) << "solving frame " << i;
    EXPECT_EQ(ended - solved, 0U) << "the uncertainty of frame " << i;
  }
}

TEST(Allocation, is_over_after_the_first_frame_of_the_built_in_body) {
  expect_no_memory_after_the_first_frame(body::make_built_in_body(body::compute_segment_lengths(1.75)), {});
}

TEST(Allocation, is_over_after_the_first_frame_of_every_kind_of_joint) {
  expect_no_memory_after_the_first_frame(body::make_mixed_body(), {});
}

TEST(Allocation, is_over_after_the_first_frame_with_couplings_and_point_ties) {
  expect_no_memory_after_the_first_frame(
      body::make_mixed_body(body::Functions::Bent, body::Held::CouplingAndTie), {});
}

// Pairs and followers leave the tree's pattern.
TEST(Allocation, is_over_after_the_first_frame_with_terms_across_the_tree) {
  const Body body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  const auto hand = [&](Side side) { return body.find_segment(body::Part::Hand, side).value(); };
  const auto knee = [&](const char* name) { return body.find_coordinate(name).value(); };
  expect_no_memory_after_the_first_frame(
      body, {PointPair{hand(Side::Left), Vector3::Zero(), hand(Side::Right), Vector3::Zero(), 0.05},
             FollowingCoordinate{{knee("knee_angle_l"), knee("knee_angle_r"), {}}, 0.1}});
}

}  // namespace
}  // namespace endrange::solve
