#pragma once

#include <fmt/format.h>

#include <string>

/// Small OpenSim documents, as text.
namespace endrange::files::test_text {

inline std::string coordinate(const std::string& name, const std::string& inside = "") {
  return fmt::format("<Coordinate name=\"{}\">{}</Coordinate>\n", name, inside);
}

/// A body of 1 kg.
inline std::string body(const std::string& name) {
  return fmt::format("<Body name=\"{}\"><mass>1</mass><mass_center>0 0 0.1</mass_center></Body>\n", name);
}

/// A joint of version 4 between two offset frames, given as translation and orientation.
inline std::string joint(const std::string& kind, const std::string& name, const std::string& parent,
                         const std::string& child, const std::string& inside,
                         const std::string& in_parent = "<translation>0 0 0</translation>",
                         const std::string& in_child = "<translation>0 0 0</translation>") {
  return fmt::format(
      "<{0} "
      "name=\"{1}\"><socket_parent_frame>p</socket_parent_frame><socket_child_frame>c</socket_child_frame>\n"
      "{4}<frames><PhysicalOffsetFrame "
      "name=\"p\"><socket_parent>{2}</socket_parent>{5}</PhysicalOffsetFrame>\n"
      "<PhysicalOffsetFrame "
      "name=\"c\"><socket_parent>{3}</socket_parent>{6}</PhysicalOffsetFrame></frames></{0}>\n",
      kind, name, parent, child, inside, in_parent, in_child);
}

inline std::string axis(const std::string& name, const std::string& coordinate, const std::string& direction,
                        const std::string& function) {
  return fmt::format(
      "<TransformAxis name=\"{}\"><coordinates>{}</coordinates><axis>{}</axis><function>{}</function>"
      "</TransformAxis>\n",
      name, coordinate, direction, function);
}

/// A document of version 4: the first line of the bodies is line 4.
inline std::string model(const std::string& bodies, const std::string& joints, const std::string& rest = "") {
  return fmt::format(
      "<OpenSimDocument Version=\"40000\">\n<Model name=\"small\"><Ground name=\"ground\"/>\n"
      "<BodySet name=\"bodyset\"><objects>\n{}</objects></BodySet>\n"
      "<JointSet name=\"jointset\"><objects>\n{}</objects></JointSet>\n{}</Model></OpenSimDocument>\n",
      bodies, joints, rest);
}

}  // namespace endrange::files::test_text
