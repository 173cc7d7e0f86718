#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace endrange::http {

/// A request that has passed the gate.
struct Request {
  std::string method = {};
  std::string path = {};                               ///< decoded, without the query
  std::map<std::string, std::string> parameters = {};  ///< `{id}` of the route's path
  std::map<std::string, std::string> query = {};
  std::string body = {};
};

struct Reply {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// Answers a request on the network's thread; what takes long is awaited.
using Handler = std::function<boost::asio::awaitable<Reply>(const Request&)>;

/// The answer that tells an error: a `Problem`.
[[nodiscard]] Reply make_problem(unsigned status, const Error& error);
/// The same with the status that the fault gives: 400 the request's, 500 ours.
[[nodiscard]] Reply make_problem(const Error& error);

}  // namespace endrange::http
