#pragma once

#include <cstddef>
#include <functional>

namespace endrange::app {

/// Does work on many files, on as many cores as there are, and shows on a terminal how far it is; nothing is
/// shown where nobody watches.
/// @param work  called once for each of 0 … count − 1, from several threads
/// @param show  writes one line to standard error, over the last; given how many are done
void run_batch(std::size_t count, const std::function<void(std::size_t)>& work,
               const std::function<void(std::size_t done)>& show);

}  // namespace endrange::app
