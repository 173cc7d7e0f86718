#include "core/plan/safety.h"

#include <algorithm>

namespace endrange::plan {

const SafetyQuestion* SafetyScreen::find_question(const std::string& id) const {
  const auto found = std::ranges::find(questions, id, &SafetyQuestion::id);
  return found == questions.end() ? nullptr : &*found;
}

}  // namespace endrange::plan
