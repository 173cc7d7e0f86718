#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/motion/point_recording.h"
#include "core/solve/marker_body.h"
#include "core/solve/solver.h"

namespace endrange::solve {

/// What a frame shows of each marker of a body, in their order.
using SeenMarkers = std::vector<std::optional<Vector3>>;

/// Fits one frame of markers after the other on one body: what `learn_marker_body` and `fit_marker_body`
/// share.
struct MarkerBench {
  MarkerBench(const Body& body, std::vector<MarkerBody::Marker> placed);

  Solver solver;
  std::vector<MarkerBody::Marker> markers;
  PosePrior habits;  ///< hardly anything: what markers do not show stays near the anatomical position
  std::vector<Term> terms;
  PoseSolution solution;

  /// Fills `solution` from the pose before, or where there is none or it ends badly, afresh.
  /// @returns the root mean square distance of the markers [m]; nothing where too few are seen to start from
  std::optional<double> fit(std::span<const std::optional<Vector3>> seen, const Pose* before);

 private:
  void fill(std::span<const std::optional<Vector3>> seen, Loss loss);
  [[nodiscard]] double compute_residual(std::span<const std::optional<Vector3>> seen) const;
  [[nodiscard]] double compute_largest(std::span<const std::optional<Vector3>> seen) const;
};

[[nodiscard]] SeenMarkers read_frame(const motion::PointRecording& recording, std::size_t frame,
                                     std::span<const std::optional<std::size_t>> columns);

}  // namespace endrange::solve
