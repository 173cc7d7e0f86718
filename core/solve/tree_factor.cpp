#include "core/solve/tree_factor.h"

#include "core/base/contracts.h"

namespace endrange::solve {
namespace {

using Flags = std::vector<std::vector<bool>>;  // one row a coordinate, columns before it

void connect(Flags& flags, std::size_t a, std::size_t b) {
  if (a != b) flags[std::max(a, b)][std::min(a, b)] = true;
}

// A dependent coordinate disappears into the one it follows, and takes what it meets along.
void add_couplings(const body::Body& body, Flags& flags) {
  for (const body::Coupling& coupling : body.constraints().couplings) {
    const std::size_t from = index(coupling.dependent);
    const std::size_t to = index(coupling.independent);
    for (std::size_t i = 0; i < flags.size(); ++i) {
      const bool meets = i < from ? flags[from][i] : i > from && flags[i][from];
      if (meets) connect(flags, to, i);
    }
  }
}

}  // namespace

EliminationTree::EliminationTree(std::span<const std::optional<std::size_t>> parents) : first_{0} {
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (parents[i]) {
      const auto above = path(static_cast<Eigen::Index>(*parents[i]));
      const std::vector<Eigen::Index> copy(above.begin(), above.end());
      paths_.insert(paths_.end(), copy.begin(), copy.end());
    }
    depths_.push_back(paths_.size() - first_.back());
    paths_.push_back(static_cast<Eigen::Index>(i));
    first_.push_back(paths_.size());
  }
}

// Eliminating a coordinate connects all that it meets, of which its parent is the last.
std::shared_ptr<const EliminationTree> EliminationTree::make(const body::Body& body) {
  Flags flags(body.coordinate_count());
  for (std::size_t i = 0; i < flags.size(); ++i) flags[i].assign(i, false);
  for (std::size_t s = 0; s < body.segment_count(); ++s) {
    const auto moving = body.coordinates_moving(body::SegmentIndex{s});
    for (const auto a : moving) {
      for (const auto b : moving) connect(flags, index(a), index(b));
    }
  }
  add_couplings(body, flags);
  std::vector<std::optional<std::size_t>> parents(flags.size());
  for (std::size_t k = flags.size(); k-- > 0;) {
    for (std::size_t i = k; i-- > 0 && !parents[k];) {
      if (flags[k][i]) parents[k] = i;
    }
    for (std::size_t i = 0; parents[k] && i < *parents[k]; ++i) {
      if (flags[k][i]) connect(flags, *parents[k], i);
    }
  }
  return std::shared_ptr<const EliminationTree>(new EliminationTree(parents));
}

std::shared_ptr<const EliminationTree> EliminationTree::make_dense(std::size_t size) {
  std::vector<std::optional<std::size_t>> parents(size);
  for (std::size_t i = 1; i < size; ++i) parents[i] = i - 1;
  return std::shared_ptr<const EliminationTree>(new EliminationTree(parents));
}

TreeMatrix& TreeMatrix::operator+=(const TreeMatrix& other) {
  for (std::size_t i = 0; i < elements_.size(); ++i) elements_[i] += other.elements_[i];
  return *this;
}

void TreeMatrix::add_square(const Eigen::VectorXd& v) {
  for (Eigen::Index i = 0; i < size(); ++i) {
    double* mine = row(i);
    for (const Eigen::Index j : tree_->path(i)) *mine++ += v[i] * v[j];
  }
}

Eigen::MatrixXd TreeMatrix::to_dense() const {
  Eigen::MatrixXd dense(size(), size());
  for (Eigen::Index i = 0; i < size(); ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) dense(i, j) = dense(j, i) = find(i, j);
  }
  return dense;
}

bool factorise(TreeMatrix& matrix) {
  const EliminationTree& tree = matrix.tree();
  for (Eigen::Index k = matrix.size(); k-- > 0;) {
    const auto path = tree.path(k);
    const std::size_t depth = path.size() - 1;
    double* __restrict mine = matrix.row(k);
    if (!(mine[depth] > 0.0)) return false;
    const double inverse = 1.0 / mine[depth];
    for (std::size_t i = 0; i < depth; ++i) {
      if (mine[i] == 0.0) continue;
      const double share = mine[i] * inverse;
      double* __restrict above = matrix.row(path[i]);
      for (std::size_t j = 0; j <= i; ++j) above[j] -= share * mine[j];
    }
    for (std::size_t i = 0; i < depth; ++i) mine[i] *= inverse;
  }
  return true;
}

void solve_in_place(const TreeMatrix& factor, Eigen::Ref<Eigen::VectorXd> x) {
  const EliminationTree& tree = factor.tree();
  expects(x.size() == factor.size(), "one number a coordinate");
  for (Eigen::Index k = factor.size(); k-- > 0;) {
    const auto path = tree.path(k);
    const double* mine = factor.row(k);
    const double value = x[k];
    for (std::size_t i = 0; i + 1 < path.size(); ++i) x[path[i]] -= mine[i] * value;
  }
  for (Eigen::Index k = 0; k < factor.size(); ++k) {
    const auto path = tree.path(k);
    const double* mine = factor.row(k);
    double value = x[k] / mine[path.size() - 1];
    for (std::size_t i = 0; i + 1 < path.size(); ++i) value -= mine[i] * x[path[i]];
    x[k] = value;
  }
}

// Of Z = A⁻¹, L Z = D⁻¹ L⁻ᵀ has nothing below its diagonal: each row of Z follows from those of its path.
void compute_inverse(const TreeMatrix& factor, Eigen::MatrixXd& inverse) {
  const EliminationTree& tree = factor.tree();
  inverse.resize(factor.size(), factor.size());
  for (Eigen::Index k = 0; k < factor.size(); ++k) {
    const auto path = tree.path(k);
    const std::size_t depth = path.size() - 1;
    const double* mine = factor.row(k);
    auto column = inverse.col(k).head(k);
    column.setZero();
    for (std::size_t i = 0; i < depth; ++i) column.noalias() -= mine[i] * inverse.col(path[i]).head(k);
    double variance = 1.0 / mine[depth];
    for (std::size_t i = 0; i < depth; ++i) variance -= mine[i] * column[path[i]];
    inverse(k, k) = variance;
    inverse.row(k).head(k) = column.transpose();
  }
}

}  // namespace endrange::solve
