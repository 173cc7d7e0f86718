#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/figure/render.h"

namespace endrange::figure {
namespace {

// Drawn so many times larger a side and made small again, so that edges are soft and neighbours leave no
// seam.
constexpr int Finer = 4;

class Canvas {
 public:
  Canvas(int width, int height)
      : width_(width), height_(height), paint_(static_cast<std::size_t>(width * height), Drawing::Paper) {}

  // Between where its sides cross the middle of each row, in pairs.
  void fill(const Polygon& polygon, const Paint& paint) {
    const auto [top, bottom] = std::ranges::minmax(polygon.corners, {}, &Point::y);
    const int first = std::max(0, static_cast<int>(std::ceil(top.y * Finer - 0.5)));
    const int last = std::min(height_ - 1, static_cast<int>(std::floor(bottom.y * Finer - 0.5)));
    for (int row = first; row <= last; ++row) {
      find_crossings(polygon, row + 0.5);
      for (std::size_t i = 0; i + 1 < crossings_.size(); i += 2)
        fill_row(row, crossings_[i], crossings_[i + 1], paint);
    }
  }

  [[nodiscard]] Picture shrink() const {
    Picture picture{width_ / Finer, height_ / Finer, {}};
    for (int row = 0; row < picture.height_px; ++row)
      for (int column = 0; column < picture.width_px; ++column)
        for (std::size_t part = 0; part < 3; ++part) picture.rgb.push_back(average(row, column, part));
    return picture;
  }

 private:
  void find_crossings(const Polygon& polygon, double y) {
    crossings_.clear();
    const auto& corners = polygon.corners;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const Point& a = corners[i];
      const Point& b = corners[(i + 1) % corners.size()];
      const double from = a.y * Finer;
      const double to = b.y * Finer;
      if ((from <= y) == (to <= y)) continue;
      crossings_.push_back(Finer * (a.x + (b.x - a.x) * (y - from) / (to - from)));
    }
    std::ranges::sort(crossings_);
  }

  void fill_row(int row, double from, double to, const Paint& paint) {
    const int first = std::max(0, static_cast<int>(std::ceil(from - 0.5)));
    const int last = std::min(width_ - 1, static_cast<int>(std::floor(to - 0.5)));
    for (int column = first; column <= last; ++column) paint_[place(row, column)] = paint;
  }

  [[nodiscard]] std::size_t place(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(column);
  }

  [[nodiscard]] std::uint8_t average(int row, int column, std::size_t part) const {
    int sum = 0;
    for (int y = 0; y < Finer; ++y)
      for (int x = 0; x < Finer; ++x) sum += paint_[place(row * Finer + y, column * Finer + x)].at(part);
    return static_cast<std::uint8_t>(sum / (Finer * Finer));
  }

  int width_;
  int height_;
  std::vector<Paint> paint_;
  std::vector<double> crossings_;
};

}  // namespace

Picture render_picture(const FigureMotion& motion, const Still& still) {
  const auto drawing = compute_drawing(motion, still);
  Canvas canvas(still.width_px * Finer, still.height_px * Finer);
  for (const Polygon& polygon : drawing.shadow) canvas.fill(polygon, Drawing::Shade);
  for (const Polygon& polygon : drawing.figure) canvas.fill(polygon, polygon.paint);
  return canvas.shrink();
}

}  // namespace endrange::figure
