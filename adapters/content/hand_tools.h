#pragma once

#include "adapters/content/toml_reader.h"
#include "core/measure/hand_tools.h"

namespace endrange::content {

/// Reads content/measurement/hand_tools.toml, in the order of the file. Identifiers are unique, and each
/// number says where it comes from.
[[nodiscard]] measure::HandTools read_hand_tools(const TomlFile& file, Diagnostics& diagnostics);

/// Reads the unit of a figure: `degrees`, `centimetres`, `seconds`, `count`.
[[nodiscard]] journal::FigureUnit read_unit(TableReader& reader, std::string_view key);

}  // namespace endrange::content
