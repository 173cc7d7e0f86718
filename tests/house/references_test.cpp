// Oracle: content/references.bib. Every key that content, the book of Learn or a comment in the code names as
// its source must stand there. Limit: finds the written forms `source = "key"`, `sources = ["key", …]`,
// `[@key]` in Markdown and `Source: [key …]` in comments; a source named in another form is not seen.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> read_keys() {
  static const std::regex entry(R"(@\w+\{\s*([\w:-]+)\s*,)");
  const auto text = read(fs::path(ENDRANGE_SOURCE_DIR) / "content/references.bib");
  std::set<std::string> keys;
  for (std::sregex_iterator it(text.begin(), text.end(), entry), end; it != end; ++it) {
    EXPECT_TRUE(keys.insert((*it)[1]).second) << "references.bib holds " << (*it)[1] << " twice";
  }
  return keys;
}

void collect(const std::string& text, const std::regex& outer, const std::regex& inner,
             const std::string& place, std::map<std::string, std::string>& cited) {
  for (std::sregex_iterator it(text.begin(), text.end(), outer), end; it != end; ++it) {
    const std::string part = (*it)[1];
    for (std::sregex_iterator key(part.begin(), part.end(), inner); key != end; ++key)
      cited[(*key)[1]] = place;
  }
}

std::map<std::string, std::string> read_citations() {
  static const std::regex toml(R"(\bsources?\s*=\s*(\[[^\]]*\]|"[^"\n]*"))");
  static const std::regex quoted(R"re("([\w:-]+)")re");
  static const std::regex markdown(R"((\[@[^\]]+\]))");
  static const std::regex at_key(R"(@([\w:-]+))");
  static const std::regex comment(R"(Source:\s*((?:\[[^\]]+\][,;\s]*)+))");
  static const std::regex bracketed(R"(\[([\w:-]+)[^\]]*\])");
  std::map<std::string, std::string> cited;
  for (const std::string floor : {"content", "core", "adapters"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ENDRANGE_SOURCE_DIR) / floor)) {
      const auto extension = entry.path().extension();
      const auto place = fs::relative(entry.path(), ENDRANGE_SOURCE_DIR).generic_string();
      if (extension == ".toml") collect(read(entry.path()), toml, quoted, place, cited);
      if (extension == ".md") collect(read(entry.path()), markdown, at_key, place, cited);
      if (extension == ".h" || extension == ".cpp")
        collect(read(entry.path()), comment, bracketed, place, cited);
    }
  }
  return cited;
}

TEST(References, every_source_that_is_named_stands_in_the_list) {
  const auto keys = read_keys();
  const auto cited = read_citations();
  ASSERT_GT(keys.size(), 10U);
  ASSERT_GT(cited.size(), 10U);
  for (const auto& [key, place] : cited) {
    EXPECT_TRUE(keys.contains(key)) << place << " names the source " << key
                                    << ", which content/references.bib lacks";
  }
}

}  // namespace
