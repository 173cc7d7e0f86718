#pragma once

#include <webkit2/webkit2.h>

#include <functional>
#include <memory>

#include "apps/endrange-window/opening.h"

namespace endrange::window {

enum class Theme { System, Light, Dark };

/// What a page view tells.
struct PageEvents {
  std::function<void()> painted;  ///< something of the page stands on the screen
  std::function<void()> lost;     ///< it cannot be loaded, or its process has ended
};

/// The page in a web view that can do nothing else: one origin, no other host, nothing kept, no camera, no
/// windows, no downloads, no developer tools.
class PageView {
 public:
  PageView(const Opening& opening, Theme theme, PageEvents events);
  PageView(const PageView&) = delete;
  PageView& operator=(const PageView&) = delete;
  ~PageView();

  [[nodiscard]] GtkWidget* widget() const;
  /// Whether the page's process is shut in a sandbox of its own.
  [[nodiscard]] bool is_sandboxed() const;

  void load();
  /// Tells the page that it goes, so that it sends what it holds. Nothing is awaited.
  void take_leave();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace endrange::window
