#include "apps/endrange/trainer/book.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "adapters/protocol/journal.h"
#include "core/base/contracts.h"
#include "core/journal/check.h"
#include "core/journal/journal.h"

namespace endrange::app {
namespace {

store::StoredEntry store_form(const journal::Entry& entry) {
  auto text = protocol::write_event_text(entry.event);
  return {entry.id.value(),
          entry.device.value(),
          static_cast<std::int64_t>(entry.sequence),
          entry.at.utc.time_since_epoch().count(),
          static_cast<std::int32_t>(entry.at.offset.count()),
          std::move(text.kind),
          std::move(text.body_json)};
}

Result<journal::Entry> parse_stored(store::StoredEntry stored) {
  auto event = protocol::parse_event_text({std::move(stored.kind), std::move(stored.body_json)});
  if (!event)
    return fail(event.error().message, fmt::format("journal entry {}: {}", stored.id, event.error().where),
                "run `endrange doctor`; the journal was left as it is", Fault::Internal);
  return journal::Entry{
      EntryId(std::move(stored.id)), DeviceId(std::move(stored.device)),
      static_cast<std::uint64_t>(stored.sequence),
      LocalMoment{Moment(std::chrono::milliseconds(stored.at_ms)), std::chrono::minutes(stored.offset_min)},
      std::move(*event)};
}

bool is_taking_back(const journal::Entry& entry) {
  return std::holds_alternative<journal::Withdrawn>(entry.event);
}

}  // namespace

Result<Book> Book::open(const std::filesystem::path& folder) {
  TRY(auto journal, store::Journal::open(folder));
  Book book(std::move(journal));
  TRY(book.pages_, book.load());
  return book;
}

const Book::Pages& Book::read() const {
  if (pages_) return *pages_;
  auto loaded = load();
  ensures(loaded.has_value(), "the journal that was read at the start can be read again");
  return pages_.emplace(std::move(*loaded));
}

Result<Book::Pages> Book::load() const {
  TRY(auto stored, journal_.read_all());
  std::vector<journal::Entry> entries;
  entries.reserve(stored.size());
  for (auto& one : stored) {
    TRY(auto entry, parse_stored(std::move(one)));
    entries.push_back(std::move(entry));
  }
  return Pages(std::move(entries));
}

Book::Pages::Pages(std::vector<journal::Entry> read) : entries(std::move(read)) {
  if (!std::ranges::is_sorted(entries, journal::precedes)) std::ranges::sort(entries, journal::precedes);
  if (std::ranges::any_of(entries, is_taking_back)) chosen = journal::compute_standing(entries);
}

Status Book::append(const std::vector<NewEntry>& entries) {
  std::vector<store::NewEntry> wanted;
  for (const auto& entry : entries) {
    // The store gives device and sequence; these two only stand in while everything else is checked.
    TRY_STATUS(journal::check_entry({entry.id, DeviceId(journal_.device()), 1, entry.at, entry.event}));
    const auto stored = store_form({entry.id, {}, 0, entry.at, entry.event});
    wanted.push_back({stored.id, stored.at_ms, stored.offset_min, stored.kind, stored.body_json});
  }
  TRY(const auto appended, journal_.append(wanted));
  if (!pages_) return {};
  auto& known = pages_->entries;
  for (const auto& one : appended) {
    const bool is_there =
        std::ranges::any_of(known, [&](const journal::Entry& entry) { return entry.id.value() == one.id; });
    if (is_there) continue;
    TRY(auto entry, parse_stored(one));
    if (!pages_->take(std::move(entry))) ++generation_;
  }
  return {};
}

bool Book::Pages::take(journal::Entry entry) {
  const bool is_last = entries.empty() || journal::precedes(entries.back(), entry);
  // Nothing can have been taken back that was not there, except by another device.
  const bool stands =
      !is_taking_back(entry) && std::ranges::none_of(entries, [&](const journal::Entry& other) {
        const auto* withdrawn = std::get_if<journal::Withdrawn>(&other.event);
        return withdrawn != nullptr && withdrawn->entry == entry.id;
      });
  const bool grows = is_last && stands;
  if (grows && chosen) chosen->push_back(entry);
  entries.insert(std::ranges::upper_bound(entries, entry, journal::precedes), std::move(entry));
  if (!grows && (chosen || !stands)) chosen = journal::compute_standing(entries);
  return grows;
}

std::string Book::write_export() const {
  std::string lines;
  for (const auto& entry : entries()) lines += protocol::write_entry_line(entry) + '\n';
  return lines;
}

Result<store::Imported> Book::import(std::string_view ndjson) {
  std::vector<store::StoredEntry> wanted;
  for (std::size_t number = 1; !ndjson.empty(); ++number) {
    const auto line = ndjson.substr(0, std::min(ndjson.find('\n'), ndjson.size()));
    ndjson.remove_prefix(std::min(line.size() + 1, ndjson.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    TRY(const auto entry, protocol::parse_entry_line(line, number));
    wanted.push_back(store_form(entry));
  }
  if (wanted.empty())
    return fail("expected lines of an Endrange export, found none", {},
                "choose a file that `endrange export` wrote");
  TRY(const auto imported, journal_.import(wanted));
  TRY(pages_, load());
  ++generation_;
  return imported;
}

}  // namespace endrange::app
