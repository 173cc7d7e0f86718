#pragma once

#include <glib-object.h>

#include <memory>

/// The few things that GLib's C lacks in C++.
namespace endrange::window {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
/// A reference that is ours, given back at the end of its scope.
template <typename Object>
using Owned = std::unique_ptr<Object, Unref>;

/// One more reference to something that others own, too.
template <typename Object>
[[nodiscard]] Owned<Object> share(Object* object) {
  g_object_ref(object);
  return Owned<Object>(object);
}

struct Free {
  void operator()(gpointer memory) const { g_free(memory); }
};
using OwnedText = std::unique_ptr<char, Free>;

/// Calls a function without captures, and with `data` last, whenever the signal comes.
template <typename Handler>
void connect(gpointer object, const char* signal, Handler handler, gpointer data) {
  g_signal_connect_data(object, signal, G_CALLBACK(+handler), data, nullptr, GConnectFlags{});
}

}  // namespace endrange::window
