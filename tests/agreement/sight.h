#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "core/measure/repetitions.h"
#include "core/measure/seen_motion.h"
#include "tests/agreement/joined.h"
#include "tests/agreement/movements.h"
#include "tests/agreement/people.h"

/// One recording, seen as `endrange measure` sees it.
namespace endrange::test {

/// Who sees: a depth camera, or laboratory markers, every second frame of them.
class Sight {
 public:
  Sight(std::filesystem::path folder, bool has_markers)
      : folder_(std::move(folder)), has_markers_(has_markers) {}

  [[nodiscard]] const solve::DepthCamera& camera() const { return camera_; }

  [[nodiscard]] std::optional<Joined> join(const JoinPlan& plan) const {
    return has_markers_ ? join_marker_recordings(folder_, plan, 2) : join_depth_recordings(folder_, plan);
  }
  [[nodiscard]] Result<measure::SeenMotion> see(const motion::PointRecording& points) const {
    return has_markers_ ? measure::see_marker_recording(points, markers_)
                        : measure::see_depth_recording(points, camera_);
  }

 private:
  std::filesystem::path folder_;
  bool has_markers_;
  solve::DepthCamera camera_ = load_depth_camera();
  solve::MarkerSet markers_ = load_marker_set();
};

/// The same repetitions as both see them.
struct SeenByBoth {
  measure::SeenMotion camera;
  measure::SeenMotion markers;
  std::size_t repetitions = 0;
};

/// As many repetitions as markers have.
inline std::optional<SeenByBoth> see_by_both(const Sight& camera, const Sight& markers, JoinPlan plan) {
  const auto of_markers = markers.join(plan);
  if (!of_markers) return std::nullopt;
  plan.repetitions = static_cast<int>(of_markers->repetitions.size());
  const auto of_camera = camera.join(plan);
  if (!of_camera) return std::nullopt;
  auto left = camera.see(of_camera->points);
  auto right = markers.see(of_markers->points);
  if (!left || !right) return std::nullopt;
  return SeenByBoth{std::move(*left), std::move(*right), of_markers->repetitions.size()};
}

/// The measured angle of one side, and the repetitions that a trial finds in it.
struct Counted {
  measure::SmoothTrack angle = {};
  std::vector<measure::RepetitionSpan> repetitions = {};
};

inline Counted count(const measure::SeenMotion& seen, const Movement& movement, Side side) {
  measure::Protocol protocol = movement.make_protocol();
  auto evidence = measure::read_evidence(seen, protocol, side);
  const auto [least, most] = std::ranges::minmax(evidence.track, {}, &measure::AngleSample::angle);
  const Angle start = evidence.track.front().angle;
  if (!movement.opposite.value().empty() && most.angle - start < start - least.angle) {
    protocol.joint_motion = movement.opposite;
    evidence = measure::read_evidence(seen, protocol, side);
  }
  const auto determined = measure::select_determined(measure::drop_outliers(evidence.track));
  Counted counted{measure::smooth(determined), {}};
  const auto walks = measure::find_walks(evidence.body);
  const auto whole = measure::compute_whole_movement(counted.angle, evidence.body, walks);
  counted.repetitions = measure::find_repetitions(
      {counted.angle, whole, measure::find_frame_noise(determined).value_or(Angle{}), walks, &evidence.body});
  return counted;
}

}  // namespace endrange::test
