#pragma once

#include <sys/types.h>

#include <string>

namespace endrange::desktop {

/// What the system calls a running process, at most 15 characters; empty when there is none.
[[nodiscard]] std::string find_process_name(pid_t process);

/// A running process for the screen: "4242 firefox"; the name alone without a number, the number alone when
/// nothing tells the name. Never stored.
/// @param name  what the program calls itself; empty: what the system calls it
[[nodiscard]] std::string describe_process(pid_t process, const std::string& name = {});

}  // namespace endrange::desktop
