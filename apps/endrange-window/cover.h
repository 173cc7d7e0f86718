#pragma once

#include <gtk/gtk.h>

#include <functional>

#include "apps/endrange-window/gobject.h"

namespace endrange::window {

/// What someone does to a cover.
struct CoverEvents {
  std::function<void()> pressed_leave;  ///< Escape or the button, once
  std::function<void()> closed;         ///< by the window manager, or because its monitor went
  std::function<void()> drawn;          ///< it stands on the screen; may be told again and again
};

/// A window over all of one monitor: a strip with the way out, which is GTK's own and works whatever the page
/// does, and below it the page or a calm word.
class Cover {
 public:
  /// @param content  shown below the strip; the cover holds it as long as it stands
  Cover(GtkWidget* content, CoverEvents events);
  Cover(const Cover&) = delete;
  Cover& operator=(const Cover&) = delete;
  ~Cover();

  /// Over this monitor from now on; nullptr: wherever the compositor puts it.
  void place(GdkMonitor* monitor);
  /// The monitor that it was placed on, or that it is seen on; nullptr while that is not known.
  [[nodiscard]] GdkMonitor* find_monitor() const;

  void show();
  void hide();
  /// Whether the strip asks to press again.
  void ask_again(bool is_asked);

 private:
  void make_strip(GtkBox* column);
  void fill_monitor();

  CoverEvents events_;
  GtkWindow* window_ = nullptr;
  GtkLabel* hint_ = nullptr;
  GtkButton* leave_ = nullptr;
  Owned<GdkMonitor> monitor_ = {};
  bool is_layer_ = false;
};

/// Whether covers lie on a layer of their own above all windows, as the compositor offers it (layer-shell).
[[nodiscard]] bool has_layers();

/// A calm word in the middle of an otherwise empty cover.
[[nodiscard]] GtkWidget* make_calm_word(const char* words);

/// The colours and sizes of all covers, light or dark as the desktop is.
void dress_covers();

}  // namespace endrange::window
