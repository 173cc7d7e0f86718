#include "core/base/result.h"

namespace endrange {

std::string Error::text() const {
  std::string text = where.empty() ? message : where + ": " + message;
  if (!remedy.empty()) text += "; " + remedy;
  return text;
}

}  // namespace endrange
