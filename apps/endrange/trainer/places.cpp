#include "apps/endrange/trainer/places.h"

#include "adapters/system/folder.h"

namespace endrange::app {

namespace fs = std::filesystem;

Result<fs::path> find_own_program() {
  std::error_code error;
  auto binary = fs::read_symlink("/proc/self/exe", error);
  if (error)
    return fail("expected to find the running program's own file", "/proc/self/exe", {}, Fault::Internal);
  return binary;
}

Result<Places> find_places() {
  std::error_code error;
  TRY(const auto binary, find_own_program());
  const auto prefix = binary.parent_path().parent_path();
  const auto window = binary.parent_path() / "endrange-window";
  Places installed{prefix / "share/endrange/content", prefix / "share/endrange/web",
                   prefix / "share/icons/hicolor/scalable/apps/endrange.svg", window};
  if (fs::is_directory(installed.content, error)) return installed;
  // build/PRESET/bin/endrange
  const auto checkout = prefix.parent_path().parent_path();
  Places built{checkout / "content", checkout / "web/dist", checkout / "web/static/icon.svg", window};
  if (fs::is_directory(built.content, error)) return built;
  return fail("expected the folder with Endrange's content beside the program, found none",
              installed.content.string(), "install or build Endrange again", Fault::Internal);
}

Result<fs::path> create_folder(const fs::path& asked) {
  if (!asked.empty()) return system::create_data_folder(asked);
  TRY(const auto folder, system::find_default_data_folder());
  return system::create_data_folder(folder);
}

}  // namespace endrange::app
