#pragma once

#include <chrono>
#include <string>

#include "core/base/result.h"

namespace endrange::window {

/// Where the page is, as the main program tells it.
struct Opening {
  std::string origin = {};   ///< `http://127.0.0.1:7333`
  std::string address = {};  ///< with the one-time code that lets the page in
};

/// Reads it from the first line of a descriptor. The address stands on no command line, where every user of
/// the machine could read it.
/// @param patience  how long the line may take
[[nodiscard]] Result<Opening> read_opening(int fd, std::chrono::milliseconds patience);

/// Fails for everything but a page of this machine's own loopback address.
[[nodiscard]] Result<Opening> parse_opening(const std::string& line);

}  // namespace endrange::window
