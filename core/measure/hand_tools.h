#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/journal/event.h"

namespace endrange::measure {

/// What a person measures with at home, as written in content/measurement/hand_tools.toml.
struct HandTool {
  std::string id = {};      ///< `phone`
  std::string name = {};    ///< for a person: "Phone inclinometer"
  std::string method = {};  ///< as norms call it: `inclinometer`
  journal::FigureUnit unit = journal::FigureUnit::Degrees;
  double standard_error = 0.0;            ///< at home, in `unit`
  std::string basis = {};                 ///< where that number comes from, in words
  std::vector<std::string> sources = {};  ///< keys in content/references.bib

  friend bool operator==(const HandTool&, const HandTool&) = default;
};

/// The tools, in the order of their file.
class HandTools {
 public:
  HandTools() = default;
  explicit HandTools(std::vector<HandTool> all) : all_(std::move(all)) {}

  [[nodiscard]] const std::vector<HandTool>& all() const { return all_; }
  [[nodiscard]] const HandTool* find(const std::string& id) const;  ///< nullptr when there is none

 private:
  std::vector<HandTool> all_;
};

}  // namespace endrange::measure
