#include "apps/endrange/server/erase_codes.h"

#include <utility>

#include "adapters/system/secret.h"

namespace endrange::app {

constexpr auto CodeLife = std::chrono::seconds(60);

std::string EraseCodes::issue(Instant now) {
  code_ = system::make_random_hex(8);
  until_ = now + CodeLife;
  return code_;
}

bool EraseCodes::redeem(std::string_view code, Instant now) {
  const auto expected = std::exchange(code_, {});
  return !expected.empty() && now < until_ && system::is_same_secret(code, expected);
}

}  // namespace endrange::app
