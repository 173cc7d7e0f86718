#pragma once

#include <source_location>
#include <string_view>

namespace endrange {

/// Stops the program: an invariant of ours is broken, so nothing computed from here on can be trusted.
[[noreturn]] void stop_broken_contract(std::string_view what, std::source_location where);

/// A condition that the caller owes. Always checked.
inline void expects(bool holds, std::string_view what = "precondition",
                    std::source_location where = std::source_location::current()) {
  if (!holds) stop_broken_contract(what, where);
}

/// A condition that the callee owes. Always checked.
inline void ensures(bool holds, std::string_view what = "postcondition",
                    std::source_location where = std::source_location::current()) {
  if (!holds) stop_broken_contract(what, where);
}

}  // namespace endrange
