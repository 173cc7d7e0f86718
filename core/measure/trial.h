#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/identifier.h"
#include "core/journal/event.h"
#include "core/measure/angle_track.h"
#include "core/measure/body_track.h"
#include "core/measure/circle.h"
#include "core/measure/hold.h"
#include "core/measure/protocol.h"
#include "core/measure/sway.h"
#include "core/measure/uncertainty.h"

namespace endrange::measure {

/// A forbidden compensation, watched over the same time.
struct CompensationTrack {
  ForbiddenCompensation compensation = {};
  AngleTrack track = {};
};

/// What a recording shows of one side.
struct SideEvidence {
  Side side = Side::Both;
  AngleTrack track = {};
  std::vector<CompensationTrack> compensations = {};
  BodyTrack body = {};  ///< at the times of `track`, where it is known; may be empty
  /// Standard error of what repeats whenever this way of seeing is used; the protocol's, which is that of a
  /// single camera, where empty.
  std::optional<Angle> definition = {};
  /// A turn of the limb about its own length was asked for, and the limb was straight most of the time.
  bool is_limb_straight = false;
  /// Seen from all around, by a depth camera or by markers: what a protocol says of one camera's view is
  /// void.
  bool is_all_around = false;
  /// A leg was asked for, and a depth camera saw the person side-on most of the time: it may have taken one
  /// leg for the other.
  bool is_side_on = false;
  /// What a sample errs by, `AngleSample::standard_error`, is not the same in the next repetition: a depth
  /// camera's joints jump from one to the next.
  bool errs_anew = false;
  Angle off_plane = {};        ///< between the camera's view and the view that the protocol asks for
  Angle off_plane_error = {};  ///< one standard error
  /// The limb as raw landmarks have it, for telling sway from noise; empty where they do not show it, and
  /// absent where each sample of `track` errs by itself.
  std::optional<std::vector<LimbSample>> limb = {};
};

/// A forbidden compensation that was seen.
struct CompensationSeen {
  ForbiddenCompensation compensation = {};
  Angle largest = {};        ///< beyond rest
  Angle largest_error = {};  ///< one standard error, as of the other
  Angle began_at = {};       ///< angle of the measured joint motion when it first passed the threshold
  Angle began_at_error = {};
  bool is_beyond = true;  ///< surely beyond the threshold; else `began_at` means nothing
};

/// One side of a trial: the measurement, and what it was made from.
struct SideTrial {
  journal::Measured measured = {};
  std::string remedy = {};  ///< what to do for a better one; empty when nothing is amiss
  std::optional<Angle> reached_median = {};
  std::optional<Hold> hold = {};  ///< the usable one, otherwise the longest
  ErrorParts reached_error = {};
  ErrorParts usable_error = {};
  Angle frame_noise = {};
  std::vector<CompensationSeen> compensations = {};  ///< those beyond their threshold
  std::vector<CompensationSeen> watched = {};        ///< every one that the view can show
  Angle off_plane = {};        ///< between the camera's view and the one that is asked for
  Angle off_plane_error = {};  ///< one standard error
  SmoothTrack curve = {};
  /// Seconds of a whole repetition, out and back, any hold between included: the median.
  std::optional<double> tempo_s = {};
  /// Spectral arc length of the repetitions in which nothing was held, the median; nearer to 0 is smoother.
  /// Only where this way of seeing agrees with a laboratory about it: `is_smoothness_shown`.
  std::optional<double> smoothness = {};
};

/// One side of a test whose figures are no angles: a joint circle, a count, a time.
struct FigureTrial {
  journal::Tested tested = {};        ///< without figures and not observable where there is none
  std::string remedy = {};            ///< what to do for a better one; empty when nothing is amiss
  std::optional<Circle> circle = {};  ///< what was gone round, of a joint circle
  /// How far it went towards a figure, to tell which side was meant where none has one; circle: whole turns.
  double went = 0.0;
};

/// One attempt at a protocol.
struct TrialResult {
  ProtocolId protocol = {};
  std::vector<SideTrial> sides = {};      ///< those that were observed, at least by half; empty when refused
  std::vector<FigureTrial> figures = {};  ///< in place of sides, of a test whose figures are no angles
  std::string refusal = {};               ///< why there is no figure at all, for a person; otherwise empty
  std::string remedy = {};                ///< what to do
  double seconds = 0.0;
  std::size_t frames = 0;
  /// How far the joint motion went from where it began, of all sides together: of a refused trial too.
  Angle movement = {};

  [[nodiscard]] bool is_refused() const { return !refusal.empty(); }
};

/// One side of a trial; nullptr where it was not observed.
[[nodiscard]] const SideTrial* find_side(const TrialResult& result, Side side);

/// Measures one side. Where the evidence forbids a figure, the grade is `NotObservable` and says why.
///
/// - reached: the highest top of any repetition, outside forbidden compensation; where landmarks
///   show a limb that stays up, of the whole stay
/// - the spread of the repetitions' tops is drawn together to what is left of it without the error that is
///   new in each of them, before the highest is taken: of ten noisy figures the largest is too large. A
///   single repetition that went further is drawn in a little with them
/// - a limb that is not surely away from where it began has no figure
/// - usable: the highest position kept for the protocol's hold time inside its band, in the upper half of a
///   repetition, outside forbidden compensation; never a peak
/// - standard error: noise, what lasts through a recording, view, repetition, between sessions and
///   definition, their squares added
/// - `Measured::set_up_error`: the lasting and the definition part. What a pose estimator mistakes through a
///   whole recording it mistakes alike in the next of the same person in the same set-up; how far it does
///   not is part of what sources give between sessions
[[nodiscard]] SideTrial measure_side(const Protocol& protocol, const SideEvidence& evidence);

/// Puts the sides together. When none of them gives a figure, the trial is refused with the first one's
/// reason.
[[nodiscard]] TrialResult make_trial_result(const Protocol& protocol, std::vector<SideTrial> sides,
                                            double seconds, std::size_t frames);

/// The same of a test whose figures are no angles.
[[nodiscard]] TrialResult make_figure_result(const Protocol& protocol, std::vector<FigureTrial> figures,
                                             double seconds, std::size_t frames);

/// A trial without any figure.
[[nodiscard]] TrialResult make_refusal(const Protocol& protocol, std::string refusal, std::string remedy,
                                       double seconds, std::size_t frames);

}  // namespace endrange::measure
