#include "adapters/store/erase.h"

#include <algorithm>
#include <system_error>

#include "adapters/store/files.h"

namespace endrange::store {

namespace {

bool is_erasable(const std::string& name) {
  // The journal comes with its log, its index and whatever copy of it was set aside beside it.
  return name.starts_with(JournalName) || name == RecordingsName || name == ExportsName || name == LogsName ||
         name == ProvedName;
}

}  // namespace

Result<std::vector<std::string>> list_erasable(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (auto name = it->path().filename().string(); is_erasable(name)) names.push_back(std::move(name));
  }
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(make_system_error(error.value(), "read the data folder", folder));
  // The journal goes last, and its own file after its log: cut off in between, erasing can be asked for
  // again.
  std::ranges::sort(names, std::greater{});
  return names;
}

Status erase(const std::filesystem::path& folder) {
  TRY(const auto names, list_erasable(folder));
  for (const auto& name : names) {
    std::error_code error;
    std::filesystem::remove_all(folder / name, error);
    if (error) return fail(make_system_error(error.value(), "erase", folder / name));
  }
  return names.empty() ? Status{} : sync_folder(folder);
}

}  // namespace endrange::store
