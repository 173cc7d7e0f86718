#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace endrange::test {

/// Puts a text under a heading of a Markdown page, in place of what stood there; other headings stay as they
/// are.
inline void write_section(const std::filesystem::path& page, const std::string& heading,
                          const std::string& text) {
  std::ostringstream read;
  read << std::ifstream(page).rdbuf();
  std::string whole = read.str();
  if (whole.empty())
    whole = "# Agreement\n\nHow well angles agree with instruments, and how that was measured.\n";
  const std::string title = "\n## " + heading + "\n";
  const auto begin = whole.find(title);
  if (begin == std::string::npos) {
    whole += title + "\n" + text;
  } else {
    const auto end = whole.find("\n## ", begin + title.size());
    const std::string rest = end == std::string::npos ? "" : whole.substr(end);
    whole = whole.substr(0, begin) + title + "\n" + text + rest;
  }
  std::ofstream(page) << whole;
}

}  // namespace endrange::test
