#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace endrange::test {

[[nodiscard]] inline bool is_long_run() {
  const char* flag = std::getenv("ENDRANGE_LONG");
  return flag != nullptr && *flag != '\0';
}

/// ENDRANGE_LONG=0.1 runs a tenth of the full counts; anything else all of them.
[[nodiscard]] inline double find_long_share() {
  const char* flag = std::getenv("ENDRANGE_LONG");
  const double share = flag == nullptr ? 0.0 : std::atof(flag);
  return share > 0.0 && share < 1.0 ? share : 1.0;
}

/// Whether the pages of docs that tests compute are to be written: only from full counts.
[[nodiscard]] inline bool writes_documents() {
  const char* flag = std::getenv("ENDRANGE_WRITE_DOCS");
  return is_long_run() && find_long_share() == 1.0 && flag != nullptr && std::string_view(flag) == "1";
}

/// `./dev test` runs the small number of cases; ENDRANGE_LONG=1 the full one. Says which.
inline int choose_count(int small, int full) {
  const int share = static_cast<int>(std::lround(full * find_long_share()));
  const int count = is_long_run() ? std::max(small, share) : small;
  std::printf("             %d of %d\n", count, full);
  return count;
}

}  // namespace endrange::test
