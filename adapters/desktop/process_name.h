#pragma once

#include <sys/types.h>

#include <string>

namespace endrange::desktop {

/// A running process for the screen: "4242 firefox"; the name alone without a number, the number alone when
/// nothing tells the name. Never stored.
/// @param name  what the program calls itself; empty: what the system calls it
[[nodiscard]] std::string describe_process(pid_t process, const std::string& name = {});

}  // namespace endrange::desktop
