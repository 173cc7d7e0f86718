#include "adapters/files/length_unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "adapters/files/cells.h"

namespace endrange::files {
namespace {

struct Name {
  std::string_view word;
  double metres;
};

constexpr std::array<Name, 17> Names = {{{"m", 1.0},
                                         {"metre", 1.0},
                                         {"metres", 1.0},
                                         {"meter", 1.0},
                                         {"meters", 1.0},
                                         {"cm", 0.01},
                                         {"centimetre", 0.01},
                                         {"centimetres", 0.01},
                                         {"centimeter", 0.01},
                                         {"centimeters", 0.01},
                                         {"mm", 0.001},
                                         {"millimetre", 0.001},
                                         {"millimetres", 0.001},
                                         {"millimeter", 0.001},
                                         {"millimeters", 0.001},
                                         {"in", 0.0254},
                                         {"inches", 0.0254}}};

// Nobody is measured this far from a laboratory's origin, nor all of a body within this of it.
constexpr double FurthestMedian = 50.0;
constexpr double LeastReach = 0.01;

// The furthest of a person's landmarks from the hips in millimetres, and from a picture's corner in pixels:
// from a child's to twice a person's, and from a small picture's to the largest a camera takes.
struct Span {
  double least = 0.0;
  double most = 0.0;
  [[nodiscard]] bool holds(double number) const { return number >= least && number <= most; }
};
constexpr Span Millimetres = {200.0, 4'000.0};
constexpr Span Pixels = {100.0, 20'000.0};

}  // namespace

std::optional<double> find_metres_per(std::string_view unit) {
  const std::string word = to_lower(trim(unit));
  const auto* const found = std::ranges::find(Names, word, &Name::word);
  if (found == Names.end()) return std::nullopt;
  return found->metres;
}

void correct_unit(motion::PointRecording& recording) {
  // A sample is enough for the median.
  constexpr std::size_t MostSamples = 100'000;
  const std::size_t stride = recording.frame_count() * recording.point_count() / MostSamples + 1;
  std::vector<double> reach;
  double furthest = 0.0;
  std::size_t count = 0;
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    for (std::size_t point = 0; point < recording.point_count(); ++point) {
      const auto position = recording.find(frame, point);
      if (!position) continue;
      furthest = std::max(furthest, position->lpNorm<Eigen::Infinity>());
      if (count++ % stride == 0) reach.push_back(position->lpNorm<Eigen::Infinity>());
    }
  }
  const double stated = find_metres_per(recording.source.unit).value_or(1.0);
  if (reach.empty()) return;
  const auto middle = reach.begin() + static_cast<std::ptrdiff_t>(reach.size() / 2);
  std::ranges::nth_element(reach, middle);
  const auto correct = [&](double metres, std::string_view looks_like, std::string unit) {
    recording.rescale(metres / stated);
    recording.source.notes.push_back(
        fmt::format("The file says {}, but its numbers look like {}: they were read as {}.",
                    recording.source.unit, looks_like, looks_like));
    recording.source.unit = std::move(unit);
  };
  if (*middle > FurthestMedian && stated > 0.001) correct(0.001, "millimetres", "mm");
  // One or two points may be the tip of a pointer; a body has more.
  constexpr std::size_t LeastPoints = 3;
  if (recording.point_count() >= LeastPoints && furthest > 0.0 && furthest < LeastReach && stated < 1.0)
    correct(1.0, "metres", "m");
}

Error explain_unit(Error error, const motion::LandmarkFrame& frame) {
  // Without a frame before it, only what the frame itself holds is wrong.
  if (!frame.landmarks || motion::check_frame(frame, std::nullopt)) return error;
  double world = 0.0;
  double image = 0.0;
  for (const motion::RawLandmark& landmark : *frame.landmarks) {
    if (!landmark.world.allFinite() || !landmark.image.allFinite()) return error;
    world = std::max(world, landmark.world.lpNorm<Eigen::Infinity>());
    image = std::max(image, landmark.image.head<2>().lpNorm<Eigen::Infinity>());
  }
  if (Millimetres.holds(world)) {
    error.remedy = "the world landmarks look like millimetres: divide them by 1000";
  } else if (Pixels.holds(image)) {
    error.remedy = "the image landmarks look like pixels: divide x by the picture's width, y by its height";
  }
  return error;
}

}  // namespace endrange::files
