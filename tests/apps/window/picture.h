#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace endrange::test {

struct Colour {
  int red = 0;
  int green = 0;
  int blue = 0;
};

/// What stands on a screen.
class Picture {
 public:
  /// Reads a binary PPM.
  explicit Picture(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string kind;
    int most = 0;
    in >> kind >> width_ >> height_ >> most;
    in.get();
    bytes_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3);
    in.read(reinterpret_cast<char*>(bytes_.data()), static_cast<std::streamsize>(bytes_.size()));
    if (!in) bytes_.clear();
  }

  [[nodiscard]] int width() const { return bytes_.empty() ? 0 : width_; }
  [[nodiscard]] int height() const { return bytes_.empty() ? 0 : height_; }

  /// The share of the columns from..to, down to the height of the lowest monitor, that has about this colour.
  [[nodiscard]] double compute_share(const Colour& colour, int from, int to) const {
    return compute_share_of(from, to, [&](const Colour& seen) {
      constexpr int Near = 6;
      return std::abs(seen.red - colour.red) <= Near && std::abs(seen.green - colour.green) <= Near &&
             std::abs(seen.blue - colour.blue) <= Near;
    });
  }

  template <typename Condition>
  [[nodiscard]] double compute_share_of(int from, int to, Condition condition) const {
    if (bytes_.empty() || to > width_ || from >= to) return 0.0;
    int found = 0;
    const int rows = std::min(height_, LowestMonitor);
    for (int y = 0; y < rows; ++y)
      for (int x = from; x < to; ++x) found += condition(at(x, y)) ? 1 : 0;
    return found / (static_cast<double>(to - from) * rows);
  }

 private:
  [[nodiscard]] Colour at(int x, int y) const {
    const auto place =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * 3;
    return {bytes_[place], bytes_[place + 1], bytes_[place + 2]};
  }

  static constexpr int LowestMonitor = 720;

  int width_ = 0;
  int height_ = 0;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace endrange::test
