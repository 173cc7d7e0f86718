#pragma once

#include <vector>

#include "adapters/content/planner.h"
#include "core/plan/routine.h"
#include "core/plan/safety.h"

/// The real content, and a person's journal to plan from.
namespace endrange::plan {

struct World {
  body::JointMotions motions;
  SafetyScreen screen;
  exercise::Catalogue catalogue;
  content::PlannerContent planner;
  progress::TrainedMotions trained;
  std::vector<Programme> programmes;
  std::vector<Goal> goals;
};

/// The content folder of this checkout, loaded once.
[[nodiscard]] const World& load_world();

/// A moment in a zone one hour east of UTC; day 0 is Monday, 23 November 2026.
[[nodiscard]] LocalMoment make_moment(int day, std::chrono::minutes time_of_day);

class Person {
 public:
  Person& tell(LocalMoment at, journal::Event event);
  /// Every safety question answered: no, but for those named.
  Person& answer_all(LocalMoment at, const std::vector<std::string>& yes = {},
                     const std::vector<std::string>& unknown = {});

  [[nodiscard]] const std::vector<journal::Entry>& entries() const { return entries_; }

  [[nodiscard]] Limits limits(LocalMoment now) const;
  [[nodiscard]] Levels levels(LocalMoment now) const;
  /// What the programme and the goals that they chose ask for.
  [[nodiscard]] Wishes wishes(LocalMoment now) const;
  [[nodiscard]] progress::Beliefs beliefs(LocalMoment now) const;
  [[nodiscard]] Routine plan(LocalMoment now, int minutes, Spot spot = Spot::Usual,
                             std::vector<Swap> swaps = {},
                             const Weights& weights = load_world().planner.weights) const;

 private:
  std::vector<journal::Entry> entries_;
};

}  // namespace endrange::plan
