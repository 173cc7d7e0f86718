// A message on the WebSocket: it is read or refused, and so is the frame in it.
#include <cstddef>
#include <cstdint>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/measure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::protocol;
  const auto request = parse_json<LiveRequest>({reinterpret_cast<const char*>(data), size});
  if (request && request->frame) static_cast<void>(parse_frame(*request->frame));
  return 0;
}
