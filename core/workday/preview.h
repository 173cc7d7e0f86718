#pragma once

#include <optional>
#include <vector>

#include "core/workday/time.h"

namespace endrange::workday {

enum class PreviewKind { Work, Rest, ShortBreak, LongBreak };

struct PreviewMark {
  PreviewKind kind = PreviewKind::Work;
  LocalTime from = {};
  LocalTime until = {};
  friend bool operator==(const PreviewMark&, const PreviewMark&) = default;
};

struct Preview {
  std::vector<PreviewMark> marks = {};  ///< in order, without gaps
  int short_breaks = 0;
  int long_breaks = 0;
};

/// What the next work day after `day` would look like to someone who sits through the work hours, leaves for
/// half an hour in their middle, and takes every break when it is offered. Nothing when no day is a work day.
[[nodiscard]] std::optional<Preview> make_preview(const Rhythm& rhythm, Day day);

}  // namespace endrange::workday
