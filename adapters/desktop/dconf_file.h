#pragma once

#include <optional>
#include <string_view>

namespace endrange::desktop {

/// A yes or no in the bytes of a dconf database, such as `/org/gnome/desktop/notifications/show-banners`;
/// nothing when it is not there, or is no database. Bytes of any kind are safe.
/// Source: the GVariant Database format of GNOME's gvdb (gvdb-format.h).
[[nodiscard]] std::optional<bool> find_dconf_flag(std::string_view database, std::string_view key);

}  // namespace endrange::desktop
