#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

/// Who may speak to the server. Loopback is shared by every user and every page on the machine, so an address
/// proves nothing.
namespace endrange::http {

/// What the gate looks at in a request's header. Absent fields are empty.
struct Credentials {
  std::string host = {};
  std::string origin = {};
  std::string fetch_site = {};  ///< Sec-Fetch-Site
  std::string authorization = {};
  std::string cookie = {};
};

enum class Intent {
  ReadPage,  ///< the page's own files: no token
  Exchange,  ///< the one-time code for the cookie: no token yet
  Read,
  Change,  ///< also a WebSocket
};

/// Randomness and comparison, from outside.
struct Secrets {
  std::function<std::string()> make_code;
  std::function<bool(std::string_view, std::string_view)> is_same;  ///< in constant time
};

/// Checks Host, Origin and token.
class Gate {
 public:
  Gate(int port, std::string token, Secrets secrets);

  /// 403 for a foreign host or page, 401 without the token.
  struct Refusal {
    unsigned status = 403;
    Error error = {};
  };
  [[nodiscard]] std::optional<Refusal> find_refusal(const Credentials& credentials, Intent intent) const;

  /// The Set-Cookie line that carries the token.
  [[nodiscard]] std::string make_cookie() const;

  using Instant = std::chrono::steady_clock::time_point;
  /// A new code, good once and for 30 s.
  [[nodiscard]] std::string issue_code(Instant now);
  /// Whether the code is good; it is not afterwards.
  [[nodiscard]] bool redeem_code(std::string_view code, Instant now);

 private:
  [[nodiscard]] bool has_token(const Credentials& credentials) const;
  [[nodiscard]] std::string cookie_name() const;

  struct Code {
    std::string code;
    Instant until;
  };
  std::string token_;
  Secrets secrets_;
  int port_;
  std::vector<Code> codes_;
};

}  // namespace endrange::http
