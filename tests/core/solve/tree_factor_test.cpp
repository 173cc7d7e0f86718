// Oracle: Eigen's dense inverse.
#include "core/solve/tree_factor.h"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include "core/body/built_in_body.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"

namespace endrange::solve {
namespace {

TreeMatrix make_random(const std::shared_ptr<const EliminationTree>& tree, std::uint64_t seed) {
  body::Numbers numbers(seed);
  TreeMatrix matrix(tree);
  for (Eigen::Index i = 0; i < matrix.size(); ++i) {
    for (const Eigen::Index j : tree->path(i)) matrix.at(i, j) = numbers.normal();
    matrix.diagonal(i) = 100.0;  // more than a row's sum, so that it is positive definite
  }
  return matrix;
}

void expect_inverse(const std::shared_ptr<const EliminationTree>& tree) {
  const TreeMatrix matrix = make_random(tree, 1);
  const Eigen::MatrixXd expected = matrix.to_dense().inverse();
  TreeMatrix factor = matrix;
  ASSERT_TRUE(factorise(factor));
  Eigen::MatrixXd inverse;
  compute_inverse(factor, inverse);
  EXPECT_LT((inverse - expected).lpNorm<Eigen::Infinity>(), 1e-14);
  Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(matrix.size(), -1.0, 1.0);
  const Eigen::VectorXd solved = expected * x;
  solve_in_place(factor, x);
  EXPECT_LT((x - solved).lpNorm<Eigen::Infinity>(), 1e-14);
}

TEST(TreeMatrix, is_inverted_on_a_body_on_one_with_couplings_and_where_all_meets) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.75));
  expect_inverse(EliminationTree::make(body));
  expect_inverse(
      EliminationTree::make(body::make_mixed_body(body::Functions::Bent, body::Held::CouplingAndTie)));
  expect_inverse(EliminationTree::make_dense(body.coordinate_count()));
}

TEST(TreeMatrix, that_is_not_positive_definite_is_refused) {
  const auto tree = EliminationTree::make_dense(3);
  TreeMatrix matrix = make_random(tree, 1);
  matrix.diagonal(1) = -1.0;
  EXPECT_FALSE(factorise(matrix));
}

}  // namespace
}  // namespace endrange::solve
