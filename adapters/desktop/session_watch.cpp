#include "adapters/desktop/session_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "adapters/desktop/bus_connection.h"
#include "adapters/desktop/dconf_file.h"
#include "adapters/desktop/signal_board.h"

namespace endrange::desktop {

namespace {

using workday::Signal;

constexpr const char* Notifications = "org.freedesktop.Notifications";
constexpr const char* NotificationsPath = "/org/freedesktop/Notifications";
constexpr const char* DunstInterface = "org.dunstproject.cmd0";
constexpr const char* Xfconf = "org.xfce.Xfconf";
constexpr const char* XfconfPath = "/org/xfce/Xfconf";
constexpr const char* GnomeSession = "org.gnome.SessionManager";
constexpr const char* GnomeSessionPath = "/org/gnome/SessionManager";
constexpr const char* GnomeInhibitor = "org.gnome.SessionManager.Inhibitor";
constexpr const char* KdePower = "org.kde.Solid.PowerManagement.PolicyAgent";
constexpr const char* KdePowerPath = "/org/kde/Solid/PowerManagement/PolicyAgent";
constexpr const char* FreePower = "org.freedesktop.PowerManagement";
constexpr const char* FreePowerPath = "/org/freedesktop/PowerManagement/Inhibit";
constexpr const char* FreePowerInterface = "org.freedesktop.PowerManagement.Inhibit";
constexpr const char* Dconf = "ca.desrt.dconf";
constexpr const char* DconfInterface = "ca.desrt.dconf.Writer";
constexpr const char* GnomeNotifications = "/org/gnome/desktop/notifications/";
constexpr const char* GnomeBanners = "/org/gnome/desktop/notifications/show-banners";

/// gnome-session's flag for "the session may not be marked as idle".
constexpr std::uint32_t GnomeIdleFlag = 8;
/// KDE's flag for "the screen stays on".
constexpr std::uint32_t KdeScreenFlag = 4;

/// A setting of Xfce that is a signal.
struct XfceSetting {
  const char* channel;
  const char* property;
  Signal signal;
  const char* words;
};
constexpr std::array<XfceSetting, 2> XfceSettings = {
    {{"xfce4-notifyd", "/do-not-disturb", Signal::DoNotDisturb, "do not disturb is on"},
     {"xfce4-power-manager", "/xfce4-power-manager/presentation-mode", Signal::Presentation,
      "presentation mode is on"}}};

/// Whoever draws the lock screen.
struct Locker {
  const char* service;
  const char* path;
};
constexpr std::array<Locker, 3> Lockers = {{{"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
                                            {"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
                                            {"org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"}}};

std::filesystem::path find_dconf_database() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return std::filesystem::path(config) / "dconf/user";
  const char* home = std::getenv("HOME");
  return home == nullptr ? std::filesystem::path() : std::filesystem::path(home) / ".config/dconf/user";
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string kept_awake_by(const std::string& who) {
  return "the screen is kept awake" + (who.empty() ? "" : " by " + who);
}

}  // namespace

struct SessionWatch::Bus {
  explicit Bus(BusConnection given) : connection(std::move(given)) {
    follow(Notifications, [this] { begin_notifications(); });
    follow(Xfconf, [this] { begin_xfconf(); });
    follow(GnomeSession, [this] { begin_gnome(); });
    follow(KdePower, [this] { begin_kde(); });
    follow(FreePower, [this] { begin_free_power(); });
    for (const auto& locker : Lockers) follow(locker.service, [this, &locker] { begin_locker(locker); });
    follow_dconf();
  }

  /// What was heard from a service ends with it.
  void follow(const std::string& service, std::function<void()> begin) {
    connection.follow_service(service, [this, service, begin = std::move(begin)](bool is_there) {
      proxies.erase(service);
      properties.erase(service);
      board.release_all(service);
      if (is_there) begin();
    });
  }

  sdbus::IProxy& make_proxy(const std::string& service, const std::string& path) {
    auto& proxy = proxies[service];
    proxy = sdbus::createProxy(connection.get(), service, path);
    return *proxy;
  }

  // --- do not disturb ---

  void begin_notifications() {
    const auto hear = [this](const char* wanted, const char* words) {
      return [this, wanted, words](const std::string& property, const sdbus::Variant& value) {
        if (property == wanted) board.set(Notifications, Signal::DoNotDisturb, value_or(value, false), words);
      };
    };
    auto& followed = properties[Notifications];
    followed.clear();
    followed.push_back(std::make_unique<RemoteProperties>(connection, Notifications, NotificationsPath,
                                                          Notifications,
                                                          hear("Inhibited", "do not disturb is on")));
    followed.push_back(std::make_unique<RemoteProperties>(connection, Notifications, NotificationsPath,
                                                          DunstInterface,
                                                          hear("paused", "notifications are paused")));
  }

  void begin_xfconf() {
    auto& proxy = make_proxy(Xfconf, XfconfPath);
    proxy.finishRegistration();
    for (const auto& setting : XfceSettings) {
      proxy.callMethodAsync("GetProperty")
          .onInterface(Xfconf)
          .withArguments(std::string(setting.channel), std::string(setting.property))
          .uponReplyInvoke([this, &setting](const sdbus::Error* error, const sdbus::Variant& value) {
            if (error == nullptr) hear_xfce(setting, value);
          });
    }
    if (std::exchange(follows_xfconf, true)) return;
    for (const auto& setting : XfceSettings)
      connection.follow(fmt::format("type='signal',interface='{}',arg0='{}'", Xfconf, setting.channel),
                        [this, &setting](sdbus::Message& message) { hear_xfconf(setting, message); });
  }

  void hear_xfconf(const XfceSetting& setting, sdbus::Message& message) {
    std::string channel;
    std::string property;
    message >> channel >> property;
    if (property != setting.property) return;
    if (message.getMemberName() != "PropertyChanged") return hear_xfce(setting, sdbus::Variant(false));
    sdbus::Variant value;
    message >> value;
    hear_xfce(setting, value);
  }

  void hear_xfce(const XfceSetting& setting, const sdbus::Variant& value) {
    board.set(Xfconf, setting.signal, value_or(value, false), setting.words);
  }

  // Its writer runs only while something is written, so that its coming and going tells nothing.
  void follow_dconf() {
    // The rule lets through what is written there, and above it.
    connection.follow(fmt::format("type='signal',interface='{}',member='Notify',arg0path='{}'",
                                  DconfInterface, GnomeNotifications),
                      [this](sdbus::Message&) { read_dconf(); });
    read_dconf();
  }

  void read_dconf() {
    const auto shows_banners = find_dconf_flag(read_whole(find_dconf_database()), GnomeBanners);
    board.set(Dconf, Signal::DoNotDisturb, !shows_banners.value_or(true), "do not disturb is on");
  }

  // --- who keeps the screen awake ---

  void begin_gnome() {
    auto& proxy = make_proxy(GnomeSession, GnomeSessionPath);
    for (const auto* change : {"InhibitorAdded", "InhibitorRemoved"})
      proxy.uponSignal(change).onInterface(GnomeSession).call([this](const sdbus::ObjectPath&) {
        ask_gnome();
      });
    proxy.finishRegistration();
    ask_gnome();
  }

  void ask_gnome() {
    const auto found = proxies.find(GnomeSession);
    if (found == proxies.end()) return;
    found->second->callMethodAsync("GetInhibitors")
        .onInterface(GnomeSession)
        .uponReplyInvoke([this](const sdbus::Error* error, const std::vector<sdbus::ObjectPath>& inhibitors) {
          if (error != nullptr) return;
          gnome_inhibitors.clear();
          board.release(GnomeSession, Signal::Playing);
          for (const auto& inhibitor : inhibitors) ask_gnome_inhibitor(inhibitor);
        });
  }

  void ask_gnome_inhibitor(const std::string& path) {
    auto& proxy = gnome_inhibitors[path];
    proxy = sdbus::createProxy(connection.get(), GnomeSession, path);
    proxy->callMethodAsync("GetFlags")
        .onInterface(GnomeInhibitor)
        .uponReplyInvoke([this, path](const sdbus::Error* error, std::uint32_t flags) {
          if (error == nullptr && (flags & GnomeIdleFlag) != 0U) ask_gnome_name(path);
        });
  }

  void ask_gnome_name(const std::string& path) {
    gnome_inhibitors.at(path)
        ->callMethodAsync("GetAppId")
        .onInterface(GnomeInhibitor)
        .uponReplyInvoke([this](const sdbus::Error* error, const std::string& name) {
          board.hold(GnomeSession, Signal::Playing, kept_awake_by(error == nullptr ? name : ""));
        });
  }

  void begin_kde() {
    auto& proxy = make_proxy(KdePower, KdePowerPath);
    proxy.finishRegistration();
    ask_kde();
    if (std::exchange(follows_kde, true)) return;
    connection.follow(fmt::format("type='signal',interface='{}',member='InhibitionsChanged'", KdePower),
                      [this](sdbus::Message&) { ask_kde(); });
  }

  void ask_kde() {
    const auto found = proxies.find(KdePower);
    if (found == proxies.end()) return;
    found->second->callMethodAsync("HasInhibition")
        .onInterface(KdePower)
        .withArguments(KdeScreenFlag)
        .uponReplyInvoke([this](const sdbus::Error* error, bool is_inhibited) {
          if (error != nullptr) return;
          if (!is_inhibited) return board.release(KdePower, Signal::Playing);
          ask_kde_name();
        });
  }

  void ask_kde_name() {
    proxies.at(KdePower)
        ->callMethodAsync("ListInhibitions")
        .onInterface(KdePower)
        .uponReplyInvoke([this](const sdbus::Error* error,
                                const std::vector<sdbus::Struct<std::string, std::string>>& all) {
          board.hold(KdePower, Signal::Playing,
                     kept_awake_by(error == nullptr && !all.empty() ? all.front().get<0>() : ""));
        });
  }

  void begin_free_power() {
    auto& proxy = make_proxy(FreePower, FreePowerPath);
    proxy.uponSignal("HasInhibitChanged").onInterface(FreePowerInterface).call([this](bool is_inhibited) {
      board.set(FreePower, Signal::Playing, is_inhibited, kept_awake_by(""));
    });
    proxy.finishRegistration();
    proxy.callMethodAsync("HasInhibit")
        .onInterface(FreePowerInterface)
        .uponReplyInvoke([this](const sdbus::Error* error, bool is_inhibited) {
          if (error == nullptr) board.set(FreePower, Signal::Playing, is_inhibited, kept_awake_by(""));
        });
  }

  // --- the lock screen ---

  void begin_locker(const Locker& locker) {
    const std::string service = locker.service;
    auto& proxy = make_proxy(service, locker.path);
    proxy.uponSignal("ActiveChanged").onInterface(service).call([this, service](bool is_active) {
      board.set(service, Signal::Locked, is_active);
    });
    proxy.finishRegistration();
    proxy.callMethodAsync("GetActive")
        .onInterface(service)
        .uponReplyInvoke([this, service](const sdbus::Error* error, bool is_active) {
          if (error == nullptr) board.set(service, Signal::Locked, is_active);
        });
  }

  BusConnection connection;
  SignalBoard board = {};
  std::map<std::string, std::unique_ptr<sdbus::IProxy>> proxies = {};
  std::map<std::string, std::vector<std::unique_ptr<RemoteProperties>>> properties = {};
  std::map<std::string, std::unique_ptr<sdbus::IProxy>> gnome_inhibitors = {};
  // A rule stays for as long as the connection, so it is set once.
  bool follows_xfconf = false;
  bool follows_kde = false;
};

SessionWatch::SessionWatch(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
SessionWatch::~SessionWatch() = default;

Result<std::unique_ptr<SessionWatch>> SessionWatch::connect() {
  TRY(auto connection, BusConnection::connect(BusKind::Session));
  std::unique_ptr<Bus> bus;
  TRY_STATUS(attempt_on_bus(BusKind::Session, [&] { bus = std::make_unique<Bus>(std::move(connection)); }));
  return std::unique_ptr<SessionWatch>(new SessionWatch(std::move(bus)));
}

Wakeup SessionWatch::wakeup() const {
  auto wakeup = bus_->connection.wakeup();
  if (bus_->board.has_changes()) wakeup.timeout = std::chrono::milliseconds(0);
  return wakeup;
}

Status SessionWatch::on_ready() {
  return bus_->connection.on_ready();
}

std::vector<workday::SignalChanged> SessionWatch::take_changes() {
  return bus_->board.take_changes();
}

std::vector<SignalOrigin> SessionWatch::list_origins() const {
  std::vector<SignalOrigin> origins;
  const auto add = [&](Signal signal, const char* from, bool is_there, const char* problem) {
    origins.push_back({signal, from, is_there ? "" : problem});
  };
  const auto has = [&](const char* service) {
    return bus_->proxies.contains(service) || bus_->properties.contains(service);
  };
  std::error_code error;
  const bool has_dconf = std::filesystem::exists(find_dconf_database(), error);
  add(Signal::DoNotDisturb, "the desktop's notifications", has(Notifications) || has(Xfconf) || has_dconf,
      "no desktop with such a switch is running");
  add(Signal::Playing, "the desktop's power settings", has(GnomeSession) || has(KdePower) || has(FreePower),
      "no desktop that counts who keeps the screen awake is running");
  add(Signal::Presentation, "Xfce's presentation mode", has(Xfconf), "only Xfce has such a switch");
  add(Signal::Locked, "the lock screen",
      std::ranges::any_of(Lockers, [&](const Locker& locker) { return has(locker.service); }),
      "no lock screen answers on the session bus");
  return origins;
}

}  // namespace endrange::desktop
