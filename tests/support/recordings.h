#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace endrange::test {

inline constexpr auto NoRecordings = "no recordings here: set ENDRANGE_DATA to their folder";

/// A recording made by others, in the folder that ENDRANGE_DATA names, by default beside the checkout. Where
/// it is absent the test skips itself, and fails where CI is set.
inline std::optional<std::filesystem::path> find_recording(const std::string& name) {
  const char* folder = std::getenv("ENDRANGE_DATA");
  const auto root = folder != nullptr ? std::filesystem::path(folder)
                                      : std::filesystem::path(ENDRANGE_SOURCE_DIR) / ".." / "shared" / "data";
  auto path = root / name;
  if (std::filesystem::exists(path)) return path;
  if (std::getenv("CI") != nullptr) ADD_FAILURE() << "a recording is missing: " << path;
  return std::nullopt;
}

}  // namespace endrange::test
