#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

/// A long test that takes too long for one sitting is run in parts that add up: ENDRANGE_PART=3/10 runs the
/// third of ten, and whichever part is the last to be done tells of all.
namespace endrange::test {

struct Part {
  int number = 1;
  int of = 1;

  /// Every tenth case, so that parts take about as long.
  [[nodiscard]] bool has(std::size_t index) const {
    return static_cast<int>(index % static_cast<std::size_t>(of)) == number - 1;
  }
};

/// The whole, where ENDRANGE_PART names no part.
[[nodiscard]] inline Part find_part() {
  const char* named = std::getenv("ENDRANGE_PART");
  Part part;
  if (named == nullptr || std::sscanf(named, "%d/%d", &part.number, &part.of) != 2) return {};
  return part.number >= 1 && part.number <= part.of ? part : Part{};
}

/// The lines that each part found, one file a part beside the test program. Each begins with a hash of the
/// program: what another program found is of no part.
class PartFiles {
 public:
  explicit PartFiles(std::string test) : test_(std::move(test)) {}

  void keep(const Part& part, const std::vector<std::string>& lines) const {
    std::filesystem::create_directories(folder());
    // Renamed when it is whole, so that no half a part is ever joined.
    const std::filesystem::path file = name(part);
    const std::filesystem::path unfinished = file.string() + ".unfinished";
    {
      std::ofstream out(unfinished);
      out << hash_ << "\n";
      for (const std::string& line : lines) out << line << "\n";
    }
    std::filesystem::rename(unfinished, file);
  }

  /// The lines of all parts; nothing, and which are missing in print, until all are there.
  [[nodiscard]] std::optional<std::vector<std::string>> join(int of) const {
    std::vector<std::string> lines;
    bool is_whole = true;
    for (int number = 1; number <= of; ++number) {
      std::ifstream in(name({number, of}));
      std::string line;
      if (!std::getline(in, line) || line != hash_) {
        std::printf("             part %d of %d is not done\n", number, of);
        is_whole = false;
        continue;
      }
      while (std::getline(in, line)) lines.push_back(line);
    }
    return is_whole ? std::optional(std::move(lines)) : std::nullopt;
  }

 private:
  static std::filesystem::path program() { return std::filesystem::read_symlink("/proc/self/exe"); }
  static std::filesystem::path folder() { return program().parent_path() / "parts"; }
  [[nodiscard]] std::filesystem::path name(const Part& part) const {
    return folder() / (test_ + "_" + std::to_string(part.number) + "_of_" + std::to_string(part.of) + ".txt");
  }
  /// FNV-1a, 64 bits.
  static std::string hash_program() {
    std::ifstream in(program(), std::ios::binary);
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (std::istreambuf_iterator<char> byte(in), end; byte != end; ++byte) {
      hash ^= static_cast<unsigned char>(*byte);
      hash *= 0x100000001b3U;
    }
    return std::to_string(hash);
  }

  std::string test_;
  std::string hash_ = hash_program();
};

}  // namespace endrange::test
