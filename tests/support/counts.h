#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace endrange::test {

[[nodiscard]] inline bool is_long_run() {
  const char* flag = std::getenv("ENDRANGE_LONG");
  return flag != nullptr && *flag != '\0';
}

/// Whether the pages of docs that tests compute are to be written: only from full counts.
[[nodiscard]] inline bool writes_documents() {
  const char* flag = std::getenv("ENDRANGE_WRITE_DOCS");
  return is_long_run() && flag != nullptr && std::string_view(flag) == "1";
}

/// `./dev test` runs the small number of cases; ENDRANGE_LONG=1 the full one. Says which.
inline int choose_count(int small, int full) {
  const int count = is_long_run() ? full : small;
  std::printf("             %d of %d\n", count, full);
  return count;
}

}  // namespace endrange::test
