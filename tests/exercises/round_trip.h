#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/body/body.h"
#include "core/exercise/compile.h"
#include "core/measure/protocol.h"

/// There and back: an exercise is compiled, done before a simulated camera, fitted and measured.
namespace endrange::test {

/// Somebody who does exercises.
struct Doer {
  body::Body body;
  exercise::PersonalRanges ranges = {};
};

/// An average body of whom nothing is known.
[[nodiscard]] Doer make_average_doer();
/// Somebody of random size, with 45 to 95 percent of every human range.
[[nodiscard]] Doer make_random_doer(std::uint64_t seed);

/// How far an exercise takes a joint motion away from its base position.
struct WrittenRange {
  JointMotionId joint_motion = {};
  Side side = Side::Both;
  bool is_trained = false;
  /// The program's test of it, or of the same joint the other way; else a plain one. Forbids nothing.
  measure::Protocol protocol = {};
  bool is_tested = false;  ///< the program has a test of this joint's angle that a camera can show
  Angle rest = {};         ///< the number of the base position
  Angle written = {};      ///< the farthest number that a pose asks for
  /// The farthest clinical angle of the poses as they are written, before contacts: `written`, but where the
  /// joint goes two ways at once.
  Angle posed = {};
  Angle done = {};  ///< the farthest clinical angle of the compiled motion
  /// The farthest of the compiled motion as the test reads it: against the trunk, where landmarks have no
  /// pelvis; with others added, where they cannot tell one from the other.
  Angle as_test_reads = {};
};

/// Every joint motion whose coordinate a phase names, and that goes further there than in the base position.
[[nodiscard]] std::vector<WrittenRange> find_written_ranges(const exercise::Exercise& exercise, Side working,
                                                            const Doer& doer,
                                                            const exercise::CompiledExercise& compiled);

/// What came back of a written range.
struct RoundTrip {
  ExerciseId exercise = {};
  WrittenRange range = {};
  std::optional<Estimate> reached = {};  ///< its error that of this recording alone
  Angle stated_error = {};               ///< with what the test's sources add, one standard error
  std::string reason = {};               ///< where nothing came back: what the program says
};

/// Two repetitions before a camera. A test's own view; where there is no test, the better of those in which
/// tests look at the same exercise.
[[nodiscard]] std::vector<RoundTrip> make_round_trips(const exercise::Exercise& exercise, Side working,
                                                      const Doer& doer, std::uint64_t seed);

}  // namespace endrange::test
