#include "adapters/http/router.h"

#include <algorithm>
#include <utility>

namespace endrange::http {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    segments.emplace_back(path.substr(0, std::min(path.find('/'), path.size())));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

bool is_match(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::ranges::equal(pattern, path, [](const std::string& expected, const std::string& found) {
    return expected == found || (is_parameter(expected) && !found.empty());
  });
}

}  // namespace

void Router::add(std::string method, std::string_view path, Handler handler, std::size_t body_limit) {
  routes_.push_back({std::move(method), split(path), std::move(handler), body_limit});
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  const auto segments = split(path);
  Match match;
  for (const auto& route : routes_) {
    if (!is_match(route.segments, segments)) continue;
    match.is_known_path = true;
    if (route.method != method) continue;
    match.route = &route;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const auto& name = route.segments[i];
      if (is_parameter(name)) match.parameters[name.substr(1, name.size() - 2)] = segments[i];
    }
    return match;
  }
  return match;
}

}  // namespace endrange::http
