#include "adapters/content/catalogue.h"

#include <algorithm>
#include <system_error>

#include "adapters/content/exercises.h"

namespace endrange::content {
namespace {

// The files of a folder by name, so that the catalogue has the same order on every machine.
std::vector<std::filesystem::path> find_files(const std::filesystem::path& folder, Diagnostics& diagnostics) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (error)
    diagnostics.report("the folder cannot be read", folder.string(), "check that it exists and may be read");
  std::ranges::sort(files);
  return files;
}

// Reads each file of a folder with `read`; a file with errors gives nothing.
template <typename Value>
std::vector<Value> read_folder(const std::filesystem::path& folder, const body::JointMotions& joint_motions,
                               Value (*read)(const TomlFile&, const body::JointMotions&, Diagnostics&),
                               Diagnostics& diagnostics) {
  std::vector<Value> values;
  for (const auto& path : find_files(folder, diagnostics)) {
    // Messages name the file as content knows it: `exercises/hip-circle-supported.toml`.
    const auto file = TomlFile::load(path, (folder.filename() / path.filename()).string());
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics own;
    Value value = read(*file, joint_motions, own);
    if (!own.has_errors() && value.id.value() != path.stem().string())
      own.report(
          "the file is called " + path.filename().string() + ", but its id is `" + value.id.value() + "`",
          value.where, "give both the same name");
    if (!own.has_errors()) values.push_back(std::move(value));
    diagnostics.append(own);
  }
  return values;
}

}  // namespace

exercise::Catalogue read_catalogue(const std::filesystem::path& content,
                                   const body::JointMotions& joint_motions,
                                   const std::vector<ContraindicationId>& known_tags,
                                   Diagnostics& diagnostics) {
  auto positions =
      read_folder<exercise::Position>(content / "positions", joint_motions, read_position, diagnostics);
  const exercise::Catalogue all(
      read_folder<exercise::Exercise>(content / "exercises", joint_motions, read_exercise, diagnostics),
      positions);
  std::vector<exercise::Exercise> sound;
  for (const auto& exercise : all.exercises()) {
    Diagnostics own;
    exercise::check_exercise(exercise, all, joint_motions, known_tags, own);
    if (!own.has_errors()) sound.push_back(exercise);
    diagnostics.append(own);
  }
  exercise::Catalogue catalogue(std::move(sound), std::move(positions));
  exercise::check_catalogue(catalogue, diagnostics);
  return catalogue;
}

}  // namespace endrange::content
