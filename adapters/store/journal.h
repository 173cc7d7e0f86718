#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

/// The journal and the recordings on disk. Payloads are opaque here: what an event means is the core's
/// business.
namespace endrange::store {

/// An entry to append: the store gives it its device and its place in that device's order.
struct NewEntry {
  std::string id = {};     ///< UUID, made by whoever saw the event happen, so that posting twice appends once
  std::int64_t at_ms = 0;  ///< Unix time, UTC
  std::int32_t offset_min = 0;  ///< local time minus UTC, in minutes
  std::string kind = {};        ///< `step_done`
  std::string body_json = {};   ///< the event's members as JSON

  friend bool operator==(const NewEntry&, const NewEntry&) = default;
};

/// An entry as it stands in the journal.
struct StoredEntry {
  std::string id = {};
  std::string device = {};
  std::int64_t sequence = 0;  ///< 1, 2, 3 … on its device, without gaps
  std::int64_t at_ms = 0;
  std::int32_t offset_min = 0;
  std::string kind = {};
  std::string body_json = {};

  friend bool operator==(const StoredEntry&, const StoredEntry&) = default;
};

/// What an import did.
struct Imported {
  std::size_t added = 0;
  std::size_t already_there = 0;

  friend bool operator==(const Imported&, const Imported&) = default;
};

/// The append-only journal in `FOLDER/journal.sqlite`. What `append` and `import` have acknowledged survives
/// a killed program and a power loss; what they refused has left no trace. Belongs to one thread.
class Journal {
 public:
  /// Opens the journal of a data folder, and makes folder (0700) and journal (0600) when there is none.
  /// Fails when it is locked, read-only, damaged, made by a newer program, not a journal, or when the disk is
  /// full; the file that is there is never overwritten.
  [[nodiscard]] static Result<Journal> open(const std::filesystem::path& folder);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// This installation, a random UUID made with the journal.
  [[nodiscard]] const std::string& device() const;

  /// Appends all of them or none, and answers with all of them as they stand in the journal, in the order
  /// given. An id that is there with equal content is success; with other content it is an error.
  [[nodiscard]] Result<std::vector<StoredEntry>> append(const std::vector<NewEntry>& entries);

  /// Adds the entries that are not there yet, with the device and sequence they carry: all of them or none.
  [[nodiscard]] Result<Imported> import(const std::vector<StoredEntry>& entries);

  /// Every entry by time, then device, then sequence: the same order on each device that holds the same
  /// entries.
  [[nodiscard]] Result<std::vector<StoredEntry>> read_all() const;

  /// Lets go of the pages of the file that SQLite keeps in memory; it reads them again when it needs them.
  void rest();

  /// At most `limit` entries after the `offset` latest ones, latest first.
  [[nodiscard]] Result<std::vector<StoredEntry>> read_page(std::size_t offset, std::size_t limit) const;

  [[nodiscard]] Result<std::size_t> count() const;

 private:
  struct Connection;
  explicit Journal(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace endrange::store
