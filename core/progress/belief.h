#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/estimate.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"
#include "core/progress/constants.h"
#include "core/progress/training.h"

namespace endrange::progress {

/// What is thought about one joint motion on one side.
struct Belief {
  SidedMotion motion = {};
  Estimate usable = {};
  Estimate reached = {};
  Estimate available = {};
  Estimate gap = {};                              ///< available minus usable
  Estimate expected_usable = {};                  ///< what was thought before anything was measured
  std::optional<LocalMoment> last_measured = {};  ///< empty when nothing was ever measured here
  std::optional<journal::Grade> grade = {};       ///< of the latest measurement
  std::string grade_reason = {};
  Dose dose = {};

  [[nodiscard]] bool is_measured() const { return last_measured.has_value(); }
};

/// One belief for every joint motion and side, in the order of the list of joint motions, left before right.
class Beliefs {
 public:
  Beliefs() = default;
  explicit Beliefs(std::vector<Belief> all);

  [[nodiscard]] const std::vector<Belief>& all() const { return all_; }
  [[nodiscard]] const Belief* find(const SidedMotion& motion) const;  ///< nullptr when there is none

 private:
  std::vector<Belief> all_;  // sorted by motion in index_
  std::vector<std::size_t> index_;
};

/// The belief after all that was measured.
///
/// Usable, reached and available are one jointly Gaussian triple: usable starts wide, the two steps beyond it
/// start narrow, so that one measured figure informs the other two. Each measurement weighs by its standard
/// error; between measurements all three drift. A figure of grade `trend` is followed as closely as any
/// other, but the outcome keeps the spread of what the whole set-up may be off.
/// @param standing  entries that count, in order; entries after `now` are left out
[[nodiscard]] Beliefs compute_beliefs(std::span<const journal::Entry> standing, const Doses& doses,
                                      const body::JointMotions& motions, const Constants& constants,
                                      LocalMoment now);

}  // namespace endrange::progress
