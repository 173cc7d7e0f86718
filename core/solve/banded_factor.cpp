#include "core/solve/banded_factor.h"

#include <Eigen/Cholesky>

#include "core/base/contracts.h"

namespace endrange::solve {

using Matrix = Eigen::MatrixXd;
using Eigen::Lower;

void BandedFactor::resize(std::size_t frames, Eigen::Index coordinates) {
  frames_ = frames;
  size_ = coordinates;
  if (own_.size() < frames) {
    own_.resize(frames);
    near_.resize(frames);
    far_.resize(frames);
    one_before_.resize(frames);
    two_before_.resize(frames);
  }
  for (std::size_t i = 0; i < frames; ++i) {
    own_[i].setZero(coordinates, coordinates);
    near_[i].resize(coordinates, coordinates);
    far_[i].resize(coordinates, coordinates);
    one_before_[i].setZero(coordinates);
    two_before_[i].setZero(coordinates);
  }
}

bool BandedFactor::factorise() {
  for (std::size_t i = 0; i < frames_; ++i) {
    Matrix& own = own_[i];
    if (i >= 2) {
      Matrix& far = far_[i];
      far.setZero();
      far.diagonal() = two_before_[i];
      own_[i - 2].triangularView<Lower>().transpose().solveInPlace<Eigen::OnTheRight>(far);
      own.selfadjointView<Lower>().rankUpdate(far, -1.0);
    }
    if (i >= 1) {
      Matrix& near = near_[i];
      near.setZero();
      near.diagonal() = one_before_[i];
      if (i >= 2) near.noalias() -= far_[i] * near_[i - 1].transpose();
      own_[i - 1].triangularView<Lower>().transpose().solveInPlace<Eigen::OnTheRight>(near);
      own.selfadjointView<Lower>().rankUpdate(near, -1.0);
    }
    Eigen::LLT<Eigen::Ref<Matrix>> factor(own);
    if (factor.info() != Eigen::Success) return false;
  }
  return true;
}

void BandedFactor::solve_in_place(Eigen::Ref<Eigen::VectorXd> x) const {
  expects(x.size() == size_ * static_cast<Eigen::Index>(frames_), "a number for each coordinate and frame");
  const auto part = [&](std::size_t i) { return x.segment(static_cast<Eigen::Index>(i) * size_, size_); };
  for (std::size_t i = 0; i < frames_; ++i) {
    auto mine = part(i);
    if (i >= 1) mine.noalias() -= near_[i] * part(i - 1);
    if (i >= 2) mine.noalias() -= far_[i] * part(i - 2);
    own_[i].triangularView<Lower>().solveInPlace(mine);
  }
  for (std::size_t i = frames_; i-- > 0;) {
    auto mine = part(i);
    if (i + 1 < frames_) mine.noalias() -= near_[i + 1].transpose() * part(i + 1);
    if (i + 2 < frames_) mine.noalias() -= far_[i + 2].transpose() * part(i + 2);
    own_[i].triangularView<Lower>().transpose().solveInPlace(mine);
  }
}

// With A = L Lᵀ and S = A⁻¹, column i of S L = L⁻ᵀ gives S's blocks from those behind them.
void BandedFactor::visit_inverse_blocks(std::size_t from,
                                        const std::function<void(std::size_t, const Matrix&)>& visit) const {
  expects(from < frames_, "a frame of this system");
  Matrix next = Matrix::Zero(size_, size_);  // S(i+1, i+1)
  Matrix after = next;                       // S(i+2, i+2)
  Matrix across = next;                      // S(i+1, i+2)
  Matrix near = next;
  Matrix far = next;
  Matrix below = next;      // S(i+1, i)
  Matrix far_below = next;  // S(i+2, i)
  Matrix inverse = next;
  Matrix mine = next;
  for (std::size_t i = frames_; i-- > from;) {
    const auto own = own_[i].triangularView<Lower>();
    inverse.setIdentity();
    own.solveInPlace(inverse);
    mine.setZero();
    mine.selfadjointView<Lower>().rankUpdate(inverse.transpose());
    mine.triangularView<Eigen::StrictlyUpper>() = mine.transpose();
    below.setZero();
    far_below.setZero();
    if (i + 1 < frames_) {
      near.noalias() = near_[i + 1] * inverse.triangularView<Lower>();
      below.noalias() -= next * near;
      far_below.noalias() -= across.transpose() * near;
    }
    if (i + 2 < frames_) {
      far.noalias() = far_[i + 2] * inverse.triangularView<Lower>();
      below.noalias() -= across * far;
      far_below.noalias() -= after * far;
      mine.noalias() -= far_below.transpose() * far;
    }
    if (i + 1 < frames_) mine.noalias() -= below.transpose() * near;
    after.swap(next);
    next = 0.5 * (mine + mine.transpose());
    across = below.transpose();
    visit(i, next);
  }
}

}  // namespace endrange::solve
