#pragma once

#include <cstdint>
#include <random>

/// A disk for tests: it loses power, tears what was being written, is full, or answers with an error.
namespace endrange::test {

/// What an unsafe disk does, and when. Calls are the file system calls that change something, counted from 1.
struct DiskPlan {
  std::uint32_t seed = 1;
  std::uint64_t power_fails_at = 0;  ///< the call during which the power goes; 0: never
  double refusal_probability = 0.0;  ///< of each changing call: "full" or "input/output error"
};

/// How the process ends when the power goes.
inline constexpr int PowerLost = 77;

/// Puts a SQLite VFS in front of the system's own, as the default one of this process: whatever was not
/// synced is remembered, and when the power goes, every such write is kept, dropped or torn, by chance and on
/// its own, in whichever file; then the process ends with `PowerLost`. A sync that is refused may have
/// written any part, and what it did not write is never written by a later one, as on Linux. Only for a
/// process that is the test's own child.
void install_unsafe_disk(const DiskPlan& plan);

/// How many changing calls there have been.
[[nodiscard]] std::uint64_t count_disk_calls();

}  // namespace endrange::test
