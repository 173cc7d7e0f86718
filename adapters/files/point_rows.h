#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

namespace endrange::files {

/// The most numbers of points times frames: ten minutes of 60 markers at 1,000 Hz, and 430 MB.
inline constexpr std::size_t MostPlaces = 36'000'000;

/// Names for the points of a recording: blank ones are numbered, and of two alike the second gets `_2`.
[[nodiscard]] std::vector<std::string> make_distinct(std::vector<std::string> names,
                                                     std::vector<std::string>& notes);

/// What became of the points that were read.
struct PointCounts {
  std::size_t partly_missing = 0;  ///< with one or two coordinates only
  std::size_t at_zero = 0;         ///< at exactly 0 0 0
};
void add_notes(const PointCounts& counts, std::vector<std::string>& notes);

/// Times for rows: as they stand where they rise, else made from the rate, which is then noted.
/// @param place  of the file, for the error where neither will do
[[nodiscard]] Result<std::vector<double>> find_times(std::vector<double> stated, double rate_hz,
                                                     const std::string& place,
                                                     std::vector<std::string>& notes);

}  // namespace endrange::files
