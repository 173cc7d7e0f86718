#pragma once

/// What the program holds of the machine's memory while it has nothing to do.
namespace endrange::system {

/// Gives back what is not needed to wait: freed memory that the allocator keeps, and the pages of code that
/// was run. The code stays in the system's file cache and comes back a page at a time when it runs again,
/// which costs microseconds. Nothing is lost, whatever other threads do meanwhile.
void give_back_memory();

}  // namespace endrange::system
