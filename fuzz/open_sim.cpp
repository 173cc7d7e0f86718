// A model, or a set-up of inverse kinematics: whatever is in it ends in one error or in a body that can be
// posed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/files/ik_tasks.h"
#include "adapters/files/open_sim_model.h"
#include "core/body/kinematics.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tasks = files::parse_inverse_kinematics_tasks(text, "fuzz");
  const auto model = files::parse_open_sim_model(text, "fuzz");
  if (!model) return 0;
  const body::Kinematics kinematics(model->body);
  (void)body::compute_centre_of_mass(model->body, kinematics.frames());
  for (const body::Coupling& coupling : model->body.constraints().couplings)
    (void)coupling.function.evaluate(0.5);
  if (tasks) (void)files::check_tasks(*tasks, *model, {});
  return 0;
}
