#include "core/progress/training.h"

#include <algorithm>

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

struct MovedStep {
  LocalMoment at = {};
  journal::StepDone step = {};
};

// What was really moved, and not in the future: a clock may have been set back since.
std::vector<MovedStep> list_moved(std::span<const journal::Entry> standing, LocalMoment now) {
  std::vector<MovedStep> moved;
  MovedReader reader;
  for (const auto& entry : standing)
    if (auto step = reader.read(entry); step && step->seconds > 0.0 && entry.at.utc <= now.utc)
      moved.push_back({entry.at, std::move(*step)});
  return moved;
}

// What a week can ask about, with room for a journey over the date line: a journal of years is not read for
// it.
std::span<const journal::Entry> select_recent(std::span<const journal::Entry> standing, LocalMoment now) {
  constexpr std::chrono::days Longest{9};
  const auto first = std::ranges::lower_bound(standing, now.utc - Longest, {},
                                              [](const journal::Entry& entry) { return entry.at.utc; });
  return {first, standing.end()};
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

std::optional<journal::StepDone> MovedReader::read(const journal::Entry& entry) {
  if (const auto* done = std::get_if<journal::StepDone>(&entry.event)) {
    done_.insert_or_assign({done->exercise, done->side}, entry.at.day());
    return *done;
  }
  const auto* skipped = std::get_if<journal::StepSkipped>(&entry.event);
  if (skipped == nullptr || skipped->meaning != journal::SkipMeaning::DidAlready || !skipped->seconds)
    return std::nullopt;
  const auto [known, is_new] = done_.try_emplace({skipped->exercise, skipped->side}, entry.at.day());
  if (!is_new && known->second == entry.at.day()) return std::nullopt;
  known->second = entry.at.day();
  return journal::StepDone{.routine = skipped->routine,
                           .exercise = skipped->exercise,
                           .side = skipped->side,
                           .seconds = *skipped->seconds};
}

std::vector<Day> list_days_moved(std::span<const journal::Entry> standing, LocalMoment now) {
  std::set<Day> days;
  for (const auto& moved : list_moved(standing, now)) days.insert(moved.at.day());
  return {days.begin(), days.end()};
}

std::set<ExerciseId> find_moved_on(std::span<const journal::Entry> standing, Day day, LocalMoment now) {
  std::set<ExerciseId> exercises;
  for (const auto& moved : list_moved(standing, now))
    if (moved.at.day() == day) exercises.insert(moved.step.exercise);
  return exercises;
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

Emphasis compute_week_emphasis(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                               const body::JointMotions& motions, LocalMoment now) {
  Emphasis week;
  for (const auto& [at, step] : list_moved(select_recent(standing, now), now)) {
    if (!is_this_week(at, now)) continue;
    for (const auto& fed : find_fed(step, trained, motions)) {
      week.flexibility += fed.seconds * fed.emphasis.flexibility;
      week.strength += fed.seconds * fed.emphasis.strength;
      week.control += fed.seconds * fed.emphasis.control;
    }
  }
  return week;
}

Doses compute_doses(std::span<const journal::Entry> standing, const TrainedMotions& trained,
                    const body::JointMotions& motions, LocalMoment now) {
  Doses doses;
  for (const auto& [at, step] : list_moved(standing, now)) {
    for (const auto& fed : find_fed(step, trained, motions)) {
      auto& dose = doses[fed.motion];
      if (is_this_week(at, now)) dose.week_s += fed.seconds;
      if (!dose.last || dose.last->utc < at.utc) dose.last = at;
    }
  }
  return doses;
}

std::map<body::Region, double> compute_region_minutes(std::span<const journal::Entry> standing,
                                                      const TrainedMotions& trained,
                                                      const body::JointMotions& motions, LocalMoment now) {
  std::map<body::Region, double> minutes;
  for (const auto& [at, step] : list_moved(select_recent(standing, now), now)) {
    const auto* parts = find_parts(trained, step.exercise);
    if (parts == nullptr || !is_this_week(at, now)) continue;
    for (const auto& part : *parts)
      if (const auto* motion = motions.find(part.joint_motion))
        minutes[motion->region] += step.seconds * part.share / 60.0;
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
