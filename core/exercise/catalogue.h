#pragma once

#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"

namespace endrange::exercise {

/// All exercises and the base positions that they begin in, in the order given.
class Catalogue {
 public:
  Catalogue() = default;
  Catalogue(std::vector<Exercise> exercises, std::vector<Position> positions);

  [[nodiscard]] const std::vector<Exercise>& exercises() const { return exercises_; }
  [[nodiscard]] const std::vector<Position>& positions() const { return positions_; }
  [[nodiscard]] const Exercise* find(const ExerciseId& id) const;           ///< nullptr when there is none
  [[nodiscard]] const Position* find_position(const PositionId& id) const;  ///< nullptr when there is none

 private:
  std::vector<Exercise> exercises_;
  std::vector<Position> positions_;
};

/// Checks what can be seen without a body: position, targets against the human range, tags, roles, releases,
/// the chief joint motion, gentleness, easier and harder. Findings carry the place in the file.
void check_exercise(const Exercise& exercise, const Catalogue& catalogue,
                    const body::JointMotions& joint_motions,
                    const std::vector<ContraindicationId>& known_tags, Diagnostics& diagnostics);

/// Checks what can be seen only beside the others: that something easier prepares for what is demanding, and
/// that `easier` and `harder` do not lead back to it.
void check_among(const Exercise& exercise, const Catalogue& catalogue, Diagnostics& diagnostics);

/// The same for every exercise, and that every identifier is there once.
void check_catalogue(const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace endrange::exercise
