#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/files/save_text.h"
#include "core/base/result.h"
#include "core/body/body.h"

namespace endrange::files {

/// The covariance of a body's coordinates, one line a frame: the time [s], then for each pair of coordinates
/// `first*second` what their errors have in common, in radians and metres. Locked coordinates are left out.
/// Written as it comes: an hour of it is more than fits in memory.
class CovarianceFile {
 public:
  CovarianceFile(const body::Body& body, const std::filesystem::path& path);

  /// @param covariance  one row a coordinate of the body
  void add(double time_s, const Eigen::MatrixXd& covariance);
  [[nodiscard]] Status put_in_place() { return file_.put_in_place(); }

 private:
  std::vector<Eigen::Index> coordinates_;
  GrowingFile file_;
  std::string line_;
};

}  // namespace endrange::files
