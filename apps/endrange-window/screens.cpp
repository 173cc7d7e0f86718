#include "apps/endrange-window/screens.h"

#include <algorithm>
#include <utility>

namespace endrange::window {
namespace {

/// Monitors come and go in several steps; after so long without one it is over.
constexpr guint SettledAfterMs = 150;
/// So long after appearing, a compositor has said which monitor it took.
constexpr guint KnownAfterMs = 100;

constexpr const char* CalmWords = "A break.\nThe movement is on the other screen.";

bool holds(const std::vector<GdkMonitor*>& monitors, const GdkMonitor* monitor) {
  return std::ranges::find(monitors, monitor) != monitors.end();
}

}  // namespace

Screens::Screens(GtkWidget* page, Wish wish, ScreenEvents events)
    : display_(gdk_display_get_default()), wish_(wish), events_(std::move(events)) {
  dress_covers();
  auto page_events = make_events();
  page_events.drawn = [this] { events_.shown(); };
  page_ = std::make_unique<Cover>(page, std::move(page_events));
  for (const auto* signal : {"monitor-added", "monitor-removed"})
    connect(
        display_, signal,
        [](GdkDisplay*, GdkMonitor*, gpointer self) { static_cast<Screens*>(self)->arrange_soon(); }, this);
  for (const auto* signal : {"monitors-changed", "size-changed"})
    connect(
        gdk_display_get_default_screen(display_), signal,
        [](GdkScreen*, gpointer self) { static_cast<Screens*>(self)->arrange_soon(); }, this);
  arrange();
}

Screens::~Screens() {
  if (soon_ != 0) g_source_remove(soon_);
  g_signal_handlers_disconnect_by_data(display_, this);
  g_signal_handlers_disconnect_by_data(gdk_display_get_default_screen(display_), this);
}

CoverEvents Screens::make_events() {
  CoverEvents events;
  events.pressed_leave = [this] { events_.pressed_leave(); };
  // A layer is closed by the compositor, when its monitor goes; a window by the person.
  events.closed = [this] { has_layers() ? arrange_soon() : events_.closed(); };
  events.drawn = [] {};
  return events;
}

void Screens::arrange_soon() {
  if (soon_ != 0) g_source_remove(soon_);
  arrange_in(SettledAfterMs);
}

void Screens::arrange_in(guint wait_ms) {
  soon_ = g_timeout_add(
      wait_ms,
      [](gpointer data) -> gboolean {
        auto* const self = static_cast<Screens*>(data);
        self->soon_ = 0;
        self->arrange();
        return G_SOURCE_REMOVE;
      },
      this);
}

std::vector<GdkMonitor*> Screens::list_monitors() const {
  std::vector<GdkMonitor*> monitors;
  for (int i = 0; i < gdk_display_get_n_monitors(display_); ++i)
    monitors.push_back(gdk_display_get_monitor(display_, i));
  return monitors;
}

GdkMonitor* Screens::choose(const std::vector<GdkMonitor*>& monitors) const {
  if (monitors.size() == 1) return monitors.front();
  if (wish_ == Wish::Pointer) {
    // The compositor takes the one in use; where the pointer is, it does not tell.
    if (has_layers()) return nullptr;
    int x = 0;
    int y = 0;
    auto* const pointer = gdk_seat_get_pointer(gdk_display_get_default_seat(display_));
    if (pointer != nullptr) gdk_device_get_position(pointer, nullptr, &x, &y);
    return gdk_display_get_monitor_at_point(display_, x, y);
  }
  auto* const primary = gdk_display_get_primary_monitor(display_);
  return primary != nullptr ? primary : monitors.front();
}

void Screens::arrange() {
  if (is_hidden_) return;
  const auto monitors = list_monitors();
  if (monitors.empty()) return;  // all of them are off; one will come
  auto* with_page = page_->find_monitor();
  if (!holds(monitors, with_page)) {
    with_page = choose(monitors);
    page_->place(with_page);
    page_->show();
    // Where it was put is known once it stands there.
    if (with_page == nullptr) {
      if (soon_ == 0) arrange_in(KnownAfterMs);
      return;
    }
  } else {
    page_->place(with_page);
  }
  cover_others(with_page);
  if (std::exchange(arranged_, static_cast<int>(monitors.size())) != static_cast<int>(monitors.size()))
    events_.arranged(arranged_);
}

void Screens::cover_others(GdkMonitor* with_page) {
  const auto monitors = list_monitors();
  std::erase_if(others_, [&](const auto& cover) {
    auto* const monitor = cover->find_monitor();
    return monitor == with_page || !holds(monitors, monitor);
  });
  for (auto* const monitor : monitors) {
    if (monitor == with_page) continue;
    const auto found =
        std::ranges::find_if(others_, [&](const auto& cover) { return cover->find_monitor() == monitor; });
    if (found != others_.end()) {
      (*found)->place(monitor);
      continue;
    }
    others_.push_back(std::make_unique<Cover>(make_calm_word(CalmWords), make_events()));
    others_.back()->place(monitor);
    others_.back()->show();
  }
}

void Screens::hide() {
  is_hidden_ = true;
  page_->hide();
  for (const auto& cover : others_) cover->hide();
}

void Screens::ask_again(bool is_asked) {
  page_->ask_again(is_asked);
  for (const auto& cover : others_) cover->ask_again(is_asked);
}

}  // namespace endrange::window
