#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/motion/point_recording.h"

/// Repetitions of UI-PRMD put together into one recording, as someone would have made it who did not stop the
/// camera between them: with truth about where each begins and ends.
namespace endrange::test {

/// What happens beside the repetitions.
enum class Disturbance {
  None,
  Pauses,          ///< 2 to 5 s at rest after four of them
  PausesOnTheWay,  ///< the same within four of them
  Halves,          ///< three go half-way and back: none of them may count
  LostFrames,      ///< every tenth frame, and gaps up to 0.4 s
  Walking,         ///< 1.5 to 2.5 m in before, and out after
  Holds,           ///< 4 s at rest in each of them, where the body has gone furthest
};

struct Joined {
  motion::PointRecording points;
  struct Bounds {
    double start_s = 0.0;
    double end_s = 0.0;
  };
  std::vector<Bounds> repetitions = {};
};

struct JoinPlan {
  std::string movement = {};  ///< `m01`
  std::string subject = {};   ///< `s01`
  bool is_correct = true;
  Disturbance disturbance = Disturbance::None;
  std::uint32_t seed = 1;
  int repetitions = 10;  ///< the first ones
};

/// Ten repetitions of the depth camera: blended into each other over 0.4 s (raised cosine) with the waist put
/// at one place, a second at rest before and after. Walking is made up: legs and arms swing while the whole
/// body travels.
[[nodiscard]] std::optional<Joined> join_depth_recordings(const std::filesystem::path& folder,
                                                          const JoinPlan& plan);

/// The same of the optical markers, `stride`th frames of 100 a second, as many repetitions as there are: ten
/// of some movements, two of the others.
[[nodiscard]] std::optional<Joined> join_marker_recordings(const std::filesystem::path& folder,
                                                           const JoinPlan& plan, std::size_t stride);

}  // namespace endrange::test
