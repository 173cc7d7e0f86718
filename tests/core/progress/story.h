#pragma once

#include <string>
#include <vector>

#include "core/base/moment.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"
#include "core/progress/constants.h"
#include "core/progress/training.h"

/// A small invented journal to tell a test's story with.
namespace endrange::progress {

using namespace std::chrono_literals;
using namespace literals;

/// A moment in a zone one hour east of UTC, by its local day and time.
inline LocalMoment at(int day_of_november, std::chrono::minutes time_of_day) {
  const auto local = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1} +
                     std::chrono::days(day_of_november - 1) + time_of_day;
  return {local - 60min, 60min};
}

class Story {
 public:
  Story& tell(LocalMoment moment, journal::Event event) {
    const auto number = entries_.size() + 1;
    entries_.push_back(
        {EntryId("e" + std::to_string(number)), DeviceId("d"), number, moment, std::move(event)});
    return *this;
  }
  [[nodiscard]] const std::vector<journal::Entry>& entries() const { return entries_; }

 private:
  std::vector<journal::Entry> entries_;
};

inline body::JointMotions make_motions() {
  return body::JointMotions(
      {{JointMotionId("shoulder.abduction"), "shoulder", "Shoulder, out to the side", body::Region::Shoulders,
        true, "arm_add", -1.0, 180_deg, ""},
       {JointMotionId("hip.extension"), "hip", "Hip, leg back", body::Region::Hips, true, "hip_flexion", -1.0,
        30_deg, ""},
       {JointMotionId("thorax.rotation"), "thorax", "Upper back, turn", body::Region::UpperBack, true, "",
        1.0, 50_deg, ""},
       {JointMotionId("neck.flexion"), "neck", "Neck, nod", body::Region::Neck, false, "", 1.0, 60_deg, ""}});
}

inline journal::Measured make_measured(Side side, Angle usable, Angle standard_error) {
  journal::Measured measured;
  measured.joint_motion = JointMotionId("shoulder.abduction");
  measured.side = side;
  measured.protocol = ProtocolId("shoulder.abduction");
  measured.method = journal::Method::Camera;
  measured.set_up = "standing/front";
  measured.usable = Estimate{usable, standard_error};
  measured.grade = journal::Grade::Measured;
  return measured;
}

/// Half of a lunge's seconds open the hip that is behind, half turn the upper back; an angel lifts both arms.
inline const ExerciseId Lunge("lunge-rotation");
inline const ExerciseId WallAngel("wall-angel");

inline TrainedMotions make_trained() {
  const Emphasis strong{.flexibility = 0.5, .strength = 0.5};
  return {{Lunge,
           {{JointMotionId("hip.extension"), TrainedSide::Other, 0.5, strong},
            {JointMotionId("thorax.rotation"), TrainedSide::Working, 0.5, strong}}},
          {WallAngel, {{JointMotionId("shoulder.abduction"), TrainedSide::Each, 1.0, strong}}}};
}

inline Constants make_constants() {
  using enum journal::Audience;
  return {.prior_usable_share = {{DeskWorker, 0.75}, {Athlete, 0.8}, {OlderAdult, 0.65}},
          .prior_spread_share = 0.25,
          .usable_to_reached = 10_deg,
          .reached_to_available = 10_deg,
          .step_spread = 10_deg,
          .trend_spread = 10_deg,
          .growth_share = 0.025,
          .growth_spread_share = 0.025,
          .week_enough_s = 240.0,
          .half_life_weeks = 5.0,
          .half_life_factor = 2.0,
          .flexibility = 1.0,
          .strength = 1.0,
          .control = 0.5,
          .wander = {},
          .wander_days = 60.0,
          .drift_per_root_day = Angle::from_degrees(1.7),
          .step_drift_per_root_day = 1_deg};
}

}  // namespace endrange::progress
