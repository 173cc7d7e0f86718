#include "adapters/protocol/words.h"

namespace endrange::protocol {

std::string make_snake_case(std::string_view camel_case) {
  std::string snake_case;
  for (const char c : camel_case) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && !snake_case.empty()) snake_case += '_';
    snake_case += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return snake_case;
}

}  // namespace endrange::protocol
