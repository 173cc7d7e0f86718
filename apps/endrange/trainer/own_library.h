#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/endrange/trainer/own_exercises.h"

namespace endrange::app {

/// A file that is to be added, looked at from all sides but with bodies.
struct Addition {
  std::string name = {};  ///< what messages call the file
  std::string text = {};
  std::optional<ProofTask> task = {};  ///< what bodies have to show first
  Diagnostics findings = {};
  std::optional<ExerciseId> there = {};  ///< that very file is in the library already
};

/// The person's own exercises beside the library, as the journal has them. What was proved once by this
/// version is noted in the data folder, so that a start takes no longer for it.
class OwnLibrary {
 public:
  explicit OwnLibrary(std::filesystem::path folder);

  /// Reads the files of the journal and puts those that pass into the library.
  /// @param standing  entries that count, in order
  void follow(std::span<const journal::Entry> standing, Content& content);

  /// Those that only lack a proof.
  [[nodiscard]] std::vector<ProofTask> list_unproved(const Content& content) const;
  /// What bodies showed; `follow` makes use of it.
  void take_proof(const EntryId& entry, Diagnostics proof);

  /// Latest files of all identifiers, also those that do not pass and those that were removed.
  [[nodiscard]] const std::vector<OwnExercise>& all() const { return own_; }
  [[nodiscard]] const OwnExercise* find(const ExerciseId& id) const;

  /// Looks at a file beside the library and what is in it already. Changes nothing.
  [[nodiscard]] Addition check_addition(std::string_view bytes, const std::string& name,
                                        const Content& content) const;
  /// Why it cannot be taken away: others lean on it.
  [[nodiscard]] Status check_removal(const ExerciseId& id, const Content& content) const;

 private:
  [[nodiscard]] std::vector<OwnExercise> list_beside(const ExerciseId& left_out) const;
  void note_proved() const;

  std::filesystem::path folder_;
  std::vector<OwnExercise> own_ = {};
  Proofs proofs_ = {};
};

}  // namespace endrange::app
