#include "adapters/files/open_sim_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "adapters/files/open_sim_anatomy.h"
#include "adapters/files/open_sim_constraints.h"
#include "adapters/files/open_sim_frames.h"
#include "adapters/files/open_sim_joints.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

using body::SegmentIndex;
using body::Vector3;

constexpr int FirstVersion = 20000;
constexpr int FirstWithoutJointSet = 30500;  // versions of development, which wrote joints in passing ways
constexpr int FirstWithJointSet = 40000;
constexpr int LastVersion = 49999;
constexpr std::size_t MostBodies = 1'000;
// As many as a solver lets meet each other: constraints that only draw let all meet.
constexpr std::size_t MostCoordinates = 1'000;
constexpr std::size_t MostMarkers = 10'000;

// A joint and what it joins, bodies by their place in the file.
struct Hanging {
  pugi::xml_node element = {};
  std::size_t child = 0;
  std::optional<std::size_t> parent = {};
  body::Frame in_parent = {};
  body::Frame in_child = {};
};

std::string set_path(pugi::xml_node set, const char* usual) {
  const std::string name = name_of(set);
  return "/" + (name.empty() ? std::string(usual) : name);
}

class Reader {
 public:
  Reader(const XmlSource& source, pugi::xml_node model, int version)
      : source_(source), model_(model), has_joint_set_(version >= FirstWithJointSet), frames_(source) {}

  Result<OpenSimModel> read() {
    TRY_STATUS(check_sets());
    TRY_STATUS(read_bodies());
    TRY_STATUS(has_joint_set_ ? read_joint_set() : read_joints_in_bodies());
    TRY_STATUS(put_in_order());
    TRY_STATUS(make_branches());
    TRY(body::Constraints constraints,
        parse_constraints(
            source_, model_.child("ConstraintSet"),
            {.frames = frames_, .segments = segments_, .coordinates = coordinates_, .notes = notes_}));
    OpenSimModel result{.name = name_of(model_),
                        .body = body::Body(std::move(branches_), std::move(constraints))};
    TRY_STATUS(read_markers(result.markers));
    result.notes = std::move(notes_);
    return result;
  }

 private:
  // What may stand in other files, or where it is seldom, must not be missed in silence.
  Status check_sets() {
    for (const char* name : {"BodySet", "JointSet", "ConstraintSet", "MarkerSet"}) {
      const pugi::xml_node set = model_.child(name);
      if (!set.attribute("file").empty()) {
        return source_.refuse(
            set, fmt::format("expected <{}> in the file, found a reference to another one", name),
            "open the model in OpenSim and save it");
      }
    }
    std::vector<pugi::xml_node> components = objects_of(model_.child("ComponentSet"));
    for (const pugi::xml_node node : model_.child("components").children()) components.push_back(node);
    for (const pugi::xml_node node : components) {
      const std::string_view kind = node.name();
      if (kind == "Body" || kind.ends_with("Joint") || kind.ends_with("Constraint")) {
        return source_.refuse(node,
                              fmt::format("expected bodies, joints and constraints in their sets, found <{}> "
                                          "among other components",
                                          kind));
      }
    }
    return {};
  }

  Status read_bodies() {
    const pugi::xml_node ground = model_.child("Ground");
    const pugi::xml_node set = model_.child("BodySet");
    frames_.add_ground(ground && !name_of(ground).empty() ? name_of(ground) : "ground");
    for (const pugi::xml_node node : ground.child("components").children("PhysicalOffsetFrame")) {
      TRY_STATUS(frames_.add_frame(node, "/" + name_of(ground)));
    }
    for (const pugi::xml_node element : objects_of(set)) {
      if (std::string_view(element.name()) != "Body") {
        return source_.refuse(element, fmt::format("expected a <Body>, found <{}>", element.name()));
      }
      if (!has_joint_set_ && name_of(element) == "ground") continue;
      TRY_STATUS(frames_.add_body(element, set_path(set, "bodyset")));
      bodies_.push_back(element);
      if (bodies_.size() > MostBodies)
        return source_.refuse(element, "expected at most 1,000 bodies, found more");
    }
    if (bodies_.empty()) return source_.refuse(model_, "expected bodies in the model, found none");
    for (const pugi::xml_node node : model_.child("components").children("PhysicalOffsetFrame")) {
      TRY_STATUS(frames_.add_frame(node, ""));
    }
    const pugi::xml_node components = model_.child("ComponentSet");
    for (const pugi::xml_node node : components.child("objects").children("PhysicalOffsetFrame")) {
      TRY_STATUS(frames_.add_frame(node, set_path(components, "componentset")));
    }
    return {};
  }

  // Version 2 and 3: each body holds the joint that it hangs on.
  Status read_joints_in_bodies() {
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      Hanging hanging{.element = first_element(bodies_[i].child("Joint")), .child = i};
      const pugi::xml_node parent = hanging.element.child("parent_body");
      if (!parent) {
        return source_.refuse(bodies_[i],
                              fmt::format("expected body {} to hang on a joint with a parent, found none",
                                          name_of(bodies_[i])));
      }
      TRY(const FixedFrame frame, frames_.find(parent, ""));
      hanging.parent = frame.body;
      TRY(hanging.in_parent, parse_place(hanging.element, "location_in_parent", "orientation_in_parent"));
      TRY(hanging.in_child, parse_place(hanging.element, "location", "orientation"));
      hangings_.push_back(hanging);
    }
    return {};
  }

  Result<body::Frame> parse_place(pugi::xml_node element, const char* location, const char* orientation) {
    TRY(const Vector3 translation, source_.parse_vector(element, location, Vector3::Zero()));
    TRY(const Vector3 angles, source_.parse_vector(element, orientation, Vector3::Zero()));
    return make_offset(translation, angles);
  }

  // Version 4: joints stand by themselves and name the frames that they join.
  Status read_joint_set() {
    const pugi::xml_node set = model_.child("JointSet");
    const std::vector<pugi::xml_node> elements = objects_of(set);
    const auto path_of = [&](pugi::xml_node joint) {
      return set_path(set, "jointset") + "/" + name_of(joint);
    };
    for (const pugi::xml_node element : elements) {
      for (const pugi::xml_node node : element.child("frames").children("PhysicalOffsetFrame")) {
        TRY_STATUS(frames_.add_frame(node, path_of(element)));
      }
    }
    for (const pugi::xml_node element : elements) {
      const pugi::xml_node parent = element.child("socket_parent_frame");
      const pugi::xml_node child = element.child("socket_child_frame");
      if (!parent || !child) {
        return source_.refuse(
            element,
            fmt::format("expected the frames that joint {} joins, found one or none", name_of(element)));
      }
      TRY(const FixedFrame outer, frames_.find(parent, path_of(element)));
      TRY(const FixedFrame inner, frames_.find(child, path_of(element)));
      if (!inner.body) {
        return source_.refuse(element,
                              fmt::format("expected joint {} to carry a body, found the ground as its child",
                                          name_of(element)));
      }
      hangings_.push_back({element, *inner.body, outer.body, outer.in_body, inner.in_body});
    }
    return {};
  }

  // Parent before child, else as the file has them.
  Status put_in_order() {
    std::vector<std::optional<std::size_t>> joint_of(bodies_.size());
    std::map<std::optional<std::size_t>, std::vector<std::size_t>> below;
    for (std::size_t i = 0; i < hangings_.size(); ++i) {
      const Hanging& hanging = hangings_[i];
      if (joint_of[hanging.child]) {
        return source_.refuse(hanging.element,
                              fmt::format("expected body {} to hang on one joint, found a second; "
                                          "loops of joints are not supported",
                                          name_of(bodies_[hanging.child])));
      }
      joint_of[hanging.child] = i;
      below[hanging.parent].push_back(i);
    }
    std::set<std::size_t> ready(below[std::nullopt].begin(), below[std::nullopt].end());
    std::vector<Hanging> ordered;
    while (!ready.empty()) {
      const Hanging& next = hangings_[*ready.begin()];
      ready.erase(ready.begin());
      ordered.push_back(next);
      ready.insert(below[next.child].begin(), below[next.child].end());
    }
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      if (std::ranges::find(ordered, i, &Hanging::child) != ordered.end()) continue;
      return source_.refuse(bodies_[i],
                            fmt::format("expected body {} to hang on the ground by joints, found that it "
                                        "does not",
                                        name_of(bodies_[i])));
    }
    hangings_ = std::move(ordered);
    return {};
  }

  Status make_branches() {
    segments_.resize(bodies_.size());
    double total = 0.0;
    for (const Hanging& hanging : hangings_) {
      const pugi::xml_node element = bodies_[hanging.child];
      segments_[hanging.child] = SegmentIndex{branches_.size()};
      TRY(OpenSimJoint joint, parse_joint(source_, hanging.element));
      TRY(body::Segment segment, parse_segment(element));
      total += segment.mass_fraction;
      if (hanging.parent) segment.parent = segments_[*hanging.parent];
      joint.joint.p_PJ_P = hanging.in_parent.p_GS;
      joint.joint.R_PJ = hanging.in_parent.R_GS;
      joint.joint.segment_in_joint = invert(hanging.in_child);
      for (const body::Coordinate& coordinate : joint.coordinates) {
        if (!coordinates_.emplace(coordinate.name, body::CoordinateIndex{coordinates_.size()}).second) {
          return source_.refuse(
              hanging.element, fmt::format("expected each coordinate once, found {} again", coordinate.name));
        }
        if (coordinates_.size() > MostCoordinates) {
          return source_.refuse(hanging.element,
                                fmt::format("expected at most 1,000 coordinates, found more with joint {}",
                                            name_of(hanging.element)),
                                "weld joints that the movement does not need");
        }
      }
      branches_.push_back({std::move(segment), std::move(joint.joint), std::move(joint.coordinates)});
    }
    if (!(total > 0.0) || !std::isfinite(total)) {
      return source_.refuse(model_.child("BodySet"),
                            fmt::format("expected bodies that weigh something, found {} kg", total));
    }
    for (body::Body::Branch& branch : branches_) branch.segment.mass_fraction /= total;
    set_far_ends();
    return {};
  }

  // With the mass, until the total is known.
  Result<body::Segment> parse_segment(pugi::xml_node element) {
    const Anatomy anatomy = find_anatomy(name_of(element));
    body::Segment segment{.name = name_of(element), .part = anatomy.part, .side = anatomy.side};
    TRY(segment.mass_fraction, source_.parse_number(element, "mass", 0.0));
    if (segment.mass_fraction < 0.0) {
      return source_.refuse(element.child("mass"),
                            fmt::format("expected no mass below zero, found {} kg", segment.mass_fraction));
    }
    TRY(segment.centre_of_mass_S, source_.parse_vector(element, "mass_center", Vector3::Zero()));
    return segment;
  }

  // The first joint that stands elsewhere than the segment's own; a tip stays where the segment begins.
  void set_far_ends() {
    for (const body::Body::Branch& branch : branches_) {
      if (!branch.segment.parent) continue;
      Vector3& far_end = branches_[index(*branch.segment.parent)].segment.p_SE_S;
      if (far_end.isZero()) far_end = branch.joint.p_PJ_P;
    }
  }

  Status read_markers(std::vector<OpenSimMarker>& markers) {
    const pugi::xml_node set = model_.child("MarkerSet");
    std::set<std::string> names;
    for (const pugi::xml_node element : objects_of(set)) {
      if (std::string_view(element.name()) != "Marker") {
        return source_.refuse(element, fmt::format("expected a <Marker>, found <{}>", element.name()));
      }
      const std::string name = name_of(element);
      if (name.empty()) return source_.refuse(element, "expected a name for each marker, found none");
      if (!names.insert(name).second) {
        return source_.refuse(element, fmt::format("expected each marker once, found {} again", name));
      }
      if (names.size() > MostMarkers)
        return source_.refuse(element, "expected at most 10,000 markers, found more");
      const pugi::xml_node old = element.child("body");
      const pugi::xml_node socket = old ? old : element.child("socket_parent_frame");
      if (!socket)
        return source_.refuse(element, fmt::format("expected the body of marker {}, found none", name));
      TRY(const FixedFrame frame, frames_.find(socket, set_path(set, "markerset") + "/" + name));
      TRY(const Vector3 location, source_.parse_vector(element, "location", Vector3::Zero()));
      if (!frame.body) {
        notes_.push_back(
            fmt::format("{}: marker {} stands on the ground and is left out", source_.place(element), name));
        continue;
      }
      markers.push_back({name, segments_[*frame.body], frame.in_body.place(location)});
    }
    return {};
  }

  const XmlSource& source_;
  pugi::xml_node model_;
  bool has_joint_set_;
  OpenSimFrames frames_;
  std::vector<pugi::xml_node> bodies_ = {};
  std::vector<Hanging> hangings_ = {};
  std::vector<SegmentIndex> segments_ = {};  // of each body, by its place in the file
  std::map<std::string, body::CoordinateIndex> coordinates_ = {};
  std::vector<body::Body::Branch> branches_ = {};
  std::vector<std::string> notes_ = {};
};

}  // namespace

Result<OpenSimModel> parse_open_sim_model(std::string_view text, const std::string& path) {
  TRY(const XmlSource source, XmlSource::parse(text, path));
  const pugi::xml_node root = source.root();
  const pugi::xml_node model = root.child("Model");
  if (std::string_view(root.name()) != "OpenSimDocument" || !model) {
    return source.refuse(root,
                         fmt::format("expected an OpenSim document with a model, found <{}>", root.name()),
                         "give an .osim file");
  }
  const int version = root.attribute("Version").as_int();
  const bool is_known = version >= FirstVersion && version <= LastVersion;
  if (!is_known || (version >= FirstWithoutJointSet && version < FirstWithJointSet)) {
    return source.refuse(root, fmt::format("expected a document of version 2, 3 or 4, found {}", version),
                         "open the model in OpenSim 4 and save it");
  }
  return Reader(source, model, version).read();
}

Result<OpenSimModel> load_open_sim_model(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path, MostXmlBytes));
  return parse_open_sim_model(text, path.string());
}

}  // namespace endrange::files
