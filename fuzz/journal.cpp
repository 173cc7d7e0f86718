// A line of an export, as `endrange import` reads it: an entry that is read is written back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/protocol/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange;
  const auto entry = protocol::parse_entry_line({reinterpret_cast<const char*>(data), size}, 1);
  if (!entry) return 0;
  const std::string line = protocol::write_entry_line(*entry);
  const auto again = protocol::parse_entry_line(line, 1);
  if (!again || protocol::write_entry_line(*again) != line) std::abort();
  return 0;
}
