#include "apps/endrange-window/opening.h"

#include <poll.h>
#include <unistd.h>

#include <regex>

namespace endrange::window {
namespace {

constexpr std::size_t LongestAddress = 2048;

}  // namespace

Result<Opening> parse_opening(const std::string& line) {
  static const std::regex pattern(R"((http://127\.0\.0\.1:[0-9]{1,5})/[!-~]*)");
  std::smatch found;
  if (!std::regex_match(line, found, pattern))
    return fail("expected an address http://127.0.0.1:PORT/…, found another or none", "standard input",
                "the window is started by endrange, with the address as its first line");
  return Opening{found[1], line};
}

Result<Opening> read_opening(int fd, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::string line;
  while (line.size() < LongestAddress) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wait = {fd, POLLIN, 0};
    char byte = 0;
    if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0) break;
    if (::read(fd, &byte, 1) != 1 || byte == '\n') break;
    line += byte;
  }
  return parse_opening(line);
}

}  // namespace endrange::window
