#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "adapters/protocol/api.h"
#include "core/base/result.h"

namespace endrange::app {

/// One recording to solve, and where the result goes.
struct SolveRequest {
  std::filesystem::path file = {};
  std::filesystem::path out = {};    ///< `.mot`, `.sto`, `.trc` or `.bvh`
  std::filesystem::path model = {};  ///< `.osim`; empty for the built-in body
  std::filesystem::path tasks = {};  ///< a set-up of inverse kinematics; empty: every marker counts the same
  std::filesystem::path covariance = {};  ///< empty: not written
  std::filesystem::path errors = {};  ///< each frame's marker errors, as OpenSim's `.sto`; empty: not written
};

/// How far a file is; read from another thread.
struct SolveProgress {
  std::atomic<std::size_t> frames_done = 0;
  std::atomic<std::size_t> frames_in_all = 0;
};

/// Reads a recording into a motion of a body and writes it. Nothing is written when it fails.
[[nodiscard]] Result<protocol::SolvedFile> solve_file(const SolveRequest& request, SolveProgress& progress);

}  // namespace endrange::app
