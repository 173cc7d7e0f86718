#pragma once

#include <chrono>
#include <string>

#include "core/base/result.h"

namespace endrange::http {

/// Where the running program listens, and what lets us in.
struct Peer {
  int port = 0;
  std::string token = {};
};

/// One request to the running program on this machine. An error answer becomes an error with its words.
[[nodiscard]] Result<std::string> request(const Peer& peer, const std::string& method,
                                          const std::string& target, const std::string& body = {},
                                          std::chrono::milliseconds patience = std::chrono::seconds(20));

}  // namespace endrange::http
