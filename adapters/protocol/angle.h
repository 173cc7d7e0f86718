#pragma once

#include "core/base/angle.h"
#include "core/base/estimate.h"

namespace endrange::protocol {

/// The shortest degrees that read back as this very angle: 31.4, not 31.400000000000002. Every angle that was
/// ever read from degrees has such a figure, so export and import are exact; for any other the nearest is
/// given.
[[nodiscard]] double write_degrees(Angle angle);

}  // namespace endrange::protocol
