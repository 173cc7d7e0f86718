#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/endrange/trainer/content.h"
#include "core/base/diagnostics.h"
#include "core/journal/event.h"

/// Exercises that the person added: whole files in the journal, read and checked as the library's own are.
/// What does not pass stays in the journal and out of the library.
namespace endrange::app {

/// The latest file of an identifier.
struct OwnFile {
  EntryId entry = {};  ///< of the journal
  LocalMoment at = {};
  ExerciseId exercise = {};
  std::string text = {};
  std::optional<EntryId> removal = {};  ///< the entry that took it out of the library, where one did
};

/// @param standing  entries that count, in order
[[nodiscard]] std::vector<OwnFile> list_own_files(std::span<const journal::Entry> standing);

/// What bodies showed of files, by their entry; no errors where all went well.
using Proofs = std::map<EntryId, Diagnostics>;

/// An own file, and what was found.
struct OwnExercise {
  OwnFile file = {};
  std::string called = {};                          ///< in messages
  std::optional<exercise::Exercise> exercise = {};  ///< as far as it can be read
  Diagnostics findings = {};
  bool is_proved = false;  ///< bodies have shown what they can

  /// Whether it stands in the library.
  [[nodiscard]] bool is_ready() const;
  /// The name that its author gave it, or else its identifier.
  [[nodiscard]] std::string name() const;
};

/// What own exercises are held against: everything that comes with Endrange.
struct OwnSurroundings {
  const Content& content;
  const Proofs& proofs;
};

/// Whether what no body has shown yet counts as sound meanwhile.
enum class Unproved { AsSound, AsAbsent };

/// Reads and checks files beside the library and beside each other, but for what only bodies can show.
[[nodiscard]] std::vector<OwnExercise> judge_own_exercises(std::vector<OwnExercise> files,
                                                           const OwnSurroundings& surroundings,
                                                           Unproved unproved);

/// Puts those that are ready beside the library, and none else; what was done of the others still counts.
void put_in_library(Content& content, std::span<const OwnExercise> own);

/// The text of a file as the journal takes it: UTF-8, without its mark, lines ended by `\n` alone.
/// @param name  what messages call it
[[nodiscard]] Result<std::string> parse_exercise_text(std::string_view bytes, const std::string& name);

/// The text of a file of Endrange's own content.
[[nodiscard]] Result<std::string> load_content_text(const std::filesystem::path& file);
/// A sound file, to begin one's own with.
/// @param content  the folder of what comes with Endrange
[[nodiscard]] Result<std::string> load_exercise_template(const std::filesystem::path& content);

/// All that proving one takes, by value, so that it can be done on another thread.
struct ProofTask {
  EntryId entry = {};
  exercise::Exercise exercise = {};
  exercise::Position position = {};
};
[[nodiscard]] Diagnostics compute_proof(const ProofTask& task, const body::JointMotions& joint_motions);

}  // namespace endrange::app
