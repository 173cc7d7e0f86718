#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/desktop/notifier.h"
#include "adapters/protocol/api.h"
#include "adapters/system/log.h"
#include "apps/endrange/trainer/trainer.h"
#include "core/base/result.h"

namespace endrange::app {

/// What the breaks need from around them.
struct BreakSurroundings {
  bool use_desktop = true;
  std::function<void()> open_page;                               ///< the person chose Start
  std::function<void(const protocol::BreakStatus&)> tell_pages;  ///< the status changed
  std::string icon = {};                                         ///< of notifications
  system::Log* log = nullptr;                                    ///< what the desktop no longer tells
  /// Whether a notification may be heard.
  std::function<bool()> is_sound_wanted = [] { return false; };
  /// Draws the first movement of the routine for so long, when there is one, and hands it over later.
  std::function<void(std::chrono::minutes length, std::function<void(desktop::NotificationPicture)> take)>
      draw_first_step = [](auto, auto) {};
};

/// Drives the workday: gives it time and activity, carries out what it decides.
class Breaks {
 public:
  Breaks(boost::asio::io_context& context, Trainer& trainer, BreakSurroundings surroundings);
  Breaks(const Breaks&) = delete;
  Breaks& operator=(const Breaks&) = delete;
  ~Breaks();

  [[nodiscard]] protocol::BreakStatus compute_status() const;
  /// The span of the day that goes on now.
  [[nodiscard]] std::optional<protocol::DayMark> find_open_mark() const;
  /// What was decided since the program began, and why.
  [[nodiscard]] protocol::BreakLog compute_log() const;
  /// What the desktop tells, and what stands in the way of the rest.
  [[nodiscard]] protocol::Signals list_signals() const;
  [[nodiscard]] Result<protocol::BreakStatus> obey(const protocol::BreakCommand& command);
  /// The page's own sign of life; counts only where the display tells nothing.
  protocol::BreakStatus hear_page(const protocol::Activity& activity);
  /// Takes the rhythm from the journal again, after it may have changed.
  void follow_settings();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace endrange::app
