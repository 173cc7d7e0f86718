#pragma once

#include <gtest/gtest.h>

#include <string>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/adapters/http/wire.h"
#include "tests/apps/program.h"

namespace endrange {

/// The page's end of /api/live.
class Page {
 public:
  /// @param host, origin  as a browser sends them; empty: the program's own, and none
  Page(const Serving& serving, const std::string& token, const std::string& host = {},
       const std::string& origin = {})
      : wire_(serving.port()) {
    using namespace std::chrono_literals;
    const auto own = "127.0.0.1:" + std::to_string(serving.port());
    wire_.send("GET /api/live HTTP/1.1\r\nHost: " + (host.empty() ? own : host) +
               (origin.empty() ? "" : "\r\nOrigin: " + origin) +
               "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" +
               (token.empty() ? "" : "\r\nAuthorization: Bearer " + token) + "\r\n\r\n");
    arrived_ = wire_.receive(500ms).value_or("");
    const auto end = arrived_.find("\r\n\r\n");
    is_open_ = arrived_.starts_with("HTTP/1.1 101") && end != std::string::npos;
    if (is_open_) arrived_.erase(0, end + 4);
  }

  [[nodiscard]] bool is_open() const { return is_open_; }

  /// What the program said instead of opening, or after it.
  [[nodiscard]] const std::string& arrived() const { return arrived_; }

  void send(const protocol::LiveRequest& request) { send(protocol::write_json(request)); }
  void send(const std::string& text) { wire_.send(http::make_frame(text)); }
  void send_raw(const std::string& bytes) { wire_.send(bytes); }

  /// Whether the program has closed the conversation.
  [[nodiscard]] bool is_closed() {
    using namespace std::chrono_literals;
    for (int attempt = 0; attempt < 100; ++attempt) {
      const auto more = wire_.receive(100ms);
      if (more && more->empty()) return true;
    }
    return false;
  }

  /// The next answer that is not about breaks.
  [[nodiscard]] protocol::LiveAnswer receive() {
    using namespace std::chrono_literals;
    for (int attempt = 0; attempt < 30000;) {
      const auto text = http::take_frame(arrived_);
      if (!text) {
        arrived_ += wire_.receive(2ms).value_or("");
        ++attempt;
        continue;
      }
      const auto answer = protocol::parse_json<protocol::LiveAnswer>(*text);
      EXPECT_TRUE(answer.has_value()) << *text;
      if (answer && !answer->breaks) return *answer;
    }
    return {};
  }

 private:
  http::Wire wire_;
  std::string arrived_;
  bool is_open_ = false;
};

}  // namespace endrange
