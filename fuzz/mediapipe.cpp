// An export of MediaPipe's landmarks by anybody: it becomes a recording that our own stream can hold, or one
// error that says where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/files/mediapipe_export.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto read = parse_mediapipe_export({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!read) {
    if (read.error().where.empty()) std::abort();
    return 0;
  }
  for (const auto& frame : read->recording.frames)
    if (frame.landmarks && !check_frame(frame, {})) std::abort();
  return 0;
}
