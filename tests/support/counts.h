#pragma once

#include <cstdio>
#include <cstdlib>

namespace endrange::test {

/// `./dev test` runs the small number of cases; ENDRANGE_LONG=1 the full one. Says which.
inline int choose_count(int small, int full) {
  const char* is_long = std::getenv("ENDRANGE_LONG");
  const int count = is_long != nullptr && *is_long != '\0' ? full : small;
  std::printf("             %d of %d\n", count, full);
  return count;
}

}  // namespace endrange::test
