#include "tests/adapters/store/unsafe_disk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace endrange::test {

namespace {

/// What a disk writes in one piece at least. Source: sqlite.org/psow.html; half of the usual 4096 byte pages'
/// eighth.
constexpr std::size_t Sector = 512;

/// A change that the disk has taken but not yet made durable.
struct Change {
  std::size_t offset = 0;
  std::string bytes = {};
  bool is_truncation = false;  ///< then `offset` is the new length
};

/// One file as it would be found after a power loss, and what may have reached it beyond that.
struct DiskFile {
  std::string path;
  std::string durable = {};
  std::vector<Change> waiting = {};
  bool has_durable_name = false;
  bool is_deleted = false;  ///< and the deletion may not have reached the disk
};

/// The disk of this process. Files are known by their inode, since a journal is renamed when it is whole.
struct Disk {
  DiskPlan plan;
  std::mt19937 random{1};
  std::uint64_t calls = 0;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs = {};
  std::map<ino_t, DiskFile> files = {};
};

Disk& disk() {
  static Disk the_disk;
  return the_disk;
}

bool chance(double probability) {
  return std::uniform_real_distribution<>(0, 1)(disk().random) < probability;
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void apply(std::string& content, const Change& change) {
  if (change.is_truncation) {
    content.resize(change.offset, '\0');
    return;
  }
  content.resize(std::max(content.size(), change.offset + change.bytes.size()), '\0');
  content.replace(change.offset, change.bytes.size(), change.bytes);
}

/// Some sectors of a write, and now and then rubbish in the last one that was under way.
void apply_torn(std::string& content, const Change& change) {
  if (change.is_truncation) return;
  for (std::size_t at = 0; at < change.bytes.size(); at += Sector) {
    if (chance(0.5)) continue;
    auto piece = change.bytes.substr(at, Sector);
    if (chance(0.1)) std::ranges::generate(piece, [] { return static_cast<char>(disk().random()); });
    apply(content, {change.offset + at, piece, false});
  }
}

/// What the power loss, or a sync that failed, makes of what was waiting.
void settle_by_chance(DiskFile& file) {
  const double fate = std::uniform_real_distribution<>(0, 1)(disk().random);
  for (const auto& change : file.waiting) {
    // Whole disks of luck, good and bad, besides the mixed ones.
    const double luck = fate < 0.15  ? 0.0
                        : fate < 0.3 ? 1.0
                                     : std::uniform_real_distribution<>(0, 1)(disk().random);
    if (luck < 0.4) continue;
    luck < 0.7 ? apply_torn(file.durable, change) : apply(file.durable, change);
  }
  file.waiting.clear();
}

[[noreturn]] void lose_power() {
  for (auto& [inode, file] : disk().files) {
    settle_by_chance(file);
    if (file.is_deleted && (std::ifstream(file.path).good() || chance(0.5))) continue;
    if (!file.has_durable_name && chance(0.5)) {
      ::unlink(file.path.c_str());
      continue;
    }
    std::ofstream(file.path, std::ios::binary | std::ios::trunc) << file.durable;
  }
  ::_exit(PowerLost);
}

/// The folder is synced: what was deleted stays deleted.
void forget_deleted_files() {
  std::erase_if(disk().files, [](const auto& entry) { return entry.second.is_deleted; });
}

/// Counts a changing call; ends the process when its time has come, or says how the disk refuses.
std::optional<int> refuse(int input_output_error) {
  auto& the_disk = disk();
  if (++the_disk.calls == the_disk.plan.power_fails_at) lose_power();
  if (the_disk.plan.refusal_probability > 0 && chance(the_disk.plan.refusal_probability))
    return chance(0.5) ? SQLITE_FULL : input_output_error;
  return std::nullopt;
}

/// SQLite's handle of an open file: ours in front, the system's own behind it.
struct OpenFile {
  sqlite3_file base;
  sqlite3_file* real;
  DiskFile* file;  ///< null for temporary files
};

OpenFile* ours(sqlite3_file* file) {
  return reinterpret_cast<OpenFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file)->real;
}

int close_file(sqlite3_file* file) {
  const int code = real(file)->pMethods->xClose(real(file));
  std::free(real(file));
  return code;
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), into, size, offset);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  auto* known = ours(file)->file;
  const Change change = {static_cast<std::size_t>(offset),
                         std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)), false};
  // The power may go while this very write is under way.
  if (known != nullptr) known->waiting.push_back(change);
  if (const auto refusal = refuse(SQLITE_IOERR_WRITE)) return *refusal;
  return real(file)->pMethods->xWrite(real(file), from, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto* known = ours(file)->file;
  if (known != nullptr) known->waiting.push_back({static_cast<std::size_t>(size), {}, true});
  if (const auto refusal = refuse(SQLITE_IOERR_TRUNCATE)) return *refusal;
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int) {
  auto* known = ours(file)->file;
  if (refuse(SQLITE_IOERR_FSYNC)) {
    if (known != nullptr) settle_by_chance(*known);
    return SQLITE_IOERR_FSYNC;
  }
  if (known == nullptr) return SQLITE_OK;
  for (const auto& change : known->waiting) apply(known->durable, change);
  known->waiting.clear();
  // SQLite's own file system syncs the folder together with a new log, and with it every deletion before.
  if (!known->has_durable_name) forget_deleted_files();
  known->has_durable_name = true;
  return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* locked) {
  return real(file)->pMethods->xCheckReservedLock(real(file), locked);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file*) {
  return Sector;
}
int device_characteristics(sqlite3_file*) {
  // SQLite's usual assumption: a write harms nothing outside its own bytes.
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int unmap_shared(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods the_methods = {2,
                                                 close_file,
                                                 read_file,
                                                 write_file,
                                                 truncate_file,
                                                 sync_file,
                                                 file_size,
                                                 lock_file,
                                                 unlock_file,
                                                 check_reserved_lock,
                                                 control_file,
                                                 sector_size,
                                                 device_characteristics,
                                                 map_shared,
                                                 lock_shared,
                                                 barrier_shared,
                                                 unmap_shared,
                                                 nullptr,
                                                 nullptr};
  return the_methods;
}

DiskFile* find_or_add(const char* path, bool is_new) {
  struct stat status = {};
  if (path == nullptr || ::stat(path, &status) != 0) return nullptr;
  auto [position, added] = disk().files.try_emplace(status.st_ino, DiskFile{path});
  auto& file = position->second;
  if (added || is_new) {
    // An inode that was deleted may be given out anew.
    file = {path, is_new ? std::string{} : read_whole(path), {}, !is_new, false};
  }
  file.path = path;
  return &file;
}

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  auto& the_disk = disk();
  if (the_disk.real == nullptr) std::abort();  // `install_unsafe_disk` sets it before anything can be opened
  const bool is_new = name != nullptr && ::access(name, F_OK) != 0;
  auto* opened = ours(file);
  opened->base.pMethods = nullptr;
  if (is_new && (flags & SQLITE_OPEN_CREATE) != 0 && refuse(SQLITE_CANTOPEN)) return SQLITE_CANTOPEN;
  opened->real =
      static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(the_disk.real->szOsFile)));
  if (opened->real == nullptr) return SQLITE_NOMEM;
  const int code = the_disk.real->xOpen(the_disk.real, name, opened->real, flags, flags_out);
  if (code != SQLITE_OK) {
    std::free(opened->real);
    return code;
  }
  opened->file = find_or_add(name, is_new);
  opened->base.pMethods = &methods();
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  if (const auto refusal = refuse(SQLITE_IOERR_DELETE)) return *refusal;
  for (auto& [inode, file] : disk().files)
    if (file.path == name && ::access(name, F_OK) == 0) file.is_deleted = true;
  const int code = disk().real->xDelete(disk().real, name, 0);
  if (sync_folder != 0) forget_deleted_files();
  return code;
}

}  // namespace

void install_unsafe_disk(const DiskPlan& plan) {
  auto& the_disk = disk();
  the_disk.plan = plan;
  the_disk.random.seed(plan.seed);
  the_disk.real = sqlite3_vfs_find(nullptr);
  the_disk.vfs = *the_disk.real;
  the_disk.vfs.zName = "unsafe_disk";
  the_disk.vfs.szOsFile = sizeof(OpenFile);
  the_disk.vfs.xOpen = open_file;
  the_disk.vfs.xDelete = delete_file;
  if (sqlite3_vfs_register(&the_disk.vfs, 1) != SQLITE_OK) std::abort();
}

std::uint64_t count_disk_calls() {
  return disk().calls;
}

}  // namespace endrange::test
