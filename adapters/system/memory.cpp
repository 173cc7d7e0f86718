#include "adapters/system/memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace endrange::system {
namespace {

/// Lets go of one object's segments that are never written to; what a page of them holds is in its file.
int let_go(dl_phdr_info* object, std::size_t, void*) {
  const auto kernel_code = static_cast<ElfW(Addr)>(::getauxval(AT_SYSINFO_EHDR));
  if (object->dlpi_addr == kernel_code) return 0;  // not from a file
  const auto page = static_cast<ElfW(Addr)>(::sysconf(_SC_PAGESIZE));
  for (int number = 0; number < object->dlpi_phnum; ++number) {
    const auto& segment = object->dlpi_phdr[number];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const auto begin = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
    const auto end = object->dlpi_addr + segment.p_vaddr + segment.p_filesz;
    // Refused at worst: then it stays.
    auto* const code = reinterpret_cast<void*>(begin);  // NOLINT(performance-no-int-to-ptr)
    ::madvise(code, end - begin, MADV_DONTNEED);
  }
  return 0;
}

/// Frees the blocks that the allocator keeps at hand for this thread: up to seven of each size, each of which
/// holds the page on which it lies, wherever that is. They come out by being asked for, and a thread that
/// ends keeps none back. Source: glibc 2.36, malloc/malloc.c, "thread-local cache".
void empty_thread_cache() {
  constexpr std::size_t Smallest = 24;
  constexpr std::size_t Largest = 1032;
  constexpr std::size_t Step = 16;
  constexpr std::size_t OfEachSize = 7;
  std::vector<void*> blocks;
  blocks.reserve(OfEachSize * ((Largest - Smallest) / Step + 1));
  for (std::size_t bytes = Smallest; bytes <= Largest; bytes += Step)
    for (std::size_t i = 0; i < OfEachSize; ++i) blocks.push_back(::operator new(bytes));
  std::thread([&blocks] {
    for (auto* const block : blocks) ::operator delete(block);
  }).join();
}

}  // namespace

void give_back_memory() {
  empty_thread_cache();
  ::malloc_trim(0);
  ::dl_iterate_phdr(let_go, nullptr);
}

}  // namespace endrange::system
