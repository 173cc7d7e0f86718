#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/result.h"
#include "core/body/built_in_body.h"
#include "core/body/landmarks.h"
#include "core/motion/point_recording.h"
#include "core/motion/recording.h"
#include "core/solve/marker_fit.h"
#include "core/solve/solver.h"

namespace endrange::solve {

/// Where a marker usually sits on the built-in body.
struct UsualMarker {
  std::string name = {};  ///< `RKNE`
  body::Part part = body::Part::Pelvis;
  Side side = Side::Both;
  double along = 0.0;                           ///< share of the way from the segment's joint to its far end
  Vector3 offset_S = Vector3::Zero();           ///< from there [m]
  Vector3 spread_S = Vector3::Constant(0.015);  ///< how far people and hands that stick markers differ [m]
  double noise_m = 0.01;  ///< how far skin carries it from the bone: one standard deviation along each axis
};

/// The four markers that place the hip joints in the pelvis, and the two that tell the length of the legs.
struct PelvisMarkers {
  std::string left_front = {};  ///< anterior superior iliac spine
  std::string right_front = {};
  std::string left_back = {};  ///< posterior superior iliac spine
  std::string right_back = {};
  std::string left_ankle = {};  ///< lateral malleolus
  std::string right_ankle = {};
};

struct MarkerSet {
  std::string name = {};
  double marker_radius_m = 0.007;
  Angle definition = {};  ///< standard error of a clinical angle that is the same each time
  std::vector<UsualMarker> markers = {};
  PelvisMarkers pelvis = {};
};

struct MarkerBodyOptions {
  body::Proportions proportions = body::Proportions::Average;
  std::optional<double> height_m = {};  ///< of the person, if known; else the legs tell
  std::size_t frames = 60;              ///< of all recordings together, spread evenly
  int rounds = 6;
};

/// The built-in body with one person's lengths and marker places.
struct MarkerBody {
  struct Marker {
    std::string name = {};
    body::BodyPoint place = {};
    double noise_m = 0.01;
  };
  Body body;
  body::SegmentLengths lengths = {};
  std::vector<Marker> markers = {};
  double residual_m = 0.0;  ///< root mean square distance of the markers in the frames it was learnt from

  [[nodiscard]] const Marker* find(std::string_view name) const;  ///< nullptr where there is none
};

/// Learns a person's segment lengths and marker places from recordings of them: all at once by regularised
/// least squares, with the pose of each frame free. Lengths are drawn towards the proportions of a person of
/// that size, places towards the usual ones; hip joint centres come by regression from the pelvis markers.
/// Markers of other names are left alone. Source: [Davis1991], [Andersen2010]
/// @returns a failure when the recordings do not show the pelvis and a leg, or are flat
[[nodiscard]] Result<MarkerBody> learn_marker_body(std::span<const motion::PointRecording* const> recordings,
                                                   const MarkerSet& set,
                                                   const MarkerBodyOptions& options = {});

/// One frame of markers put on a body.
struct MarkerPose {
  double time_s = 0.0;
  Pose pose = {};
  Eigen::MatrixXd covariance = {};  ///< of the tangent, from this frame alone; empty unless asked for
  Tangent assumed_variance = {};
  double residual_m = 0.0;  ///< root mean square distance of the markers that were seen
  int seen = 0;
};

enum class Uncertainty { Left, Computed };

/// Fits every frame of a recording that shows at least six markers, each from the one before. A marker that
/// is missing from a frame says nothing in it.
[[nodiscard]] std::vector<MarkerPose> fit_marker_body(const MarkerBody& marker_body,
                                                      const motion::PointRecording& recording,
                                                      Uncertainty uncertainty = Uncertainty::Left);

/// How far the markers of a frame are from their places on the body in a pose, each counting the same.
[[nodiscard]] MarkerErrors compute_marker_errors(const MarkerBody& marker_body, const Pose& pose,
                                                 const motion::PointRecording& recording, std::size_t frame);

}  // namespace endrange::solve
