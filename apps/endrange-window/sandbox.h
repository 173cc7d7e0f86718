#pragma once

namespace endrange::window {

/// Whether WebKit's sandbox can work here. It needs bubblewrap, xdg-dbus-proxy and the right to make
/// namespaces: in some containers, and on kernels that refuse them to users, it cannot, and WebKit would end
/// at its start.
[[nodiscard]] bool can_sandbox();

}  // namespace endrange::window
