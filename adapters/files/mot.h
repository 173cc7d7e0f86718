#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/coordinate_table.h"

/// `.mot` and `.sto`, OpenSim's text formats for numbers over time, with SIMM's older header too.
namespace endrange::files {

/// Reads a table from its text. Columns between tabs, commas or blanks; the first is the time [s], which
/// rises. Plain numbers only: vectors and quaternions in one cell are refused. Where the header does not say
/// whether angles are in degrees, SIMM's files are, and others are if a number is beyond three full turns in
/// radians; which is noted.
[[nodiscard]] Result<motion::CoordinateTable> parse_mot(std::string_view text, const std::string& name);

/// The same from a file, or from one packed by gzip.
[[nodiscard]] Result<motion::CoordinateTable> load_mot(const std::filesystem::path& path);

/// The text of a table, as OpenSim reads it; `parse_mot` gives back the same numbers to the last bit.
[[nodiscard]] std::string format_mot(const motion::CoordinateTable& table);

/// Writes a motion as the text of its table, row by row: an hour of it needs no more room than its poses.
[[nodiscard]] Status save_mot(const body::Body& body, const motion::Motion& motion,
                              const std::filesystem::path& path);

}  // namespace endrange::files
