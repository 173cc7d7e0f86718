#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/body/body.h"

namespace endrange::files {

/// The covariance of a body's coordinates, one line a frame: the time [s], then for each pair of coordinates
/// `first*second` what their errors have in common, in radians and metres. Locked coordinates are left out.
class CovarianceText {
 public:
  explicit CovarianceText(const body::Body& body);

  /// @param covariance  one row a coordinate of the body
  void add(double time_s, const Eigen::MatrixXd& covariance);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::vector<Eigen::Index> coordinates_;
  std::string text_;
};

}  // namespace endrange::files
