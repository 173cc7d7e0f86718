#include "core/progress/training.h"

namespace endrange::progress {

namespace {

constexpr std::chrono::days Week{7};

Side side_of(TrainedSide trained, Side done) {
  switch (trained) {
    case TrainedSide::Working:
      return done;
    case TrainedSide::Other:
      return opposite(done);
    case TrainedSide::Each:
      return Side::Both;
  }
  return done;
}

// A step that was really moved, and not in the future: a clock may have been set back since.
const journal::StepDone* find_step(const journal::Entry& entry, LocalMoment now) {
  const auto* done = std::get_if<journal::StepDone>(&entry.event);
  return done != nullptr && done->seconds > 0.0 && entry.at.utc <= now.utc ? done : nullptr;
}

const std::vector<TrainedMotion>* find_parts(const TrainedMotions& trained, const ExerciseId& exercise) {
  const auto found = trained.find(exercise);
  return found == trained.end() ? nullptr : &found->second;
}

}  // namespace

bool is_this_week(LocalMoment at, LocalMoment now) {
  const auto age = now.day() - at.day();
  return age >= std::chrono::days(0) && age < Week;
}

std::vector<SidedMotion> compute_sides(const body::JointMotion& motion, Side side) {
  if (!motion.is_sided) return {{motion.id, Side::Both}};
  if (side == Side::Both) return {{motion.id, Side::Left}, {motion.id, Side::Right}};
  return {{motion.id, side}};
}

std::vector<Fed> find_fed(const journal::StepDone& step, const TrainedMotions& trained,
                          const body::JointMotions& motions) {
  std::vector<Fed> fed;
  const auto* parts = step.seconds > 0.0 ? find_parts(trained, step.exercise) : nullptr;
  if (parts == nullptr) return fed;
  for (const auto& part : *parts)
    if (const auto* motion = motions.find(part.joint_motion))
      for (const auto& sided : compute_sides(*motion, side_of(part.side, step.side)))
        fed.push_back({sided, step.seconds * part.share, part.emphasis});
  return fed;
}

Doses compute_doses(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                    const body::JointMotions& motions, LocalMoment now) {
  Doses doses;
  for (const auto& entry : standing) {
    const auto* done = find_step(entry, now);
    if (done == nullptr) continue;
    for (const auto& fed : find_fed(*done, trained, motions)) {
      auto& dose = doses[fed.motion];
      if (is_this_week(entry.at, now)) dose.week_s += fed.seconds;
      if (!dose.last || dose.last->utc < entry.at.utc) dose.last = entry.at;
    }
  }
  return doses;
}

std::map<body::Region, double> compute_region_minutes(std::span<const journal::Entry> standing,
                                                      const TrainedMotions& trained,
                                                      const body::JointMotions& motions, LocalMoment now) {
  std::map<body::Region, double> minutes;
  for (const auto& entry : standing) {
    const auto* done = find_step(entry, now);
    const auto* parts = done == nullptr ? nullptr : find_parts(trained, done->exercise);
    if (parts == nullptr || !is_this_week(entry.at, now)) continue;
    for (const auto& part : *parts)
      if (const auto* motion = motions.find(part.joint_motion))
        minutes[motion->region] += done->seconds * part.share / 60.0;
  }
  return minutes;
}

std::vector<WeekMoved> compute_weeks(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                                     const body::JointMotions& motions, LocalMoment now, int count) {
  std::vector<WeekMoved> weeks;
  for (int back = count - 1; back >= 0; --back) {
    const LocalMoment last{now.utc - back * Week, now.offset};
    weeks.push_back(
        {last.day() - Week + std::chrono::days(1), compute_region_minutes(standing, trained, motions, last)});
  }
  return weeks;
}

}  // namespace endrange::progress
