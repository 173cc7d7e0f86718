#include "adapters/files/ik_tasks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/files/text_source.h"
#include "adapters/files/xml_source.h"

namespace endrange::files {
namespace {

constexpr std::size_t MostTasks = 20'000;

Result<double> parse_weight(const XmlSource& source, pugi::xml_node task) {
  TRY(const double weight, source.parse_number(task, "weight", 0.0));
  if (weight >= 0.0) return weight;
  return source.refuse(task.child("weight"), fmt::format("expected no weight below zero, found {}", weight));
}

Result<MarkerTask> parse_marker_task(const XmlSource& source, pugi::xml_node element) {
  MarkerTask task{.marker = name_of(element)};
  TRY(task.is_applied, source.parse_flag(element, "apply", true));
  TRY(task.weight, parse_weight(source, element));
  return task;
}

Result<CoordinateTask> parse_coordinate_task(const XmlSource& source, pugi::xml_node element) {
  constexpr std::array Sources = {
      std::pair<std::string_view, TargetSource>{"default_value", TargetSource::Default},
      std::pair<std::string_view, TargetSource>{"manual_value", TargetSource::Manual},
      std::pair<std::string_view, TargetSource>{"from_file", TargetSource::File}};
  CoordinateTask task{.coordinate = name_of(element)};
  TRY(task.is_applied, source.parse_flag(element, "apply", true));
  TRY(task.weight, parse_weight(source, element));
  if (const pugi::xml_node type = element.child("value_type")) {
    const std::string word = text_of(type);
    const auto found = std::ranges::find(Sources, word, &std::pair<std::string_view, TargetSource>::first);
    if (found == Sources.end()) {
      return source.refuse(
          type,
          fmt::format("expected default_value, manual_value or from_file, found \"{}\"", word.substr(0, 40)));
    }
    task.source = found->second;
  }
  // A file with another source may hold anything here: OpenSim does not look.
  if (task.source == TargetSource::Manual) {
    TRY(task.value, source.parse_number(element, "value", 0.0));
  }
  return task;
}

Status read_task_set(const XmlSource& source, pugi::xml_node set, InverseKinematicsTasks& tasks) {
  tasks.task_file = set.attribute("file").value();
  for (const pugi::xml_node element : objects_of(set)) {
    const std::string_view kind = element.name();
    if (name_of(element).empty()) return source.refuse(element, "expected a name for each task, found none");
    if (tasks.markers.size() + tasks.coordinates.size() == MostTasks) {
      return source.refuse(element, "expected at most 20,000 tasks, found more");
    }
    if (kind == "IKMarkerTask") {
      TRY(MarkerTask task, parse_marker_task(source, element));
      tasks.markers.push_back(std::move(task));
    } else if (kind == "IKCoordinateTask") {
      TRY(CoordinateTask task, parse_coordinate_task(source, element));
      tasks.coordinates.push_back(std::move(task));
    } else {
      return source.refuse(
          element,
          fmt::format("expected an <IKMarkerTask> or <IKCoordinateTask>, found <{}>", element.name()));
    }
  }
  return {};
}

Status read_tool(const XmlSource& source, pugi::xml_node tool, InverseKinematicsTasks& tasks) {
  tasks.name = name_of(tool);
  tasks.model_file = text_of(tool.child("model_file"));
  tasks.marker_file = text_of(tool.child("marker_file"));
  tasks.coordinate_file = text_of(tool.child("coordinate_file"));
  TRY(tasks.accuracy, source.parse_number(tool, "accuracy", tasks.accuracy));
  if (const pugi::xml_node weight = tool.child("constraint_weight"); !text_of(weight).empty()) {
    TRY(const std::vector<double> numbers, source.parse_bounds(weight, 1));
    if (numbers[0] < 0.0) return source.refuse(weight, "expected no weight of constraints below zero");
    if (numbers[0] <= std::numeric_limits<double>::max()) tasks.constraint_weight = numbers[0];
  }
  if (const pugi::xml_node range = tool.child("time_range"); !text_of(range).empty()) {
    TRY(const std::vector<double> bounds, source.parse_bounds(range, 2));
    if (bounds[0] > bounds[1]) return source.refuse(range, "expected a time range that rises");
    tasks.first_s = bounds[0];
    tasks.last_s = bounds[1];
  }
  return read_task_set(source, tool.child("IKTaskSet"), tasks);
}

}  // namespace

Result<InverseKinematicsTasks> parse_inverse_kinematics_tasks(std::string_view text,
                                                              const std::string& path) {
  TRY(const XmlSource source, XmlSource::parse(text, path));
  const pugi::xml_node root = source.root();
  const pugi::xml_node top = std::string_view(root.name()) == "OpenSimDocument" ? first_element(root) : root;
  const std::string_view kind = top.name();
  InverseKinematicsTasks tasks;
  // OpenSim's own examples misspell it.
  if (kind == "InverseKinematicsTool" || kind == "InverseKinemtaticsTool") {
    TRY_STATUS(read_tool(source, top, tasks));
  } else if (kind == "IKTaskSet") {
    tasks.name = name_of(top);
    TRY_STATUS(read_task_set(source, top, tasks));
  } else {
    return source.refuse(top,
                         fmt::format("expected an <InverseKinematicsTool> or <IKTaskSet>, found <{}>", kind),
                         "give the set-up file of OpenSim's inverse kinematics");
  }
  return tasks;
}

Result<InverseKinematicsTasks> load_inverse_kinematics_tasks(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path, MostXmlBytes));
  TRY(InverseKinematicsTasks tasks, parse_inverse_kinematics_tasks(text, path.string()));
  if (tasks.task_file.empty()) return tasks;
  const std::filesystem::path other = path.parent_path() / tasks.task_file;
  TRY(const std::string other_text, load_bytes(other, MostXmlBytes));
  TRY(InverseKinematicsTasks set, parse_inverse_kinematics_tasks(other_text, other.string()));
  if (!set.task_file.empty()) {
    return fail("expected the tasks in this file, found a reference to yet another one", other.string());
  }
  tasks.markers = std::move(set.markers);
  tasks.coordinates = std::move(set.coordinates);
  return tasks;
}

Diagnostics check_tasks(const InverseKinematicsTasks& tasks, const OpenSimModel& model,
                        std::span<const std::string> recording_names) {
  Diagnostics diagnostics;
  bool has_marker = false;
  for (const MarkerTask& task : tasks.markers) {
    if (!task.is_applied) continue;
    const bool in_model =
        std::ranges::find(model.markers, task.marker, &OpenSimMarker::name) != model.markers.end();
    const bool in_recording = std::ranges::find(recording_names, task.marker) != recording_names.end();
    has_marker = has_marker || (in_model && in_recording && task.weight > 0.0);
    if (in_model && in_recording) continue;
    const char* where = in_model       ? "the recording"
                        : in_recording ? "the model"
                                       : "the model and the recording";
    diagnostics.report(fmt::format("expected marker {} in {}, found none", task.marker, where), "",
                       "it is left out; give it the same name everywhere", Severity::Warning);
  }
  for (const CoordinateTask& task : tasks.coordinates) {
    if (!task.is_applied || model.body.find_coordinate(task.coordinate)) continue;
    diagnostics.report(fmt::format("expected coordinate {} in the model, found none", task.coordinate), "",
                       "give the model that the tasks were made for");
  }
  if (!has_marker) {
    diagnostics.report("expected a marker with a weight in tasks, model and recording, found none", "",
                       "check that the three belong together");
  }
  return diagnostics;
}

}  // namespace endrange::files
