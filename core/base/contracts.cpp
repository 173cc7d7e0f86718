#include "core/base/contracts.h"

#include <cstdio>
#include <cstdlib>

namespace endrange {

void stop_broken_contract(std::string_view what, std::source_location where) {
  std::fprintf(stderr, "endrange: broken contract at %s:%u: %.*s\n", where.file_name(), where.line(),
               static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace endrange
