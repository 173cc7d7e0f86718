#include "core/body/body.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

// A joint of moves has as many coordinates as its moves name; each is named by at least one.
std::size_t count_named(const Joint& joint) {
  std::size_t count = 0;
  for (const Move& move : joint.moves) {
    if (move.coordinate) count = std::max(count, *move.coordinate + 1);
  }
  return count;
}

std::size_t count_values(const Joint& joint) {
  switch (joint.kind) {
    case JointKind::Weld:
      return 0;
    case JointKind::Free:
      return 7;
    case JointKind::Ball:
      return 4;
    case JointKind::Hinges:
      return joint.axes.size();
    case JointKind::Moves:
      return count_named(joint);
  }
  return 0;
}

std::size_t count_coordinates(const Joint& joint) {
  switch (joint.kind) {
    case JointKind::Weld:
      return 0;
    case JointKind::Free:
      return 6;
    case JointKind::Ball:
      return 3;
    case JointKind::Hinges:
      return joint.axes.size();
    case JointKind::Moves:
      return count_named(joint);
  }
  return 0;
}

}  // namespace

Body::Body(std::vector<Branch> branches, Constraints constraints) : constraints_(std::move(constraints)) {
  expects(!branches.empty(), "a body has at least one segment");
  std::size_t value_count = 0;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    Branch& branch = branches[i];
    Joint joint = std::move(branch.joint);
    const auto& parent = branch.segment.parent;
    expects(i > 0 || !parent, "the first segment hangs on the ground");
    expects(!parent || index(*parent) < i, "a parent stands before its children");
    expects(branch.coordinates.size() == count_coordinates(joint), "a joint names each of its coordinates");
    joint.first_coordinate = coordinates_.size();
    joint.coordinate_count = branch.coordinates.size();
    joint.first_value = value_count;
    value_count += count_values(joint);

    auto moving = parent ? moving_[index(*parent)] : std::vector<CoordinateIndex>{};
    for (Coordinate& coordinate : branch.coordinates) {
      moving.push_back(CoordinateIndex{coordinates_.size()});
      coordinate.segment = SegmentIndex{i};
      coordinates_.push_back(std::move(coordinate));
    }
    moving_.push_back(std::move(moving));
    by_part_[static_cast<std::size_t>(branch.segment.part)][static_cast<std::size_t>(branch.segment.side)] =
        SegmentIndex{i};
    joints_.push_back(std::move(joint));
    segments_.push_back(std::move(branch.segment));
  }
  neutral_.values = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(value_count));
  for (const Joint& joint : joints_) {
    const bool has_quaternion = joint.kind == JointKind::Free || joint.kind == JointKind::Ball;
    if (has_quaternion) {
      neutral_.values[static_cast<Eigen::Index>(joint.first_value) + 3] = 1.0;
    } else {
      for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
        neutral_.values[static_cast<Eigen::Index>(joint.first_value + local)] =
            coordinates_[joint.first_coordinate + local].neutral;
      }
    }
  }
  for (const Coupling& coupling : constraints_.couplings) {
    expects(is_plain(*this, coupling.dependent) && is_plain(*this, coupling.independent),
            "a coupling names hinges or moves");
    expects(
        std::ranges::none_of(constraints_.couplings,
                             [&](const Coupling& other) { return other.dependent == coupling.independent; }),
        "a coupling's independent coordinate is not itself dependent");
  }
}

std::optional<SegmentIndex> Body::find_segment(std::string_view name) const {
  const auto found = std::ranges::find(segments_, name, &Segment::name);
  if (found == segments_.end()) return std::nullopt;
  return SegmentIndex{static_cast<std::size_t>(found - segments_.begin())};
}

std::optional<SegmentIndex> Body::find_segment(Part part, Side side) const {
  return by_part_[static_cast<std::size_t>(part)][static_cast<std::size_t>(side)];
}

std::optional<CoordinateIndex> Body::find_coordinate(std::string_view name) const {
  const auto found = std::ranges::find(coordinates_, name, &Coordinate::name);
  if (found == coordinates_.end()) return std::nullopt;
  return CoordinateIndex{static_cast<std::size_t>(found - coordinates_.begin())};
}

}  // namespace endrange::body
