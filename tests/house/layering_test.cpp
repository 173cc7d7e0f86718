// Oracle: build/<preset>/modules.txt, which add_module() writes from the one place where a room's
// dependencies stand. Limit: reads #include lines, so a dependency smuggled in by a macro would pass.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Rooms = std::map<std::string, std::set<std::string>>;

Rooms read_rooms() {
  std::ifstream in(fs::path(ENDRANGE_BINARY_DIR) / "modules.txt");
  Rooms rooms;
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::istringstream rest(line.substr(colon + 1));
    auto& dependencies = rooms[line.substr(0, colon)];
    for (std::string name; rest >> name;) dependencies.insert(name);
  }
  return rooms;
}

std::string room_of(const std::string& path) {
  const auto first = path.find('/');
  if (first == std::string::npos) return {};
  const auto second = path.find('/', first + 1);
  return second == std::string::npos ? std::string{} : path.substr(0, second);
}

struct Include {
  std::string place;  // file:line
  std::string room;   // the room that includes
  std::string target;
  bool is_project = false;
};

std::vector<Include> read_includes(const std::vector<std::string>& floors = {"core", "adapters"}) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  std::vector<Include> includes;
  for (const auto& floor : floors) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ENDRANGE_SOURCE_DIR) / floor)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      const auto relative = fs::relative(entry.path(), ENDRANGE_SOURCE_DIR).generic_string();
      std::ifstream in(entry.path());
      std::string line;
      for (int number = 1; std::getline(in, line); ++number) {
        std::smatch match;
        if (!std::regex_search(line, match, pattern)) continue;
        includes.push_back(
            {relative + ":" + std::to_string(number), room_of(relative), match[2], match[1] == "\""});
      }
    }
  }
  return includes;
}

TEST(Layering, every_project_include_is_a_declared_dependency) {
  const auto rooms = read_rooms();
  ASSERT_GE(rooms.size(), 18U) << "modules.txt is missing or short";
  const auto includes = read_includes();
  ASSERT_GT(includes.size(), 20U);
  for (const auto& include : includes) {
    if (!include.is_project) continue;
    const auto target = room_of(include.target);
    ASSERT_TRUE(rooms.contains(include.room)) << include.place << ": no add_module() for " << include.room;
    if (target == include.room) continue;
    EXPECT_TRUE(rooms.at(include.room).contains(target))
        << include.place << ": " << include.room << " may not include " << include.target;
  }
}

TEST(Layering, core_never_depends_on_adapters_and_adapters_never_on_each_other) {
  for (const auto& [room, dependencies] : read_rooms()) {
    for (const auto& dependency : dependencies) {
      const bool upward = room.starts_with("core/") && !dependency.starts_with("core/");
      EXPECT_FALSE(upward) << room << " depends on " << dependency;
      const bool sideways = room.starts_with("adapters/") && dependency.starts_with("adapters/");
      const bool allowed = room == "adapters/http" && dependency == "adapters/protocol";
      EXPECT_FALSE(sideways && !allowed) << room << " depends on " << dependency;
    }
  }
}

// The core: values in, values out. No I/O, clock, thread, global or random device; C++ and Eigen only.
TEST(Purity, core_includes_nothing_that_reaches_outside) {
  const std::set<std::string> forbidden = {
      "iostream", "fstream",    "cstdio",  "filesystem", "thread",     "mutex",     "shared_mutex",
      "atomic",   "future",     "random",  "ctime",      "syncstream", "semaphore", "latch",
      "barrier",  "stop_token", "csignal", "locale",     "clocale",    "unistd.h",  "sys/types.h"};
  const std::set<std::string> only_in = {
      "core/base/contracts.cpp"};  // prints once, before it stops the program
  for (const auto& include : read_includes()) {
    if (!include.room.starts_with("core/") || include.is_project) continue;
    const auto file = include.place.substr(0, include.place.find(':'));
    if (only_in.contains(file)) continue;
    EXPECT_FALSE(forbidden.contains(include.target))
        << include.place << ": the core may not use <" << include.target << ">";
    EXPECT_TRUE(include.target.starts_with("Eigen/") || include.target.starts_with("unsupported/Eigen/") ||
                include.target.find('/') == std::string::npos)
        << include.place << ": the core knows C++ and Eigen only, not <" << include.target << ">";
  }
}

TEST(Purity, core_reads_no_clock_and_keeps_no_mutable_global) {
  static const std::regex clock(R"(\b(system_clock|steady_clock|high_resolution_clock)::now\b)");
  static const std::regex mutable_static(
      R"(^\s*static\s+(?!const\b|constexpr\b|inline\s+const|_assert)[\w:<>,\s\*&]+\s+\w+\s*(=|\{|;))");
  static const std::regex local(R"(\bthread_local\b)");
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(ENDRANGE_SOURCE_DIR) / "core")) {
    const auto extension = entry.path().extension();
    if (extension != ".h" && extension != ".cpp") continue;
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const auto place = entry.path().string() + ":" + std::to_string(number);
      EXPECT_FALSE(std::regex_search(line, clock)) << place << ": the core is told the time, it never asks";
      EXPECT_FALSE(std::regex_search(line, mutable_static)) << place << ": state that outlives a call";
      EXPECT_FALSE(std::regex_search(line, local)) << place << ": state that outlives a call";
    }
  }
}

// DESIGN, section 8: each third-party library is named only in its rooms.
TEST(ThirdParty, each_library_is_named_only_in_its_rooms) {
  struct Rule {
    std::string prefix;
    std::vector<std::string> rooms;
  };
  const std::vector<Rule> rules = {
      {"Eigen/", {"core/"}},
      {"unsupported/Eigen/", {"core/"}},
      {"fmt/", {"adapters/"}},
      {"boost/json", {"adapters/protocol", "adapters/http", "adapters/files", "adapters/figures"}},
      {"boost/describe", {"adapters/protocol"}},
      {"boost/mp11", {"adapters/protocol"}},
      {"boost/", {"adapters/http", "adapters/protocol"}},
      {"soci/", {"adapters/store"}},
      {"sqlite3", {"adapters/store"}},
      {"toml++/", {"adapters/content", "adapters/system"}},
      {"pugixml", {"adapters/files"}},
      {"spdlog/", {"adapters/system"}},
      {"zlib.h", {"adapters/files"}},
      {"cairo", {"adapters/figures"}},
      {"sdbus-c++/", {"adapters/desktop"}},
      {"xcb/", {"adapters/desktop"}},
      {"pipewire/", {"adapters/desktop"}},
      {"spa/", {"adapters/desktop"}},
      {"wayland-", {"adapters/desktop"}},
      {"CLI/", {}},
      {"gtk", {}},
      {"gdk/", {}},
      {"glib", {}},
      {"webkit2/", {}},
  };
  for (const auto& include : read_includes()) {
    if (include.is_project) continue;
    for (const auto& rule : rules) {
      if (!include.target.starts_with(rule.prefix)) continue;
      const bool allowed = std::ranges::any_of(
          rule.rooms, [&](const std::string& room) { return include.room.starts_with(room); });
      EXPECT_TRUE(allowed) << include.place << ": " << include.room << " may not name <" << include.target
                           << ">";
      break;
    }
  }
}

// What stays resident between breaks holds no toolkit and no web view.
TEST(ThirdParty, toolkit_and_web_view_are_named_only_in_the_break_window) {
  int seen = 0;
  for (const auto& include : read_includes({"apps"})) {
    if (include.is_project) {
      const bool reaches_across =
          include.target.starts_with("apps/") && room_of(include.target) != include.room;
      EXPECT_FALSE(reaches_across) << include.place << ": one program never includes the other's "
                                   << include.target;
      continue;
    }
    for (const auto* prefix : {"gtk", "gdk/", "glib", "webkit2/"}) {
      if (!include.target.starts_with(prefix)) continue;
      ++seen;
      EXPECT_EQ(include.room, "apps/endrange-window")
          << include.place << ": " << include.room << " may not name <" << include.target << ">";
    }
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
