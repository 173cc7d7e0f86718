#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace endrange::http {

/// One file of the page, as it is served.
struct StaticFile {
  std::filesystem::path path = {};
  std::uintmax_t bytes = 0;
  std::string_view content_type = {};
  std::string etag = {};
  bool is_immutable = false;  ///< its name carries a hash of its content
};

/// The page's own files below one folder.
class StaticFiles {
 public:
  explicit StaticFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The file for a decoded path. A path that names no file but a page of the application gives `index.html`.
  /// Nothing outside the folder is ever found, whatever links are inside it.
  [[nodiscard]] std::optional<StaticFile> find(std::string_view path) const;

 private:
  std::filesystem::path folder_;
};

/// By the ending of the name; `application/octet-stream` when it is not known.
[[nodiscard]] std::string_view find_content_type(const std::filesystem::path& file);

}  // namespace endrange::http
