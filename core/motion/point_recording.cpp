#include "core/motion/point_recording.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::motion {
namespace {

constexpr float Missing = std::numeric_limits<float>::quiet_NaN();

}  // namespace

PointRecording::PointRecording(std::vector<std::string> names, PointSpace space)
    : names_(std::move(names)), space_(space) {}

std::optional<std::size_t> PointRecording::find_point(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

std::optional<Vector3> PointRecording::find(std::size_t frame, std::size_t point) const {
  expects(frame < frame_count() && point < point_count(), "a frame and a point of this recording");
  const float* at = positions_.data() + 3 * (frame * point_count() + point);
  if (std::isnan(at[0])) return std::nullopt;
  return Vector3(static_cast<double>(at[0]), static_cast<double>(at[1]), static_cast<double>(at[2]));
}

double PointRecording::confidence(std::size_t frame, std::size_t point) const {
  if (!find(frame, point)) return 0.0;
  return confidence_.empty() ? 1.0 : static_cast<double>(confidence_[frame * point_count() + point]);
}

std::size_t PointRecording::count_seen() const {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < positions_.size(); i += 3) seen += std::isnan(positions_[i]) ? 0U : 1U;
  return seen;
}

void PointRecording::append_frame(double time_s) {
  expects(std::isfinite(time_s) && (time_s_.empty() || time_s > time_s_.back()),
          "the times of a recording are finite and rise");
  time_s_.push_back(time_s);
  positions_.resize(positions_.size() + 3 * point_count(), Missing);
  if (!confidence_.empty()) confidence_.resize(confidence_.size() + point_count(), 1.0F);
}

void PointRecording::place(std::size_t frame, std::size_t point, const Vector3& position, double confidence) {
  expects(frame < frame_count() && point < point_count(), "a frame and a point of this recording");
  expects(position.allFinite() && confidence >= 0.0 && confidence <= 1.0, "a seen point is finite");
  const std::size_t i = frame * point_count() + point;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    // Nothing within 3e38 m is out of reach of a float; beyond it the point would turn infinite.
    constexpr auto Furthest = static_cast<double>(std::numeric_limits<float>::max());
    positions_[3 * i + axis] =
        static_cast<float>(std::clamp(position[static_cast<Eigen::Index>(axis)], -Furthest, Furthest));
  }
  if (confidence < 1.0 && confidence_.empty()) confidence_.resize(frame_count() * point_count(), 1.0F);
  if (!confidence_.empty()) confidence_[i] = static_cast<float>(confidence);
}

void PointRecording::set_times(std::vector<double> time_s) {
  expects(time_s.size() == time_s_.size(), "a time for each frame");
  for (std::size_t i = 0; i < time_s.size(); ++i) {
    expects(std::isfinite(time_s[i]) && (i == 0 || time_s[i] > time_s[i - 1]),
            "the times of a recording are finite and rise");
  }
  time_s_ = std::move(time_s);
}

void PointRecording::rescale(double scale) {
  expects(std::isfinite(scale) && scale > 0.0, "a scale is positive");
  for (float& value : positions_) value = static_cast<float>(static_cast<double>(value) * scale);
}

double compute_rate_hz(std::span<const double> time_s) {
  if (time_s.size() < 2) return 0.0;
  std::vector<double> intervals;
  for (std::size_t i = 1; i < time_s.size(); ++i) intervals.push_back(time_s[i] - time_s[i - 1]);
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  return *middle > 0.0 ? 1.0 / *middle : 0.0;
}

}  // namespace endrange::motion
