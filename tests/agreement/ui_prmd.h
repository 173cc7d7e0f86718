#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/side.h"

/// UI-PRMD's repetitions and the angles that its markers and its own software give for them.
namespace endrange::test {

struct Repetition {
  std::string movement = {};   ///< `m01`
  std::string subject = {};    ///< `s01`
  std::string number = {};     ///< `e01`
  std::string execution = {};  ///< `correct`, `incorrect`

  auto operator<=>(const Repetition&) const = default;

  [[nodiscard]] std::filesystem::path find_markers(const std::filesystem::path& folder) const {
    const bool is_correct = execution == "correct";
    return folder / (is_correct ? "Segmented_Movements" : "Incorrect_Segmented_Movements") / "Vicon" /
           "Positions" /
           (movement + "_" + subject + "_" + number + "_positions" + (is_correct ? "" : "_inc") + ".txt.gz");
  }
};

struct ReferenceLine {
  Side side = Side::Right;
  std::string row = {};                     ///< `m01_knee`
  std::optional<double> own_peak = {};      ///< the optical system's own angle [degrees]
  std::optional<double> markers_peak = {};  ///< from markers by the row's own definition [degrees]
  std::optional<double> camera_s = {};      ///< how long the repetition is in the depth camera's cut
  std::optional<double> markers_s = {};     ///< and in that of the markers
};

/// Every line that is not excluded, by repetition. Columns as in the file's first line.
inline std::map<Repetition, std::vector<ReferenceLine>> read_reference(const std::filesystem::path& path) {
  std::map<Repetition, std::vector<ReferenceLine>> lines;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
    if (cells.size() < 14 || cells[13] != "0") continue;
    const auto number = [&](std::size_t i) {
      return cells[i].empty() ? std::nullopt : std::optional(std::stod(cells[i]));
    };
    lines[{cells[0], cells[1], cells[2], cells[3]}].push_back({cells[4] == "left" ? Side::Left : Side::Right,
                                                               cells[5], number(6), number(7), number(11),
                                                               number(12)});
  }
  return lines;
}

}  // namespace endrange::test
