#include "adapters/desktop/pipewire_watch.h"

#include <pipewire/impl-module.h>
#include <pipewire/pipewire.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/desktop/process_name.h"
#include "adapters/desktop/signal_board.h"

// The library's calls are macros of C.
#pragma GCC diagnostic ignored "-Wold-style-cast"

namespace endrange::desktop {

namespace {

using workday::Signal;

constexpr const char* Origin = "PipeWire";
constexpr const char* Remedy = "calls are noticed again as soon as PipeWire runs";

Status fail_without_pipewire(std::string message) {
  return fail(std::move(message), "PipeWire", Remedy, Fault::Internal);
}

/// The value of a property; empty when there is none.
std::string_view find(const spa_dict* properties, const char* key) {
  const char* value = properties == nullptr ? nullptr : spa_dict_lookup(properties, key);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool is_true(std::string_view value) {
  return value == "true" || value == "1";
}

std::uint32_t parse_number(std::string_view text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

enum class StreamKind { Microphone, Picture };

std::optional<StreamKind> find_kind(std::string_view media_class) {
  if (media_class == "Stream/Input/Audio") return StreamKind::Microphone;
  if (media_class == "Stream/Input/Video") return StreamKind::Picture;
  return std::nullopt;
}

/// What is recorded there is what the loudspeakers play, or only how loud something is: no call.
bool is_no_microphone(const spa_dict* properties) {
  return is_true(find(properties, "stream.capture.sink")) || is_true(find(properties, "stream.monitor")) ||
         is_true(find(properties, "resample.peaks"));
}

/// A chain of filters runs only because somebody records through it, who is seen, too.
bool is_passive(const spa_dict* properties) {
  return is_true(find(properties, "node.passive"));
}

/// Pictures of a camera, not of the screen. A node for a camera comes from a device; one for a screen is made
/// by a program.
bool is_camera(const spa_dict* properties) {
  return find(properties, "media.role") == "Camera" || !find(properties, "device.id").empty() ||
         !find(properties, "device.api").empty();
}

/// Where the server listens, the way the library itself looks for it.
std::filesystem::path find_socket() {
  for (const auto* variable : {"PIPEWIRE_RUNTIME_DIR", "XDG_RUNTIME_DIR", "USERPROFILE"}) {
    const char* folder = std::getenv(variable);
    if (folder == nullptr || *folder == '\0') continue;
    const char* remote = std::getenv("PIPEWIRE_REMOTE");
    return std::filesystem::path(folder) / (remote == nullptr || *remote == '\0' ? "pipewire-0" : remote);
  }
  return {};
}

struct DestroyLoop {
  void operator()(pw_loop* loop) const { pw_loop_destroy(loop); }
};
struct DestroyContext {
  void operator()(pw_context* context) const { pw_context_destroy(context); }
};
struct Disconnect {
  void operator()(pw_core* core) const { pw_core_disconnect(core); }
};
struct DestroyProxy {
  template <typename Interface>
  void operator()(Interface* proxy) const {
    pw_proxy_destroy(reinterpret_cast<pw_proxy*>(proxy));
  }
};

/// The library is set up once, for as long as the program runs.
void initialize_library() {
  static const bool done = [] {
    pw_init(nullptr, nullptr);
    // What goes wrong is told through `SignalOrigin`, not on somebody's terminal.
    pw_log_set_level(SPA_LOG_LEVEL_NONE);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace

struct PipeWireWatch::Connection {
  /// A stream that records.
  struct Stream {
    Connection* owner = nullptr;
    std::uint32_t id = 0;
    StreamKind kind = StreamKind::Microphone;
    std::string name = {};
    pid_t process = 0;
    bool is_running = false;
    bool is_left_out = false;
    std::unique_ptr<pw_node, DestroyProxy> node = {};
    spa_hook listener = {};
  };

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    for (auto& [id, stream] : streams) spa_hook_remove(&stream->listener);
    if (registry) spa_hook_remove(&registry_listener);
    if (core) spa_hook_remove(&core_listener);
    if (is_entered) pw_loop_leave(loop.get());
  }

  Status open() {
    const auto socket = find_socket();
    // Asked first, because setting up the library takes memory that is never given back.
    if (socket.empty() || ::access(socket.c_str(), F_OK) != 0)
      return fail_without_pipewire("expected PipeWire to listen in XDG_RUNTIME_DIR, found that it does not");
    initialize_library();
    loop.reset(pw_loop_new(nullptr));
    if (!loop) return fail_without_pipewire("PipeWire's library could not be set up");
    // Without a configuration file: no plug-in beyond the protocol itself, no real-time thread.
    context.reset(pw_context_new(loop.get(), pw_properties_new(PW_KEY_CONFIG_NAME, "null", nullptr), 0));
    if (!context) return fail_without_pipewire("PipeWire's library could not be set up");
    pw_data_loop_stop(pw_context_get_data_loop(context.get()));
    if (pw_context_load_module(context.get(), "libpipewire-module-protocol-native", nullptr, nullptr) ==
        nullptr)
      return fail_without_pipewire("PipeWire's library lacks its module protocol-native");
    core.reset(pw_context_connect(context.get(), nullptr, 0));
    if (!core) return fail_without_pipewire("PipeWire does not answer");
    static constexpr pw_core_events CoreEvents = [] {
      pw_core_events events = {};
      events.version = PW_VERSION_CORE_EVENTS;
      events.error = &Connection::hear_error;
      return events;
    }();
    pw_core_add_listener(core.get(), &core_listener, &CoreEvents, this);
    registry.reset(pw_core_get_registry(core.get(), PW_VERSION_REGISTRY, 0));
    if (!registry) return fail_without_pipewire("PipeWire does not answer");
    static constexpr pw_registry_events RegistryEvents = [] {
      pw_registry_events events = {};
      events.version = PW_VERSION_REGISTRY_EVENTS;
      events.global = &Connection::hear_global;
      events.global_remove = &Connection::hear_removed;
      return events;
    }();
    pw_registry_add_listener(registry.get(), &registry_listener, &RegistryEvents, this);
    pw_loop_enter(loop.get());
    is_entered = true;
    // What was asked for lies in the library until it has had a turn.
    run();
    return {};
  }

  void run() {
    while (pw_loop_iterate(loop.get(), 0) > 0) {
    }
  }

  static void hear_error(void* self, std::uint32_t id, int /*sequence*/, int result,
                         const char* /*message*/) {
    if (id == PW_ID_CORE && result == -EPIPE) static_cast<Connection*>(self)->is_lost = true;
  }

  static void hear_global(void* self, std::uint32_t id, std::uint32_t /*permissions*/, const char* type,
                          std::uint32_t /*version*/, const spa_dict* properties) {
    auto& owner = *static_cast<Connection*>(self);
    const std::string_view what = type;
    if (what == PW_TYPE_INTERFACE_Node) owner.add_node(id, properties);
    if (what == PW_TYPE_INTERFACE_Link) owner.add_link(id, properties);
    if (what == PW_TYPE_INTERFACE_Client)
      owner.clients[id] = static_cast<pid_t>(parse_number(find(properties, PW_KEY_SEC_PID)));
  }

  static void hear_removed(void* self, std::uint32_t id) { static_cast<Connection*>(self)->remove(id); }

  static void hear_node(void* self, const pw_node_info* info) {
    auto& stream = *static_cast<Stream*>(self);
    stream.is_running = info->state == PW_NODE_STATE_RUNNING;
    if (info->props != nullptr && (info->change_mask & PW_NODE_CHANGE_MASK_PROPS) != 0U) {
      stream.process = stream.owner->find_process(info->props);
      stream.name = find(info->props, PW_KEY_APP_PROCESS_BINARY);
      if (stream.name.empty()) stream.name = find(info->props, PW_KEY_APP_NAME);
      stream.is_left_out = stream.process == ::getpid() || is_passive(info->props) ||
                           (stream.kind == StreamKind::Microphone && is_no_microphone(info->props));
    }
    stream.owner->settle();
  }

  /// The process behind a node. One that speaks PulseAudio's protocol is told by its own word, since what
  /// stands between it and the server is the server itself.
  [[nodiscard]] pid_t find_process(const spa_dict* properties) const {
    const auto told = parse_number(find(properties, PW_KEY_APP_PROCESS_ID));
    if (told != 0) return static_cast<pid_t>(told);
    const auto client = clients.find(parse_number(find(properties, PW_KEY_CLIENT_ID)));
    return client == clients.end() ? 0 : client->second;
  }

  void add_node(std::uint32_t id, const spa_dict* properties) {
    const auto media_class = find(properties, PW_KEY_MEDIA_CLASS);
    if (media_class == "Video/Source" && is_camera(properties)) cameras.insert(id);
    const auto kind = find_kind(media_class);
    if (!kind) return;
    auto stream = std::make_unique<Stream>();
    stream->owner = this;
    stream->id = id;
    stream->kind = *kind;
    stream->node.reset(static_cast<pw_node*>(
        pw_registry_bind(registry.get(), id, PW_TYPE_INTERFACE_Node, PW_VERSION_NODE, 0)));
    if (!stream->node) return;
    static constexpr pw_node_events NodeEvents = [] {
      pw_node_events events = {};
      events.version = PW_VERSION_NODE_EVENTS;
      events.info = &Connection::hear_node;
      return events;
    }();
    pw_node_add_listener(stream->node.get(), &stream->listener, &NodeEvents, stream.get());
    streams.insert_or_assign(id, std::move(stream));
  }

  void add_link(std::uint32_t id, const spa_dict* properties) {
    links[id] = {parse_number(find(properties, PW_KEY_LINK_OUTPUT_NODE)),
                 parse_number(find(properties, PW_KEY_LINK_INPUT_NODE))};
    settle();
  }

  void remove(std::uint32_t id) {
    clients.erase(id);
    cameras.erase(id);
    links.erase(id);
    if (const auto found = streams.find(id); found != streams.end()) {
      spa_hook_remove(&found->second->listener);
      streams.erase(found);
    }
    settle();
  }

  /// Of pictures: whether they come from a camera. Of a stream without a link nothing is known yet.
  [[nodiscard]] std::optional<Signal> find_signal(const Stream& stream) const {
    if (stream.kind == StreamKind::Microphone) return Signal::Microphone;
    for (const auto& [id, ends] : links)
      if (ends.second == stream.id) return cameras.contains(ends.first) ? Signal::Camera : Signal::Screencast;
    return std::nullopt;
  }

  static std::string words_of(Signal signal, const Stream& stream) {
    const auto who = describe_process(stream.process, stream.name);
    if (who.empty()) return {};
    if (signal == Signal::Screencast) return "the screen is shared by " + who;
    return (signal == Signal::Camera ? "camera in use by " : "microphone in use by ") + who;
  }

  void settle() {
    std::map<Signal, std::string> now;
    for (const auto& [id, stream] : streams) {
      if (!stream->is_running || stream->is_left_out) continue;
      if (const auto signal = find_signal(*stream)) now.try_emplace(*signal, words_of(*signal, *stream));
    }
    for (const auto signal : {Signal::Microphone, Signal::Camera, Signal::Screencast}) {
      const auto found = now.find(signal);
      board.set(Origin, signal, found != now.end(), found != now.end() ? found->second : std::string());
    }
  }

  std::unique_ptr<pw_loop, DestroyLoop> loop = {};
  std::unique_ptr<pw_context, DestroyContext> context = {};
  std::unique_ptr<pw_core, Disconnect> core = {};
  std::unique_ptr<pw_registry, DestroyProxy> registry = {};
  spa_hook core_listener = {};
  spa_hook registry_listener = {};
  bool is_entered = false;
  bool is_lost = false;
  std::map<std::uint32_t, std::unique_ptr<Stream>> streams = {};
  std::map<std::uint32_t, pid_t> clients = {};
  std::set<std::uint32_t> cameras = {};
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> links = {};
  SignalBoard board = {};
};

PipeWireWatch::PipeWireWatch(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
PipeWireWatch::~PipeWireWatch() = default;

Result<std::unique_ptr<PipeWireWatch>> PipeWireWatch::connect() {
  auto connection = std::make_unique<Connection>();
  TRY_STATUS(connection->open());
  return std::unique_ptr<PipeWireWatch>(new PipeWireWatch(std::move(connection)));
}

Wakeup PipeWireWatch::wakeup() const {
  Wakeup wakeup = {pw_loop_get_fd(connection_->loop.get()), POLLIN, std::nullopt};
  if (connection_->board.has_changes()) wakeup.timeout = std::chrono::milliseconds(0);
  return wakeup;
}

Status PipeWireWatch::on_ready() {
  connection_->run();
  if (connection_->is_lost) return fail_without_pipewire("PipeWire is gone");
  return {};
}

std::vector<workday::SignalChanged> PipeWireWatch::take_changes() {
  return connection_->board.take_changes();
}

std::vector<SignalOrigin> PipeWireWatch::list_origins() const {
  return {{Signal::Microphone, Origin, {}}, {Signal::Camera, Origin, {}}, {Signal::Screencast, Origin, {}}};
}

}  // namespace endrange::desktop
