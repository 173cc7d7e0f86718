#include "adapters/store/journal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "adapters/store/database.h"
#include "adapters/store/files.h"

namespace endrange::store {

namespace {

constexpr const char* Columns = "id, device, sequence, at_ms, offset_min, kind, body";

/// Bytes in the smallest page a database can have. Source: sqlite.org/fileformat2.html, section 1.3.2.
constexpr std::uintmax_t SmallestPage = 512;

/// One row on its way from the database.
struct Row {
  StoredEntry entry = {};
  long long sequence = 0;
  long long at_ms = 0;
  int offset_min = 0;

  [[nodiscard]] StoredEntry finish() const {
    auto whole = entry;
    whole.sequence = sequence;
    whole.at_ms = at_ms;
    whole.offset_min = offset_min;
    return whole;
  }
};

std::vector<StoredEntry> read(soci::session& sql, const std::string& query) {
  Row row;
  soci::statement statement = (sql.prepare << query, soci::into(row.entry.id), soci::into(row.entry.device),
                               soci::into(row.sequence), soci::into(row.at_ms), soci::into(row.offset_min),
                               soci::into(row.entry.kind), soci::into(row.entry.body_json));
  statement.execute();
  std::vector<StoredEntry> entries;
  while (statement.fetch()) entries.push_back(row.finish());
  return entries;
}

/// Looks up and adds entries inside one transaction.
class Writer {
 public:
  explicit Writer(soci::session& sql) : sql_(sql) {}

  [[nodiscard]] std::optional<StoredEntry> find(const std::string& id) {
    Row row;
    sql_ << fmt::format("SELECT {} FROM entry WHERE id = :id", Columns), soci::use(id),
        soci::into(row.entry.id), soci::into(row.entry.device), soci::into(row.sequence),
        soci::into(row.at_ms), soci::into(row.offset_min), soci::into(row.entry.kind),
        soci::into(row.entry.body_json);
    if (!sql_.got_data()) return std::nullopt;
    return row.finish();
  }

  [[nodiscard]] std::optional<std::string> find_id(const std::string& device, long long sequence) {
    std::string id;
    sql_ << "SELECT id FROM entry WHERE device = :device AND sequence = :sequence", soci::use(device),
        soci::use(sequence), soci::into(id);
    if (!sql_.got_data()) return std::nullopt;
    return id;
  }

  [[nodiscard]] long long find_last_sequence(const std::string& device) {
    long long last = 0;
    sql_ << "SELECT coalesce(max(sequence), 0) FROM entry WHERE device = :device", soci::use(device),
        soci::into(last);
    return last;
  }

  void add(const StoredEntry& entry) {
    const long long sequence = entry.sequence;
    const long long at_ms = entry.at_ms;
    const int offset_min = entry.offset_min;
    sql_ << fmt::format("INSERT INTO entry ({}) VALUES (:id, :device, :sequence, :at, :offset, :kind, :body)",
                        Columns),
        soci::use(entry.id), soci::use(entry.device), soci::use(sequence), soci::use(at_ms),
        soci::use(offset_min), soci::use(entry.kind), soci::use(entry.body_json);
  }

 private:
  soci::session& sql_;
};

NewEntry without_place(const StoredEntry& entry) {
  return {entry.id, entry.at_ms, entry.offset_min, entry.kind, entry.body_json};
}

Error make_conflict_error(const std::string& id) {
  return {"an entry with this identifier is already in the journal, with other content",
          fmt::format("entry {}", id),
          "give the new entry an identifier of its own, or withdraw the old one; nothing was added"};
}

Status check_place(const std::filesystem::path& folder) {
  const auto file = folder / JournalName;
  std::error_code error;
  const auto log = file.string() + "-wal";
  if (!std::filesystem::exists(file, error)) {
    if (std::filesystem::exists(log, error) && std::filesystem::file_size(log, error) > 0)
      return fail(
          "the journal's file is missing, but its log is there and holds entries", log,
          fmt::format("put {} back beside it; or move the log to a safe place to begin anew", file.string()));
    return {};
  }
  if (!std::filesystem::is_regular_file(file, error))
    return fail("expected the journal's file, found something else", file.string(),
                "move it away, or choose another folder with --data");
  // A journal gets its name when it is whole, so a file under that name without even one page has lost what
  // it held. SQLite would take it for an empty database.
  if (const auto bytes = std::filesystem::file_size(file, error); bytes < SmallestPage)
    return fail(
        fmt::format("expected a whole journal, found damage: the file has only {} bytes", bytes),
        file.string(),
        "the file is kept as it is: move it to a safe place, start again, and import your last export");
  if (::access(file.c_str(), R_OK | W_OK) != 0 || ::access(folder.c_str(), W_OK | X_OK) != 0)
    return fail("the journal cannot be written: it or its folder is read-only", file.string(),
                "give yourself write access to the file and its folder, or choose another folder with --data",
                Fault::Internal);
  return {};
}

}  // namespace

struct Journal::Connection {
  std::unique_ptr<Database> database;
  std::string device;

  /// Runs work against the database; a refusal of SQLite becomes an error for a person.
  template <typename Work>
  auto attempt(Work work) -> decltype(work(std::declval<soci::session&>())) {
    try {
      return work(database->sql());
    } catch (const soci::soci_error& error) {
      return fail(make_database_error(error, database->file()));
    }
  }
};

Journal::Journal(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::filesystem::path& folder) {
  TRY_STATUS(create_private_folder(folder));
  TRY_STATUS(check_place(folder));
  TRY_STATUS(Database::create(folder));
  TRY(auto database, Database::open(folder / JournalName));
  auto connection = std::make_unique<Connection>(std::move(database), std::string{});
  TRY(connection->device, connection->attempt([](soci::session& sql) -> Result<std::string> {
    std::string device;
    sql << "SELECT id FROM this_device", soci::into(device);
    return device;
  }));
  return Journal(std::move(connection));
}

const std::string& Journal::device() const {
  return connection_->device;
}

Result<std::vector<StoredEntry>> Journal::append(const std::vector<NewEntry>& entries) {
  return connection_->attempt([&](soci::session& sql) -> Result<std::vector<StoredEntry>> {
    std::vector<StoredEntry> stored;
    Transaction transaction(sql);
    Writer writer(sql);
    auto sequence = writer.find_last_sequence(device());
    for (const auto& entry : entries) {
      if (const auto there = writer.find(entry.id)) {
        if (without_place(*there) != entry) return fail(make_conflict_error(entry.id));
        stored.push_back(*there);
        continue;
      }
      stored.push_back(
          {entry.id, device(), ++sequence, entry.at_ms, entry.offset_min, entry.kind, entry.body_json});
      writer.add(stored.back());
    }
    transaction.commit();
    return stored;
  });
}

Result<Imported> Journal::import(const std::vector<StoredEntry>& entries) {
  return connection_->attempt([&](soci::session& sql) -> Result<Imported> {
    Imported imported;
    Transaction transaction(sql);
    Writer writer(sql);
    for (const auto& entry : entries) {
      if (const auto there = writer.find(entry.id)) {
        if (*there != entry) return fail(make_conflict_error(entry.id));
        ++imported.already_there;
        continue;
      }
      if (const auto other = writer.find_id(entry.device, entry.sequence))
        return fail(
            fmt::format("entry {} of device {} is already in the journal under another identifier, {}",
                        entry.sequence, entry.device, *other),
            fmt::format("entry {}", entry.id),
            "the two files went separate ways, as after restoring an old copy; nothing was added");
      writer.add(entry);
      ++imported.added;
    }
    transaction.commit();
    return imported;
  });
}

Result<std::vector<StoredEntry>> Journal::read_all() const {
  return connection_->attempt([](soci::session& sql) -> Result<std::vector<StoredEntry>> {
    return read(sql, fmt::format("SELECT {} FROM entry ORDER BY at_ms, device, sequence", Columns));
  });
}

void Journal::rest() {
  connection_->database->let_go_of_pages();
}

Result<std::vector<StoredEntry>> Journal::read_page(std::size_t offset, std::size_t limit) const {
  return connection_->attempt([&](soci::session& sql) -> Result<std::vector<StoredEntry>> {
    return read(sql, fmt::format("SELECT {} FROM entry ORDER BY at_ms DESC, device DESC, sequence DESC "
                                 "LIMIT {} OFFSET {}",
                                 Columns, limit, offset));
  });
}

Result<std::size_t> Journal::count() const {
  return connection_->attempt([](soci::session& sql) -> Result<std::size_t> {
    long long count = 0;
    sql << "SELECT count(*) FROM entry", soci::into(count);
    return static_cast<std::size_t>(count);
  });
}

}  // namespace endrange::store
