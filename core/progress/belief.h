#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/estimate.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"
#include "core/progress/constants.h"
#include "core/progress/range_filter.h"
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
  Estimate expected_available = {};               ///< likewise
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
  explicit Beliefs(std::vector<Belief> all, std::optional<LocalMoment> trained_since = {});

  [[nodiscard]] const std::vector<Belief>& all() const { return all_; }
  [[nodiscard]] const Belief* find(const SidedMotion& motion) const;  ///< nullptr when there is none
  /// When the person's first step of all was done; empty before it.
  [[nodiscard]] const std::optional<LocalMoment>& trained_since() const { return trained_since_; }

 private:
  std::vector<Belief> all_;  // sorted by motion in index_
  std::vector<std::size_t> index_;
  std::optional<LocalMoment> trained_since_;
};

/// The beliefs after what happened so far, event by event: what is new costs only its own.
///
/// A `RangeFilter` for each joint motion and side follows measurements (each with its own error and set-up),
/// training and idle time. A figure of grade `trend` is followed as closely as any other, but what its whole
/// set-up may be off is at least the constant for that. A distance by tape counts through its `DistanceLine`,
/// as a trend. What could not be observed counts for nothing.
class BeliefFilter {
 public:
  /// `trained` and `motions` outlive the filter.
  /// @param audience  whose usual ranges it starts from (`find_prior`)
  BeliefFilter(const TrainedMotions& trained, const body::JointMotions& motions, const Constants& constants,
               journal::Audience audience);

  /// @param entry  not before the ones before it, in the journal's order
  void advance(const journal::Entry& entry);

  [[nodiscard]] Beliefs compute(LocalMoment now) const;

 private:
  struct FedAt {
    LocalMoment at = {};
    double seconds = 0.0;
  };
  struct Followed {
    RangeFilter filter;
    Belief belief;           // what does not come from the filter
    std::deque<FedAt> week;  // of the last days, for the dose
  };

  void measure(const journal::Measured& measured, LocalMoment at);
  void measure_by_distance(const journal::Tested& tested, LocalMoment at);
  void train(const journal::StepDone& step, LocalMoment at);
  [[nodiscard]] double compute_effect(const Emphasis& emphasis) const;

  const TrainedMotions* trained_;
  const body::JointMotions* motions_;
  Constants constants_;
  std::vector<Followed> all_;
  std::map<SidedMotion, std::size_t> place_;
  MovedReader moved_;
  std::optional<LocalMoment> trained_since_;
};

/// Whose usual ranges someone's belief starts from: from 60 on an older adult's, because ranges fall with
/// age. Source: [Soucie2011]. The age is a choice.
[[nodiscard]] journal::Audience find_prior(const journal::ProfileChanged& profile);

/// The belief after everything that counts. Without any measurement it comes from the profile, and is wide.
/// @param standing  entries that count, in order; entries after `now` are left out
[[nodiscard]] Beliefs compute_beliefs(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                                      const body::JointMotions& motions, const Constants& constants,
                                      LocalMoment now);

}  // namespace endrange::progress
