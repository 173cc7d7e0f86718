#include "apps/endrange/commands/duration.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace endrange::app {
namespace {

using std::chrono::minutes;

std::optional<minutes> find_duration(std::string_view text) {
  minutes total(0);
  while (!text.empty()) {
    int number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (status != std::errc{} || number < 0 || number > 1440 || text.empty()) return std::nullopt;
    if (text.front() != 'h' && text.front() != 'm') return std::nullopt;
    total += minutes(text.front() == 'h' ? 60 * number : number);
    text.remove_prefix(1);
  }
  return total;
}

}  // namespace

Result<minutes> parse_duration(std::string_view text) {
  const auto duration = find_duration(text);
  if (duration && *duration >= minutes(1) && *duration <= minutes(24 * 60)) return *duration;
  return fail(fmt::format("expected a time such as 10m or 1h, found \"{}\"", text), {}, "give 1m to 24h",
              Fault::Usage);
}

}  // namespace endrange::app
