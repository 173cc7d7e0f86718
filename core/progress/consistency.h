#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/journal/event.h"

namespace endrange::progress {

/// One local day as the calendar shows it.
struct DayMoved {
  Day day = {};
  double minutes = 0.0;  ///< moved in exercises
  int breaks_taken = 0;  ///< taken when asked, or taken by themselves
  int breaks_skipped = 0;
  double work_minutes = 0.0;  ///< at work, without the breaks

  friend bool operator==(const DayMoved&, const DayMoved&) = default;
};

/// How steadily someone moves. Days without moving are simply days.
struct Consistency {
  std::vector<DayMoved> days = {};  ///< the last 14 local days, oldest first, today last
  int days_moved = 0;               ///< of those
  std::string words = {};           ///< "You moved on 9 of the last 14 days."
};

/// @param standing  entries that count, in order
[[nodiscard]] Consistency compute_consistency(std::span<const journal::Entry> standing, LocalMoment now);

/// What is known about how long someone sat.
struct Sitting {
  double today_h = 0.0;                ///< at work today, until now
  double yesterday_h = 0.0;            ///< at work the day before
  std::optional<double> usual_h = {};  ///< of a usual day, as the person said it

  /// The hours that today's routine answers: the fuller of today and the day before when work was seen,
  /// otherwise the person's own figure, otherwise nothing.
  [[nodiscard]] std::optional<double> hours() const;
  [[nodiscard]] bool is_seen() const { return today_h > 0.0 || yesterday_h > 0.0; }
};

/// Work spans of several devices that overlap count once; a span over midnight counts for both days.
[[nodiscard]] Sitting compute_sitting(std::span<const journal::Entry> standing, LocalMoment now);

}  // namespace endrange::progress
