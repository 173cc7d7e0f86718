#include "core/solve/tree_factor.h"

#include <array>
#include <ranges>

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
    const auto row = static_cast<Eigen::Index>(i);
    if (i > 0 && parents[i] == i - 1) {
      chains_.back().last = row;
    } else {
      chains_.push_back({row, row});
    }
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

namespace {

using Chain = EliminationTree::Chain;

// Rows that are subtracted from others in one pass over these.
class Pivots {
 public:
  static constexpr Eigen::Index Most = 4;

  // The rows from `last` down to `first`, which is at most `Most` before.
  Pivots(const TreeMatrix& matrix, Eigen::Index first, Eigen::Index last) {
    rows_.fill(matrix.row(last));
    inverses_.fill(0.0);
    for (Eigen::Index k = first; k <= last; ++k) {
      const auto i = static_cast<std::size_t>(k - first);
      rows_[i] = matrix.row(k);
      inverses_[i] = 1.0 / matrix.diagonal(k);
    }
  }

  // From a row that stands at this depth on the path of all.
  void subtract_from(double* __restrict above, std::size_t depth) const {
    const auto [a, b, c, d] = rows_;
    const double of_a = a[depth] * inverses_[0];
    const double of_b = b[depth] * inverses_[1];
    const double of_c = c[depth] * inverses_[2];
    const double of_d = d[depth] * inverses_[3];
    for (std::size_t j = 0; j <= depth; ++j)
      above[j] -= (of_a * a[j] + of_b * b[j]) + (of_c * c[j] + of_d * d[j]);
  }

 private:
  std::array<const double*, Most> rows_ = {};
  std::array<double, Most> inverses_ = {};
};

// Eliminates a chain's coordinates from each other, and leaves its rows multiplied by D.
bool factorise_within(TreeMatrix& matrix, const Chain& chain) {
  const EliminationTree& tree = matrix.tree();
  const std::size_t base = tree.depth(chain.first);
  for (Eigen::Index k = chain.last; k >= chain.first; --k) {
    const std::size_t depth = tree.depth(k);
    const double* __restrict mine = matrix.row(k);
    if (!(mine[depth] > 0.0)) return false;
    const double inverse = 1.0 / mine[depth];
    for (std::size_t i = base; i < depth; ++i) {
      if (mine[i] == 0.0) continue;
      const double share = mine[i] * inverse;
      double* __restrict above = matrix.row(chain.first + static_cast<Eigen::Index>(i - base));
      for (std::size_t j = 0; j <= i; ++j) above[j] -= share * mine[j];
    }
  }
  return true;
}

// A path of numbers, one after the other.
class PathValues {
 public:
  explicit PathValues(std::span<const Eigen::Index> path) : path_(path) {
    expects(path.size() <= values_.size(), "at most 256 coordinates meet each other");
  }
  void gather(const Eigen::Ref<Eigen::VectorXd>& x) {
    for (std::size_t i = 0; i < path_.size(); ++i) values_[i] = x[path_[i]];
  }
  void scatter(Eigen::Ref<Eigen::VectorXd> x, std::size_t first) const {
    for (std::size_t i = first; i < path_.size(); ++i) x[path_[i]] = values_[i];
  }
  double& operator[](std::size_t i) { return values_[i]; }
  auto head(std::size_t count) {
    return Eigen::Map<Eigen::VectorXd>(values_.data(), static_cast<Eigen::Index>(count));
  }

 private:
  std::span<const Eigen::Index> path_;
  std::array<double, 256> values_;  // NOLINT: filled by gather
};

auto head_of(const TreeMatrix& factor, Eigen::Index row, std::size_t count) {
  return Eigen::Map<const Eigen::VectorXd>(factor.row(row), static_cast<Eigen::Index>(count));
}

}  // namespace

bool factorise(TreeMatrix& matrix) {
  const EliminationTree& tree = matrix.tree();
  for (const Chain& chain : tree.chains() | std::views::reverse) {
    if (!factorise_within(matrix, chain)) return false;
    const auto above = tree.path(chain.first).first(tree.depth(chain.first));
    for (Eigen::Index first = chain.first; !above.empty() && first <= chain.last; first += Pivots::Most) {
      const Pivots pivots(matrix, first, std::min(first + Pivots::Most - 1, chain.last));
      for (std::size_t i = 0; i < above.size(); ++i) pivots.subtract_from(matrix.row(above[i]), i);
    }
    for (Eigen::Index k = chain.first; k <= chain.last; ++k) {
      double* mine = matrix.row(k);
      const std::size_t depth = tree.depth(k);
      const double inverse = 1.0 / mine[depth];
      for (std::size_t i = 0; i < depth; ++i) mine[i] *= inverse;
    }
  }
  return true;
}

void solve_in_place(const TreeMatrix& factor, Eigen::Ref<Eigen::VectorXd> x) {
  const EliminationTree& tree = factor.tree();
  expects(x.size() == factor.size(), "one number a coordinate");
  for (const Chain& chain : tree.chains() | std::views::reverse) {
    PathValues values(tree.path(chain.last));
    values.gather(x);
    for (Eigen::Index k = chain.last; k >= chain.first; --k) {
      const std::size_t depth = tree.depth(k);
      values.head(depth) -= values[depth] * head_of(factor, k, depth);
    }
    values.scatter(x, 0);
  }
  for (const Chain& chain : tree.chains()) {
    PathValues values(tree.path(chain.last));
    values.gather(x);
    for (Eigen::Index k = chain.first; k <= chain.last; ++k) {
      const std::size_t depth = tree.depth(k);
      values[depth] =
          values[depth] / factor.row(k)[depth] - head_of(factor, k, depth).dot(values.head(depth));
    }
    values.scatter(x, tree.depth(chain.first));
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
    std::size_t i = 0;
    // Four at once, so that the column is read and written a quarter as often.
    for (; i + 4 <= depth; i += 4) {
      column.noalias() -=
          (mine[i] * inverse.col(path[i]).head(k) + mine[i + 1] * inverse.col(path[i + 1]).head(k)) +
          (mine[i + 2] * inverse.col(path[i + 2]).head(k) + mine[i + 3] * inverse.col(path[i + 3]).head(k));
    }
    for (; i < depth; ++i) column.noalias() -= mine[i] * inverse.col(path[i]).head(k);
    double variance = 1.0 / mine[depth];
    for (std::size_t j = 0; j < depth; ++j) variance -= mine[j] * column[path[j]];
    inverse(k, k) = variance;
    inverse.row(k).head(k) = column.transpose();
  }
}

}  // namespace endrange::solve
