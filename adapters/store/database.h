#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace endrange::store {

/// A connection to one journal file, checked, migrated and set up to be durable.
class Database {
 public:
  /// Connects to a journal that is there. Whatever is wrong with the file leaves it as it was.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);

  /// Makes an empty journal in a folder: under another name first, so that the journal's own name never
  /// stands for anything but a whole journal. Does nothing when there is one.
  [[nodiscard]] static Status create(const std::filesystem::path& folder);

  [[nodiscard]] soci::session& sql() { return sql_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// Frees what SQLite keeps of the file in memory. Source: sqlite.org/c3ref/db_release_memory.html.
  void let_go_of_pages();

 private:
  explicit Database(std::filesystem::path file);
  Status check_before_use();
  Status check_whole();
  void migrate();
  void set_up();
  void keep_log_at_close(bool keep);
  void execute(const char* statements);
  [[nodiscard]] sqlite_api::sqlite3* handle();

  std::filesystem::path file_;
  soci::session sql_;
};

/// A transaction that writes; undone unless committed.
class Transaction {
 public:
  explicit Transaction(soci::session& sql) : sql_(sql) { sql_ << "BEGIN IMMEDIATE"; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  soci::session& sql_;
  bool open_ = true;
};

/// What SQLite's refusal means for a person. Source: sqlite.org/rescode.html.
[[nodiscard]] Error make_database_error(const soci::soci_error& error, const std::filesystem::path& file);

}  // namespace endrange::store
