#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "apps/endrange-window/cover.h"

namespace endrange::window {

/// Where the page is wished.
enum class Wish {
  Pointer,  ///< the monitor with the pointer; where that is secret, the one that the compositor takes
  Primary,
};

/// What the screens tell.
struct ScreenEvents {
  std::function<void()> shown;              ///< the page's cover stands on the screen
  std::function<void()> pressed_leave;      ///< once
  std::function<void()> closed;             ///< the window manager closed one
  std::function<void(int count)> arranged;  ///< so many monitors are covered
};

/// A cover over every monitor, the page on one of them; follows monitors that come and go.
class Screens {
 public:
  Screens(GtkWidget* page, Wish wish, ScreenEvents events);
  Screens(const Screens&) = delete;
  Screens& operator=(const Screens&) = delete;
  ~Screens();

  void hide();
  void ask_again(bool is_asked);

 private:
  void arrange();
  void arrange_soon();
  void arrange_in(guint wait_ms);
  void cover_others(GdkMonitor* with_page);
  [[nodiscard]] std::vector<GdkMonitor*> list_monitors() const;
  [[nodiscard]] GdkMonitor* choose(const std::vector<GdkMonitor*>& monitors) const;
  [[nodiscard]] CoverEvents make_events();

  GdkDisplay* display_;
  Wish wish_;
  ScreenEvents events_;
  std::unique_ptr<Cover> page_;
  std::vector<std::unique_ptr<Cover>> others_;
  guint soon_ = 0;  // the timer that arranges; 0: none
  int arranged_ = 0;
  bool is_hidden_ = false;
};

}  // namespace endrange::window
