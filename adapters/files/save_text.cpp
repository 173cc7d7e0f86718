#include "adapters/files/save_text.h"

#include <fstream>
#include <system_error>

namespace endrange::files {

Status save_text(std::string_view text, const std::filesystem::path& path,
                 std::optional<std::filesystem::perms> permissions) {
  std::filesystem::path beside = path;
  beside += ".part";
  std::error_code error;
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) {
      std::filesystem::remove(beside, error);
      return fail("could not write the file", path.string(), "check the folder, free space and permissions",
                  Fault::Internal);
    }
  }
  if (permissions) std::filesystem::permissions(beside, *permissions, error);
  std::filesystem::rename(beside, path, error);
  if (error) {
    return fail("could not put the file in its place: " + error.message(), path.string(),
                "check free space and permissions", Fault::Internal);
  }
  return {};
}

}  // namespace endrange::files
