#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

/// UI-PRMD, the University of Idaho's recordings of ten exercises: text without a header, a frame a line,
/// numbers between commas. The data set comes without a key; what stands here was found from its numbers.
/// Source: [Vakanski2018]
namespace endrange::files {

inline constexpr std::size_t KinectColumns = 66;  ///< 22 joints
inline constexpr std::size_t ViconColumns = 117;  ///< 39 markers, or as many angles

/// Reads a pair of Kinect files, of which each line of positions holds the joints' offsets in their parent's
/// turned frame [cm] and each line of angles their turns against the parent [degrees]; of the first joint
/// both are absolute. Joints are put together along the whole chain, each turned by Rz Rx Ry.
///
/// The camera's x is the person's left, y up, z towards the camera, where the person looks. They become
/// ground's z (to the right, so negative), y and x. Source rate: 30 Hz, stated nowhere.
[[nodiscard]] Result<motion::PointRecording> parse_kinect(std::string_view positions, std::string_view angles,
                                                          const std::string& positions_name,
                                                          const std::string& angles_name);

/// Reads the markers of a Vicon file [mm, z up] into y up, without turning them about it. A marker at 0 0 0
/// is lost. Source rate: 100 Hz, stated nowhere.
[[nodiscard]] Result<motion::PointRecording> parse_vicon(std::string_view positions, const std::string& name);

/// Reads a file, packed by gzip or not, and tells the device by its columns. Of a pair
/// (`…_positions…` and `…_angles…`, side by side or in folders `Positions` and `Angles`) either may be named.
[[nodiscard]] Result<motion::PointRecording> load_ui_prmd(const std::filesystem::path& path);

/// Whether a line could be one of this format's: as many numbers between commas as a device has.
[[nodiscard]] bool is_ui_prmd(std::string_view first_line);

}  // namespace endrange::files
