#pragma once

#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/files/open_sim_model.h"
#include "core/base/diagnostics.h"
#include "core/base/result.h"

/// Set-ups of OpenSim's inverse kinematics: which markers count how much, and which coordinates are held near
/// a value.
namespace endrange::files {

struct MarkerTask {
  std::string marker = {};
  double weight = 0.0;     ///< not below zero; of the squared distance
  bool is_applied = true;  ///< one that is not stands in the file and is left out of a solution
};

/// Where the value comes from that a coordinate is held near.
enum class TargetSource { Default, Manual, File };

struct CoordinateTask {
  std::string coordinate = {};
  double weight = 0.0;  ///< not below zero; of the squared difference [1/rad², 1/m²]
  bool is_applied = true;
  TargetSource source = TargetSource::Default;
  double value = 0.0;  ///< where the source is `Manual` [rad, m]
};

struct InverseKinematicsTasks {
  std::string name = {};
  std::vector<MarkerTask> markers = {};
  std::vector<CoordinateTask> coordinates = {};
  std::optional<double> constraint_weight = {};  ///< empty where constraints hold exactly
  double accuracy = 1e-5;
  double first_s = -std::numeric_limits<double>::infinity();
  double last_s = std::numeric_limits<double>::infinity();
  std::string model_file = {};  ///< as written, like the next three
  std::string marker_file = {};
  std::string coordinate_file = {};  ///< of the coordinate tasks whose source is `File`
  std::string task_file = {};        ///< where the tasks stand in a file of their own
};

/// Reads an InverseKinematicsTool or a bare IKTaskSet, with or without a document around it. A task of
/// another kind and a weight below zero are errors at `path:line`. Where the tasks stand in another file, its
/// name is told and there are none.
[[nodiscard]] Result<InverseKinematicsTasks> parse_inverse_kinematics_tasks(std::string_view text,
                                                                            const std::string& path);
/// The same from a file; tasks that stand in another file are read from it, which is looked for from the
/// first one's folder.
[[nodiscard]] Result<InverseKinematicsTasks> load_inverse_kinematics_tasks(const std::filesystem::path& path);

/// What of the tasks a model or a recording does not have, each by name: a marker, as a warning, for it is
/// left out; a coordinate, as an error; and that no marker is left to follow, as an error.
[[nodiscard]] Diagnostics check_tasks(const InverseKinematicsTasks& tasks, const OpenSimModel& model,
                                      std::span<const std::string> recording_names);

}  // namespace endrange::files
