#include "adapters/system/browser.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "adapters/system/process.h"
#include "core/base/contracts.h"

namespace endrange::system {

namespace {

constexpr std::string_view AddressMark = "%s";

/// Debian's own choice first, then the browsers that can show the page, by how common they are there.
constexpr auto KnownBrowsers =
    std::to_array<std::string_view>({"x-www-browser", "firefox", "firefox-esr", "chromium", "google-chrome",
                                     "brave-browser", "epiphany-browser"});

/// The variable's value; empty when it is not set.
std::string read_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);)
    if (!part.empty()) parts.push_back(part);
  return parts;
}

}  // namespace

std::optional<std::vector<std::string>> find_browser() {
  // A list of commands between colons, each with `%s` where the address goes, or without: then it goes last.
  for (const auto& command : split(read_variable("BROWSER"), ':')) {
    auto words = split(command, ' ');
    if (!words.empty() && find_program(words.front())) return words;
  }
  if (read_variable("DISPLAY").empty() && read_variable("WAYLAND_DISPLAY").empty()) return std::nullopt;
  if (find_program("xdg-open")) return std::vector<std::string>{"xdg-open"};
  const auto known = std::ranges::find_if(
      KnownBrowsers, [](std::string_view name) { return find_program(name).has_value(); });
  if (known == KnownBrowsers.end()) return std::nullopt;
  return std::vector<std::string>{std::string(*known)};
}

Status open_in_browser(const std::string& address) {
  expects(address.starts_with("http://"), "an address of our own page");
  auto command = find_browser();
  if (!command)
    return fail("expected a browser, found none", "",
                "open the address yourself, or install one, such as firefox-esr", Fault::Internal);
  bool placed = false;
  for (auto& word : *command) {
    const auto mark = word.find(AddressMark);
    if (mark == std::string::npos) continue;
    word.replace(mark, AddressMark.size(), address);
    placed = true;
  }
  if (!placed) command->push_back(address);
  return start_apart(*command);
}

}  // namespace endrange::system
