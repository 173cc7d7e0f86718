#include "apps/endrange-window/page_view.h"

#include <array>
#include <string_view>
#include <utility>

#include "apps/endrange-window/gobject.h"
#include "apps/endrange-window/sandbox.h"

namespace endrange::window {
namespace {

/// A page without content; also where the page is sent when it goes.
constexpr const char* Nowhere = "about:blank";

/// Nothing listens on this port of this machine, so whatever is sent there fails. Source: RFC 1700 reserves
/// it for a service (tcpmux) that nothing has used for decades.
constexpr const char* DeadEnd = "http://127.0.0.1:1";

/// Tells when the page's first text or picture is on the screen. Source: W3C Paint Timing,
/// "first-contentful-paint".
constexpr const char* TellPaint = R"(
new PerformanceObserver((list) => {
  if (list.getEntriesByName('first-contentful-paint').length > 0)
    window.webkit.messageHandlers.painted.postMessage('');
}).observe({ type: 'paint', buffered: true });
)";

bool is_within(std::string_view address, const std::string& origin) {
  return address.starts_with(origin + "/");
}

/// Nothing is kept, and no other host or port is reached: all but the origin is sent to a dead end.
Owned<WebKitWebContext> make_context(const std::string& origin, bool is_sandboxed) {
  const Owned<WebKitWebsiteDataManager> data(webkit_website_data_manager_new_ephemeral());
  const auto host_and_port = origin.substr(origin.rfind('/') + 1);
  const std::array<const char*, 2> direct = {host_and_port.c_str(), nullptr};
  auto* const proxy = webkit_network_proxy_settings_new(DeadEnd, direct.data());
  webkit_website_data_manager_set_network_proxy_settings(data.get(), WEBKIT_NETWORK_PROXY_MODE_CUSTOM, proxy);
  webkit_network_proxy_settings_free(proxy);
  Owned<WebKitWebContext> context(webkit_web_context_new_with_website_data_manager(data.get()));
  webkit_web_context_set_sandbox_enabled(context.get(), is_sandboxed ? TRUE : FALSE);
  webkit_web_context_set_cache_model(context.get(), WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  webkit_web_context_set_spell_checking_enabled(context.get(), FALSE);
  return context;
}

Owned<WebKitSettings> make_settings() {
  Owned<WebKitSettings> settings(webkit_settings_new());
  auto* const set = settings.get();
  webkit_settings_set_enable_developer_extras(set, FALSE);
  webkit_settings_set_javascript_can_open_windows_automatically(set, FALSE);
  webkit_settings_set_javascript_can_access_clipboard(set, FALSE);
  webkit_settings_set_allow_file_access_from_file_urls(set, FALSE);
  webkit_settings_set_enable_media_stream(set, FALSE);
  webkit_settings_set_enable_webrtc(set, FALSE);
  webkit_settings_set_enable_page_cache(set, FALSE);
  webkit_settings_set_enable_html5_database(set, FALSE);
  webkit_settings_set_enable_fullscreen(set, FALSE);
  webkit_settings_set_enable_back_forward_navigation_gestures(set, FALSE);
  // The break begins by itself, and its tones with it.
  webkit_settings_set_media_playback_requires_user_gesture(set, FALSE);
  return settings;
}

void prefer(Theme theme) {
  if (theme == Theme::System) return;
  g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme",
               theme == Theme::Dark ? TRUE : FALSE, nullptr);
}

}  // namespace

struct PageView::Inside {
  Opening opening;
  PageEvents events;
  bool is_sandboxed = can_sandbox();
  bool is_leaving = false;
  Owned<WebKitWebContext> context = make_context(opening.origin, is_sandboxed);
  Owned<WebKitUserContentManager> content =
      Owned<WebKitUserContentManager>(webkit_user_content_manager_new());
  Owned<GtkWidget> view = {};

  [[nodiscard]] WebKitWebView* web() const { return WEBKIT_WEB_VIEW(view.get()); }

  void listen_for_paint() {
    connect(
        content.get(), "script-message-received::painted",
        [](WebKitUserContentManager*, WebKitJavascriptResult*, gpointer self) {
          static_cast<Inside*>(self)->events.painted();
        },
        this);
    webkit_user_content_manager_register_script_message_handler(content.get(), "painted");
    auto* const script =
        webkit_user_script_new(TellPaint, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                               WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, nullptr, nullptr);
    webkit_user_content_manager_add_script(content.get(), script);
    webkit_user_script_unref(script);
  }

  void make_view() {
    const Owned<WebKitSettings> settings = make_settings();
    const Owned<WebKitWebsitePolicies> policies(
        webkit_website_policies_new_with_policies("autoplay", WEBKIT_AUTOPLAY_ALLOW, nullptr));
    auto* const made =
        g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context.get(), "settings", settings.get(),
                     "user-content-manager", content.get(), "website-policies", policies.get(), nullptr);
    g_object_ref_sink(made);
    view.reset(GTK_WIDGET(made));
    // Until the page is painted, the cover's own colour shows through: no white flash in the dark.
    const GdkRGBA clear = {};
    webkit_web_view_set_background_color(web(), &clear);
  }

  void hold_fast() {
    auto* const widget = view.get();
    connect(
        widget, "decide-policy",
        [](WebKitWebView*, WebKitPolicyDecision* decision, WebKitPolicyDecisionType type, gpointer self)
            -> gboolean { return static_cast<Inside*>(self)->decide(decision, type) ? FALSE : TRUE; },
        this);
    connect(
        widget, "permission-request",
        [](WebKitWebView*, WebKitPermissionRequest* request, gpointer) -> gboolean {
          webkit_permission_request_deny(request);
          return TRUE;
        },
        nullptr);
    connect(
        widget, "context-menu",
        [](WebKitWebView*, WebKitContextMenu*, GdkEvent*, WebKitHitTestResult*, gpointer) -> gboolean {
          return TRUE;
        },
        nullptr);
    // Dialogs would stand in the way of the way out; a page that wants to ask something does it on the page.
    connect(
        widget, "script-dialog",
        [](WebKitWebView*, WebKitScriptDialog*, gpointer) -> gboolean { return TRUE; }, nullptr);
    connect(
        widget, "run-file-chooser",
        [](WebKitWebView*, WebKitFileChooserRequest* request, gpointer) -> gboolean {
          webkit_file_chooser_request_cancel(request);
          return TRUE;
        },
        nullptr);
    connect(
        widget, "print", [](WebKitWebView*, WebKitPrintOperation*, gpointer) -> gboolean { return TRUE; },
        nullptr);
    connect(
        context.get(), "download-started",
        [](WebKitWebContext*, WebKitDownload* download, gpointer) { webkit_download_cancel(download); },
        nullptr);
  }

  void watch_loss() {
    connect(
        view.get(), "load-failed",
        [](WebKitWebView*, WebKitLoadEvent, char*, GError*, gpointer self) -> gboolean {
          static_cast<Inside*>(self)->lose();
          return TRUE;  // no page of WebKit's own about it
        },
        this);
    connect(
        view.get(), "web-process-terminated",
        [](WebKitWebView*, WebKitWebProcessTerminationReason, gpointer self) {
          static_cast<Inside*>(self)->lose();
        },
        this);
  }

  void lose() const {
    if (!is_leaving) events.lost();
  }

  // Whether WebKit goes on as it would; what is refused is refused here.
  [[nodiscard]] bool decide(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type) const {
    bool is_allowed = false;
    if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION) {
      auto* const action = webkit_navigation_policy_decision_get_navigation_action(
          WEBKIT_NAVIGATION_POLICY_DECISION(decision));
      const char* const address = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
      is_allowed = is_within(address, opening.origin) || (is_leaving && std::string_view(address) == Nowhere);
    } else if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE) {
      is_allowed = webkit_response_policy_decision_is_mime_type_supported(
                       WEBKIT_RESPONSE_POLICY_DECISION(decision)) != FALSE;
    }
    if (!is_allowed) webkit_policy_decision_ignore(decision);
    return is_allowed;
  }
};

PageView::PageView(const Opening& opening, Theme theme, PageEvents events)
    : inside_(std::make_unique<Inside>(opening, std::move(events))) {
  prefer(theme);
  inside_->listen_for_paint();
  inside_->make_view();
  inside_->hold_fast();
  inside_->watch_loss();
}

PageView::~PageView() {
  // The signals name what is about to go.
  g_signal_handlers_disconnect_by_data(inside_->view.get(), inside_.get());
  g_signal_handlers_disconnect_by_data(inside_->content.get(), inside_.get());
  gtk_widget_destroy(inside_->view.get());
}

GtkWidget* PageView::widget() const {
  return inside_->view.get();
}

bool PageView::is_sandboxed() const {
  return inside_->is_sandboxed;
}

void PageView::load() {
  webkit_web_view_load_uri(inside_->web(), inside_->opening.address.c_str());
}

void PageView::take_leave() {
  inside_->is_leaving = true;
  webkit_web_view_load_uri(inside_->web(), Nowhere);
}

}  // namespace endrange::window
