#include "adapters/desktop/dconf_file.h"

#include <cstdint>
#include <cstring>

namespace endrange::desktop {

namespace {

/// Where things lie in the file; every number is little-endian there.
constexpr std::string_view Signature = "GVariant";
constexpr std::size_t RootAt = 16;
constexpr std::size_t ItemBytes = 24;
constexpr std::size_t ItemParentAt = 4;
constexpr std::size_t ItemKeyAt = 8;
constexpr std::size_t ItemKeySizeAt = 12;
constexpr std::size_t ItemTypeAt = 14;
constexpr std::size_t ItemValueAt = 16;
constexpr std::uint32_t BloomWordsMask = (1U << 27U) - 1;
constexpr std::size_t WordBytes = 4;
/// A path with more parts than this goes in circles.
constexpr int LongestPath = 64;

class Database {
 public:
  explicit Database(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] std::optional<bool> find(std::string_view key) {
    if (!bytes_.starts_with(Signature)) return std::nullopt;
    const std::size_t table = word(RootAt);
    const std::size_t end = word(RootAt + WordBytes);
    const std::size_t buckets = word(table + WordBytes);
    items_ = table + 2 * WordBytes + (word(table) & BloomWordsMask) * WordBytes + buckets * WordBytes;
    if (end > bytes_.size() || items_ > end) return std::nullopt;
    count_ = (end - items_) / ItemBytes;
    for (std::size_t i = 0; i < count_; ++i)
      if (type(i) == 'v' && is_path(i, key)) return read_flag(i);
    return std::nullopt;
  }

 private:
  /// 0 beyond the end.
  [[nodiscard]] std::uint32_t word(std::size_t at) const {
    std::uint32_t value = 0;
    if (at + WordBytes <= bytes_.size()) std::memcpy(&value, bytes_.data() + at, WordBytes);
    return value;
  }
  [[nodiscard]] std::size_t at(std::size_t item) const { return items_ + item * ItemBytes; }
  [[nodiscard]] char type(std::size_t item) const { return bytes_[at(item) + ItemTypeAt]; }
  [[nodiscard]] std::string_view part(std::size_t item) const {
    const std::size_t from = word(at(item) + ItemKeyAt);
    const std::size_t size = word(at(item) + ItemKeySizeAt) & 0xffffU;
    return from + size <= bytes_.size() ? bytes_.substr(from, size) : std::string_view();
  }

  /// Whether the parts of its path, from the last to the first, make this key.
  [[nodiscard]] bool is_path(std::size_t item, std::string_view key) const {
    for (int depth = 0; depth < LongestPath && item < count_; ++depth) {
      const auto last = part(item);
      if (last.empty() || !key.ends_with(last)) return false;
      key.remove_suffix(last.size());
      const std::size_t parent = word(at(item) + ItemParentAt);
      if (parent >= count_) return key.empty();
      item = parent;
    }
    return false;
  }

  /// A variant ends with a zero and its type; that of a yes or no is one byte before them.
  [[nodiscard]] std::optional<bool> read_flag(std::size_t item) const {
    const std::size_t from = word(at(item) + ItemValueAt);
    const std::size_t end = word(at(item) + ItemValueAt + WordBytes);
    if (end > bytes_.size() || from + 3 != end || bytes_[from + 1] != 0 || bytes_[from + 2] != 'b')
      return std::nullopt;
    return bytes_[from] != 0;
  }

  std::string_view bytes_;
  std::size_t items_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<bool> find_dconf_flag(std::string_view database, std::string_view key) {
  return Database(database).find(key);
}

}  // namespace endrange::desktop
