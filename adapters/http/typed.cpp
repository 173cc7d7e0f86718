#include "adapters/http/typed.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace endrange::http {

Status check_query(const Request& request, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(names, name) == names.end())
      return fail("expected only what this route asks for, found another name in the query",
                  name.substr(0, 40));
  }
  return {};
}

std::optional<std::string> find_query_text(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

Result<std::optional<int>> parse_query_integer(const Request& request, const char* name) {
  const auto text = find_query_text(request, name);
  if (!text) return std::nullopt;
  int value = 0;
  const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (status != std::errc{} || end != text->data() + text->size())
    return fail(fmt::format("expected a whole number, found \"{}\"", text->substr(0, 40)), name);
  return value;
}

Result<std::optional<bool>> parse_query_flag(const Request& request, const char* name) {
  const auto text = find_query_text(request, name);
  if (!text) return std::nullopt;
  if (*text == "true" || *text == "1") return true;
  if (*text == "false" || *text == "0") return false;
  return fail(fmt::format("expected true or false, found \"{}\"", text->substr(0, 40)), name);
}

}  // namespace endrange::http
