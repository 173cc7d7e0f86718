#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/body/body.h"

namespace endrange::solve {

/// Which coordinates meet in the normal equations: each only those on its way to the root of a tree. On a
/// body a coordinate meets those that move its segment too, so most of the matrix is empty, and leaves first
/// nothing fills in. Source: [Featherstone2008 §8.5]
class EliminationTree {
 public:
  /// What points on single segments couple, and what the body's own couplings add.
  [[nodiscard]] static std::shared_ptr<const EliminationTree> make(const body::Body& body);
  /// A tree without branches: everything meets everything.
  [[nodiscard]] static std::shared_ptr<const EliminationTree> make_dense(std::size_t size);

  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(first_.size()) - 1; }
  /// The coordinates on the way from the root to this one, rising, and then itself.
  [[nodiscard]] std::span<const Eigen::Index> path(Eigen::Index row) const {
    const auto i = static_cast<std::size_t>(row);
    return std::span(paths_).subspan(first_[i], first_[i + 1] - first_[i]);
  }
  /// Where the path's elements stand among those of all paths.
  [[nodiscard]] std::size_t first(Eigen::Index row) const { return first_[static_cast<std::size_t>(row)]; }
  /// How many coordinates come before this one on its own path, and on that of each it is on.
  [[nodiscard]] std::size_t depth(Eigen::Index row) const { return depths_[static_cast<std::size_t>(row)]; }
  /// Whether `column` is on the path of `row`.
  [[nodiscard]] bool meets(Eigen::Index row, Eigen::Index column) const {
    const auto way = path(row);
    return depth(column) < way.size() && way[depth(column)] == column;
  }
  /// Consecutive coordinates of which each hangs on the one before: a limb. Rising; together they are all.
  struct Chain {
    Eigen::Index first = 0;
    Eigen::Index last = 0;
  };
  [[nodiscard]] std::span<const Chain> chains() const { return chains_; }
  /// Elements of all paths.
  [[nodiscard]] std::size_t element_count() const { return paths_.size(); }

 private:
  /// @param parents  the last coordinate before each that it meets; none where it meets none
  explicit EliminationTree(std::span<const std::optional<std::size_t>> parents);
  std::vector<Eigen::Index> paths_;
  std::vector<std::size_t> first_;
  std::vector<std::size_t> depths_;
  std::vector<Chain> chains_;
};

/// The lower triangle of a symmetric matrix over a tree: each row holds the elements of its path one after
/// the other, the diagonal last.
class TreeMatrix {
 public:
  explicit TreeMatrix(std::shared_ptr<const EliminationTree> tree) { reset(std::move(tree)); }

  /// Zero, over this tree. Allocates only for a tree with more elements than any before.
  void reset(std::shared_ptr<const EliminationTree> tree) {
    tree_ = std::move(tree);
    elements_.assign(tree_->element_count(), 0.0);
  }
  [[nodiscard]] const EliminationTree& tree() const { return *tree_; }
  [[nodiscard]] const std::shared_ptr<const EliminationTree>& shared_tree() const { return tree_; }
  [[nodiscard]] Eigen::Index size() const { return tree_->size(); }
  [[nodiscard]] double* row(Eigen::Index i) { return elements_.data() + tree_->first(i); }
  [[nodiscard]] const double* row(Eigen::Index i) const { return elements_.data() + tree_->first(i); }
  [[nodiscard]] double& diagonal(Eigen::Index i) { return row(i)[tree_->depth(i)]; }
  [[nodiscard]] double diagonal(Eigen::Index i) const { return row(i)[tree_->depth(i)]; }
  /// The element of two coordinates that meet, in either order.
  [[nodiscard]] double& at(Eigen::Index i, Eigen::Index j) {
    return row(std::max(i, j))[tree_->depth(std::min(i, j))];
  }
  /// The element of any two coordinates: zero where they do not meet.
  [[nodiscard]] double find(Eigen::Index i, Eigen::Index j) const {
    const Eigen::Index late = std::max(i, j);
    const Eigen::Index early = std::min(i, j);
    return tree_->meets(late, early) ? row(late)[tree_->depth(early)] : 0.0;
  }
  /// Adds a matrix over the same tree.
  TreeMatrix& operator+=(const TreeMatrix& other);
  /// Adds v vᵀ, as far as coordinates meet.
  void add_square(const Eigen::VectorXd& v);
  /// The whole matrix, symmetric.
  [[nodiscard]] Eigen::MatrixXd to_dense() const;

 private:
  std::shared_ptr<const EliminationTree> tree_;
  std::vector<double> elements_;
};

/// Factors a positive definite matrix in place as Lᵀ D L, leaves of the tree first; D stands on the diagonal,
/// and L below it. Source: [Featherstone2008 §8.5].
/// @returns whether it was positive definite
[[nodiscard]] bool factorise(TreeMatrix& matrix);
/// x such that matrix × x = what `x` held.
void solve_in_place(const TreeMatrix& factor, Eigen::Ref<Eigen::VectorXd> x);
/// The whole inverse, symmetric. Allocates only when `inverse` has another size. Source: [Takahashi1973].
void compute_inverse(const TreeMatrix& factor, Eigen::MatrixXd& inverse);

}  // namespace endrange::solve
