#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/body/body.h"
#include "core/motion/recording.h"

namespace endrange::motion {

/// Named numbers over time, as OpenSim keeps them in `.mot` and `.sto` files: the coordinates of a body, or
/// anything else. Angles in degrees or radians, translations in metres, coupled coordinates always in radians
/// or metres.
struct CoordinateTable {
  std::vector<std::string> names = {};             ///< of the columns, time not among them
  std::vector<double> time_s = {};                 ///< rising
  std::vector<std::optional<double>> values = {};  ///< row by row: `time_s.size() × names.size()`
  bool in_degrees = true;                          ///< angles are in degrees, else in radians
  std::vector<std::string> notes = {};             ///< what a person should know of how it was read

  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
  [[nodiscard]] std::optional<double> find(std::size_t row, std::size_t column) const {
    return values[row * names.size() + column];
  }

  friend bool operator==(const CoordinateTable&, const CoordinateTable&) = default;
};

/// The named coordinates of a body, pose after pose, angles in degrees. Outer angles of a joint on SO(3) are
/// continued past ±180° from one to the next.
class CoordinateRows {
 public:
  /// @param body  outlives this
  explicit CoordinateRows(const body::Body& body) : body_(&body) {}

  /// One value a coordinate; stands until the next call.
  [[nodiscard]] const std::vector<double>& advance(const body::Pose& pose);

 private:
  const body::Body* body_;
  std::vector<double> row_;
};

/// Every named coordinate of a motion, as `CoordinateRows` gives them.
[[nodiscard]] CoordinateTable make_coordinate_table(const body::Body& body, const Motion& motion);

/// The motion of a body that a table tells. Coordinates the table lacks stay neutral, columns the body lacks
/// are left out. Fails where the table names no coordinate of the body, or lacks a value.
[[nodiscard]] Result<Motion> create_motion(const body::Body& body, const CoordinateTable& table);

}  // namespace endrange::motion
