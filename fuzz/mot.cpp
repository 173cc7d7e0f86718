// A .mot or .sto file by anybody: it becomes a table or one error that says where; what was read comes back
// the same after being written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/files/mot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto table = parse_mot({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!table) {
    if (table.error().where.empty()) std::abort();
    return 0;
  }
  const auto again = parse_mot(format_mot(*table), "fuzz");
  if (!again || again->values != table->values || again->time_s != table->time_s ||
      again->names != table->names || again->in_degrees != table->in_degrees)
    std::abort();
  return 0;
}
