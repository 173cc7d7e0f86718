#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/content/marker_set.h"
#include "adapters/files/ui_prmd.h"
#include "core/solve/marker_body.h"
#include "tests/agreement/ui_prmd.h"

/// The people of UI-PRMD on bodies of their own.
namespace endrange::test {

inline bool is_long() {
  const char* flag = std::getenv("ENDRANGE_LONG");
  return flag != nullptr && *flag != '\0';
}

inline solve::MarkerSet load_marker_set() {
  const auto path = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content/measurement/plug_in_gait.toml";
  Diagnostics diagnostics;
  const auto file = content::TomlFile::load(path);
  EXPECT_TRUE(file.has_value());
  auto set = content::read_marker_set(*file, diagnostics).set;
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return set;
}

/// Every `stride`th frame.
inline motion::PointRecording thin(const motion::PointRecording& all, std::size_t stride) {
  motion::PointRecording few({all.names().begin(), all.names().end()});
  for (std::size_t frame = 0; frame < all.frame_count(); frame += stride) {
    few.append_frame(all.time_s()[frame]);
    for (std::size_t point = 0; point < all.point_count(); ++point) {
      if (const auto p = all.find(frame, point)) few.place(few.frame_count() - 1, point, *p);
    }
  }
  return few;
}

/// Lengths and marker places from the first correct repetition of each movement; from fewer frames where
/// tests are short.
inline Result<solve::MarkerBody> learn_person(
    const std::filesystem::path& folder, const std::map<Repetition, std::vector<ReferenceLine>>& reference,
    const std::string& subject) {
  std::vector<motion::PointRecording> learnt_from;
  std::set<std::string> movements;
  for (const auto& [repetition, lines] : reference) {
    if (repetition.subject != subject || repetition.execution != "correct") continue;
    if (!movements.insert(repetition.movement).second) continue;
    if (auto recording = files::load_ui_prmd(repetition.find_markers(folder))) {
      learnt_from.push_back(std::move(*recording));
    }
  }
  std::vector<const motion::PointRecording*> given;
  for (const auto& recording : learnt_from) given.push_back(&recording);
  solve::MarkerBodyOptions options;
  if (!is_long()) options.frames = 20;
  if (!is_long()) options.rounds = 4;
  return solve::learn_marker_body(given, load_marker_set(), options);
}

}  // namespace endrange::test
