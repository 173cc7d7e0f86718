#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

/// OpenPose's folders: one JSON file a picture, of the 25 points of BODY_25, flat and in pixels. Pose2Sim and
/// RTMLib write the same.
namespace endrange::files {

inline constexpr std::size_t Body25Count = 25;
/// `nose`, `neck`, `right_shoulder`, … in the order of BODY_25.
[[nodiscard]] std::string_view body_25_name(std::size_t point);

/// A point in the picture [px]: x to the right, y down.
struct PicturePoint {
  double x = 0.0;
  double y = 0.0;
  double confidence = 0.0;  ///< in [0, 1]
};
using PicturePerson = std::array<std::optional<PicturePoint>, Body25Count>;

/// Reads the people of one picture. A point at 0, 0 or without confidence is missing.
[[nodiscard]] Result<std::vector<PicturePerson>> parse_openpose_picture(std::string_view text,
                                                                        const std::string& name);

/// Reads a folder in the order of its pictures' numbers, all of one video; a number that is left out leaves a
/// gap in time. People have no identity in these files: whoever was seen best in the first picture with
/// anybody is followed from picture to picture. OpenPose does not tell the rate.
/// @returns  points in `PointSpace::Picture`
[[nodiscard]] Result<motion::PointRecording> load_openpose(const std::filesystem::path& folder,
                                                           double rate_hz = 30.0);

/// Which of the people is the one who was there before; the best seen where nobody was before or the two have
/// no point in common. Empty without people.
[[nodiscard]] std::optional<std::size_t> find_same_person(const std::vector<PicturePerson>& people,
                                                          const std::optional<PicturePerson>& before);

}  // namespace endrange::files
