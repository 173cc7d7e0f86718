#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/body/body.h"

namespace endrange::files {

/// A marker that is fixed on a segment.
struct OpenSimMarker {
  std::string name = {};
  body::SegmentIndex segment = {};
  body::Vector3 p_SM_S = body::Vector3::Zero();  ///< in the segment's frame [m]
};

/// A model from an `.osim` file: its bodies, joints, coordinates and markers. Muscles, forces, controllers
/// and shapes are passed over.
struct OpenSimModel {
  std::string name = {};
  /// Segments stand parent before child, else in the order of the file; a body that hangs on the ground is a
  /// root. Common names of bodies have their part and side; a body with a part but no side in its name is
  /// `Other`.
  body::Body body;
  std::vector<OpenSimMarker> markers = {};
  /// What was left out and may be missed, one sentence each, with its line.
  std::vector<std::string> notes = {};
};

/// Reads a model of document version 2 (20000 and later), 3 or 4. What would change where a segment stands
/// and is not understood is an error that names the element, at `path:line`: another kind of joint, function
/// or constraint, a function of several coordinates, a coordinate that a function of time prescribes, a
/// reversed joint, a closed loop of joints. At most 64 MB, 1,000 bodies and 10,000 markers.
[[nodiscard]] Result<OpenSimModel> parse_open_sim_model(std::string_view text, const std::string& path);
/// The same from a file, or from one packed by gzip.
[[nodiscard]] Result<OpenSimModel> load_open_sim_model(const std::filesystem::path& path);

}  // namespace endrange::files
