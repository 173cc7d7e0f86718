#include "adapters/files/covariance_text.h"

#include <fmt/format.h>

#include <iterator>

namespace endrange::files {

CovarianceText::CovarianceText(const body::Body& body) : text_("time") {
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    if (!body.coordinates()[i].is_locked) coordinates_.push_back(static_cast<Eigen::Index>(i));
  }
  const auto name = [&](Eigen::Index i) -> const std::string& {
    return body.coordinates()[static_cast<std::size_t>(i)].name;
  };
  for (std::size_t i = 0; i < coordinates_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) text_ += "," + name(coordinates_[i]) + "*" + name(coordinates_[j]);
  }
  text_ += "\n";
}

void CovarianceText::add(double time_s, const Eigen::MatrixXd& covariance) {
  auto out = std::back_inserter(text_);
  fmt::format_to(out, "{:.6f}", time_s);
  for (std::size_t i = 0; i < coordinates_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      fmt::format_to(out, ",{:.6g}", covariance(coordinates_[i], coordinates_[j]));
  }
  text_ += "\n";
}

}  // namespace endrange::files
