#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/identifier.h"
#include "core/measure/protocol.h"

/// What other people measure, and when it may stand beside a person's own figure.
namespace endrange::measure {

enum class Sex { Women, Men };

/// Who moved the joint.
enum class MovedBy {
  Active,   ///< the person alone: reached and usable range
  Passive,  ///< help: available range
};

/// Whole years, both ends included.
struct AgeSpan {
  int from = 0;
  int to = 0;

  [[nodiscard]] bool overlaps(const AgeSpan& other) const { return from <= other.to && other.from <= to; }
  friend bool operator==(const AgeSpan&, const AgeSpan&) = default;
};

/// The years of a profile's age band: `under_30` … `80_plus`; nothing for another word.
[[nodiscard]] std::optional<AgeSpan> find_age_span(const std::string& age_band);

/// The middle half of a group: a quarter lies below, a quarter above.
struct MiddleHalf {
  double from = 0.0;
  double to = 0.0;

  friend bool operator==(const MiddleHalf&, const MiddleHalf&) = default;
};

/// One row of a published table, as written in content/norms.
struct Norm {
  JointMotionId joint_motion = {};  ///< a range of motion; otherwise
  ProtocolId protocol = {};         ///< a test
  std::string population = {};      ///< for a person: "Military cadets around 19"
  std::optional<Sex> sex = {};      ///< empty where the table does not part them
  AgeSpan ages = {};
  std::string method = {};    ///< `goniometer`, `inclinometer`, `tape`, `counting`
  std::string position = {};  ///< one of `Positions`
  MovedBy moved_by = MovedBy::Active;
  int n = 0;
  MiddleHalf middle_half = {};        ///< in the unit of the test; from percentiles, or mean ± 0.674 SD
  std::optional<double> centre = {};  ///< median or mean
  std::string source = {};            ///< key in content/references.bib

  /// As protocols list it: `goniometer/supine`.
  [[nodiscard]] std::string method_and_position() const { return method + "/" + position; }
  friend bool operator==(const Norm&, const Norm&) = default;
};

/// The middle half of a normal distribution: 0.674 standard deviations to each side of its mean.
[[nodiscard]] MiddleHalf compute_middle_half(double mean, double standard_deviation);

/// How a figure was taken, and of whom.
struct NormQuery {
  std::string method = {};    ///< a hand tool's, or `camera`
  std::string position = {};  ///< where the person was
  MovedBy moved_by = MovedBy::Active;
  journal::Grade grade = journal::Grade::Measured;
  std::optional<AgeSpan> ages = {};  ///< empty: not told
  std::optional<Sex> sex = {};       ///< empty: not told, and both are given
};

/// The norms, in the order of their files.
class Norms {
 public:
  Norms() = default;
  explicit Norms(std::vector<Norm> all) : all_(std::move(all)) {}
  [[nodiscard]] const std::vector<Norm>& all() const { return all_; }

 private:
  std::vector<Norm> all_;
};

/// The norms that a figure of this test may stand beside. None
/// - where an active figure would meet a passive norm, or the other way round,
/// - where method or position differ, unless the protocol lists the norm's in `comparable_methods`,
/// - for a figure below the grade `Measured`, whose degrees mean nothing on their own,
/// - without an age, or outside the ages of the table.
[[nodiscard]] std::vector<Norm> find_norms(const Norms& norms, const Protocol& protocol,
                                           const NormQuery& query);

}  // namespace endrange::measure
