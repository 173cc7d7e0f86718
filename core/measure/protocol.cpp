#include "core/measure/protocol.h"

#include <algorithm>

namespace endrange::measure {

using journal::FigureName;
using journal::FigureUnit;

std::string_view word(ProtocolKind kind) {
  switch (kind) {
    case ProtocolKind::Range:
      return "range";
    case ProtocolKind::Circle:
      return "circle";
    case ProtocolKind::Count:
      return "count";
    case ProtocolKind::Time:
      return "time";
    case ProtocolKind::Distance:
      return "distance";
  }
  return "range";
}

std::string_view word(View view) {
  switch (view) {
    case View::Front:
      return "front";
    case View::Side:
      return "side";
    case View::None:
      return "none";
  }
  return "front";
}

std::string Protocol::set_up() const {
  return position + "/" + std::string(word(view));
}

std::vector<JointMotionId> Protocol::added_joint_motions() const {
  std::vector<JointMotionId> added = {joint_motion};
  added.insert(added.end(), together_with.begin(), together_with.end());
  return added;
}

bool is_seen_by_camera(const Protocol& protocol) {
  return protocol.kind != ProtocolKind::Distance && protocol.view != View::None;
}

std::optional<HandFigure> find_hand_figure(ProtocolKind kind) {
  switch (kind) {
    case ProtocolKind::Range:
      return std::nullopt;
    case ProtocolKind::Circle:
      return HandFigure{FigureName::DeadOctants, FigureUnit::Count};
    case ProtocolKind::Count:
      return HandFigure{FigureName::Count, FigureUnit::Count};
    case ProtocolKind::Time:
      return HandFigure{FigureName::Time, FigureUnit::Seconds};
    case ProtocolKind::Distance:
      return HandFigure{FigureName::Distance, FigureUnit::Centimetres};
  }
  return std::nullopt;
}

const Protocol* Protocols::find(const ProtocolId& id) const {
  const auto found = std::ranges::find(all_, id, &Protocol::id);
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace endrange::measure
