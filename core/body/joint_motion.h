#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/body.h"

namespace endrange::body {

/// The parts of the body that share a colour and a heading.
enum class Region { Neck, Shoulders, UpperBack, LowerBack, Hips, Knees, Ankles, Wrists };

/// A clinical movement of one joint, as listed in content/joint_motions.toml.
struct JointMotion {
  JointMotionId id = {};  ///< `shoulder.abduction`
  std::string joint =
      {};  ///< `shoulder`: neck, thorax, lumbar, scapula, shoulder, elbow, forearm, wrist, hip …
  std::string name = {};  ///< words for a person: "Shoulder, out to the side"
  Region region = Region::Shoulders;
  bool is_sided = true;         ///< has a left and a right; a midline motion such as neck flexion has not
  std::string coordinate = {};  ///< of the built-in body, without its side suffix: `arm_add`; empty when none
  double sign = 1.0;            ///< +1 when the motion increases the coordinate
  Angle human_range = {};       ///< the whole human range, the dial's grey track
  std::string source = {};      ///< key in content/references.bib
};

/// The list of joint motions, in the order of the file.
class JointMotions {
 public:
  JointMotions() = default;
  explicit JointMotions(std::vector<JointMotion> all);

  [[nodiscard]] const std::vector<JointMotion>& all() const { return all_; }
  [[nodiscard]] const JointMotion* find(const JointMotionId& id) const;  ///< nullptr when there is none

 private:
  std::vector<JointMotion> all_;
};

/// The coordinate that a joint motion drives, and which way.
struct DrivenCoordinate {
  CoordinateIndex coordinate = {};
  double sign = 1.0;  ///< +1 when the motion increases the coordinate
};

/// Which coordinate of this body the joint motion drives on this side; nothing when the body has none for it,
/// or when a sided motion is asked for both sides at once.
[[nodiscard]] std::optional<DrivenCoordinate> find_driven_coordinate(const Body& body,
                                                                     const JointMotion& motion, Side side);

}  // namespace endrange::body
