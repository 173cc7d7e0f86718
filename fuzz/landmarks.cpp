// A recording file: whatever is in it ends in a recording or in one error, and a recording survives being
// written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/files/landmark_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto recording = parse_landmarks({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!recording) return 0;
  const std::string text = format_landmarks(*recording);
  const auto again = parse_landmarks(text, "fuzz");
  if (!again || format_landmarks(*again) != text) std::abort();
  return 0;
}
