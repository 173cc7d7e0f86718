#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/proof.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/exercise/compile.h"
#include "core/figure/figure_motion.h"

namespace endrange::app {

/// Whom an exercise is drawn for, as the options of a command say it.
struct Shown {
  std::filesystem::path data = {};  ///< whose own exercises stand in the library; empty: the default folder
  std::vector<std::filesystem::path> drafts = {};
  double height_m = AverageHeight_m;
  double share = 0.0;  ///< usable share of every human range; 0: nothing is known
  Side side = Side::Right;
};

/// An exercise of the library as one body does it.
struct ShownExercise {
  const exercise::Exercise* exercise = nullptr;
  exercise::CompiledExercise compiled = {};
  figure::FigureMotion motion = {};
};

/// Compiles exercises for one body.
class Stage {
 public:
  /// Reads the library. Drafts stand in the place of its files.
  [[nodiscard]] static Result<Stage> create(const Shown& shown);

  /// The exercise on the side asked for, or on both where it has no sides.
  [[nodiscard]] Result<ShownExercise> show(const exercise::Exercise& one) const;
  /// The same by its identifier.
  [[nodiscard]] Result<ShownExercise> show(const std::string& id) const;

  [[nodiscard]] const Content& content() const { return content_; }
  [[nodiscard]] const body::Body& body() const { return body_; }

 private:
  Stage(Content content, const Shown& shown);

  Content content_;
  body::Body body_;
  exercise::PersonalRanges ranges_ = {};
  Side side_;
};

}  // namespace endrange::app
