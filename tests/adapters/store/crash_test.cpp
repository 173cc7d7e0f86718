// The promise: whatever was acknowledged is there, and whatever was not is there whole or not at all.
//
// Oracle: entries whose content follows from their number, and a pipe that lives outside the journal. Limits:
// killing a process shows nothing about the disk, so the second half takes the disk apart; its model of a
// disk is the one that SQLite is written for (sectors, syncs, a folder synced with a new log), not a disk
// that lies about a sync.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <thread>

#include "adapters/store/journal.h"
#include "tests/adapters/store/unsafe_disk.h"
#include "tests/support/folder.h"

namespace endrange::store {
namespace {

using test::TemporaryFolder;

/// `./dev test` runs the small numbers; ENDRANGE_LONG=1 the full ones.
int choose_count(int small, int large) {
  const char* is_long = std::getenv("ENDRANGE_LONG");
  const int count = is_long != nullptr && *is_long != '\0' ? large : small;
  std::printf("             %d of %d\n", count, large);
  return count;
}

/// A batch of 1 to 4 entries of up to `largest` bytes; everything about it follows from its number.
std::vector<NewEntry> make_batch(int number, std::size_t largest) {
  std::mt19937 random(static_cast<std::uint32_t>(number));  // NOLINT: the same batch each time
  std::vector<NewEntry> batch(1 + random() % 4);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::string body(random() % largest, static_cast<char>('a' + (number + static_cast<int>(i)) % 26));
    batch[i] = {std::to_string(number) + "-" + std::to_string(i), number, 60, "measured", "\"" + body + "\""};
  }
  return batch;
}

void say(int descriptor, int number) {
  if (::write(descriptor, &number, sizeof number) != sizeof number) ::_exit(3);
}

/// The next thing a child says on its pipe; -1 when it has ended.
int hear(int descriptor) {
  int number = -1;
  return ::read(descriptor, &number, sizeof number) == sizeof number ? number : -1;
}

/// What a child said on its pipe until its end.
std::vector<int> listen(int descriptor) {
  std::vector<int> heard;
  int number = 0;
  while (::read(descriptor, &number, sizeof number) == sizeof number) heard.push_back(number);
  return heard;
}

/// Opens the journal on the plain disk and holds it against what was acknowledged; answers with the highest
/// batch.
int check_journal(const std::filesystem::path& folder, const std::vector<int>& acknowledged,
                  std::size_t largest) {
  const auto journal = Journal::open(folder);
  EXPECT_TRUE(journal) << journal.error().text();
  if (!journal) return -1;
  const auto all = journal->read_all();
  EXPECT_TRUE(all) << all.error().text();
  if (!all) return -1;

  std::map<int, std::map<std::string, StoredEntry>> batches;
  std::vector<std::int64_t> sequences;
  for (const auto& entry : *all) {
    batches[static_cast<int>(entry.at_ms)][entry.id] = entry;
    sequences.push_back(entry.sequence);
  }
  for (const int number : acknowledged) EXPECT_TRUE(batches.contains(number)) << "lost: batch " << number;
  for (const auto& [number, found] : batches) {
    const auto expected = make_batch(number, largest);
    EXPECT_EQ(found.size(), expected.size()) << "half a batch: " << number;
    for (const auto& entry : expected) {
      const auto there = found.find(entry.id);
      if (there == found.end()) continue;
      EXPECT_EQ(there->second.body_json, entry.body_json) << "half an entry: " << entry.id;
    }
  }
  std::ranges::sort(sequences);
  for (std::size_t i = 0; i < sequences.size(); ++i)
    EXPECT_EQ(sequences[i], static_cast<std::int64_t>(i + 1)) << "a gap in the order";
  return batches.empty() ? 0 : batches.rbegin()->first;
}

TEST(Crash, killed_at_random_moments_keeps_what_was_acknowledged) {
  constexpr std::size_t Largest = 2000;
  const int moments = choose_count(60, 200);
  const TemporaryFolder folder;
  std::mt19937 random(20261122);  // NOLINT: the same delays each time; the scheduler adds its own chance
  std::vector<int> acknowledged;
  int next = 1;
  int killed_after_work = 0;
  for (int moment = 0; moment < moments && !::testing::Test::HasFailure(); ++moment) {
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto journal = Journal::open(folder.path());
      if (!journal) ::_exit(2);
      say(ends[1], 0);
      for (int number = next;; ++number) {
        if (!journal->append(make_batch(number, Largest))) ::_exit(2);
        say(ends[1], number);
      }
    }
    ::close(ends[1]);
    // Some moments lie in the opening, most in the work: after so many batches, and then anywhere in the next
    // ones.
    std::vector<int> heard;
    for (auto left = moment % 8 == 0 ? 0U : 2U + random() % 5U; left > 0; --left)
      heard.push_back(hear(ends[0]));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 10'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    for (const int number : listen(ends[0])) heard.push_back(number);
    ::close(ends[0]);
    for (const int number : heard)
      if (number > 0) acknowledged.push_back(number);
    if (!heard.empty() && heard.back() > 0) ++killed_after_work;
    next = check_journal(folder.path(), acknowledged, Largest) + 1;
  }
  EXPECT_GT(killed_after_work, moments / 2) << "most kills must meet work, or this shows nothing";
  std::printf("             %zu batches acknowledged, %d of %d kills met work\n", acknowledged.size(),
              killed_after_work, moments);
}

/// A life of the program on an unsafe disk: it opens, appends, tries again what was refused, and now and then
/// starts anew. Says on the pipe what was acknowledged, and at its end, minus the number of disk calls.
[[noreturn]] void live_on(const std::filesystem::path& folder, const test::DiskPlan& plan, int first,
                          std::size_t largest, int pipe) {
  constexpr int Batches = 24;
  constexpr int Restart = 7;
  constexpr int Patience = 200;
  test::install_unsafe_disk(plan);
  int number = first;
  for (int attempt = 0; attempt < Patience && number < first + Batches;) {
    auto journal = Journal::open(folder);
    ++attempt;
    for (int i = 0; journal && i < Restart && attempt < Patience && number < first + Batches; ++attempt) {
      if (!journal->append(make_batch(number, largest))) continue;  // the same batch again, as the page would
      say(pipe, number++);
      ++i;
    }
  }
  say(pipe, -static_cast<int>(test::count_disk_calls()));
  ::_exit(0);
}

struct Life {
  std::vector<int> acknowledged;
  int disk_calls = 0;
  bool lost_power = false;
};

Life run_life(const std::filesystem::path& folder, const test::DiskPlan& plan, int first,
              std::size_t largest) {
  int ends[2] = {};
  if (::pipe(ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) live_on(folder, plan, first, largest, ends[1]);
  ::close(ends[1]);
  Life life;
  for (const int number : listen(ends[0])) {
    if (number > 0)
      life.acknowledged.push_back(number);
    else
      life.disk_calls = -number;
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status)) << "the program crashed with signal " << WTERMSIG(status) << ", seed "
                                 << plan.seed;
  life.lost_power = WIFEXITED(status) && WEXITSTATUS(status) == test::PowerLost;
  EXPECT_TRUE(life.lost_power || WEXITSTATUS(status) == 0) << "seed " << plan.seed;
  return life;
}

/// A memory-backed folder where there is one: the unsafe disk keeps its own account of what is durable.
std::filesystem::path find_fast_folder() {
  return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path();
}

/// Runs lives on unsafe disks: three in a row on one journal, the power going at a random call of each.
void run_lives(int seeds, double refusal_probability, std::size_t largest) {
  int losses = 0;
  std::size_t acknowledged_in_all = 0;
  const TemporaryFolder measured(find_fast_folder());
  const int calls = run_life(measured.path(), {}, 1, largest).disk_calls;
  ASSERT_GT(calls, 50) << "the disk is in the path";
  for (int seed = 1; seed <= seeds && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<std::uint32_t>(seed));  // NOLINT: the same cuts each time
    const TemporaryFolder folder(find_fast_folder());
    std::vector<int> acknowledged;
    int next = 1;
    for (int life_number = 0; life_number < 3 && !::testing::Test::HasFailure(); ++life_number) {
      const test::DiskPlan plan = {static_cast<std::uint32_t>(random()),
                                   1 + random() % static_cast<std::uint64_t>(calls), refusal_probability};
      const auto life = run_life(folder.path(), plan, next, largest);
      losses += life.lost_power ? 1 : 0;
      acknowledged.insert(acknowledged.end(), life.acknowledged.begin(), life.acknowledged.end());
      next = check_journal(folder.path(), acknowledged, largest) + 1;
    }
    acknowledged_in_all += acknowledged.size();
  }
  std::printf("             %d power losses in lives of %d disk calls, %zu batches acknowledged\n", losses,
              calls, acknowledged_in_all);
  EXPECT_GT(losses, seeds) << "most lives must end in a power loss, or this shows nothing";
}

TEST(PowerLoss, at_any_call_keeps_what_was_acknowledged) {
  run_lives(choose_count(20, 2000), 0.0, 6000);
}

TEST(PowerLoss, with_a_disk_that_also_refuses_at_any_call) {
  run_lives(choose_count(20, 2000), 0.05, 6000);
}

// Long enough for the log to be moved into the journal while entries are being added (1,000 pages of 4 KiB).
TEST(PowerLoss, while_the_log_is_moved_over) {
  run_lives(choose_count(3, 200), 0.01, 150'000);
}

TEST(UnsafeDisk, refuses_and_loses_enough_to_be_a_test) {
  // A journal that does not wait for the disk must be caught: the same life, judged as if unsynced writes
  // were enough.
  const TemporaryFolder folder(find_fast_folder());
  const int calls = run_life(folder.path(), {}, 1, 2000).disk_calls;
  int refused = 0;
  for (int seed = 1; seed <= 5; ++seed) {
    const TemporaryFolder refusing(find_fast_folder());
    const auto life = run_life(refusing.path(), {static_cast<std::uint32_t>(seed), 0, 0.2}, 1, 2000);
    refused += life.disk_calls > calls ? 1 : 0;
  }
  EXPECT_GT(refused, 2) << "a disk that refuses makes the program try again";
}

}  // namespace
}  // namespace endrange::store
