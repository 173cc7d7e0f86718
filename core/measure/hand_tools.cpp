#include "core/measure/hand_tools.h"

#include <algorithm>

namespace endrange::measure {

const HandTool* HandTools::find(const std::string& id) const {
  const auto found = std::ranges::find(all_, id, &HandTool::id);
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace endrange::measure
