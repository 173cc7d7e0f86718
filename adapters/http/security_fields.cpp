#include "adapters/http/state.h"

namespace endrange::http {

void set_security_fields(boost::beast::http::fields& fields) {
  // 'wasm-unsafe-eval' lets the pose library compile its WebAssembly; it evaluates no text. Nothing is ever
  // loaded from, or sent to, another host.
  fields.set("Content-Security-Policy",
             "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
             "connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
             "font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
             "form-action 'none'");
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("Referrer-Policy", "no-referrer");
  fields.set("Cross-Origin-Opener-Policy", "same-origin");
  fields.set("Cross-Origin-Resource-Policy", "same-origin");
  fields.set("Permissions-Policy",
             "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=()");
}

}  // namespace endrange::http
