#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/journal.h"
#include "core/base/result.h"
#include "core/journal/event.h"

namespace endrange::app {

/// The journal as events: the store knows texts, the core knows meaning, and here the two meet.
class Book {
 public:
  [[nodiscard]] static Result<Book> open(const std::filesystem::path& folder);

  /// An event that happened, before the journal gave it its place.
  struct NewEntry {
    EntryId id = {};
    LocalMoment at = {};
    journal::Event event = {};
  };
  /// All of them or none; what is answered is on disk.
  [[nodiscard]] Status append(const std::vector<NewEntry>& entries);

  /// Every entry, in the one order. Good until the next `append`, `import` or `rest`.
  [[nodiscard]] const std::vector<journal::Entry>& entries() const { return read().entries; }
  /// The entries that count; good as long.
  [[nodiscard]] const std::vector<journal::Entry>& standing() const { return read().standing(); }

  /// Another number whenever what stands changed otherwise than by growing at its end.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  /// Lets go of what was read, which grows with the years; it is read again when it is asked for. Appending
  /// needs none of it.
  void rest() {
    pages_.reset();
    journal_.rest();
    ++generation_;
  }

  /// NDJSON, one entry a line.
  [[nodiscard]] std::string write_export() const;
  /// Reads an export back: all of it or nothing.
  [[nodiscard]] Result<store::Imported> import(std::string_view ndjson);

 private:
  explicit Book(store::Journal journal) : journal_(std::move(journal)) {}

  struct Pages {
    explicit Pages(std::vector<journal::Entry> read);
    /// Puts an entry that is new in its place; false when what stands changed otherwise than by growing.
    bool take(journal::Entry entry);
    [[nodiscard]] const std::vector<journal::Entry>& standing() const { return chosen ? *chosen : entries; }

    std::vector<journal::Entry> entries;
    /// What stands, where something was taken back; most journals hold it once.
    std::optional<std::vector<journal::Entry>> chosen;
  };
  [[nodiscard]] Result<Pages> load() const;
  /// What could be read at the start can be read again: nothing may be planned as if nothing were known.
  [[nodiscard]] const Pages& read() const;

  store::Journal journal_;
  mutable std::optional<Pages> pages_ = {};
  std::uint64_t generation_ = 0;
};

}  // namespace endrange::app
