#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/clinical_angles.h"
#include "core/journal/event.h"

/// From a motion to measurements with their uncertainty.
namespace endrange::measure {

/// How the person stands to the camera.
enum class View {
  Front,  ///< chest towards the camera
  Side,   ///< one side towards the camera
};

/// The word used in files and set-ups: `front`, `side`.
[[nodiscard]] std::string_view word(View view);

/// Another joint that may do the work instead, and from when on that is no longer this test.
struct ForbiddenCompensation {
  /// `lumbar.side_bend` and `thorax.side_bend`: their angles are added, where the landmarks cannot tell one
  /// from the other. Watched in both directions.
  std::vector<JointMotionId> joint_motions = {};
  std::string words = {};   ///< "Your trunk leans to the side"
  std::string advice = {};  ///< "Stay tall, and go only as far as you can."
  Angle threshold = {};     ///< change since the start of the trial

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

/// A test, as written in content/protocols.
struct Protocol {
  ProtocolId id = {};
  std::string name = {};  ///< for a person: "Shoulder, out to the side"
  JointMotionId joint_motion = {};
  body::Reference against = body::Reference::Proximal;  ///< what the angle is measured against
  std::vector<Side> sides = {};  ///< measured at once; a side view measures the nearer of them
  std::string limb = {};         ///< what moves, in words: "arm"
  std::string position = {};     ///< `standing`
  View view = View::Front;
  std::string view_words = {};        ///< "Face the camera, two to three metres away."
  std::vector<std::string> how = {};  ///< the test, step by step
  std::string wear = {};
  double hold_s = 0.0;         ///< shortest hold that counts as usable
  Angle steadiness_band = {};  ///< a hold stays within this far to either side of its middle
  Angle fastest = {};          ///< a second; above it, momentum carries the limb
  int repetitions = 0;
  std::vector<std::string> allowed = {};
  /// Tags of the safety questions, as exercises carry them: a yes to one of them leaves the test out.
  std::vector<ContraindicationId> contraindications = {};
  std::vector<ForbiddenCompensation> forbidden = {};
  std::vector<std::string> cannot_see = {};  ///< what the landmarks cannot show in this view
  std::string by_hand = {};                  ///< the fallback without a camera
  journal::Grade expected_grade = journal::Grade::Measured;
  std::string grade_reason = {};
  KnownErrors errors = {};
  std::vector<std::string> sources = {};  ///< keys in content/references.bib

  /// Figures compare only where this is equal: `standing/front`.
  [[nodiscard]] std::string set_up() const;

  friend bool operator==(const Protocol&, const Protocol&) = default;
};

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
