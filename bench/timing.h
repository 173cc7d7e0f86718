#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <ctime>

namespace endrange::bench {

/// What this thread spent on a core, so that others at work do not count.
inline double now_ms() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

template <typename Work>
double measure(Work work) {
  const double start = now_ms();
  work();
  return now_ms() - start;
}

/// @param share  of the values that lie below, 0 to 1; at least one value
inline double find_quantile(std::vector<double> values, double share) {
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, place);
  return *place;
}

}  // namespace endrange::bench
