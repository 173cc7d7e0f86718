#pragma once

#include <map>
#include <optional>
#include <string>

#include "adapters/files/xml_source.h"
#include "core/body/frame.h"

namespace endrange::files {

/// A frame that is fixed on a body of an OpenSim model, or on the ground.
struct FixedFrame {
  std::optional<std::size_t> body = {};  ///< as it was counted when added; empty for the ground
  body::Frame in_body = {};              ///< the frame's axes and origin in the body's
};

/// A rotation by body-fixed angles about x, y and z, and a place: how OpenSim writes every offset.
[[nodiscard]] body::Frame make_offset(const body::Vector3& translation, const body::Vector3& angles);
/// B in A from M in A and B in M.
[[nodiscard]] body::Frame compose(const body::Frame& outer, const body::Frame& inner);
/// A in B from B in A.
[[nodiscard]] body::Frame invert(const body::Frame& frame);

/// The bodies and fixed frames of one OpenSim model by the paths that its sockets use.
class OpenSimFrames {
 public:
  explicit OpenSimFrames(const XmlSource& source) : source_(source) {}

  /// Bodies are counted in the order in which they are added.
  Status add_body(pugi::xml_node element, const std::string& set_path);
  void add_ground(const std::string& name);
  /// A PhysicalOffsetFrame with all that it holds in turn.
  Status add_frame(pugi::xml_node element, const std::string& owner_path);

  /// What a socket of the component at `owner_path` names: an absolute path, one relative to the component or
  /// to whatever holds it, or a body's bare name. The error stands at the socket's line.
  [[nodiscard]] Result<FixedFrame> find(pugi::xml_node socket, const std::string& owner_path) const;

 private:
  struct Entry {
    std::optional<std::size_t> body = {};
    pugi::xml_node offset_frame = {};  // empty for a body and the ground
  };
  [[nodiscard]] std::map<std::string, Entry>::const_iterator find_entry(const std::string& name,
                                                                        const std::string& owner_path) const;
  Status add_held_frames(pugi::xml_node holder, const std::string& path);

  const XmlSource& source_;
  std::size_t body_count_ = 0;
  std::map<std::string, Entry> entries_ = {};
  std::map<std::string, std::string> bare_names_ = {};  // of bodies and the ground, to their paths
};

}  // namespace endrange::files
