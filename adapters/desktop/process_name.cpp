#include "adapters/desktop/process_name.h"

#include <fmt/format.h>

#include <fstream>

namespace endrange::desktop {

std::string find_process_name(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/comm", process));
  std::string name;
  std::getline(file, name);
  return name;
}

std::string describe_process(pid_t process, const std::string& name) {
  if (process <= 0) return name;
  const auto words = name.empty() ? find_process_name(process) : name;
  return words.empty() ? std::to_string(process) : fmt::format("{} {}", process, words);
}

}  // namespace endrange::desktop
