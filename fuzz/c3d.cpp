// A C3D file by anybody: it becomes a recording or one error that says at which byte.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/files/c3d.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto recording = endrange::files::parse_c3d({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!recording && recording.error().where.empty()) std::abort();
  return 0;
}
