#include "adapters/desktop/signal_board.h"

#include <optional>

namespace endrange::desktop {

void SignalBoard::hold(const std::string& origin, workday::Signal signal, std::string by) {
  held_[{signal, origin}] = std::move(by);
  settle(signal);
}

void SignalBoard::release(const std::string& origin, workday::Signal signal) {
  held_.erase({signal, origin});
  settle(signal);
}

void SignalBoard::set(const std::string& origin, workday::Signal signal, bool is_on, std::string by) {
  is_on ? hold(origin, signal, std::move(by)) : release(origin, signal);
}

void SignalBoard::release_all(std::string_view origin) {
  std::vector<workday::Signal> released;
  std::erase_if(held_, [&](const auto& held) {
    const auto& [signal, by] = held.first;
    if (by != origin) return false;
    released.push_back(signal);
    return true;
  });
  for (const auto signal : released) settle(signal);
}

std::string SignalBoard::words_of(workday::Signal signal) const {
  const auto found = told_.find(signal);
  return found == told_.end() ? std::string() : found->second;
}

// An origin that can name who it is goes before one that cannot.
void SignalBoard::settle(workday::Signal signal) {
  std::optional<std::string> by;
  for (auto it = held_.lower_bound({signal, {}}); it != held_.end() && it->first.first == signal; ++it)
    if (!by || by->empty()) by = it->second;
  const auto told = told_.find(signal);
  const bool was_on = told != told_.end();
  if (!by && !was_on) return;
  if (by && was_on && told->second == *by) return;
  changes_.push_back({signal, by.has_value(), by.value_or("")});
  if (by)
    told_[signal] = std::move(*by);
  else
    told_.erase(told);
}

}  // namespace endrange::desktop
