#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/workday/workday.h"

/// Random days around the machine, and what they hold it to.
namespace endrange::workday::test {

/// Which of the things that can happen do.
struct Weather {
  bool calls = true;
  bool quiet = true;    ///< presentations, do not disturb, films, full screens, pauses, quiet hours
  bool absence = true;  ///< idle, sleep, lock, lid
  bool clocks = true;   ///< clock set, zone changed, standing still
  bool words = true;    ///< start, done, skip, put off, settings
  bool late = true;     ///< the machine is called late, and more often than asked
};

/// One day or more in a world that knows the truth. What the machine does is held against that, not against
/// the machine's own state. A breach throws, with the story so far.
class RandomDay {
 public:
  explicit RandomDay(Weather weather);

  /// Lets `steps` things happen; draws them from RapidCheck.
  void live(int steps);

  [[nodiscard]] int offers() const { return offers_; }

 private:
  struct Absence {
    BootTime since = {};
    bool is_reported = false;
  };

  [[nodiscard]] Now now() const;
  void step();
  void let_pass(BootTime length);
  void call_machine(BootTime until);
  void send(const Input& input);
  void look_at(const Effect& effect);
  void look_at_screen();
  void look_at_waiting(BootTime before);
  void hold(bool holds, const std::string& promise) const;

  void change_hands();
  void change_signal();
  void change_clock();
  void say_word();
  void switch_signal(Signal signal, bool is_on);
  void come_back();

  [[nodiscard]] bool is_on(Signal signal) const { return signals_.at(static_cast<std::size_t>(signal)); }
  [[nodiscard]] bool is_gone() const;
  [[nodiscard]] bool is_on_call() const;
  [[nodiscard]] bool is_absent_for_long() const;
  [[nodiscard]] bool is_allowed() const;
  [[nodiscard]] bool is_in(const std::vector<journal::Hours>& hours) const;
  [[nodiscard]] bool is_in_work_hours() const;
  void tell(std::string what);

  Weather weather_;
  Rhythm rhythm_;
  State state_;
  std::vector<std::string> story_ = {};

  BootTime boot_;
  BootTime wall_;  ///< local time since a Monday's midnight
  std::chrono::minutes zone_{60};
  BootTime next_wakeup_;

  std::array<bool, SignalCount> signals_ = {};
  std::optional<Absence> silent_ = Absence{};
  BootTime last_sign_{};  ///< of life, other than input: a call or a film ended
  std::optional<BootTime> came_back_ = {};
  std::optional<BootTime> hidden_until_ = {};  ///< a break was put off
  bool is_paused_ = false;
  std::optional<BootTime> pause_ends_ = {};
  bool is_on_break_ = false;
  bool is_typing_watched_ = false;

  std::optional<ShowPrompt> shown_ = {};
  BootTime began_;
  BootTime counted_until_;
  double recorded_s_ = 0.0;
  BootTime waited_{};
  bool was_waiting_ = false;
  int offers_ = 0;
};

}  // namespace endrange::workday::test
