#include "adapters/store/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "adapters/store/files.h"

namespace endrange::store {

namespace {

/// Each moves the journal from the version before to its own number.
constexpr auto Migrations = std::to_array<const char*>({
#include "adapters/store/migrations.inc"
});

/// Marks the file as ours: "EndR". Source: sqlite.org/pragma.html#pragma_application_id.
constexpr int ApplicationId = 0x456e6452;

/// How long another program may hold the journal before that is an error.
constexpr int LockWait_s = 1;

/// The file as a URI, so that any character may stand in a folder's name.
/// Source: sqlite.org/uri.html; Debian's SQLite reads URIs everywhere (compile option USE_URI).
std::string make_connect_string(const std::filesystem::path& file) {
  std::string uri;
  for (const char character : std::filesystem::absolute(file).string()) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                       (character >= '0' && character <= '9') ||
                       std::string_view("/._-").find(character) != std::string_view::npos;
    uri += plain ? std::string(1, character) : fmt::format("%{:02x}", static_cast<unsigned char>(character));
  }
  return fmt::format("dbname=file://{} timeout={}", uri, LockWait_s);
}

/// SQLite's own handle of a session. The library hides what a checked cast would need; all our sessions are
/// SQLite's.
sqlite_api::sqlite3* find_handle(soci::session& sql) {
  return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
}

Error make_damaged_error(std::string_view found, const std::filesystem::path& file) {
  return {fmt::format("expected a whole journal, found damage: {}", found), file.string(),
          fmt::format(
              "the file is kept as it is: move it and any {}-wal beside it to a safe place, start again, and "
              "import your last export",
              file.filename().string())};
}

Error make_read_only_error(const std::filesystem::path& file) {
  return {"the journal cannot be written: it or its folder is read-only", file.string(),
          "give yourself write access to the file and its folder, or choose another folder with --data",
          Fault::Internal};
}

Error make_full_error(const std::filesystem::path& file) {
  return {"the journal cannot grow: the disk is full", file.string(),
          "make room on the disk, then try again; everything already saved is unharmed", Fault::Internal};
}

}  // namespace

Error make_database_error(const soci::soci_error& error, const std::filesystem::path& file) {
  const auto* from_sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  const int code = from_sqlite == nullptr ? SQLITE_ERROR : from_sqlite->result() & 0xff;
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"the journal is locked by another program", file.string(),
              "close the other program (a second Endrange, a database browser, a backup), then try again",
              Fault::Internal};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return make_read_only_error(file);
    case SQLITE_FULL:
      return make_full_error(file);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return make_damaged_error("it is no readable database", file);
    case SQLITE_IOERR:
      return {"the disk answered with an input/output error", file.string(),
              "nothing was added; check the disk, then try again", Fault::Internal};
    case SQLITE_CONSTRAINT:
      return {fmt::format("the entry breaks a rule of the journal: {}", error.get_error_message()),
              file.string(), "correct the entry; nothing was added"};
    default:
      return {fmt::format("the database refused: {}", error.get_error_message()), file.string(),
              "nothing was added; please report this", Fault::Internal};
  }
}

Transaction::~Transaction() {
  // SQLite has often rolled back by itself already, as after a full disk; then this says so and does nothing.
  if (open_) sqlite_api::sqlite3_exec(find_handle(sql_), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  sql_ << "COMMIT";
  open_ = false;
}

Database::Database(std::filesystem::path file)
    : file_(std::move(file)), sql_(soci::sqlite3, make_connect_string(file_)) {}

sqlite_api::sqlite3* Database::handle() {
  return find_handle(sql_);
}

void Database::let_go_of_pages() {
  sqlite_api::sqlite3_db_release_memory(handle());
}

void Database::execute(const char* statements) {
  const int code = sqlite_api::sqlite3_exec(handle(), statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(handle()), code);
}

void Database::keep_log_at_close(bool keep) {
  sqlite_api::sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

Status Database::check_before_use() {
  if (sqlite_api::sqlite3_db_readonly(handle(), "main") == 1) return fail(make_read_only_error(file_));
  int application = 0;
  int version = 0;
  sql_ << "PRAGMA application_id", soci::into(application);
  sql_ << "PRAGMA user_version", soci::into(version);
  if (application != ApplicationId)
    return fail("expected an Endrange journal, found another program's database", file_.string(),
                "move that file away, or choose another folder with --data");
  if (std::cmp_greater(version, Migrations.size()))
    return fail(
        fmt::format("the journal was written by a newer Endrange: it has version {}, this one reads up to {}",
                    version, Migrations.size()),
        file_.string(), "update Endrange; the journal is left as it is");
  return check_whole();
}

Status Database::check_whole() {
  // The full check, not the quick one: it also holds the indexes against the table, and an index that lies
  // would let the same entry in twice. It looks up every entry in every index, in no order of pages: with
  // room for them, at most 32 MiB until `set_up`, each is read once.
  execute("PRAGMA cache_size = -32768");
  std::string found;
  sql_ << "PRAGMA integrity_check(1)", soci::into(found);
  if (found != "ok") return fail(make_damaged_error(found, file_));
  return {};
}

void Database::set_up() {
  // docs/decisions/0004-durable-journal.md says why write-ahead logging with a full sync at each commit.
  // EXTRA is FULL, and also makes the one transaction durable that turns to the log.
  execute("PRAGMA synchronous = EXTRA");
  std::string mode;
  sql_ << "PRAGMA journal_mode = WAL", soci::into(mode);
  execute(
      // 256 KiB of pages: what a few appends touch. The whole journal is read once and kept by its reader.
      "PRAGMA cache_size = -256;"
      "PRAGMA foreign_keys = ON;"
      "PRAGMA recursive_triggers = ON;");
}

void Database::migrate() {
  int version = 0;
  sql_ << "PRAGMA user_version", soci::into(version);
  for (auto next = static_cast<std::size_t>(version); next < Migrations.size(); ++next) {
    Transaction transaction(sql_);
    execute(Migrations[next]);
    execute(fmt::format("PRAGMA user_version = {}", next + 1).c_str());
    transaction.commit();
  }
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
  try {
    std::unique_ptr<Database> database(new Database(file));
    sqlite_api::sqlite3_extended_result_codes(database->handle(), 1);
    // Until it is known to be whole, closing must not write the log into the file.
    database->keep_log_at_close(true);
    TRY_STATUS(database->check_before_use());
    database->keep_log_at_close(false);
    database->set_up();
    database->migrate();
    return database;
  } catch (const soci::soci_error& error) {
    return fail(make_database_error(error, file));
  }
}

Status Database::create(const std::filesystem::path& folder) {
  const auto file = folder / JournalName;
  const auto unfinished = folder / fmt::format("{}.new", JournalName);
  // The folder itself is the lock between two programs that begin at the same moment.
  const Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.is_open() || ::flock(lock.fd(), LOCK_EX) != 0)
    return fail(make_system_error(errno, "begin a journal", folder));
  std::error_code error;
  if (std::filesystem::exists(file, error)) return {};
  for (const std::string_view suffix : {"", "-journal"})
    std::filesystem::remove(unfinished.string().append(suffix), error);

  const Descriptor made(::open(unfinished.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!made.is_open()) return fail(make_system_error(errno, "begin a journal", folder));
  try {
    // Still without write-ahead log: what is committed stands in this one file, which is what gets the name.
    Database database(unfinished);
    database.execute(
        fmt::format("PRAGMA synchronous = EXTRA; PRAGMA application_id = {}", ApplicationId).c_str());
    database.migrate();
  } catch (const soci::soci_error& failure) {
    return fail(make_database_error(failure, unfinished));
  }
  if (::fsync(made.fd()) != 0) return fail(make_system_error(errno, "begin a journal", folder));
  std::filesystem::rename(unfinished, file, error);
  if (error) return fail(make_system_error(error.value(), "begin a journal", folder));
  return sync_folder(folder);
}

}  // namespace endrange::store
