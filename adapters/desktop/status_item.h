#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

namespace endrange::desktop {

/// One line of the menu; without words it is a line between two groups.
struct MenuEntry {
  std::int32_t choice = 0;  ///< what `take_choices` tells; above 0, each once
  std::string words = {};
  bool can_be_chosen = true;

  friend bool operator==(const MenuEntry&, const MenuEntry&) = default;
};

/// What the item shows.
struct StatusLook {
  std::string tip = {};  ///< one sentence
  bool needs_attention = false;
  std::vector<MenuEntry> menu = {};

  friend bool operator==(const StatusLook&, const StatusLook&) = default;
};

/// An icon with a menu in the desktop's panel, where the panel takes such: StatusNotifierItem with
/// com.canonical.dbusmenu. Without a panel it waits for one; a panel that starts again gets it again.
/// Source: freedesktop.org StatusNotifierItem draft 0.1; com.canonical.dbusmenu, version 3.
class StatusItem {
 public:
  /// A click on the icon itself, in `take_choices`.
  static constexpr std::int32_t Activated = 0;

  [[nodiscard]] static Result<StatusItem> connect();
  StatusItem(StatusItem&&) noexcept;
  StatusItem& operator=(StatusItem&&) noexcept;
  ~StatusItem();

  [[nodiscard]] Wakeup wakeup() const;

  /// Handles whatever the bus has brought. Fails when the bus is gone: destroy the item.
  [[nodiscard]] Status on_ready();

  [[nodiscard]] Status show(const StatusLook& look);

  /// What was chosen since the last call, oldest first.
  [[nodiscard]] std::vector<std::int32_t> take_choices();

  /// Whether a panel has taken it.
  [[nodiscard]] bool is_registered() const;

 private:
  struct Bus;
  explicit StatusItem(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
