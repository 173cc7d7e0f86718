#pragma once

#include <string>

#include "tests/core/plan/world.h"

/// What a routine holds for whom, counted.
namespace endrange::plan {

/// The side that this part of an exercise works; both for the midline.
inline Side worked_side(const progress::TrainedMotion& part, Side working) {
  if (part.side == progress::TrainedSide::Each) return Side::Both;
  return part.side == progress::TrainedSide::Other ? opposite(working) : working;
}

/// Minutes that a joint gets on one side: of each step the share that the joint has in what it trains.
inline double minutes_for(const Routine& routine, const std::string& joint, Side side) {
  double seconds = 0.0;
  for (const auto& step : routine.steps)
    for (const auto& part : load_world().trained.at(step.exercise)) {
      const Side worked = worked_side(part, step.side);
      if (load_world().motions.find(part.joint_motion)->joint == joint &&
          (worked == side || worked == Side::Both))
        seconds += part.share * step.seconds;
    }
  return seconds / 60.0;
}

inline journal::Measured measured(Side side, Angle usable, Angle standard_error) {
  journal::Measured figure;
  figure.joint_motion = JointMotionId("shoulder.abduction");
  figure.side = side;
  figure.protocol = ProtocolId("shoulder.abduction");
  figure.set_up = "standing/front";
  figure.grade = journal::Grade::Measured;
  figure.usable = Estimate{usable, standard_error};
  return figure;
}

}  // namespace endrange::plan
