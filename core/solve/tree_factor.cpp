#include "core/solve/tree_factor.h"

#include <array>
#include <ranges>

#include "core/base/contracts.h"
#include "core/base/wide_loops.h"

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

// Four rows or columns, each multiplied by its share, taken from another in one pass, so that it is read and
// written a quarter as often.
constexpr Eigen::Index AtOnce = 4;
using FourOf = std::array<const double*, AtOnce>;
using Shares = std::array<double, AtOnce>;

inline void subtract_four(double* __restrict from, const FourOf& four, const Shares& shares,
                          std::size_t count) {
  const auto [a, b, c, d] = four;
  const auto [of_a, of_b, of_c, of_d] = shares;
  for (std::size_t j = 0; j < count; ++j)
    from[j] -= (of_a * a[j] + of_b * b[j]) + (of_c * c[j] + of_d * d[j]);
}

inline void subtract(double* __restrict from, const double* one, double share, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) from[j] -= share * one[j];
}

// Neighbouring rows, `AtOnce` at most, that are subtracted from those above them.
class Pivots {
 public:
  Pivots(const TreeMatrix& matrix, Eigen::Index first, Eigen::Index last) {
    rows_.fill(matrix.row(last));
    for (Eigen::Index k = first; k <= last; ++k) {
      const auto i = static_cast<std::size_t>(k - first);
      rows_[i] = matrix.row(k);
      inverses_[i] = 1.0 / matrix.diagonal(k);
    }
  }

  // From a row that stands at this depth on the path of all.
  void subtract_from(double* above, std::size_t depth) const {
    Shares shares = inverses_;
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] *= rows_[i][depth];
    subtract_four(above, rows_, shares, depth + 1);
  }

 private:
  FourOf rows_ = {};
  Shares inverses_ = {};
};

// Eliminates some neighbours of a chain from each other, and leaves their rows multiplied by D.
ENDRANGE_WIDE_LOOPS bool factorise_among(TreeMatrix& matrix, Eigen::Index first, Eigen::Index last) {
  const EliminationTree& tree = matrix.tree();
  const std::size_t base = tree.depth(first);
  for (Eigen::Index k = last; k >= first; --k) {
    const std::size_t depth = tree.depth(k);
    const double* mine = matrix.row(k);
    if (!(mine[depth] > 0.0)) return false;
    const double inverse = 1.0 / mine[depth];
    for (std::size_t i = base; i < depth; ++i) {
      const double share = mine[i] * inverse;
      subtract(matrix.row(first + static_cast<Eigen::Index>(i - base)), mine, share, i + 1);
    }
  }
  return true;
}

// How many coordinates may meet each other: readers of bodies refuse larger ones.
constexpr std::size_t MostOnPath = 1'000;

// A path of numbers, one after the other.
class PathValues {
 public:
  explicit PathValues(std::span<const Eigen::Index> path) : path_(path) {
    expects(path.size() <= values_.size(), "at most 1,000 coordinates meet each other");
  }
  void gather(const Eigen::Ref<Eigen::VectorXd>& x) {
    for (std::size_t i = 0; i < path_.size(); ++i) values_[i] = x[path_[i]];
  }
  void scatter(Eigen::Ref<Eigen::VectorXd> x, std::size_t first) const {
    for (std::size_t i = first; i < path_.size(); ++i) x[path_[i]] = values_[i];
  }
  double& operator[](std::size_t i) { return values_[i]; }
  double* data() { return values_.data(); }
  auto head(std::size_t count) {
    return Eigen::Map<Eigen::VectorXd>(values_.data(), static_cast<Eigen::Index>(count));
  }

 private:
  std::span<const Eigen::Index> path_;
  std::array<double, MostOnPath> values_;  // NOLINT: filled by gather
};

auto head_of(const TreeMatrix& factor, Eigen::Index row, std::size_t count) {
  return Eigen::Map<const Eigen::VectorXd>(factor.row(row), static_cast<Eigen::Index>(count));
}

}  // namespace

ENDRANGE_WIDE_LOOPS bool factorise(TreeMatrix& matrix) {
  const EliminationTree& tree = matrix.tree();
  for (const Chain& chain : tree.chains() | std::views::reverse) {
    for (Eigen::Index last = chain.last; last >= chain.first; last -= AtOnce) {
      const Eigen::Index first = std::max(chain.first, last - AtOnce + 1);
      if (!factorise_among(matrix, first, last)) return false;
      const Pivots pivots(matrix, first, last);
      const auto above = tree.path(first).first(tree.depth(first));
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

ENDRANGE_WIDE_LOOPS void solve_in_place(const TreeMatrix& factor, Eigen::Ref<Eigen::VectorXd> x) {
  const EliminationTree& tree = factor.tree();
  expects(x.size() == factor.size(), "one number a coordinate");
  for (const Chain& chain : tree.chains() | std::views::reverse) {
    PathValues values(tree.path(chain.last));
    values.gather(x);
    for (Eigen::Index k = chain.last; k >= chain.first; --k) {
      const std::size_t depth = tree.depth(k);
      subtract(values.data(), factor.row(k), values[depth], depth);
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
ENDRANGE_WIDE_LOOPS void compute_inverse(const TreeMatrix& factor, Eigen::MatrixXd& inverse) {
  const EliminationTree& tree = factor.tree();
  inverse.resize(factor.size(), factor.size());
  for (Eigen::Index k = 0; k < factor.size(); ++k) {
    const auto path = tree.path(k);
    const std::size_t depth = path.size() - 1;
    const double* mine = factor.row(k);
    double* column = inverse.col(k).data();
    std::fill_n(column, k, 0.0);
    for (std::size_t i = 0; i < depth; i += AtOnce) {
      FourOf columns = {};
      Shares shares = {};
      columns.fill(inverse.col(path[i]).data());
      for (std::size_t j = 0; j < std::min<std::size_t>(AtOnce, depth - i); ++j) {
        columns[j] = inverse.col(path[i + j]).data();
        shares[j] = mine[i + j];
      }
      subtract_four(column, columns, shares, static_cast<std::size_t>(k));
    }
    double variance = 1.0 / mine[depth];
    for (std::size_t j = 0; j < depth; ++j) variance -= mine[j] * column[path[j]];
    inverse(k, k) = variance;
    inverse.row(k).head(k) = inverse.col(k).head(k).transpose();
  }
}

}  // namespace endrange::solve
