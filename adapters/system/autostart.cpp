#include "adapters/system/autostart.h"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "adapters/system/folder.h"

namespace endrange::system {
namespace {

namespace fs = std::filesystem;

/// A word of an Exec line, in quotes. Source: Desktop Entry Specification 1.5, "The Exec key": inside quotes
/// these four are escaped, the backslash itself is escaped once more because the value is a string, and a
/// percent sign is doubled.
std::string quote(const std::string& word) {
  std::string quoted = "\"";
  for (const char letter : word) {
    if (letter == '"' || letter == '`' || letter == '$') quoted += "\\\\";
    if (letter == '\\') quoted += "\\\\\\";
    if (letter == '%') quoted += '%';
    quoted += letter;
  }
  return quoted + '"';
}

}  // namespace

Result<fs::path> find_autostart_file() {
  TRY(const auto folder, find_config_folder());
  return folder / "autostart" / "endrange.desktop";
}

Result<bool> find_autostart() {
  TRY(const auto file, find_autostart_file());
  std::ifstream in(file);
  if (!in) return false;
  for (std::string line; std::getline(in, line);)
    if (line == "Hidden=true") return false;
  return true;
}

std::string write_autostart_entry(const fs::path& program) {
  return fmt::format(
      "[Desktop Entry]\n"
      "Type=Application\n"
      "Name=Endrange\n"
      "Comment=Breaks and mobility, private and local\n"
      "Exec={} run --no-open\n"
      "Icon=endrange\n"
      "Terminal=false\n"
      "X-GNOME-Autostart-enabled=true\n",
      quote(program.string()));
}

Status set_autostart(bool is_on, const fs::path& program) {
  TRY(const auto file, find_autostart_file());
  std::error_code error;
  if (!is_on) {
    fs::remove(file, error);
    if (error) return fail(make_file_error(error.value(), "take away the autostart entry", file));
    return {};
  }
  fs::create_directories(file.parent_path(), error);
  if (error) return fail(make_file_error(error.value(), "make the autostart folder", file.parent_path()));
  return write_private_file(file, write_autostart_entry(program));
}

}  // namespace endrange::system
