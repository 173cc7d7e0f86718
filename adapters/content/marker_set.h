#pragma once

#include <string>
#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/solve/marker_body.h"

namespace endrange::content {

/// What a file such as content/measurement/plug_in_gait.toml holds.
struct MarkerSetContent {
  solve::MarkerSet set = {};
  std::vector<std::string> sources = {};  ///< keys in content/references.bib
};

/// Reads a set of markers and checks what a fit relies on: spreads and noise above 0, each name once, and the
/// markers of the pelvis and the ankles among them.
[[nodiscard]] MarkerSetContent read_marker_set(const TomlFile& file, Diagnostics& diagnostics);

}  // namespace endrange::content
