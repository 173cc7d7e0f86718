#include "apps/endrange/commands/access.h"

#include <utility>

#include "adapters/system/clock.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {

Result<Trainer> open_trainer(const std::filesystem::path& folder) {
  TRY(const auto places, find_places());
  TRY(auto content, load_content(places.content));
  return Trainer::open(folder, std::move(content), [] { return system::read_clock().wall; });
}

}  // namespace endrange::app
