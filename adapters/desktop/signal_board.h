#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/workday/input.h"

namespace endrange::desktop {

/// Which signals are on. Several origins may hold the same one; it is off when the last lets go.
class SignalBoard {
 public:
  /// @param by  for the screen: "microphone in use by 4242 firefox"; empty for the signal's own words
  void hold(const std::string& origin, workday::Signal signal, std::string by = {});
  void release(const std::string& origin, workday::Signal signal);
  /// Holds or releases.
  void set(const std::string& origin, workday::Signal signal, bool is_on, std::string by = {});
  /// The origin is gone: all that it held is released.
  void release_all(std::string_view origin);

  [[nodiscard]] bool is_on(workday::Signal signal) const { return told_.contains(signal); }
  /// Nothing while the signal is off.
  [[nodiscard]] std::string words_of(workday::Signal signal) const;

  /// What became of each signal that changed since the last call.
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() { return std::exchange(changes_, {}); }
  [[nodiscard]] bool has_changes() const { return !changes_.empty(); }

 private:
  void settle(workday::Signal signal);

  std::map<std::pair<workday::Signal, std::string>, std::string> held_;
  std::map<workday::Signal, std::string> told_;
  std::vector<workday::SignalChanged> changes_;
};

}  // namespace endrange::desktop
