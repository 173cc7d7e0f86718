#include "core/motion/coordinate_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace endrange::motion {
namespace {

constexpr double DegreesPerRadian = 180.0 / std::numbers::pi;

// OpenSim writes degrees for what it calls an angle: not for what moves by a function of it only.
bool is_in_degrees(const body::Coordinate& coordinate) {
  return coordinate.unit == body::Unit::Radian && !coordinate.is_coupled;
}

bool is_on_rotation_group(const body::Joint& joint) {
  return joint.kind == body::JointKind::Ball || joint.kind == body::JointKind::Free;
}

struct Column {
  body::CoordinateIndex coordinate = {};
  std::size_t place = 0;
  double scale = 1.0;  // to radians and metres
  bool is_middle_angle = false;
};

std::vector<Column> find_columns(const body::Body& body, const CoordinateTable& table) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const auto coordinate = body.find_coordinate(table.names[i]);
    if (!coordinate) continue;
    const body::Coordinate& one = body.coordinate(*coordinate);
    const body::Joint& joint = body.joint(one.segment);
    const bool is_angle = is_in_degrees(one);
    columns.push_back({*coordinate, i, is_angle && table.in_degrees ? 1.0 / DegreesPerRadian : 1.0,
                       is_on_rotation_group(joint) && index(*coordinate) == joint.first_coordinate + 1});
  }
  // A middle angle beyond 90° is read back as another triple of angles, so it is set when the outer two
  // stand.
  std::ranges::stable_partition(columns, [](const Column& column) { return !column.is_middle_angle; });
  return columns;
}

}  // namespace

std::optional<std::size_t> CoordinateTable::find_column(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

const std::vector<double>& CoordinateRows::advance(const body::Pose& pose) {
  const bool is_first = row_.empty();
  row_.resize(body_->coordinate_count());
  for (std::size_t i = 0; i < row_.size(); ++i) {
    const body::CoordinateIndex coordinate{i};
    const bool is_angle = is_in_degrees(body_->coordinate(coordinate));
    double value = compute_coordinate(*body_, pose, coordinate);
    if (is_angle) value *= DegreesPerRadian;
    const body::Joint& joint = body_->joint(body_->coordinate(coordinate).segment);
    if (!is_first && is_angle && is_on_rotation_group(joint))
      value += 360.0 * std::round((row_[i] - value) / 360.0);
    row_[i] = value;
  }
  return row_;
}

CoordinateTable make_coordinate_table(const body::Body& body, const Motion& motion) {
  CoordinateTable table;
  table.time_s = motion.time_s;
  table.values.reserve(motion.poses.size() * body.coordinate_count());
  for (const body::Coordinate& coordinate : body.coordinates()) table.names.push_back(coordinate.name);
  CoordinateRows rows(body);
  for (const body::Pose& pose : motion.poses) {
    const auto& row = rows.advance(pose);
    table.values.insert(table.values.end(), row.begin(), row.end());
  }
  return table;
}

Result<Motion> create_motion(const body::Body& body, const CoordinateTable& table) {
  const auto columns = find_columns(body, table);
  if (columns.empty()) {
    return fail("expected columns named after the body's coordinates, such as pelvis_tilt, found none", {},
                "give a file that was solved on a body with OpenSim's names");
  }
  Motion motion;
  for (std::size_t row = 0; row < table.time_s.size(); ++row) {
    body::Pose pose = body.neutral_pose();
    for (const Column& column : columns) {
      const auto value = table.find(row, column.place);
      if (!value) {
        return fail("expected a value of " + table.names[column.place] + ", found none",
                    std::to_string(table.time_s[row]) + " s", "fill the gap, or leave these rows out");
      }
      set_coordinate(body, pose, column.coordinate, *value * column.scale);
    }
    motion.time_s.push_back(table.time_s[row]);
    motion.poses.push_back(std::move(pose));
  }
  return motion;
}

}  // namespace endrange::motion
