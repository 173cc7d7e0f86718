#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.h"

namespace endrange::http {

/// Largest body of a request where a route does not say otherwise.
inline constexpr std::size_t DefaultBodyLimit = 1024 * 1024;

/// Which handler answers what. Built once, before the server starts.
class Router {
 public:
  struct Route {
    std::string method;
    std::vector<std::string> segments;  ///< `{id}` stands for any one segment
    Handler handler;
    std::size_t body_limit;
  };
  struct Match {
    const Route* route = nullptr;  ///< nullptr when there is none
    bool is_known_path = false;    ///< the path is there, by another method
    std::map<std::string, std::string> parameters = {};
  };

  void add(std::string method, std::string_view path, Handler handler,
           std::size_t body_limit = DefaultBodyLimit);

  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace endrange::http
