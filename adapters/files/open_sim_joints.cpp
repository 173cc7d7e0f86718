#include "adapters/files/open_sim_joints.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

#include "adapters/files/open_sim_functions.h"

namespace endrange::files {
namespace {

using body::Coordinate;
using body::Move;
using body::Vector3;

constexpr auto Turn = Move::Kind::Turn;
constexpr auto Slide = Move::Kind::Slide;

// A move of a joint whose movement its kind says alone. The axis is x, y or z.
struct Step {
  Move::Kind kind;
  int axis;
  std::size_t coordinate;
};

struct Kind {
  std::string_view element;
  std::vector<Step> steps;
};

const std::vector<Kind>& plain_kinds() {
  static const std::vector<Kind> kinds = {
      {"WeldJoint", {}},
      {"PinJoint", {{Turn, 2, 0}}},
      {"SliderJoint", {{Slide, 0, 0}}},
      {"UniversalJoint", {{Turn, 0, 0}, {Turn, 1, 1}}},
      {"BallJoint", {{Turn, 0, 0}, {Turn, 1, 1}, {Turn, 2, 2}}},
      {"GimbalJoint", {{Turn, 0, 0}, {Turn, 1, 1}, {Turn, 2, 2}}},
      {"EllipsoidJoint", {{Turn, 0, 0}, {Turn, 1, 1}, {Turn, 2, 2}}},
      {"PlanarJoint", {{Slide, 0, 1}, {Slide, 1, 2}, {Turn, 2, 0}}},
      {"FreeJoint", {{Slide, 0, 3}, {Slide, 1, 4}, {Slide, 2, 5}, {Turn, 0, 0}, {Turn, 1, 1}, {Turn, 2, 2}}},
  };
  return kinds;
}

Result<Coordinate> parse_coordinate(const XmlSource& source, pugi::xml_node element) {
  // A coordinate without these is one as OpenSim makes it.
  Coordinate coordinate{.name = name_of(element), .lower = -10.0, .upper = 10.0};
  if (coordinate.name.empty())
    return source.refuse(element, "expected a name for each coordinate, found none");
  TRY(coordinate.neutral, source.parse_number(element, "default_value", 0.0));
  TRY(coordinate.is_clamped, source.parse_flag(element, "clamped", false));
  TRY(coordinate.is_locked, source.parse_flag(element, "locked", false));
  if (const pugi::xml_node range = element.child("range")) {
    TRY(const std::vector<double> bounds, source.parse_bounds(range, 2));
    coordinate.lower = bounds[0];
    coordinate.upper = bounds[1];
  }
  if (coordinate.lower > coordinate.upper) {
    return source.refuse(element, fmt::format("expected a range that rises for coordinate {}, found {} to {}",
                                              coordinate.name, coordinate.lower, coordinate.upper));
  }
  TRY(const bool is_prescribed, source.parse_flag(element, "prescribed", false));
  if (is_prescribed && find_object(element, "prescribed_function")) {
    return source.refuse(
        element,
        fmt::format("expected coordinate {} to be free, found a function of time that prescribes it",
                    coordinate.name),
        "set <prescribed> to false");
  }
  return coordinate;
}

// In the order of the file.
Result<std::vector<Coordinate>> parse_coordinates(const XmlSource& source, pugi::xml_node joint) {
  std::vector<pugi::xml_node> elements = objects_of(joint.child("CoordinateSet"));
  for (const pugi::xml_node node : joint.child("coordinates").children("Coordinate"))
    elements.push_back(node);
  std::vector<Coordinate> coordinates;
  for (const pugi::xml_node element : elements) {
    if (std::string_view(element.name()) != "Coordinate") {
      return source.refuse(element, fmt::format("expected a <Coordinate>, found <{}>", element.name()));
    }
    TRY(Coordinate coordinate, parse_coordinate(source, element));
    coordinates.push_back(std::move(coordinate));
  }
  return coordinates;
}

Status check_count(const XmlSource& source, pugi::xml_node joint, std::vector<Coordinate>& coordinates,
                   std::size_t count) {
  if (coordinates.empty()) {
    // OpenSim gives them names of its own.
    for (std::size_t i = 0; i < count; ++i) {
      coordinates.push_back({.name = fmt::format("{}_coord_{}", name_of(joint), i),
                             .lower = -10.0,
                             .upper = 10.0,
                             .is_clamped = false});
    }
  }
  if (coordinates.size() == count) return {};
  return source.refuse(joint, fmt::format("expected {} coordinates in <{}>, found {}", count, joint.name(),
                                          coordinates.size()));
}

Status add_plain_moves(const XmlSource& source, pugi::xml_node element, const Kind& kind,
                       OpenSimJoint& joint) {
  std::size_t count = 0;
  for (const Step& step : kind.steps) count = std::max(count, step.coordinate + 1);
  TRY(joint.coordinates, parse_coordinates(source, element));
  TRY_STATUS(check_count(source, element, joint.coordinates, count));
  for (const Step& step : kind.steps) {
    joint.joint.moves.push_back(
        {.kind = step.kind, .axis = Vector3::Unit(step.axis), .coordinate = step.coordinate});
    joint.coordinates[step.coordinate].unit = step.kind == Turn ? body::Unit::Radian : body::Unit::Metre;
  }
  return {};
}

Result<Vector3> parse_half_axes(const XmlSource& source, pugi::xml_node element, const char* child) {
  TRY(Vector3 half_axes, source.parse_vector(element, child, Vector3::Zero()));
  if ((half_axes.array() > 0.0).all()) return half_axes;
  return source.refuse(element, fmt::format("expected three half axes above zero in <{}>", child));
}

// The shoulder blade on the chest: abduction about y, elevation about -x, upward rotation about z, on an
// ellipsoid with the axes of the joint; then winging about an axis in the blade's plane. OpenSim turns the
// ellipsoid by a quarter about z, swaps two half axes, and comes to the same.
Status add_scapulothoracic_moves(const XmlSource& source, pugi::xml_node element, OpenSimJoint& joint) {
  TRY(joint.coordinates, parse_coordinates(source, element));
  TRY_STATUS(check_count(source, element, joint.coordinates, 4));
  TRY(joint.joint.ellipsoid, parse_half_axes(source, element, "thoracic_ellipsoid_radii_x_y_z"));
  TRY(const double direction, source.parse_number(element, "scapula_winging_axis_direction", 0.0));
  Vector3 origin = Vector3::Zero();
  if (const pugi::xml_node node = element.child("scapula_winging_axis_origin")) {
    TRY(const std::vector<double> numbers, source.parse_numbers(node));
    if (numbers.size() != 2) return source.refuse(node, "expected two numbers for the origin of winging");
    origin.head<2>() << numbers[0], numbers[1];
  }
  joint.joint.moves = {
      {.kind = Turn, .axis = Vector3::UnitY(), .coordinate = 0},
      {.kind = Turn, .axis = -Vector3::UnitX(), .coordinate = 1},
      {.kind = Turn, .axis = Vector3::UnitZ(), .coordinate = 2},
      {.kind = Turn,
       .axis = Vector3(-std::sin(direction), std::cos(direction), 0.0),
       .through = origin,
       .coordinate = 3},
  };
  return {};
}

// What a coordinate of a custom joint is to OpenSim.
struct Use {
  bool turns = false;
  std::optional<Move::Kind> pure = {};
};

class CustomJoint {
 public:
  CustomJoint(const XmlSource& source, pugi::xml_node element) : source_(source), element_(element) {}

  Status read(OpenSimJoint& joint) {
    TRY(std::vector<Coordinate> coordinates, parse_coordinates(source_, element_));
    for (Coordinate& coordinate : coordinates) {
      if (!by_name_.emplace(coordinate.name, coordinate).second) {
        return source_.refuse(element_,
                              fmt::format("expected each coordinate once, found {} again", coordinate.name));
      }
    }
    for (const pugi::xml_node axis : element_.child("SpatialTransform").children("TransformAxis")) {
      if (std::ranges::find(Names, name_of(axis)) == Names.end()) {
        return source_.refuse(
            axis, "expected rotation1 to 3 or translation1 to 3 as the name of a <TransformAxis>");
      }
    }
    // Coordinates count in the order in which the axes name them; moves are done slides first.
    std::array<std::vector<Move>, 6> moves;
    for (std::size_t i = 0; i < Names.size(); ++i) TRY_STATUS(read_axis(i, moves[i]));
    if (order_.size() != coordinates.size()) {
      return source_.refuse(element_, fmt::format("expected axes that use all {} coordinates, found {} used",
                                                  coordinates.size(), order_.size()));
    }
    for (const std::size_t i : {3U, 4U, 5U, 0U, 1U, 2U}) {
      joint.joint.moves.insert(joint.joint.moves.end(), moves[i].begin(), moves[i].end());
    }
    for (std::size_t i = 0; i < order_.size(); ++i) {
      Coordinate& coordinate = joint.coordinates.emplace_back(std::move(by_name_.at(order_[i])));
      const bool is_angle = uses_[i].pure ? *uses_[i].pure == Turn : uses_[i].turns;
      coordinate.unit = is_angle ? body::Unit::Radian : body::Unit::Metre;
      coordinate.is_coupled = !uses_[i].pure;
    }
    return {};
  }

 private:
  static constexpr std::array<const char*, 6> Names = {"rotation1",    "rotation2",    "rotation3",
                                                       "translation1", "translation2", "translation3"};

  Status read_axis(std::size_t index, std::vector<Move>& moves) {
    const pugi::xml_node axis =
        element_.child("SpatialTransform").find_child_by_attribute("TransformAxis", "name", Names[index]);
    if (!axis) return {};  // nothing moves along it
    const pugi::xml_node function = find_object(axis, "function");
    const std::vector<std::string> names = words_of(axis.child("coordinates"));
    if (names.size() > 1) {
      return source_.refuse(
          axis, fmt::format("expected a function of one coordinate, found one of {}", names.size()));
    }
    if (!function) {
      if (names.empty()) return {};
      return source_.refuse(axis, fmt::format("expected a function of {}, found none", names.front()));
    }
    TRY(const OpenSimFunction parsed, parse_function(source_, function));
    Move move{.kind = index < 3 ? Turn : Slide, .amount = parsed.function};
    TRY(const Vector3 direction,
        source_.parse_vector(axis, "axis", Vector3::Unit(static_cast<Eigen::Index>(index % 3))));
    if (!(direction.norm() > 1e-9) || !std::isfinite(direction.norm())) {
      return source_.refuse(axis, "expected an axis with a direction, found one without");
    }
    move.axis = direction.normalized();  // as OpenSim does with both kinds
    if (names.empty()) {
      if (!move.amount.is_constant()) {
        return source_.refuse(axis, "expected the coordinate of a function that is not constant, found none");
      }
      if (move.amount.evaluate(0.0).value == 0.0) return {};
    } else {
      TRY(move.coordinate, find_local(axis, names.front()));
      Use& use = uses_[*move.coordinate];
      use.turns = use.turns || move.kind == Turn;
      if (parsed.is_pure) use.pure = move.kind;
    }
    moves.push_back(std::move(move));
    return {};
  }

  Result<std::size_t> find_local(pugi::xml_node axis, const std::string& name) {
    if (!by_name_.contains(name)) {
      return source_.refuse(
          axis, fmt::format("expected a coordinate of joint {}, found the name {}", name_of(element_), name));
    }
    const auto found = std::ranges::find(order_, name);
    const auto local = static_cast<std::size_t>(found - order_.begin());
    if (found == order_.end()) {
      order_.push_back(name);
      uses_.emplace_back();
    }
    return local;
  }

  const XmlSource& source_;
  pugi::xml_node element_;
  std::map<std::string, Coordinate> by_name_ = {};
  std::vector<std::string> order_ = {};
  std::vector<Use> uses_ = {};
};

}  // namespace

Result<OpenSimJoint> parse_joint(const XmlSource& source, pugi::xml_node element) {
  const std::string_view kind = element.name();
  OpenSimJoint joint{.joint = {.name = name_of(element), .kind = body::JointKind::Moves}};
  TRY(const bool is_reversed, source.parse_flag(element, "reverse", false));
  if (is_reversed) {
    return source.refuse(
        element,
        fmt::format("expected joint {} to run from parent to child, found it reversed", joint.joint.name));
  }
  if (kind == "CustomJoint") {
    TRY_STATUS(CustomJoint(source, element).read(joint));
    return joint;
  }
  if (kind == "ScapulothoracicJoint") {
    TRY_STATUS(add_scapulothoracic_moves(source, element, joint));
    return joint;
  }
  const auto& kinds = plain_kinds();
  const auto found = std::ranges::find(kinds, kind, &Kind::element);
  if (found == kinds.end()) {
    return source.refuse(element,
                         fmt::format("expected a joint that Endrange knows, found <{}>", element.name()),
                         "describe it as a CustomJoint");
  }
  TRY_STATUS(add_plain_moves(source, element, *found, joint));
  if (kind == "EllipsoidJoint") {
    TRY(joint.joint.ellipsoid, parse_half_axes(source, element, "radii_x_y_z"));
  }
  return joint;
}

}  // namespace endrange::files
