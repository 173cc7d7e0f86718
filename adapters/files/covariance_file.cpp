#include "adapters/files/covariance_file.h"

#include <fmt/format.h>

#include <iterator>

namespace endrange::files {

CovarianceFile::CovarianceFile(const body::Body& body, const std::filesystem::path& path)
    : file_(path), line_("time") {
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    if (!body.coordinates()[i].is_locked) coordinates_.push_back(static_cast<Eigen::Index>(i));
  }
  const auto name = [&](Eigen::Index i) -> const std::string& {
    return body.coordinates()[static_cast<std::size_t>(i)].name;
  };
  for (std::size_t i = 0; i < coordinates_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) line_ += "," + name(coordinates_[i]) + "*" + name(coordinates_[j]);
  }
  line_ += "\n";
  file_.write(line_);
}

void CovarianceFile::add(double time_s, const Eigen::MatrixXd& covariance) {
  line_.clear();
  auto out = std::back_inserter(line_);
  fmt::format_to(out, "{:.6f}", time_s);
  for (std::size_t i = 0; i < coordinates_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      fmt::format_to(out, ",{:.6g}", covariance(coordinates_[i], coordinates_[j]));
  }
  line_ += "\n";
  file_.write(line_);
}

}  // namespace endrange::files
