#include "adapters/files/open_sim_constraints.h"

#include <fmt/format.h>

#include <set>

#include "adapters/files/open_sim_functions.h"

namespace endrange::files {
namespace {

using body::CoordinateIndex;
using body::Vector3;

constexpr std::size_t MostConstraints = 1'000;
constexpr std::size_t MostTies = 333;  // of three rows each, as many as a solver keeps

Result<CoordinateIndex> find_coordinate(const XmlSource& source, pugi::xml_node element,
                                        const std::string& name, const ConstraintNames& names) {
  const auto found = names.coordinates.find(name);
  if (found != names.coordinates.end()) return found->second;
  return source.refuse(
      element, fmt::format("expected a coordinate of the model, found the name \"{}\"", name.substr(0, 200)));
}

Result<body::Coupling> parse_coupling(const XmlSource& source, pugi::xml_node element,
                                      const ConstraintNames& names) {
  const pugi::xml_node independent = element.child("independent_coordinate_names");
  const std::vector<std::string> words = words_of(independent);
  if (words.size() != 1) {
    return source.refuse(element,
                         fmt::format("expected a coupling to one other coordinate, found {}", words.size()));
  }
  body::Coupling coupling;
  TRY(coupling.independent, find_coordinate(source, independent, words.front(), names));
  const pugi::xml_node dependent = element.child("dependent_coordinate_name");
  TRY(coupling.dependent,
      find_coordinate(source, dependent ? dependent : element, text_of(dependent), names));
  const pugi::xml_node function = find_object(element, "coupled_coordinates_function");
  if (!function) return source.refuse(element, "expected a function in a coupling, found none");
  TRY(const OpenSimFunction parsed, parse_function(source, function));
  TRY(const double scale, source.parse_number(element, "scale_factor", 1.0));
  coupling.function = parsed.function.times(scale);
  return coupling;
}

struct TiePoint {
  body::SegmentIndex segment = {};
  Vector3 p = Vector3::Zero();
};

Result<TiePoint> parse_tie_point(const XmlSource& source, pugi::xml_node element, const char* number,
                                 const ConstraintNames& names) {
  const pugi::xml_node old = element.child(fmt::format("body_{}", number).c_str());
  const pugi::xml_node socket = old ? old : element.child(fmt::format("socket_body_{}", number).c_str());
  if (!socket) return source.refuse(element, "expected two bodies in a <PointConstraint>, found fewer");
  TRY(const FixedFrame frame, names.frames.find(socket, "/constraintset/" + name_of(element)));
  if (!frame.body) return source.refuse(socket, "expected a point on a body, found one on the ground");
  TRY(const Vector3 location,
      source.parse_vector(element, fmt::format("location_body_{}", number).c_str(), Vector3::Zero()));
  return TiePoint{names.segments[*frame.body], frame.in_body.place(location)};
}

Result<body::PointTie> parse_tie(const XmlSource& source, pugi::xml_node element,
                                 const ConstraintNames& names) {
  TRY(const TiePoint first, parse_tie_point(source, element, "1", names));
  TRY(const TiePoint second, parse_tie_point(source, element, "2", names));
  if (first.segment == second.segment) {
    return source.refuse(element, "expected points on two bodies in a <PointConstraint>, found one body");
  }
  return body::PointTie{name_of(element), first.segment, first.p, second.segment, second.p};
}

}  // namespace

Result<body::Constraints> parse_constraints(const XmlSource& source, pugi::xml_node set,
                                            const ConstraintNames& names) {
  body::Constraints constraints;
  std::map<CoordinateIndex, pugi::xml_node> dependent;
  const std::vector<pugi::xml_node> elements = objects_of(set);
  if (elements.size() > MostConstraints)
    return source.refuse(set, "expected at most 1,000 constraints, found more");
  for (const pugi::xml_node element : elements) {
    const std::string_view kind = element.name();
    TRY(const bool is_disabled, source.parse_flag(element, "isDisabled", false));
    TRY(const bool is_enforced, source.parse_flag(element, "isEnforced", true));
    if (is_disabled || !is_enforced) {
      names.notes.push_back(fmt::format("{}: constraint {} is not enforced and is left out",
                                        source.place(element), name_of(element)));
    } else if (kind == "CoordinateCouplerConstraint") {
      TRY(body::Coupling coupling, parse_coupling(source, element, names));
      if (!dependent.emplace(coupling.dependent, element).second) {
        return source.refuse(element, "expected a coordinate to follow one other, found a second");
      }
      constraints.couplings.push_back(std::move(coupling));
    } else if (kind == "PointConstraint") {
      if (constraints.point_ties.size() == MostTies) {
        return source.refuse(element,
                             fmt::format("expected at most {} <PointConstraint>s, found more with {}",
                                         MostTies, name_of(element)),
                             "switch off in OpenSim what the movement does not need");
      }
      TRY(body::PointTie tie, parse_tie(source, element, names));
      constraints.point_ties.push_back(std::move(tie));
    } else {
      return source.refuse(
          element, fmt::format("expected a constraint that Endrange knows, found <{}>", element.name()),
          "switch it off in OpenSim if the movement does not need it");
    }
  }
  for (const body::Coupling& coupling : constraints.couplings) {
    const auto chained = dependent.find(coupling.independent);
    if (chained == dependent.end()) continue;
    return source.refuse(chained->second,
                         "expected couplings to free coordinates, found one that itself follows");
  }
  return constraints;
}

}  // namespace endrange::files
