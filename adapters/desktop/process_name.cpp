#include "adapters/desktop/process_name.h"

#include <fmt/format.h>

#include <fstream>

namespace endrange::desktop {

std::string describe_process(pid_t process, const std::string& name) {
  if (process <= 0) return name;
  auto words = name;
  if (words.empty()) {
    std::ifstream file(fmt::format("/proc/{}/comm", process));
    std::getline(file, words);
  }
  return words.empty() ? std::to_string(process) : fmt::format("{} {}", process, words);
}

}  // namespace endrange::desktop
