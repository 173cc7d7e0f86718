#include "adapters/files/marker_tasks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace endrange::files {
namespace {

std::optional<solve::FollowedMarker> find_followed(const std::string& name, double weight,
                                                   const OpenSimModel& model,
                                                   const motion::PointRecording& recording) {
  const auto marker = std::ranges::find(model.markers, name, &OpenSimMarker::name);
  const auto point = recording.find_point(name);
  if (marker == model.markers.end() || !point || weight <= 0.0) return std::nullopt;
  return solve::FollowedMarker{name, *point, {marker->segment, marker->p_SM_S}, weight};
}

// The column's value at the time next to each frame's, in radians or metres.
Result<std::vector<double>> read_column(const motion::CoordinateTable& table, const std::string& name,
                                        body::Unit unit, std::span<const double> time_s) {
  const auto column = table.find_column(name);
  if (!column) {
    return fail(fmt::format("expected a column {} among the coordinates, found none", name), "",
                "give the coordinate file that the tasks name");
  }
  const bool is_in_degrees = table.in_degrees && unit == body::Unit::Radian;
  std::vector<double> values;
  for (const double time : time_s) {
    const auto after = std::ranges::lower_bound(table.time_s, time);
    auto row = static_cast<std::size_t>(after - table.time_s.begin());
    if (row > 0 && (row == table.time_s.size() || time - table.time_s[row - 1] < table.time_s[row] - time))
      --row;
    const auto value = row < table.time_s.size() ? table.find(row, *column) : std::nullopt;
    if (!value) {
      return fail(fmt::format("expected a value of {} at {:.3f} s, found none", name, time), "",
                  "give a coordinate file that covers the recording");
    }
    values.push_back(is_in_degrees ? *value * std::numbers::pi / 180.0 : *value);
  }
  return values;
}

}  // namespace

Result<solve::MarkerTasks> make_marker_tasks(const InverseKinematicsTasks& tasks, const OpenSimModel& model,
                                             const motion::PointRecording& recording,
                                             const std::optional<motion::CoordinateTable>& table) {
  solve::MarkerTasks made;
  made.constraint_weight = tasks.constraint_weight;
  for (const MarkerTask& task : tasks.markers) {
    if (!task.is_applied) continue;
    if (auto followed = find_followed(task.marker, task.weight, model, recording)) {
      made.markers.push_back(std::move(*followed));
    }
  }
  for (const CoordinateTask& task : tasks.coordinates) {
    const auto coordinate = model.body.find_coordinate(task.coordinate);
    if (!task.is_applied || !coordinate || task.weight <= 0.0) continue;
    std::vector<double> values;
    switch (task.source) {
      case TargetSource::Default:
        values.push_back(model.body.coordinate(*coordinate).neutral);
        break;
      case TargetSource::Manual:
        values.push_back(task.value);
        break;
      case TargetSource::File: {
        if (!table) {
          return fail(
              fmt::format("expected a coordinate file for the task of {}, found none", task.coordinate), "",
              "keep the file that the set-up names beside it, or take the task out");
        }
        TRY(values, read_column(*table, task.coordinate, model.body.coordinate(*coordinate).unit,
                                recording.time_s()));
        break;
      }
    }
    made.coordinates.push_back({*coordinate, std::move(values), task.weight});
  }
  return made;
}

solve::MarkerTasks make_all_marker_tasks(const OpenSimModel& model, const motion::PointRecording& recording) {
  solve::MarkerTasks made;
  for (const OpenSimMarker& marker : model.markers) {
    if (auto followed = find_followed(marker.name, 1.0, model, recording)) {
      made.markers.push_back(std::move(*followed));
    }
  }
  return made;
}

}  // namespace endrange::files
