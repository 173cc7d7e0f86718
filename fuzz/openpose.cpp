// A picture's points by OpenPose, or by anybody: people, or one error that says where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/files/openpose.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange::files;
  const auto people = parse_openpose_picture({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!people) {
    if (people.error().where.empty()) std::abort();
    return 0;
  }
  const auto one = find_same_person(*people, {});
  if (one && find_same_person(*people, (*people)[*one]).value_or(people->size()) >= people->size())
    std::abort();
  return 0;
}
