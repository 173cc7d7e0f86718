#include "adapters/files/open_sim_anatomy.h"

#include <algorithm>
#include <array>
#include <utility>

namespace endrange::files {
namespace {

using body::Part;

// The upper and lower parts of a limb whose movement the clinical angles read: of two bones side by side the
// one that carries the next joint; of the foot the part behind the ball.
constexpr std::array Names = {
    std::pair<std::string_view, Part>{"pelvis", Part::Pelvis},
    std::pair<std::string_view, Part>{"torso", Part::Thorax},
    std::pair<std::string_view, Part>{"thorax", Part::Thorax},
    std::pair<std::string_view, Part>{"lumbar", Part::Lumbar},
    std::pair<std::string_view, Part>{"neck", Part::Neck},
    std::pair<std::string_view, Part>{"head", Part::Head},
    std::pair<std::string_view, Part>{"neckhead", Part::Head},
    std::pair<std::string_view, Part>{"clavicle", Part::Clavicle},
    std::pair<std::string_view, Part>{"humerus", Part::Humerus},
    std::pair<std::string_view, Part>{"radius", Part::Forearm},
    std::pair<std::string_view, Part>{"hand", Part::Hand},
    std::pair<std::string_view, Part>{"femur", Part::Thigh},
    std::pair<std::string_view, Part>{"tibia", Part::Shank},
    std::pair<std::string_view, Part>{"calcn", Part::Foot},
    std::pair<std::string_view, Part>{"foot", Part::Foot},
    std::pair<std::string_view, Part>{"toes", Part::Toes},
};

}  // namespace

Anatomy find_anatomy(std::string_view body_name) {
  Anatomy anatomy;
  if (body_name.ends_with("_r") || body_name.ends_with("_l")) {
    anatomy.side = body_name.back() == 'r' ? Side::Right : Side::Left;
    body_name.remove_suffix(2);
  }
  const auto found = std::ranges::find(Names, body_name, &std::pair<std::string_view, Part>::first);
  if (found != Names.end() && is_sided(found->second) == (anatomy.side != Side::Both))
    anatomy.part = found->second;
  return anatomy;
}

}  // namespace endrange::files
