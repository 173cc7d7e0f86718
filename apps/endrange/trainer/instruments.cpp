#include "apps/endrange/trainer/instruments.h"

#include "adapters/content/depth_camera.h"
#include "adapters/content/marker_set.h"
#include "adapters/content/toml_reader.h"

namespace endrange::app {

Result<Instruments> load_instruments(const std::filesystem::path& content) {
  const auto load = [&](const char* name) { return content::TomlFile::load(content / name, name); };
  TRY(const auto camera, load("measurement/depth_camera.toml"));
  TRY(const auto markers, load("measurement/plug_in_gait.toml"));
  Diagnostics diagnostics;
  Instruments instruments{content::read_depth_camera(camera, diagnostics).camera,
                          content::read_marker_set(markers, diagnostics).set};
  TRY_STATUS(diagnostics.status());
  return instruments;
}

}  // namespace endrange::app
