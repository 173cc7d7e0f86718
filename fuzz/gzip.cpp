// Packed bytes by anybody: they become text of a bounded size or one error that says where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/files/text_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  constexpr std::size_t MostBytes = 1U << 20U;
  const auto text = parse_gzip({reinterpret_cast<const char*>(data), size}, "fuzz", MostBytes);
  if (!text && text.error().where.empty()) std::abort();
  if (text && text->size() > MostBytes) std::abort();
  return 0;
}
