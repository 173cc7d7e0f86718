#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/clinical_angles.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"

/// From a motion to measurements with their uncertainty.
namespace endrange::measure {

/// What a test asks for.
enum class ProtocolKind {
  Range,     ///< how far a joint motion goes, and how far it is held: degrees
  Circle,    ///< slow circles of one joint along the edge of its range
  Count,     ///< repetitions within a time
  Time,      ///< how long a position is kept
  Distance,  ///< a gap or a reach
};

/// The word used in files: `range`, `circle`, `count`, `time`, `distance`.
[[nodiscard]] std::string_view word(ProtocolKind kind);

/// How the person stands to the camera.
enum class View {
  Front,  ///< chest towards the camera
  Side,   ///< one side towards the camera
  None,   ///< no camera can show this test: by hand only
};

/// The word used in files and set-ups: `front`, `side`, `none`.
[[nodiscard]] std::string_view word(View view);

/// Another joint that may do the work instead, and from when on that is no longer this test.
struct ForbiddenCompensation {
  /// `lumbar.side_bend` and `thorax.side_bend`: their angles are added, where the landmarks cannot tell one
  /// from the other. Watched in both directions.
  std::vector<JointMotionId> joint_motions = {};
  std::string words = {};   ///< "Your trunk leans to the side"
  std::string advice = {};  ///< "Stay tall, and go only as far as you can."
  Angle threshold = {};     ///< change from rest; of a circle, from its start

  friend bool operator==(const ForbiddenCompensation&, const ForbiddenCompensation&) = default;
};

/// Errors that the recording itself cannot show, from sources. One standard error each.
struct KnownErrors {
  /// How the angle of the landmarks differs from the clinical one. The same each time, so not part of a
  /// change.
  Angle definition = {};
  /// Between two sessions of one person: standing anew, clothes, warmth.
  Angle between_sessions = {};
  /// Between repetitions of one session, until the recording has shown enough of its own.
  Angle between_repetitions = {};

  friend bool operator==(const KnownErrors&, const KnownErrors&) = default;
};

/// Figures that a person can believe, both ends included.
struct BelievedRange {
  double least = 0.0;
  double most = 0.0;

  friend bool operator==(const BelievedRange&, const BelievedRange&) = default;
};

/// How a test is done without a camera: the person reads a number and types it.
struct ByHand {
  std::vector<std::string> tools = {};  ///< of content/measurement/hand_tools.toml: `phone`, `tape`
  std::string words = {};               ///< what to do
  std::string position = {};            ///< the test's own unless the file says otherwise
  journal::FigureUnit unit = journal::FigureUnit::Degrees;
  /// What is no slip of the finger; for degrees the joint motion's whole human range decides.
  std::optional<BelievedRange> believed = {};

  friend bool operator==(const ByHand&, const ByHand&) = default;
};

/// A test, as written in content/protocols. Which members a kind uses is said at the member; the others are
/// empty.
struct Protocol {
  ProtocolId id = {};
  ProtocolKind kind = ProtocolKind::Range;
  std::string name = {};            ///< for a person: "Shoulder, out to the side"
  JointMotionId joint_motion = {};  ///< range: what is measured; otherwise what the test is about, or empty
  /// Range: joint motions whose angles are added to the measured one, because the landmarks cannot tell them
  /// apart: `lumbar.rotation` with `thorax.rotation`.
  std::vector<JointMotionId> together_with = {};
  /// Range: the test takes the joint another way than the joint motion's own test (knee straight, arm at the
  /// side), so that its figures keep to themselves and do not feed what is thought of the joint motion.
  bool is_apart = false;
  std::string joint = {};                ///< circle: the joint that circles, `shoulder`
  std::vector<std::string> joints = {};  ///< every joint that the test takes along
  body::Region region = body::Region::Shoulders;
  body::Reference against = body::Reference::Proximal;  ///< range: what the angle is measured against
  std::vector<Side> sides = {};  ///< measured at once; a side view measures the nearer of them
  std::string limb = {};         ///< what moves, in words: "arm"
  std::string position = {};     ///< one of `Positions`
  View view = View::Front;
  std::string view_words = {};        ///< "Face the camera, two to three metres away."; empty without a view
  std::vector<std::string> how = {};  ///< the test, step by step
  std::string wear = {};
  double hold_s = 0.0;         ///< range: shortest hold that counts as usable
  Angle steadiness_band = {};  ///< range: a hold stays within this far to either side of its middle
  Angle fastest = {};          ///< range: a second; above it, momentum carries the limb
  int repetitions = 0;         ///< range, circle: how often; count, time, distance: tries
  double seconds = 0.0;        ///< count: how long is counted; time: the longest time that is counted
  std::vector<std::string> allowed = {};
  /// Tags of the safety questions, as exercises carry them: a yes to one of them leaves the test out.
  std::vector<ContraindicationId> contraindications = {};
  std::vector<ForbiddenCompensation> forbidden = {};  ///< what a camera watches
  std::vector<std::string> forbidden_by_eye = {};     ///< what ends the test too, and only a person sees
  std::vector<std::string> can_see = {};              ///< what the landmarks determine in this view
  std::vector<std::string> cannot_see = {};           ///< what they cannot show
  ByHand by_hand = {};
  /// Methods and positions of norms, `goniometer/supine`, that figures of this test may stand beside although
  /// they were taken otherwise.
  std::vector<std::string> comparable_methods = {};
  journal::Grade expected_grade = journal::Grade::Measured;
  std::string grade_reason = {};
  KnownErrors errors = {};                ///< range
  std::vector<std::string> sources = {};  ///< keys in content/references.bib

  /// Figures compare only where this is equal: `standing/front`.
  [[nodiscard]] std::string set_up() const;
  /// The measured joint motion and those that are added to it.
  [[nodiscard]] std::vector<JointMotionId> added_joint_motions() const;

  friend bool operator==(const Protocol&, const Protocol&) = default;
};

/// Words for where the person is: `standing`, `seated`, `supine`, `prone`, `long_sitting`.
inline constexpr std::array<std::string_view, 5> Positions = {"standing", "seated", "supine", "prone",
                                                              "long_sitting"};

/// Can a camera measure this test, live or from a recording? The others are done by hand.
[[nodiscard]] bool is_seen_by_camera(const Protocol& protocol);

/// The figure that a person types for a test of this kind, and its unit. A range is no figure: nothing.
struct HandFigure {
  journal::FigureName name = journal::FigureName::Distance;
  journal::FigureUnit unit = journal::FigureUnit::Centimetres;
};
[[nodiscard]] std::optional<HandFigure> find_hand_figure(ProtocolKind kind);

/// The protocols, in the order of their files.
class Protocols {
 public:
  Protocols() = default;
  explicit Protocols(std::vector<Protocol> all) : all_(std::move(all)) {}

  [[nodiscard]] const std::vector<Protocol>& all() const { return all_; }
  [[nodiscard]] const Protocol* find(const ProtocolId& id) const;  ///< nullptr when there is none

 private:
  std::vector<Protocol> all_;
};

}  // namespace endrange::measure
