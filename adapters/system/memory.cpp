#include "adapters/system/memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

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

}  // namespace

void give_back_memory() {
  ::malloc_trim(0);
  ::dl_iterate_phdr(let_go, nullptr);
}

}  // namespace endrange::system
