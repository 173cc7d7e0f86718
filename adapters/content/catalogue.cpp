#include "adapters/content/catalogue.h"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>

#include "adapters/content/cue_words.h"
#include "adapters/content/exercises.h"

namespace endrange::content {
namespace {

struct Source {
  std::filesystem::path path = {};
  std::string name = {};  ///< in messages: `exercises/hip-circle-supported.toml`, or a draft's path as given
  bool is_draft = false;
};

// The files of a folder by name, so that the catalogue has the same order on every machine; then the drafts.
std::vector<Source> find_sources(const std::filesystem::path& folder,
                                 std::span<const std::filesystem::path> drafts, Diagnostics& diagnostics) {
  std::map<std::string, Source> sources;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (const auto file = entry.path().filename(); file.extension() == ".toml")
      sources[file.string()] = {entry.path(), (folder.filename() / file).string()};
  if (error)
    diagnostics.report("the folder cannot be read", folder.string(), "check that it exists and may be read");
  std::vector<Source> found;
  for (auto& [file, source] : sources) found.push_back(std::move(source));
  for (const auto& draft : drafts) found.push_back({draft, draft.string(), true});
  return found;
}

// Reads each file with `read`; a file with errors gives nothing. A draft may have any name, and stands in for
// the one of its `id`.
template <typename Value>
std::vector<Value> read_sources(const std::vector<Source>& sources, const body::JointMotions& joint_motions,
                                Value (*read)(const TomlFile&, const body::JointMotions&, Diagnostics&),
                                Diagnostics& diagnostics) {
  std::vector<Value> values;
  for (const auto& [path, name, is_draft] : sources) {
    const auto file = TomlFile::load(path, name);
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics own;
    Value value = read(*file, joint_motions, own);
    if (!is_draft && !own.has_errors() && value.id.value() != path.stem().string())
      own.report(
          "the file is called " + path.filename().string() + ", but its id is `" + value.id.value() + "`",
          value.where, "give both the same name");
    diagnostics.append(own);
    if (own.has_errors()) continue;
    const auto same = std::ranges::find(values, value.id, &Value::id);
    if (is_draft && same != values.end())
      *same = std::move(value);
    else
      values.push_back(std::move(value));
  }
  return values;
}

std::vector<exercise::CueWord> load_cue_words(const std::filesystem::path& content,
                                              const body::JointMotions& joint_motions,
                                              Diagnostics& diagnostics) {
  const auto file = TomlFile::load(content / "cue_words.toml", "cue_words.toml");
  if (file) return read_cue_words(*file, joint_motions, diagnostics);
  diagnostics.report(file.error().message, file.error().where, file.error().remedy);
  return {};
}

}  // namespace

exercise::Catalogue read_catalogue(const std::filesystem::path& content,
                                   const body::JointMotions& joint_motions,
                                   const std::vector<ContraindicationId>& known_tags,
                                   Diagnostics& diagnostics, std::span<const std::filesystem::path> drafts) {
  auto positions = read_sources<exercise::Position>(find_sources(content / "positions", {}, diagnostics),
                                                    joint_motions, read_position, diagnostics);
  const exercise::Catalogue all(
      read_sources<exercise::Exercise>(find_sources(content / "exercises", drafts, diagnostics),
                                       joint_motions, read_exercise, diagnostics),
      positions);
  const auto cue_words = load_cue_words(content, joint_motions, diagnostics);
  std::vector<exercise::Exercise> sound;
  for (const auto& exercise : all.exercises()) {
    Diagnostics own;
    exercise::check_exercise(exercise, all, joint_motions, known_tags, own);
    if (const auto* position = all.find_position(exercise.position))
      exercise::check_cues(exercise, *position, joint_motions, cue_words, own);
    if (!own.has_errors()) sound.push_back(exercise);
    diagnostics.append(own);
  }
  exercise::Catalogue catalogue(std::move(sound), std::move(positions));
  exercise::check_catalogue(catalogue, diagnostics);
  return catalogue;
}

}  // namespace endrange::content
