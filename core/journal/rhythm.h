#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <vector>

/// How someone wants to work and rest: what the settings say, and what the breaks go by.
namespace endrange::journal {

enum class BreakKind { Short, Long };
inline constexpr std::array<BreakKind, 2> BreakKinds = {BreakKind::Short, BreakKind::Long};

/// When breaks of one kind come, and how many are offered.
struct BreakRhythm {
  bool is_on = true;
  std::chrono::minutes every = {};   ///< at work before one is due
  std::chrono::minutes length = {};  ///< also the absence that counts as one
  int most_a_day = 0;                ///< prompts; those that the person put off do not count again

  friend bool operator==(const BreakRhythm&, const BreakRhythm&) = default;
};

/// Hours of the day, local time. When they end before they begin, they end the next morning.
struct Hours {
  std::chrono::minutes from = {};
  std::chrono::minutes until = {};

  friend bool operator==(const Hours&, const Hours&) = default;
};

/// Two minutes of another posture every half hour: what the trials of active breaks with fewer complaints and
/// no loss of work were about. Source: [Waongenngarm2021], [Albulescu2022].
inline constexpr BreakRhythm DefaultShortBreaks = {true, std::chrono::minutes(30), std::chrono::minutes(2),
                                                   16};
/// Five minutes on one's feet every hour. All doses from one minute an hour lowered the blood pressure;
/// longer breaks did more for vigour. Source: [Duran2023], [Albulescu2022].
inline constexpr BreakRhythm DefaultLongBreaks = {true, std::chrono::minutes(60), std::chrono::minutes(5),
                                                  10};
/// Usual office hours, chosen here.
inline constexpr Hours DefaultWork = {std::chrono::hours(9), std::chrono::hours(17)};

/// The whole of it.
struct Rhythm {
  bool is_on = true;
  BreakRhythm short_breaks = DefaultShortBreaks;
  BreakRhythm long_breaks = DefaultLongBreaks;
  /// By the day on which work begins, Monday first; nothing on a free day.
  std::array<std::optional<Hours>, 7> work = {DefaultWork, DefaultWork,  DefaultWork, DefaultWork,
                                              DefaultWork, std::nullopt, std::nullopt};
  std::vector<Hours> quiet = {};  ///< on every day, inside or outside the work hours

  [[nodiscard]] const BreakRhythm& of(BreakKind kind) const {
    return kind == BreakKind::Short ? short_breaks : long_breaks;
  }
  friend bool operator==(const Rhythm&, const Rhythm&) = default;
};

}  // namespace endrange::journal
