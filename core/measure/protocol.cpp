#include "core/measure/protocol.h"

#include <algorithm>

namespace endrange::measure {

std::string_view word(View view) {
  switch (view) {
    case View::Front:
      return "front";
    case View::Side:
      return "side";
  }
  return "front";
}

std::string Protocol::set_up() const {
  return position + "/" + std::string(word(view));
}

const Protocol* Protocols::find(const ProtocolId& id) const {
  const auto found = std::ranges::find(all_, id, &Protocol::id);
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace endrange::measure
