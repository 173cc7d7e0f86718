#include "core/solve/tree_factor.h"

#include <algorithm>

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

// What elimination from the last coordinate on fills in.
void close(Flags& flags) {
  for (std::size_t k = flags.size(); k-- > 0;) {
    for (std::size_t i = 0; i < k; ++i) {
      if (!flags[k][i]) continue;
      for (std::size_t j = 0; j < i; ++j) flags[i][j] = flags[i][j] || flags[k][j];
    }
  }
}

}  // namespace

CouplingPattern CouplingPattern::make_tree(const body::Body& body) {
  Flags flags(body.coordinate_count());
  for (std::size_t i = 0; i < flags.size(); ++i) flags[i].assign(i, false);
  for (std::size_t s = 0; s < body.segment_count(); ++s) {
    const auto moving = body.coordinates_moving(body::SegmentIndex{s});
    for (const auto a : moving) {
      for (const auto b : moving) connect(flags, index(a), index(b));
    }
  }
  add_couplings(body, flags);
  close(flags);
  CouplingPattern pattern;
  for (const auto& row : flags) {
    pattern.first_.push_back(pattern.ranges_.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i]) continue;
      if (i == 0 || !row[i - 1]) {
        pattern.ranges_.push_back({static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(i)});
      }
      pattern.ranges_.back().end = static_cast<Eigen::Index>(i) + 1;
    }
  }
  pattern.first_.push_back(pattern.ranges_.size());
  return pattern;
}

CouplingPattern CouplingPattern::make_dense(Eigen::Index size) {
  CouplingPattern pattern;
  for (Eigen::Index i = 0; i < size; ++i) {
    pattern.first_.push_back(pattern.ranges_.size());
    if (i > 0) pattern.ranges_.push_back({0, i});
  }
  pattern.first_.push_back(pattern.ranges_.size());
  return pattern;
}

bool factorise(const CouplingPattern& pattern, RowMajorMatrix& matrix) {
  expects(matrix.rows() == pattern.size(), "the pattern belongs to the matrix");
  for (Eigen::Index k = matrix.rows(); k-- > 0;) {
    double* row_k = matrix.row(k).data();
    const double diagonal = row_k[k];
    if (!(diagonal > 0.0)) return false;
    const double inverse = 1.0 / diagonal;
    const auto ranges = pattern.row(k);
    for (std::size_t r = 0; r < ranges.size(); ++r) {
      for (Eigen::Index i = ranges[r].begin; i < ranges[r].end; ++i) {
        if (row_k[i] == 0.0) continue;
        const double share = row_k[i] * inverse;
        double* row_i = matrix.row(i).data();
        for (std::size_t before = 0; before < r; ++before) {
          for (Eigen::Index j = ranges[before].begin; j < ranges[before].end; ++j)
            row_i[j] -= share * row_k[j];
        }
        for (Eigen::Index j = ranges[r].begin; j <= i; ++j) row_i[j] -= share * row_k[j];
      }
    }
    for (const auto& range : ranges) {
      for (Eigen::Index i = range.begin; i < range.end; ++i) row_k[i] *= inverse;
    }
  }
  return true;
}

void solve_in_place(const CouplingPattern& pattern, const RowMajorMatrix& factor,
                    Eigen::Ref<Eigen::VectorXd> x) {
  for (Eigen::Index k = factor.rows(); k-- > 0;) {
    const double* row = factor.row(k).data();
    const double value = x[k];
    for (const auto& range : pattern.row(k)) {
      for (Eigen::Index i = range.begin; i < range.end; ++i) x[i] -= row[i] * value;
    }
  }
  for (Eigen::Index k = 0; k < factor.rows(); ++k) {
    const double* row = factor.row(k).data();
    double value = x[k] / row[k];
    for (const auto& range : pattern.row(k)) {
      for (Eigen::Index i = range.begin; i < range.end; ++i) value -= row[i] * x[i];
    }
    x[k] = value;
  }
}

// The inverse is M D⁻¹ Mᵀ with M = L⁻¹, whose rows have the pattern of L's.
void compute_inverse(const CouplingPattern& pattern, const RowMajorMatrix& factor, RowMajorMatrix& scratch,
                     Eigen::MatrixXd& inverse) {
  const Eigen::Index n = factor.rows();
  scratch.setZero(n, n);
  inverse.resize(n, n);
  for (Eigen::Index k = 0; k < n; ++k) {
    const double* row = factor.row(k).data();
    double* mine = scratch.row(k).data();
    mine[k] = 1.0;
    for (const auto& range : pattern.row(k)) {
      for (Eigen::Index i = range.begin; i < range.end; ++i) {
        const double share = row[i];
        if (share == 0.0) continue;
        const double* other = scratch.row(i).data();
        for (const auto& columns : pattern.row(i)) {
          for (Eigen::Index j = columns.begin; j < columns.end; ++j) mine[j] -= share * other[j];
        }
        mine[i] -= share;
      }
    }
  }
  for (Eigen::Index l = 0; l < n; ++l) {
    const double* row_l = scratch.row(l).data();
    double* column = inverse.col(l).data();
    for (Eigen::Index k = l; k < n; ++k) {
      const double* row_k = scratch.row(k).data();
      double sum = row_k[l] / factor(l, l);
      for (const auto& range : pattern.row(l)) {
        for (Eigen::Index j = range.begin; j < range.end; ++j) sum += row_k[j] * row_l[j] / factor(j, j);
      }
      column[k] = sum;
    }
  }
  inverse.triangularView<Eigen::StrictlyUpper>() = inverse.transpose();
}

}  // namespace endrange::solve
