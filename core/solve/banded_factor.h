#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <functional>
#include <vector>

namespace endrange::solve {

/// The normal equations of a motion: a square block a frame, coupled coordinate by coordinate to the next
/// frame and to the one after that. Symmetric, positive definite; factored as L Lᵀ, which fills the coupled
/// blocks and nothing beyond them.
class BandedFactor {
 public:
  /// Sets the numbers of frames and of coordinates a frame. Keeps its memory where they shrink.
  void resize(std::size_t frames, Eigen::Index coordinates);

  /// To fill in before `factorise`: the lower triangle of a frame's own block, ...
  [[nodiscard]] Eigen::MatrixXd& own(std::size_t frame) { return own_[frame]; }
  /// ... and what its coordinates have in common with their own values one frame before, and two before.
  [[nodiscard]] Eigen::VectorXd& one_before(std::size_t frame) { return one_before_[frame]; }
  [[nodiscard]] Eigen::VectorXd& two_before(std::size_t frame) { return two_before_[frame]; }

  /// @returns whether the whole was positive definite
  [[nodiscard]] bool factorise();
  /// x such that the whole × x = what `x` held: all frames one after the other.
  void solve_in_place(Eigen::Ref<Eigen::VectorXd> x) const;
  /// Tells the blocks of the inverse that belong to single frames, from the last back to `from`.
  /// Source: [Takahashi1973].
  void visit_inverse_blocks(
      std::size_t from,
      const std::function<void(std::size_t frame, const Eigen::MatrixXd& block)>& visit) const;

  [[nodiscard]] std::size_t frame_count() const { return frames_; }

 private:
  std::size_t frames_ = 0;
  Eigen::Index size_ = 0;
  std::vector<Eigen::MatrixXd> own_;         // becomes L's diagonal blocks
  std::vector<Eigen::VectorXd> one_before_;  // diagonals of blocks, as given
  std::vector<Eigen::VectorXd> two_before_;
  std::vector<Eigen::MatrixXd> near_;  // L's blocks one frame before
  std::vector<Eigen::MatrixXd> far_;   // and two before
};

}  // namespace endrange::solve
