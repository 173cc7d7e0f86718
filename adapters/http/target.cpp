#include "adapters/http/target.h"

#include <algorithm>
#include <charconv>

namespace endrange::http {
namespace {

std::optional<std::string> find_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() < i + 3) return std::nullopt;
      unsigned value = 0;
      const char* const begin = text.data() + i + 1;
      const auto [end, status] = std::from_chars(begin, begin + 2, value, 16);
      if (status != std::errc{} || end != begin + 2) return std::nullopt;
      c = static_cast<char>(value);
      i += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') return std::nullopt;
    decoded += c;
  }
  return decoded;
}

bool is_plain(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, std::min(path.find('/'), path.size()));
    if (segment == "." || segment == "..") return false;
    path.remove_prefix(segment.size());
  }
  return true;
}

}  // namespace

std::optional<Target> find_target(std::string_view text) {
  const auto question = std::min(text.find('?'), text.size());
  auto path = find_decoded(text.substr(0, question));
  if (!path || !is_plain(*path)) return std::nullopt;
  Target target{std::move(*path), {}};
  auto rest = text.substr(std::min(question + 1, text.size()));
  while (!rest.empty()) {
    const auto part = rest.substr(0, std::min(rest.find('&'), rest.size()));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const auto equals = std::min(part.find('='), part.size());
    auto name = find_decoded(part.substr(0, equals));
    auto value = find_decoded(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) return std::nullopt;
    target.query.insert_or_assign(std::move(*name), std::move(*value));
  }
  return target;
}

}  // namespace endrange::http
