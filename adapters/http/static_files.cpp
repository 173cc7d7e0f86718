#include "adapters/http/static_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace endrange::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> ContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".tflite", "application/octet-stream"},
    {".data", "application/octet-stream"},
    {".binarypb", "application/octet-stream"},
    {".mp3", "audio/mpeg"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
}};

bool is_inside(const fs::path& file, const fs::path& folder) {
  const auto [end, at] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end() && at != file.end();
}

}  // namespace

std::string_view find_content_type(const fs::path& file) {
  const auto extension = file.extension().string();
  const auto found = std::ranges::find(ContentTypes, std::string_view(extension),
                                       &std::pair<std::string_view, std::string_view>::first);
  return found == ContentTypes.end() ? "application/octet-stream" : found->second;
}

std::optional<StaticFile> StaticFiles::find(std::string_view path) const {
  std::error_code error;
  const auto folder = fs::canonical(folder_, error);
  if (error) return std::nullopt;
  const bool is_page = path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
  const fs::path relative = is_page ? "index.html" : path.substr(1);
  const auto file = fs::canonical(folder / relative, error);
  if (error || !is_inside(file, folder) || !fs::is_regular_file(file, error)) return std::nullopt;
  const auto bytes = fs::file_size(file, error);
  if (error) return std::nullopt;
  const auto written = fs::last_write_time(file, error).time_since_epoch().count();
  if (error) return std::nullopt;
  // Vite names what it hashes assets/NAME-HASH.EXTENSION; everything else may change under its name.
  const bool is_immutable = path.starts_with("/assets/");
  return StaticFile{file, bytes, find_content_type(file), fmt::format("\"{:x}-{:x}\"", written, bytes),
                    is_immutable};
}

}  // namespace endrange::http
