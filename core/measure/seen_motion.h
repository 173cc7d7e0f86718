#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/measure/protocol.h"
#include "core/measure/trial.h"
#include "core/motion/point_recording.h"
#include "core/solve/depth_camera.h"
#include "core/solve/landmark_fit.h"
#include "core/solve/marker_body.h"

namespace endrange::measure {

/// One person over time on a body, however they were seen: what trials are read from.
struct SeenMotion {
  body::Body body;
  std::vector<double> time_s = {};  ///< of every frame of the recording, from 0
  /// One a frame; empty where the person was not seen.
  std::vector<std::optional<solve::FittedFrame>> frames = {};
  Eigen::MatrixXd ground = {};  ///< the pelvis on the ground [m], one row a frame, two columns
  /// How far angles of this way of seeing are off alike each time, one standard error; the protocol's own
  /// figure, which is for a single camera, where empty.
  std::optional<Angle> definition = {};

  bool is_all_around = false;  ///< not by a single camera
  /// By a depth camera: what its clinical angles are off by; `definition` is void then.
  std::optional<solve::DepthClinical> clinical = {};
  /// By a depth camera, one a frame: the person stands more side-on to it than facing it.
  std::vector<bool> is_side_on = {};

  [[nodiscard]] double duration_s() const { return time_s.empty() ? 0.0 : time_s.back(); }
  [[nodiscard]] std::size_t count_seen() const;
};

/// Is a turn about the limb's own length asked for while the limb is straight? Points along a line tell
/// nothing of how the line turns: the error grows as one over the sine of the bend, and is twice as large at
/// 30 degrees.
[[nodiscard]] bool is_limb_straight(const SeenMotion& seen, std::size_t frame,
                                    const JointMotionId& joint_motion, Side side);

/// The angle of one or several joint motions added up, in one frame. Not determined where the person was not
/// seen or the evidence does not fix it.
[[nodiscard]] AngleSample read_angle(const SeenMotion& seen, std::size_t frame,
                                     const std::vector<JointMotionId>& joint_motions, Side side,
                                     body::Reference against);

/// What a motion shows of one side.
/// @param is_shown  one a frame: whether the view shows what the protocol needs; all when empty
[[nodiscard]] SideEvidence read_evidence(const SeenMotion& seen, const Protocol& protocol, Side side,
                                         const std::vector<bool>& is_shown = {});

/// A recording of a depth camera's skeleton, fitted to a body of the person's own size.
[[nodiscard]] Result<SeenMotion> see_depth_recording(const motion::PointRecording& recording,
                                                     const solve::DepthCamera& camera);

/// A recording of laboratory markers, fitted to a body of the person's own size.
[[nodiscard]] Result<SeenMotion> see_marker_recording(const motion::PointRecording& recording,
                                                      const solve::MarkerSet& markers);

/// The position in which the motion begins, in the words of protocols: `standing`, `seated`, `supine`,
/// `prone`; empty where it is none of them, or nobody was seen.
[[nodiscard]] std::string_view find_position(const SeenMotion& seen);

/// Is a limb where this test turns it about its own length? The next limb shows the turn, bent to about a
/// right angle, and an upper arm is about level, in most of the frames; anywhere else something else was
/// done. True for every other test.
[[nodiscard]] bool is_placed_for_turn(const SeenMotion& seen, const Protocol& protocol);

/// Of several trials of one motion the one in which most moved, refused or not: a test that was done wrongly
/// is still the one that was done. A turn about a limb's own length counts half. The first of equals is
/// taken. Expects at least one.
[[nodiscard]] TrialResult choose_trial(std::vector<TrialResult> trials);

/// Measures a motion that was seen from all around by the protocol that fits: of those that a camera can show
/// and whose position it begins in.
[[nodiscard]] TrialResult measure_motion(const SeenMotion& seen, const Protocols& protocols,
                                         journal::Method method = journal::Method::Recording);

/// Measures a motion that was seen from all around.
[[nodiscard]] TrialResult measure_motion(const SeenMotion& seen, const Protocol& protocol,
                                         journal::Method method = journal::Method::Recording);

}  // namespace endrange::measure
