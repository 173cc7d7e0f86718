#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "apps/endrange/trainer/content.h"
#include "core/journal/event.h"
#include "core/plan/levels.h"
#include "core/progress/belief.h"

namespace endrange::app {

/// The beliefs and levels of a journal that grows: what was read once is not read again.
///
/// It goes on where it stood as long as entries were only added at the end; otherwise, and for a moment
/// before the latest entry, it begins anew. Measurements by tests that keep to themselves feed nothing.
class Following {
 public:
  struct Known {
    progress::Beliefs beliefs = {};
    plan::Levels levels = {};
  };

  /// @param standing    entries that count, in order
  /// @param generation  another number whenever `standing` changed otherwise than by growing at its end
  [[nodiscard]] Known compute(const std::vector<journal::Entry>& standing, std::uint64_t generation,
                              const Content& content, LocalMoment now);

  /// Lets go of everything.
  void rest() { state_.reset(); }

 private:
  /// What of the profile both begin from.
  struct Start {
    journal::Audience prior = {};
    journal::Audience level = {};

    friend bool operator==(const Start&, const Start&) = default;
  };
  struct State {
    progress::BeliefFilter beliefs;
    plan::LevelFollower levels;
    Start start = {};
    std::uint64_t generation = 0;
    std::size_t read = 0;  // entries
  };
  static Start find_start(const std::vector<journal::Entry>& standing);
  static State make_state(const std::vector<journal::Entry>& standing, std::uint64_t generation,
                          const Content& content);
  static void advance(State& state, const std::vector<journal::Entry>& standing, const Content& content,
                      LocalMoment until);

  std::optional<State> state_;
};

}  // namespace endrange::app
