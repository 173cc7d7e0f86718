// A TRC file by anybody: it becomes a recording or one error that says where; what was read can be written
// and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/files/trc.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto recording = parse_trc({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!recording) {
    if (recording.error().where.empty()) std::abort();
    return 0;
  }
  const auto again = parse_trc(format_trc(*recording, "fuzz.trc"), "fuzz");
  if (!again || again->frame_count() != recording->frame_count() ||
      again->point_count() != recording->point_count())
    std::abort();
  return 0;
}
