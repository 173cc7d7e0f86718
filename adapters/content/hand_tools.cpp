#include "adapters/content/hand_tools.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

namespace endrange::content {
namespace {

using journal::FigureUnit;

/// A tool that is worse than this measures nothing; the number is in degrees, centimetres, seconds or times.
constexpr NumberRange Error = {0.1, 30.0};

measure::HandTool read_tool(TableReader& reader) {
  measure::HandTool tool;
  tool.id = reader.require_text("id");
  tool.name = reader.require_text("name");
  tool.method = reader.require_text("method");
  tool.unit = read_unit(reader, "unit");
  tool.standard_error = reader.require_number("standard_error", Error);
  tool.basis = reader.require_text("basis");
  tool.sources = reader.find_texts("sources");
  return tool;
}

}  // namespace

FigureUnit read_unit(TableReader& reader, std::string_view key) {
  return reader.require_word<FigureUnit>(key, {{"degrees", FigureUnit::Degrees},
                                               {"centimetres", FigureUnit::Centimetres},
                                               {"seconds", FigureUnit::Seconds},
                                               {"count", FigureUnit::Count}});
}

measure::HandTools read_hand_tools(const TomlFile& file, Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  std::vector<measure::HandTool> all;
  std::set<std::string> seen;
  for (TableReader& table : reader.require_tables("tool")) {
    auto tool = read_tool(table);
    if (!seen.insert(tool.id).second)
      table.report("id", fmt::format("the tool `{}` stands here twice", tool.id), "remove one");
    all.push_back(std::move(tool));
  }
  return measure::HandTools(std::move(all));
}

}  // namespace endrange::content
