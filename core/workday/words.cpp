#include "core/workday/words.h"

#include <array>

namespace endrange::workday {

std::string clock_time(LocalTime time) {
  const auto of_day =
      std::chrono::floor<std::chrono::minutes>(time - std::chrono::floor<std::chrono::days>(time));
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(of_day.count() / 60) + ":" + two(of_day.count() % 60);
}

std::string day_and_time(LocalTime time, LocalTime now) {
  static constexpr std::array<const char*, 7> Days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto ahead = day - std::chrono::floor<std::chrono::days>(now);
  if (ahead == std::chrono::days(0)) return clock_time(time);
  if (ahead == std::chrono::days(1)) return "tomorrow at " + clock_time(time);
  return "on " + std::string(Days.at(std::chrono::weekday(day).c_encoding())) + " at " + clock_time(time);
}

std::string count_minutes(BootTime length) {
  const auto whole = std::chrono::floor<std::chrono::minutes>(length).count();
  return std::to_string(whole) + (whole == 1 ? " minute" : " minutes");
}

std::string words_of(BreakKind kind) {
  return kind == BreakKind::Short ? "a short break" : "a long break";
}

std::string tell_quiet(const Quiet& quiet, const Now& now) {
  const auto end = [&](const std::string& before) {
    return quiet.until ? before + day_and_time(now.to_local(*quiet.until), now.wall.local()) : std::string();
  };
  switch (quiet.reason) {
    case QuietReason::Off:
      return "breaks are switched off";
    case QuietReason::Paused:
      return quiet.until ? "paused" + end(" until ") : "paused until you resume";
    case QuietReason::OutsideHours:
      return quiet.until ? "outside your work hours" + end(", which begin ")
                         : "no day of the week is a work day";
    case QuietReason::QuietHours:
      return "your quiet hours" + end(", until ");
    case QuietReason::Asleep:
    case QuietReason::Away:
      return "you are away";
    case QuietReason::Settling:
      return "you just came back, or a call just ended";
    case QuietReason::Call:
    case QuietReason::Presentation:
    case QuietReason::DoNotDisturb:
    case QuietReason::Film:
    case QuietReason::FullScreen:
      return quiet.by + (quiet.since ? " since " + clock_time(now.to_local(*quiet.since)) : "");
  }
  return {};
}

}  // namespace endrange::workday
