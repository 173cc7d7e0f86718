#include "adapters/files/open_sim_frames.h"

#include <fmt/format.h>

#include <algorithm>

namespace endrange::files {
namespace {

using body::Frame;
using body::Vector3;

constexpr int MostFramesInLine = 32;
constexpr std::size_t MostFrames = 20'000;
constexpr std::size_t MostPathBytes = 4'000;

// An absolute path without `.` and `..`.
std::string normalise(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string whole;
  for (const std::string_view part : parts) whole += fmt::format("/{}", part);
  return whole;
}

}  // namespace

Frame make_offset(const Vector3& translation, const Vector3& angles) {
  return {body::compute_rotation(angles.x() * Vector3::UnitX()) *
              body::compute_rotation(angles.y() * Vector3::UnitY()) *
              body::compute_rotation(angles.z() * Vector3::UnitZ()),
          translation};
}

Frame compose(const Frame& outer, const Frame& inner) {
  return {outer.R_GS * inner.R_GS, outer.place(inner.p_GS)};
}

Frame invert(const Frame& frame) {
  return {frame.R_GS.transpose(), -(frame.R_GS.transpose() * frame.p_GS)};
}

Status OpenSimFrames::add_held_frames(pugi::xml_node holder, const std::string& path) {
  for (const pugi::xml_node node : holder.child("components").children("PhysicalOffsetFrame")) {
    TRY_STATUS(add_frame(node, path));
  }
  return {};
}

Status OpenSimFrames::add_body(pugi::xml_node element, const std::string& set_path) {
  const std::string name = name_of(element);
  if (name.empty()) return source_.refuse(element, "expected a name for each body, found none");
  const std::string path = normalise(set_path + "/" + name);
  if (!entries_.emplace(path, Entry{.body = body_count_}).second || !bare_names_.emplace(name, path).second) {
    return source_.refuse(element, fmt::format("expected each body once, found {} again", name));
  }
  ++body_count_;
  return add_held_frames(element, path);
}

void OpenSimFrames::add_ground(const std::string& name) {
  entries_.emplace("/" + name, Entry{});
  bare_names_.emplace(name, "/" + name);
}

// Frames inside frames end with the document's 64 levels.
Status OpenSimFrames::add_frame(pugi::xml_node element, const std::string& owner_path) {
  const std::string path = normalise(owner_path + "/" + name_of(element));
  if (path.size() > MostPathBytes || entries_.size() >= MostFrames) {
    return source_.refuse(element, "expected at most 20,000 frames, with paths of at most 4,000 letters");
  }
  if (!entries_.emplace(path, Entry{.offset_frame = element}).second) {
    return source_.refuse(element, fmt::format("expected each frame once, found {} again", path));
  }
  return add_held_frames(element, path);
}

std::map<std::string, OpenSimFrames::Entry>::const_iterator OpenSimFrames::find_entry(
    const std::string& name, const std::string& owner_path) const {
  if (name.starts_with('/')) return entries_.find(normalise(name));
  for (std::string base = owner_path;; base.resize(base.rfind('/'))) {
    const auto found = entries_.find(normalise(fmt::format("{}/{}", base, name)));
    if (found != entries_.end() || base.find('/') == std::string::npos) {
      if (found != entries_.end()) return found;
      break;
    }
  }
  const auto bare = bare_names_.find(name);
  return bare == bare_names_.end() ? entries_.end() : entries_.find(bare->second);
}

Result<FixedFrame> OpenSimFrames::find(pugi::xml_node socket, const std::string& owner_path) const {
  FixedFrame result;
  pugi::xml_node place = socket;
  std::string name = text_of(socket);
  std::string owner = owner_path;
  for (int i = 0; i < MostFramesInLine; ++i) {
    const bool can_be_path = !name.empty() && name.size() <= MostPathBytes;
    const auto found = can_be_path ? find_entry(name, owner) : entries_.end();
    if (found == entries_.end()) {
      return source_.refuse(
          place, fmt::format("expected the name of a body or of a frame fixed on one, found \"{}\"",
                             name.substr(0, 200)));
    }
    const Entry& entry = found->second;
    if (!entry.offset_frame) {
      result.body = entry.body;
      return result;
    }
    TRY(const Vector3 translation, source_.parse_vector(entry.offset_frame, "translation", Vector3::Zero()));
    TRY(const Vector3 angles, source_.parse_vector(entry.offset_frame, "orientation", Vector3::Zero()));
    result.in_body = compose(make_offset(translation, angles), result.in_body);
    place = entry.offset_frame.child("socket_parent");
    if (!place) return source_.refuse(entry.offset_frame, "expected <socket_parent> in a frame, found none");
    name = text_of(place);
    owner = found->first;
  }
  return source_.refuse(socket,
                        "expected a frame that stands on a body, found frames that stand on each other");
}

}  // namespace endrange::files
