#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/body/body.h"
#include "core/motion/point_recording.h"
#include "core/motion/recording.h"

/// BVH, the animators' text format: a tree of joints with offsets, then for each frame its angles in degrees.
/// A joint is turned by its channels one after the other, each about the axes that the one before has turned:
/// R = R(first) R(second) R(third). The file states neither a unit nor which way is up.
namespace endrange::files {

enum class BvhChannel { XPosition, YPosition, ZPosition, XRotation, YRotation, ZRotation };

struct BvhJoint {
  std::string name = {};
  std::optional<std::size_t> parent = {};            ///< stands before it; empty for the root
  motion::Vector3 offset = motion::Vector3::Zero();  ///< from the parent's origin in its axes [file's unit]
  std::vector<BvhChannel> channels = {};             ///< in the order of the file; none at an end site
  std::size_t first_channel = 0;                     ///< their place in a frame
  bool replaces_offset = false;  ///< its positions are the whole way from the parent, not added
};

struct BvhRecording {
  std::vector<BvhJoint> joints = {};  ///< parent before child, end sites among them
  double frame_time_s = 0.0;
  std::size_t channel_count = 0;
  std::vector<double> values = {};  ///< frame by frame, `channel_count` numbers each [file's unit, degrees]
  std::vector<std::string> notes = {};

  [[nodiscard]] std::size_t frame_count() const {
    return channel_count == 0 ? 0 : values.size() / channel_count;
  }
};

/// Reads a recording from its text; errors name the line.
[[nodiscard]] Result<BvhRecording> parse_bvh(std::string_view text, const std::string& name);

/// Where each joint is in a frame, in the file's unit and axes. Expects a frame of the recording.
[[nodiscard]] std::vector<motion::Vector3> compute_joint_places(const BvhRecording& bvh, std::size_t frame);

/// The joints as points in metres, y up. The unit is the one that makes the figure between 1.2 and 2.3 m tall
/// (metres, inches, centimetres, millimetres, or that of the CMU library's conversion), else the figure is
/// taken to be 1.70 m; a file in which the head stays above the hips along z is turned upright. Both are
/// noted.
[[nodiscard]] motion::PointRecording make_point_recording(const BvhRecording& bvh);

/// Reads the joints of a file, or of one packed by gzip, as points.
[[nodiscard]] Result<motion::PointRecording> load_bvh(const std::filesystem::path& path);

/// A motion of a body, in centimetres and the body's axes (x forward, y up). Hinges about the segment's axes
/// become channels in their order; other joints turn by Z, X, Y; one that also carries its segment along has
/// its whole offset in channels. Frames are evenly spaced in time.
[[nodiscard]] std::string format_bvh(const body::Body& body, const motion::Motion& motion);

}  // namespace endrange::files
