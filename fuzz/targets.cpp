// The target of a request, before anything else is known of it: what passes holds no way out of the page's
// folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = endrange::http::find_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  const std::string path = target->path + "/";
  if (path.front() != '/' || path.find("/../") != std::string::npos || path.find('\\') != std::string::npos ||
      path.find('\0') != std::string::npos)
    std::abort();
  return 0;
}
