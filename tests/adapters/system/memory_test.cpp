// Oracle: the C library's own account of its heap (`mallinfo2`) and the kernel's of this process.
#include "adapters/system/memory.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <cstddef>
#include <string>
#include <vector>

namespace endrange::system {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool HasOwnAllocator = false;  // the sanitizer's takes its place
#else
constexpr bool HasOwnAllocator = true;
#endif

// Texts of every small size, as after reading a journal.
std::vector<std::string> make_texts() {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 100'000; ++i) texts.emplace_back(16 + i % 900, 'x');
  return texts;
}

TEST(Memory, what_was_freed_is_given_back_with_what_the_thread_kept_at_hand) {
  if (!HasOwnAllocator) GTEST_SKIP() << "the sanitizer's allocator keeps what was freed, to look at it";
  give_back_memory();
  const auto before = ::mallinfo2();
  {
    const auto texts = make_texts();
  }
  // What the thread keeps counts as in use.
  EXPECT_GT(::mallinfo2().uordblks, before.uordblks + 10'000);
  give_back_memory();
  const auto after = ::mallinfo2();
  EXPECT_LE(after.uordblks, before.uordblks + 1'000);
}

TEST(Memory, what_is_in_use_stays) {
  const auto texts = make_texts();
  give_back_memory();
  EXPECT_EQ(texts, make_texts());
}

}  // namespace
}  // namespace endrange::system
