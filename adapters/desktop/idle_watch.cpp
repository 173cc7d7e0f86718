#include "adapters/desktop/idle_watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <xcb/sync.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/desktop/display.h"
#include "core/base/contracts.h"

namespace endrange::desktop {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view IdleCounterName = "IDLETIME";
constexpr const char* Remedy = "the page's own activity is used in its place while it is open";

xcb_sync_int64_t to_wire(milliseconds time) {
  const auto value = static_cast<std::uint64_t>(time.count());
  return {static_cast<std::int32_t>(value >> 32U), static_cast<std::uint32_t>(value & 0xffffffffU)};
}

milliseconds from_wire(xcb_sync_int64_t value) {
  return milliseconds(static_cast<std::int64_t>(value.hi) * (std::int64_t(1) << 32) +
                      static_cast<std::int64_t>(value.lo));
}

/// A counter's name. It follows the fixed part on the wire at once, 14 bytes in; the library's own accessor
/// counts the padding that the compiler puts after it, and so begins two characters late.
std::string_view read_name(const xcb_sync_systemcounter_t& counter) {
  constexpr std::size_t FixedBytes = offsetof(xcb_sync_systemcounter_t, name_len) + sizeof(counter.name_len);
  return {reinterpret_cast<const char*>(&counter) + FixedBytes, counter.name_len};
}

std::unexpected<Error> fail_without_signal(std::string message) {
  return fail(std::move(message), "DISPLAY", Remedy, Fault::Internal);
}

}  // namespace

struct IdleWatch::Display {
  DisplayConnection connection;
  std::uint8_t alarm_event = 0;
  xcb_sync_counter_t counter = 0;
  xcb_sync_alarm_t activity_alarm = 0;
  std::vector<IdleChange> changes = {};

  Status find_counter() {
    const auto* extension = xcb_get_extension_data(connection.get(), &xcb_sync_id);
    if (extension == nullptr || extension->present == 0)
      return fail_without_signal("expected the X display to know the SYNC extension, found that it does not");
    alarm_event = static_cast<std::uint8_t>(extension->first_event + XCB_SYNC_ALARM_NOTIFY);
    const Reply<xcb_sync_initialize_reply_t> version(xcb_sync_initialize_reply(
        connection.get(),
        xcb_sync_initialize(connection.get(), XCB_SYNC_MAJOR_VERSION, XCB_SYNC_MINOR_VERSION), nullptr));
    const Reply<xcb_sync_list_system_counters_reply_t> counters(xcb_sync_list_system_counters_reply(
        connection.get(), xcb_sync_list_system_counters(connection.get()), nullptr));
    if (!version || !counters) return fail_without_signal("the X display did not answer about its counters");
    for (auto it = xcb_sync_list_system_counters_counters_iterator(counters.get()); it.rem > 0;
         xcb_sync_systemcounter_next(&it)) {
      const auto name = read_name(*it.data);
      if (name == IdleCounterName) counter = it.data->counter;
    }
    if (counter == 0)
      return fail_without_signal(
          "expected the X display to have an IDLETIME counter, found that it has none");
    return {};
  }

  /// An alarm at the crossing of `threshold` in one direction; with a step of zero it stays set after it has
  /// rung.
  Result<xcb_sync_alarm_t> create_alarm(milliseconds threshold, xcb_sync_testtype_t direction) {
    const auto alarm = xcb_generate_id(connection.get());
    xcb_sync_create_alarm_value_list_t settings = {};
    settings.counter = counter;
    settings.valueType = XCB_SYNC_VALUETYPE_ABSOLUTE;
    settings.value = to_wire(threshold);
    settings.testType = direction;
    settings.delta = to_wire(milliseconds(0));
    settings.events = 1;
    const auto request =
        xcb_sync_create_alarm_aux_checked(connection.get(), alarm,
                                          XCB_SYNC_CA_COUNTER | XCB_SYNC_CA_VALUE_TYPE | XCB_SYNC_CA_VALUE |
                                              XCB_SYNC_CA_TEST_TYPE | XCB_SYNC_CA_DELTA | XCB_SYNC_CA_EVENTS,
                                          &settings);
    const Reply<xcb_generic_error_t> error(xcb_request_check(connection.get(), request));
    if (error)
      return fail_without_signal(
          fmt::format("the X display refused an idle alarm (error {})", error->error_code));
    return alarm;
  }

  void collect(const xcb_generic_event_t& event) {
    constexpr unsigned SentByClient = 0x80;
    if ((event.response_type & ~SentByClient) != alarm_event) return;
    const auto& alarm = reinterpret_cast<const xcb_sync_alarm_notify_event_t&>(event);
    if (alarm.state == XCB_SYNC_ALARMSTATE_DESTROYED) return;
    changes.push_back({alarm.alarm != activity_alarm, from_wire(alarm.counter_value)});
  }
};

IdleWatch::IdleWatch(std::unique_ptr<Display> display) : display_(std::move(display)) {}
IdleWatch::IdleWatch(IdleWatch&&) noexcept = default;
IdleWatch& IdleWatch::operator=(IdleWatch&&) noexcept = default;
IdleWatch::~IdleWatch() = default;

Result<IdleWatch> IdleWatch::connect(const std::vector<milliseconds>& thresholds) {
  expects(!thresholds.empty() && std::ranges::min(thresholds) > milliseconds(0),
          "idle thresholds above zero");
  auto display = std::make_unique<Display>();
  TRY(display->connection, connect_display(Remedy));
  TRY_STATUS(display->find_counter());
  for (const auto threshold : thresholds) {
    TRY([[maybe_unused]] const auto alarm,
        display->create_alarm(threshold, XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION));
  }
  const auto lowest = std::ranges::min(thresholds);
  TRY(display->activity_alarm, display->create_alarm(lowest, XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION));

  IdleWatch watch(std::move(display));
  // An alarm rings at a crossing only; whoever types on or is idle already may cross nothing for long.
  TRY(const auto idle_for, watch.load_idle_time());
  watch.display_->changes.push_back({idle_for >= lowest, idle_for});
  return watch;
}

Wakeup IdleWatch::wakeup() const {
  Wakeup wakeup = {xcb_get_file_descriptor(display_->connection.get()), POLLIN, std::nullopt};
  if (!display_->changes.empty()) wakeup.timeout = milliseconds(0);
  return wakeup;
}

Status IdleWatch::on_ready() {
  auto* connection = display_->connection.get();
  while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(connection)}) display_->collect(*event);
  if (xcb_connection_has_error(connection) != 0) return fail_without_signal("the X display is gone");
  return {};
}

std::vector<IdleChange> IdleWatch::take_changes() {
  return std::exchange(display_->changes, {});
}

Result<milliseconds> IdleWatch::load_idle_time() {
  auto* connection = display_->connection.get();
  const Reply<xcb_sync_query_counter_reply_t> reply(xcb_sync_query_counter_reply(
      connection, xcb_sync_query_counter(connection, display_->counter), nullptr));
  if (!reply) return fail_without_signal("the X display is gone");
  // An alarm that arrived with the answer waits inside the library, where no descriptor tells of it.
  while (const Reply<xcb_generic_event_t> event{xcb_poll_for_queued_event(connection)})
    display_->collect(*event);
  return from_wire(reply->counter_value);
}

}  // namespace endrange::desktop
