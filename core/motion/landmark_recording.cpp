#include "core/motion/landmark_recording.h"

#include <algorithm>
#include <cmath>

namespace endrange::motion {
namespace {

constexpr double Bound = 100.0;

bool is_bounded(const Vector3& v) {
  return v.allFinite() && v.lpNorm<Eigen::Infinity>() <= Bound;
}

}  // namespace

Status check_frame(const LandmarkFrame& frame, std::optional<double> last_time_s) {
  if (!std::isfinite(frame.time_s)) return fail("expected a time, found a number that is not finite");
  if (last_time_s && frame.time_s <= *last_time_s) {
    return fail("expected times that rise, found " + std::to_string(frame.time_s * 1000.0) + " ms after " +
                    std::to_string(*last_time_s * 1000.0) + " ms",
                {}, "record again, or sort the frames and drop repeated ones");
  }
  if (!frame.landmarks) return {};
  for (std::size_t i = 0; i < frame.landmarks->size(); ++i) {
    const RawLandmark& landmark = (*frame.landmarks)[i];
    const std::string name(word(static_cast<body::Landmark>(i)));
    if (!is_bounded(landmark.image) || !is_bounded(landmark.world)) {
      return fail("expected finite coordinates within 100 for " + name + ", found others", {},
                  "record again; if it comes back, the pose library fails on this picture");
    }
    if (!(landmark.visibility >= 0.0 && landmark.visibility <= 1.0)) {
      return fail("expected a visibility from 0 to 1 for " + name + ", found " +
                  std::to_string(landmark.visibility));
    }
  }
  return {};
}

}  // namespace endrange::motion
