// A BVH file by anybody: it becomes a recording or one error that says where, and a recording has points.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/files/bvh.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto bvh = parse_bvh({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!bvh) {
    if (bvh.error().where.empty()) std::abort();
    return 0;
  }
  if (make_point_recording(*bvh).frame_count() != bvh->frame_count()) std::abort();
  return 0;
}
