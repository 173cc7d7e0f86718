#pragma once

#include <string>
#include <string_view>

#include "adapters/protocol/api.h"
#include "core/base/result.h"
#include "core/journal/event.h"

/// Journal events as they travel, and back without loss.
namespace endrange::protocol {

[[nodiscard]] EventBody make_event_body(const journal::Event& event);
/// Refuses what no event may hold: two kinds or none, a figure outside its range, a text without end.
[[nodiscard]] Result<journal::Event> parse_event_body(const EventBody& body);

[[nodiscard]] Entry make_entry(const journal::Entry& entry);
[[nodiscard]] Result<journal::Entry> parse_entry(const Entry& entry);

/// An event alone as JSON: an EventBody.
[[nodiscard]] std::string write_event(const journal::Event& event);
[[nodiscard]] Result<journal::Event> parse_event(std::string_view json);

/// The form in which a store keeps an event: its kind apart from its members.
struct EventText {
  std::string kind = {};       ///< `step_done`
  std::string body_json = {};  ///< the members, as JSON
};
[[nodiscard]] EventText write_event_text(const journal::Event& event);
[[nodiscard]] Result<journal::Event> parse_event_text(const EventText& text);

/// One line of an export, without its newline.
[[nodiscard]] std::string write_entry_line(const journal::Entry& entry);
/// @param number  of the line, from 1, for the error's place
[[nodiscard]] Result<journal::Entry> parse_entry_line(std::string_view line, std::size_t number);

[[nodiscard]] ProfileChanged make_profile(const journal::ProfileChanged& profile);
[[nodiscard]] SettingsChanged make_settings(const journal::SettingsChanged& settings);
[[nodiscard]] SafetyAnswer make_safety_answer(const journal::SafetyAnswer& answer);
[[nodiscard]] Measured make_measured(const journal::Measured& measured);
[[nodiscard]] Tested make_tested(const journal::Tested& tested);
[[nodiscard]] Estimate make_estimate(const endrange::Estimate& estimate);
[[nodiscard]] LocalMoment make_local_moment(Moment utc, std::int64_t offset_min);

}  // namespace endrange::protocol
