#include "adapters/files/save_text.h"

#include <system_error>
#include <utility>

namespace endrange::files {

namespace {

std::filesystem::path name_beside(const std::filesystem::path& path) {
  std::filesystem::path beside = path;
  beside += ".part";
  return beside;
}

}  // namespace

GrowingFile::GrowingFile(std::filesystem::path path, std::optional<std::filesystem::perms> permissions)
    : path_(std::move(path)),
      beside_(name_beside(path_)),
      permissions_(permissions),
      out_(beside_, std::ios::binary | std::ios::trunc) {}

GrowingFile::~GrowingFile() {
  if (!out_.is_open()) return;
  out_.close();
  std::error_code error;
  std::filesystem::remove(beside_, error);
}

void GrowingFile::write(std::string_view text) {
  out_ << text;
}

Status GrowingFile::put_in_place() {
  std::error_code error;
  out_.close();
  if (!out_) {
    std::filesystem::remove(beside_, error);
    return fail("could not write the file", path_.string(), "check the folder, free space and permissions",
                Fault::Internal);
  }
  if (permissions_) std::filesystem::permissions(beside_, *permissions_, error);
  std::filesystem::rename(beside_, path_, error);
  if (error) {
    return fail("could not put the file in its place: " + error.message(), path_.string(),
                "check free space and permissions", Fault::Internal);
  }
  return {};
}

Status save_text(std::string_view text, const std::filesystem::path& path,
                 std::optional<std::filesystem::perms> permissions) {
  GrowingFile file(path, permissions);
  file.write(text);
  return file.put_in_place();
}

}  // namespace endrange::files
