#include "adapters/desktop/status_item.h"

#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <utility>

#include "adapters/desktop/bus.h"
#include "adapters/desktop/status_icon.h"

namespace endrange::desktop {
namespace {

constexpr const char* Watcher = "org.kde.StatusNotifierWatcher";
constexpr const char* WatcherPath = "/StatusNotifierWatcher";
constexpr const char* ItemInterface = "org.kde.StatusNotifierItem";
constexpr const char* ItemPath = "/StatusNotifierItem";
constexpr const char* MenuInterface = "com.canonical.dbusmenu";
constexpr const char* MenuPath = "/MenuBar";
constexpr std::uint32_t MenuVersion = 3;
constexpr std::int32_t Root = 0;

using Properties = std::map<std::string, sdbus::Variant>;
/// Width, height, pixels.
using Pixmap = sdbus::Struct<std::int32_t, std::int32_t, std::vector<std::uint8_t>>;
using Tip = sdbus::Struct<std::string, std::vector<Pixmap>, std::string, std::string>;
/// Number, properties, children.
using Layout = sdbus::Struct<std::int32_t, Properties, std::vector<sdbus::Variant>>;
using EntryProperties = sdbus::Struct<std::int32_t, Properties>;
using MenuEvent = sdbus::Struct<std::int32_t, std::string, sdbus::Variant, std::uint32_t>;

std::vector<Pixmap> make_icon(bool needs_attention) {
  std::vector<Pixmap> sizes;
  for (const int size : {22, 48}) {
    auto icon = draw_status_icon(size, needs_attention);
    sizes.emplace_back(icon.size_px, icon.size_px, std::move(icon.argb));
  }
  return sizes;
}

/// A mark with an underscore would be taken for an access key.
std::string escape_label(const std::string& words) {
  std::string escaped;
  for (const char letter : words) escaped += letter == '_' ? "__" : std::string(1, letter);
  return escaped;
}

Properties make_properties(const MenuEntry& entry) {
  if (entry.words.empty()) return {{"type", sdbus::Variant(std::string("separator"))}};
  Properties properties{{"label", sdbus::Variant(escape_label(entry.words))}};
  if (!entry.can_be_chosen) properties.emplace("enabled", sdbus::Variant(false));
  return properties;
}

}  // namespace

struct StatusItem::Bus {
  std::unique_ptr<sdbus::IConnection> connection;
  std::unique_ptr<sdbus::IObject> item;
  std::unique_ptr<sdbus::IObject> menu;
  std::unique_ptr<sdbus::IProxy> watcher;
  std::string name = {};
  StatusLook look = {};
  std::uint32_t revision = 1;
  std::vector<std::int32_t> choices = {};
  bool is_registered = false;

  void connect() {
    connection = sdbus::createSessionBusConnection();
    // A process may have several: the number after its own tells them apart.
    static int count = 0;  // on the one thread that knows the desktop
    name = fmt::format("org.kde.StatusNotifierItem-{}-{}", ::getpid(), ++count);
    item = sdbus::createObject(*connection, ItemPath);
    add_item();
    item->finishRegistration();
    menu = sdbus::createObject(*connection, MenuPath);
    add_menu();
    menu->finishRegistration();
    connection->requestName(name);
    watcher = sdbus::createProxy(*connection, Watcher, WatcherPath);
    follow_owner(*connection, Watcher, [this](bool is_there) {
      is_registered = false;
      if (is_there) register_item();
    });
    register_item();
  }

  void register_item() {
    watcher->callMethodAsync("RegisterStatusNotifierItem")
        .onInterface(Watcher)
        .withArguments(name)
        .uponReplyInvoke([this](const sdbus::Error* error) { is_registered = error == nullptr; });
  }

  // --- the item ---

  template <typename Getter>
  void add_property(const char* property, Getter getter) const {
    item->registerProperty(property).onInterface(ItemInterface).withGetter(std::move(getter));
  }

  void add_item() {
    add_property("Category", [] { return std::string("ApplicationStatus"); });
    add_property("Id", [] { return std::string("endrange"); });
    add_property("Title", [] { return std::string("Endrange"); });
    add_property("Status",
                 [this] { return std::string(look.needs_attention ? "NeedsAttention" : "Active"); });
    add_property("WindowId", [] { return std::int32_t(0); });
    add_property("IconName", [] { return std::string(); });
    add_property("IconThemePath", [] { return std::string(); });
    add_property("IconPixmap", [] { return make_icon(false); });
    add_property("OverlayIconName", [] { return std::string(); });
    add_property("OverlayIconPixmap", [] { return std::vector<Pixmap>(); });
    add_property("AttentionIconName", [] { return std::string(); });
    add_property("AttentionIconPixmap", [] { return make_icon(true); });
    add_property("AttentionMovieName", [] { return std::string(); });
    add_property("ToolTip", [this] { return Tip{"", {}, "Endrange", look.tip}; });
    add_property("ItemIsMenu", [] { return false; });
    add_property("Menu", [] { return sdbus::ObjectPath(MenuPath); });
    item->registerMethod("Activate")
        .onInterface(ItemInterface)
        .implementedAs([this](std::int32_t, std::int32_t) { choices.push_back(Activated); });
    for (const auto* const other : {"SecondaryActivate", "ContextMenu"})
      item->registerMethod(other).onInterface(ItemInterface).implementedAs([](std::int32_t, std::int32_t) {});
    item->registerMethod("Scroll")
        .onInterface(ItemInterface)
        .implementedAs([](std::int32_t, const std::string&) {});
    for (const auto* const plain :
         {"NewTitle", "NewIcon", "NewAttentionIcon", "NewOverlayIcon", "NewToolTip"})
      item->registerSignal(plain).onInterface(ItemInterface);
    item->registerSignal("NewStatus").onInterface(ItemInterface).withParameters<std::string>("status");
  }

  // --- the menu ---

  [[nodiscard]] Layout make_layout(std::int32_t parent, std::int32_t depth) const {
    if (parent == Root) {
      std::vector<sdbus::Variant> children;
      if (depth != 0)
        for (std::size_t at = 0; at < look.menu.size(); ++at)
          children.emplace_back(Layout{number_of(at), make_properties(look.menu[at]), {}});
      return {Root, {{"children-display", sdbus::Variant(std::string("submenu"))}}, children};
    }
    return {parent, find_properties(parent), {}};
  }

  /// Lines are numbered by their place; 0 is the whole menu.
  static std::int32_t number_of(std::size_t place) { return static_cast<std::int32_t>(place) + 1; }

  [[nodiscard]] const MenuEntry* find_entry(std::int32_t number) const {
    const bool is_there = number > Root && static_cast<std::size_t>(number) <= look.menu.size();
    return is_there ? &look.menu[static_cast<std::size_t>(number) - 1] : nullptr;
  }

  [[nodiscard]] Properties find_properties(std::int32_t number) const {
    const auto* const entry = find_entry(number);
    return entry != nullptr ? make_properties(*entry) : Properties{};
  }

  void handle_event(std::int32_t number, const std::string& event) {
    const auto* const entry = find_entry(number);
    if (event == "clicked" && entry != nullptr && entry->can_be_chosen && !entry->words.empty())
      choices.push_back(entry->choice);
  }

  void add_menu() {
    const auto add_fixed = [this](const char* property, auto value) {
      menu->registerProperty(property).onInterface(MenuInterface).withGetter([value] { return value; });
    };
    add_fixed("Version", MenuVersion);
    add_fixed("Status", std::string("normal"));
    add_fixed("TextDirection", std::string("ltr"));
    add_fixed("IconThemePath", std::vector<std::string>());
    menu->registerMethod("GetLayout")
        .onInterface(MenuInterface)
        .implementedAs([this](std::int32_t parent, std::int32_t depth, const std::vector<std::string>&) {
          return std::make_tuple(revision, make_layout(parent, depth));
        });
    menu->registerMethod("GetGroupProperties")
        .onInterface(MenuInterface)
        .implementedAs([this](std::vector<std::int32_t> numbers, const std::vector<std::string>&) {
          if (numbers.empty())
            for (std::size_t at = 0; at < look.menu.size(); ++at) numbers.push_back(number_of(at));
          std::vector<EntryProperties> found;
          for (const auto number : numbers)
            if (find_entry(number) != nullptr) found.emplace_back(number, find_properties(number));
          return found;
        });
    menu->registerMethod("GetProperty")
        .onInterface(MenuInterface)
        .implementedAs([this](std::int32_t number, const std::string& property) {
          const auto properties = find_properties(number);
          const auto found = properties.find(property);
          return found != properties.end() ? found->second : sdbus::Variant(std::string());
        });
    menu->registerMethod("Event")
        .onInterface(MenuInterface)
        .implementedAs([this](std::int32_t number, const std::string& event, const sdbus::Variant&,
                              std::uint32_t) { handle_event(number, event); });
    menu->registerMethod("EventGroup")
        .onInterface(MenuInterface)
        .implementedAs([this](const std::vector<MenuEvent>& events) {
          for (const auto& event : events) handle_event(event.get<0>(), event.get<1>());
          return std::vector<std::int32_t>();  // numbers that are unknown: none is worth telling
        });
    // What is shown is always up to date.
    menu->registerMethod("AboutToShow").onInterface(MenuInterface).implementedAs([](std::int32_t) {
      return false;
    });
    menu->registerMethod("AboutToShowGroup")
        .onInterface(MenuInterface)
        .implementedAs([](const std::vector<std::int32_t>&) {
          return std::make_tuple(std::vector<std::int32_t>(), std::vector<std::int32_t>());
        });
    menu->registerSignal("LayoutUpdated")
        .onInterface(MenuInterface)
        .withParameters<std::uint32_t, std::int32_t>("revision", "parent");
    menu->registerSignal("ItemActivationRequested")
        .onInterface(MenuInterface)
        .withParameters<std::int32_t, std::uint32_t>("id", "timestamp");
  }

  void tell(const StatusLook& before) {
    if (before.menu != look.menu) {
      ++revision;
      menu->emitSignal("LayoutUpdated").onInterface(MenuInterface).withArguments(revision, Root);
    }
    if (before.tip != look.tip) item->emitSignal("NewToolTip").onInterface(ItemInterface);
    if (before.needs_attention != look.needs_attention)
      item->emitSignal("NewStatus")
          .onInterface(ItemInterface)
          .withArguments(std::string(look.needs_attention ? "NeedsAttention" : "Active"));
  }
};

StatusItem::StatusItem(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
StatusItem::StatusItem(StatusItem&&) noexcept = default;
StatusItem& StatusItem::operator=(StatusItem&&) noexcept = default;
StatusItem::~StatusItem() = default;

Result<StatusItem> StatusItem::connect() {
  auto bus = std::make_unique<Bus>();
  TRY_STATUS(on_bus([&] { bus->connect(); }));
  return StatusItem(std::move(bus));
}

Wakeup StatusItem::wakeup() const {
  return find_wakeup(*bus_->connection);
}

Status StatusItem::on_ready() {
  return process(*bus_->connection);
}

Status StatusItem::show(const StatusLook& look) {
  const auto before = std::exchange(bus_->look, look);
  return on_bus([&] { bus_->tell(before); });
}

std::vector<std::int32_t> StatusItem::take_choices() {
  return std::exchange(bus_->choices, {});
}

bool StatusItem::is_registered() const {
  return bus_->is_registered;
}

}  // namespace endrange::desktop
