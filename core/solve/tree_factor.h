#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <vector>

#include "core/body/body.h"

namespace endrange::solve {

/// Rows of a lower triangle, stored one after the other so that each row is contiguous.
using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Which coordinates of a body meet in the normal equations: for each, those before it, as ranges. On a tree
/// a coordinate meets only those that move its segment too, so most of the matrix is empty and stays so.
class CouplingPattern {
 public:
  struct Range {
    Eigen::Index begin = 0;
    Eigen::Index end = 0;
  };

  /// What points on single segments couple, and what the body's own couplings add.
  [[nodiscard]] static CouplingPattern make_tree(const body::Body& body);
  /// Everything with everything.
  [[nodiscard]] static CouplingPattern make_dense(Eigen::Index size);

  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(first_.size()) - 1; }
  /// The columns before `row`'s diagonal that may differ from zero, rising.
  [[nodiscard]] std::span<const Range> row(Eigen::Index row) const {
    const auto i = static_cast<std::size_t>(row);
    return std::span(ranges_).subspan(first_[i], first_[i + 1] - first_[i]);
  }

 private:
  CouplingPattern() = default;
  std::vector<Range> ranges_;
  std::vector<std::size_t> first_;
};

/// Factors a symmetric positive definite matrix in place as Lᵀ D L, leaves of the tree first, so that nothing
/// fills in. Only the lower triangle inside the pattern is read and written; D stands on the diagonal, and L
/// below it. Source: [Featherstone2008 §8.5].
/// @returns whether it was positive definite
[[nodiscard]] bool factorise(const CouplingPattern& pattern, RowMajorMatrix& matrix);
/// x such that matrix × x = what `x` held.
void solve_in_place(const CouplingPattern& pattern, const RowMajorMatrix& factor,
                    Eigen::Ref<Eigen::VectorXd> x);
/// The whole inverse, symmetric. Allocates only when `scratch` or `inverse` has another size.
void compute_inverse(const CouplingPattern& pattern, const RowMajorMatrix& factor, RowMajorMatrix& scratch,
                     Eigen::MatrixXd& inverse);

}  // namespace endrange::solve
