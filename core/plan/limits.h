#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/journal/event.h"
#include "core/plan/safety.h"
#include "core/progress/training.h"

namespace endrange::plan {

/// Something that is locked or left out now, and what lifts it.
struct Lock {
  Gate gate = Gate::Filtered;
  std::string what = {};               ///< "all training", "your left shoulder", "deep hip bending"
  std::string reason = {};             ///< one sentence
  std::string advice = {};             ///< what to do; may be empty
  std::string question = {};           ///< the safety question behind it, or empty
  std::optional<EntryId> report = {};  ///< the pain report behind it

  friend bool operator==(const Lock&, const Lock&) = default;
};

/// How pain eases and rests joint motions. The values stand in content/planner.toml, `[pain]`.
struct PainRules {
  int go_on_up_to = 0;    ///< intensity, 0 to 10: goes on as it was
  int ease_up_to = 0;     ///< less range or an easier step; above it the joint rests
  int rest_days = 0;      ///< a joint that hurt more rests this long
  int ease_days = 0;      ///< and is eased this long after the report
  int hardest_eased = 1;  ///< difficulty up to which an exercise may move what is eased, 1 to 5
  int not_now_hours = 0;  ///< an exercise skipped as "not now" stays away this long
};

/// What must not be planned now, whatever good it would do.
struct Limits {
  bool is_all_locked = false;  ///< gate A, or a gate B that concerns the whole body
  /// Safety questions are open: only gentle seated or standing exercises in comfortable range.
  bool is_gentle_only = false;
  std::map<std::string, std::string> locked_joints = {};    ///< joint → why
  std::map<ContraindicationId, std::string> excluded = {};  ///< tags of a "yes" → what is left out and why
  std::map<ContraindicationId, std::string> unasked =
      {};  ///< tags of open questions; gentle exercises may pass
  std::map<progress::SidedMotion, std::string> resting = {};  ///< hurt: left out → why
  std::map<progress::SidedMotion, std::string> eased = {};    ///< less range, easier steps → why
  int hardest_eased = 1;  ///< difficulty up to which an exercise may move what is eased
  std::map<ExerciseId, std::string> left_out = {};  ///< never again, done already, not now → why
  std::set<ExerciseId> done_well = {};              ///< done, and without pain since
  std::map<ExerciseId, std::string> unearned = {};  ///< too demanding by now (`add_unearned`) → why
  std::vector<Lock> locks = {};                     ///< all of it as told to the person, most serious first
};

/// What the answers, the pain reports and the skips leave open now. Every open question narrows, none is
/// guessed. A yes to a question of gate A or B closes until it was cleared at or after it, whatever was
/// answered later; a slip of the hand is taken back with its entry. What closes counts whatever its clock
/// says; what opens counts only from its moment on.
/// @param standing  entries that count, in order
[[nodiscard]] Limits compute_limits(const SafetyScreen& screen, std::span<const journal::Entry> standing,
                                    const progress::TrainedMotions& trained,
                                    const body::JointMotions& motions, const PainRules& rules,
                                    LocalMoment now);

/// The joint motions that an exercise loads: those that it trains, and those that one of its phases moves to,
/// away from the base position.
[[nodiscard]] std::set<progress::SidedMotion> compute_loads(const exercise::Exercise& exercise, Side working,
                                                            const exercise::Catalogue& catalogue,
                                                            const body::JointMotions& motions);

/// A joint of one side.
struct SidedJoint {
  std::string joint = {};  ///< as in content/joint_motions.toml: `knee`
  Side side = Side::Both;

  friend auto operator<=>(const SidedJoint&, const SidedJoint&) = default;
};

/// The joints that the body stands, kneels or leans on during an exercise, whatever it moves: those between
/// the trunk and a point that the base position has on the floor and that no phase lifts; lying on the side,
/// hip and shoulder below. Sitting and other lying carry no such weight unless a phase lifts the pelvis. A
/// hand at a desk or wall only steadies.
[[nodiscard]] std::set<SidedJoint> compute_bearing(const exercise::Exercise& exercise, Side working,
                                                   const exercise::Catalogue& catalogue);

/// Why this exercise must not be done with this side working; nothing when it may be. For exercises that are
/// not one-sided, `working` is `Side::Both`.
[[nodiscard]] std::optional<std::string> find_refusal(const exercise::Exercise& exercise, Side working,
                                                      const Limits& limits,
                                                      const exercise::Catalogue& catalogue,
                                                      const body::JointMotions& motions);

/// A test that takes joints to the end of what they can, as far as safety goes.
struct RangeTest {
  std::vector<std::string> joints = {};
  std::vector<Side> sides = {};
  exercise::Posture posture = exercise::Posture::Standing;
  std::vector<ContraindicationId> contraindications = {};
};

/// Why this test must not be done now; nothing when it may be. A joint that is locked or rests on one of the
/// sides closes it, and so does a leg that must not be stood on.
[[nodiscard]] std::optional<std::string> find_test_refusal(const RangeTest& test, const Limits& limits,
                                                           const body::JointMotions& motions);

/// Whether a step of it has to stay in less range: it loads a motion that is eased, or questions are open.
[[nodiscard]] bool is_eased(const exercise::Exercise& exercise, Side working, const Limits& limits,
                            const exercise::Catalogue& catalogue, const body::JointMotions& motions);

/// What exercises train, in the form that progress reads: the shares of one exercise add up to 1.
[[nodiscard]] progress::TrainedMotions make_trained_motions(std::span<const exercise::Exercise> exercises);

}  // namespace endrange::plan
