#include "adapters/content/coverage.h"

#include <fmt/format.h>

namespace endrange::content {

using exercise::Component;

std::vector<exercise::EmptyCell> read_empty_cells(const TomlFile& file,
                                                  const body::JointMotions& joint_motions,
                                                  Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  std::vector<exercise::EmptyCell> cells;
  for (TableReader& table : reader.require_tables("empty")) {
    const std::string why = table.require_text("why");
    const auto components =
        table.find_words<Component>("components", {{"flexibility", Component::Flexibility},
                                                   {"strength", Component::Strength},
                                                   {"control", Component::Control}});
    for (const std::string& name : table.require_texts("joint_motions")) {
      const JointMotionId id(name);
      if (joint_motions.find(id) == nullptr)
        table.report("joint_motions", fmt::format("`{}` is not a joint motion", name),
                     "see content/joint_motions.toml for those there are");
      for (const Component component : components)
        cells.push_back({id, component, why, table.where("joint_motions")});
    }
  }
  return cells;
}

}  // namespace endrange::content
