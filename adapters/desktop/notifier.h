#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

namespace endrange::desktop {

/// What the person chose on a notification.
enum class NotificationAnswer {
  Start,          ///< the button, or a click on the notification itself
  PutOffBriefly,  ///< by five minutes
  PutOff,         ///< by ten
  PutOffLong,     ///< by thirty
  Skip,
  Dismissed,  ///< closed by the person without an answer
};

/// A picture beside the words.
struct NotificationPicture {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> rgb = {};  ///< row by row from the top

  friend bool operator==(const NotificationPicture&, const NotificationPicture&) = default;
};

/// How much a notification may interrupt. None of ours is critical: that would go through do-not-disturb.
enum class Urgency { Low, Normal };

/// One notification; the buttons are always start, put off and skip. Whatever the server cannot show is left
/// out.
struct Notification {
  std::string title = {};
  std::string body = {};
  std::string without_buttons = {};  ///< said in addition by a server that has none: how to answer
  std::string start = "Start";
  std::string put_off_briefly = "In 5 minutes";
  std::string put_off = "In 10 minutes";
  std::string put_off_long = "In 30 minutes";
  std::string skip = "Skip";
  std::string icon = {};  ///< a name of the icon theme, or `file://` and an absolute path
  Urgency urgency = Urgency::Normal;
  bool with_sound = false;
  std::optional<NotificationPicture> picture = {};

  friend bool operator==(const Notification&, const Notification&) = default;
};

/// Shows one notification at a time through org.freedesktop.Notifications on the session bus.
/// A notification server that starts again while one is shown gets it again.
/// Source: Desktop Notifications Specification 1.2.
class Notifier {
 public:
  /// Connects to the session bus; fails with what to do when there is none.
  [[nodiscard]] static Result<Notifier> connect();
  Notifier(Notifier&&) noexcept;
  Notifier& operator=(Notifier&&) noexcept;
  ~Notifier();

  [[nodiscard]] Wakeup wakeup() const;

  /// Handles whatever the bus has brought. Fails when the bus is gone: destroy the notifier, connect again
  /// later.
  [[nodiscard]] Status on_ready();

  /// Shows it, in place of the one that is shown. Returns at once; what goes wrong later stands in
  /// `problem()`.
  [[nodiscard]] Status show(const Notification& notification);

  /// Takes it off the screen.
  [[nodiscard]] Status close();

  /// The answers since the last call, oldest first. An answer ends the notification it belongs to.
  [[nodiscard]] std::vector<NotificationAnswer> take_answers();

  /// Whether the server has put it on the screen.
  [[nodiscard]] bool is_shown() const;

  /// Whether the server can show buttons; `nullopt` until it has said so.
  [[nodiscard]] std::optional<bool> has_buttons() const;

  /// Why the last notification could not be shown, for `endrange doctor`; empty when all is well.
  [[nodiscard]] const std::string& problem() const;

 private:
  struct Bus;
  explicit Notifier(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
