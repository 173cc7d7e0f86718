#include "apps/endrange/commands/batch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace endrange::app {

void run_batch(std::size_t count, const std::function<void(std::size_t)>& work,
               const std::function<void(std::size_t done)>& show) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::vector<std::jthread> workers;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t w = 0; w < std::min(cores, count); ++w) {
    workers.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) {
        work(i);
        ++done;
      }
    });
  }
  const bool is_watched = ::isatty(STDERR_FILENO) == 1;
  while (is_watched && done < count) {
    show(done);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  workers.clear();
  if (is_watched) fmt::print(stderr, "\r\033[K");
}

}  // namespace endrange::app
