#include "apps/endrange-window/cover.h"

#include <gdk/gdkkeysyms.h>
#include <gtk-layer-shell.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace endrange::window {
namespace {

constexpr const char* Hint = "Escape twice to leave";
constexpr const char* HintAgain = "Once more to leave";

/// Paper and ink of the page (web/src/styles/tokens.css), with room around.
constexpr std::string_view Shape = R"(
.cover label, .cover button { font-size: 13pt; }
.cover .strip { padding: 8px 16px; }
.cover .word { font-size: 30pt; }
.cover button { padding: 6px 18px; border-radius: 10px; background-image: none; box-shadow: none; text-shadow: none; }
)";
constexpr std::string_view LightColours = R"(
.cover { background-color: #faf8f5; color: #575a5e; }
.cover button { background-color: #ffffff; color: #1d1f21; border: 1px solid #85817a; }
.cover .asked { color: #1d1f21; }
)";
constexpr std::string_view DarkColours = R"(
.cover { background-color: #16181a; color: #a8aaad; }
.cover button { background-color: #1e2124; color: #e9e6e1; border: 1px solid #7b8087; }
.cover .asked { color: #e9e6e1; }
)";

bool is_dark() {
  gboolean prefers_dark = FALSE;
  char* name = nullptr;
  g_object_get(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", &prefers_dark,
               "gtk-theme-name", &name, nullptr);
  const OwnedText theme(name);
  return prefers_dark != FALSE || (theme && std::string_view(theme.get()).ends_with("-dark"));
}

void add_class(GtkWidget* widget, const char* name) {
  gtk_style_context_add_class(gtk_widget_get_style_context(widget), name);
}

}  // namespace

bool has_layers() {
  return gtk_layer_is_supported() != FALSE;
}

void dress_covers() {
  const Owned<GtkCssProvider> provider(gtk_css_provider_new());
  const auto style = std::string(Shape) + std::string(is_dark() ? DarkColours : LightColours);
  gtk_css_provider_load_from_data(provider.get(), style.c_str(), -1, nullptr);
  gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(provider.get()),
                                            GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

GtkWidget* make_calm_word(const char* words) {
  auto* const label = gtk_label_new(words);
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
  add_class(label, "word");
  return label;
}

Cover::Cover(GtkWidget* content, CoverEvents events)
    : events_(std::move(events)),
      window_(GTK_WINDOW(gtk_window_new(GTK_WINDOW_TOPLEVEL))),
      is_layer_(has_layers()) {
  auto* const widget = GTK_WIDGET(window_);
  add_class(widget, "cover");
  gtk_window_set_title(window_, "Endrange: a break");
  gtk_window_set_decorated(window_, FALSE);
  gtk_window_set_skip_taskbar_hint(window_, TRUE);
  gtk_window_set_keep_above(window_, TRUE);
  if (is_layer_) {
    gtk_layer_init_for_window(window_);
    gtk_layer_set_namespace(window_, "endrange-break");
    gtk_layer_set_layer(window_, GTK_LAYER_SHELL_LAYER_OVERLAY);
    gtk_layer_set_exclusive_zone(window_, -1);
    gtk_layer_set_keyboard_mode(window_, GTK_LAYER_SHELL_KEYBOARD_MODE_EXCLUSIVE);
    for (const auto edge : {GTK_LAYER_SHELL_EDGE_LEFT, GTK_LAYER_SHELL_EDGE_RIGHT, GTK_LAYER_SHELL_EDGE_TOP,
                            GTK_LAYER_SHELL_EDGE_BOTTOM})
      gtk_layer_set_anchor(window_, edge, TRUE);
  }

  auto* const column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_container_add(GTK_CONTAINER(window_), column);
  make_strip(GTK_BOX(column));
  gtk_box_pack_start(GTK_BOX(column), content, TRUE, TRUE, 0);

  // The page never sees it: WebKit would hand on what the page made no use of, and the same key came twice.
  connect(
      window_, "key-press-event",
      [](GtkWidget*, GdkEventKey* key, gpointer self) -> gboolean {
        if (key->keyval != GDK_KEY_Escape) return FALSE;
        static_cast<Cover*>(self)->events_.pressed_leave();
        return TRUE;
      },
      this);
  connect(
      window_, "delete-event",
      [](GtkWidget*, GdkEvent*, gpointer self) -> gboolean {
        static_cast<Cover*>(self)->events_.closed();
        return TRUE;
      },
      this);
  g_signal_connect_data(window_, "draw", G_CALLBACK(+[](GtkWidget*, cairo_t*, gpointer self) -> gboolean {
                          static_cast<Cover*>(self)->events_.drawn();
                          return FALSE;
                        }),
                        this, nullptr, G_CONNECT_AFTER);
}

Cover::~Cover() {
  g_signal_handlers_disconnect_by_data(window_, this);
  g_signal_handlers_disconnect_by_data(leave_, this);
  gtk_widget_destroy(GTK_WIDGET(window_));
}

void Cover::make_strip(GtkBox* column) {
  auto* const strip = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 16);
  add_class(strip, "strip");
  auto* const hint = gtk_label_new(Hint);
  auto* const leave = gtk_button_new_with_label("Leave");
  gtk_widget_set_can_focus(leave, FALSE);  // the keys are the page's; Escape does the same
  hint_ = GTK_LABEL(hint);
  leave_ = GTK_BUTTON(leave);
  connect(
      leave, "clicked", [](GtkButton*, gpointer self) { static_cast<Cover*>(self)->events_.pressed_leave(); },
      this);
  gtk_box_pack_end(GTK_BOX(strip), leave, FALSE, FALSE, 0);
  gtk_box_pack_end(GTK_BOX(strip), hint, FALSE, FALSE, 0);
  gtk_box_pack_start(column, strip, FALSE, FALSE, 0);
}

void Cover::place(GdkMonitor* monitor) {
  const bool is_moved = monitor != monitor_.get();
  monitor_ = monitor == nullptr ? nullptr : share(monitor);
  if (is_layer_) {
    // Also takes it off the screen and shows it there again.
    if (is_moved) gtk_layer_set_monitor(window_, monitor);
    return;
  }
  fill_monitor();
}

// By size and place, for displays without a window manager; as full screen, for those with one.
void Cover::fill_monitor() {
  if (!monitor_) return gtk_window_fullscreen(window_);
  GdkRectangle area = {};
  gdk_monitor_get_geometry(monitor_.get(), &area);
  gtk_window_move(window_, area.x, area.y);
  gtk_window_set_default_size(window_, area.width, area.height);
  gtk_window_resize(window_, area.width, area.height);
  auto* const display = gdk_monitor_get_display(monitor_.get());
  for (int i = 0; i < gdk_display_get_n_monitors(display); ++i)
    if (gdk_display_get_monitor(display, i) == monitor_.get())
      gtk_window_fullscreen_on_monitor(window_, gdk_display_get_default_screen(display), i);
}

GdkMonitor* Cover::find_monitor() const {
  if (monitor_) return monitor_.get();
  auto* const drawn_on = gtk_widget_get_window(GTK_WIDGET(window_));
  if (drawn_on == nullptr || gtk_widget_get_mapped(GTK_WIDGET(window_)) == FALSE) return nullptr;
  return gdk_display_get_monitor_at_window(gtk_widget_get_display(GTK_WIDGET(window_)), drawn_on);
}

void Cover::show() {
  gtk_widget_show_all(GTK_WIDGET(window_));
  if (!is_layer_) gtk_window_present(window_);
}

void Cover::hide() {
  gtk_widget_hide(GTK_WIDGET(window_));
}

void Cover::ask_again(bool is_asked) {
  gtk_label_set_text(hint_, is_asked ? HintAgain : Hint);
  auto* const style = gtk_widget_get_style_context(GTK_WIDGET(hint_));
  is_asked ? gtk_style_context_add_class(style, "asked") : gtk_style_context_remove_class(style, "asked");
}

}  // namespace endrange::window
