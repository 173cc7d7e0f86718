#pragma once

#include "core/base/angle.h"

namespace endrange {

/// A figure together with how sure it is. The two travel together everywhere.
struct Estimate {
  Angle mean = {};
  Angle standard_error = {};

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

}  // namespace endrange
