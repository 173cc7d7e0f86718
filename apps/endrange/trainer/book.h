#pragma once

#include <filesystem>
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

  /// Every entry, in the one order.
  [[nodiscard]] const std::vector<journal::Entry>& entries() const { return entries_; }
  /// The entries that count.
  [[nodiscard]] const std::vector<journal::Entry>& standing() const { return standing_; }

  /// NDJSON, one entry a line.
  [[nodiscard]] std::string write_export() const;
  /// Reads an export back: all of it or nothing.
  [[nodiscard]] Result<store::Imported> import(std::string_view ndjson);

 private:
  explicit Book(store::Journal journal) : journal_(std::move(journal)) {}
  [[nodiscard]] Status load();

  store::Journal journal_;
  std::vector<journal::Entry> entries_;
  std::vector<journal::Entry> standing_;
};

}  // namespace endrange::app
