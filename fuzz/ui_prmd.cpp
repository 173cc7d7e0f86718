// UI-PRMD's text by anybody: read as positions, angles or markers it becomes a recording or one error that
// says where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/files/ui_prmd.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto kinect = parse_kinect(text, text, "positions", "angles");
  const auto vicon = parse_vicon(text, "markers");
  if (!kinect && kinect.error().where.empty()) std::abort();
  if (!vicon && vicon.error().where.empty()) std::abort();
  if (kinect && vicon && kinect->frame_count() + vicon->frame_count() > 0) std::abort();
  return 0;
}
