#include "adapters/figures/png.h"

#include <memory>

#include <cairo.h>

namespace endrange::figures {
namespace {

// Neighbours overlap by half of it, so that no paper shows between them; as wide as in the SVG.
constexpr double Seam_px = 0.6;
constexpr int MostPixels = 32767;

struct Unref {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* pen) const { cairo_destroy(pen); }
};

class Canvas {
 public:
  static Result<Canvas> create(int width_px, int height_px) {
    if (width_px > MostPixels || height_px > MostPixels)
      return fail("the picture would be larger than 32767 pixels a side", {},
                  "draw fewer at once, or more in a row");
    Canvas canvas(width_px, height_px);
    TRY_STATUS(canvas.status());
    return canvas;
  }

  void fill_all(const figure::Paint& paint) {
    choose(paint);
    cairo_paint(pen_.get());
  }

  void write(double x, double y, double size_px, const std::string& words) {
    choose({0, 0, 0});
    cairo_select_font_face(pen_.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen_.get(), size_px);
    cairo_move_to(pen_.get(), x, y);
    cairo_show_text(pen_.get(), words.c_str());
  }

  // A still whose upper left corner is here.
  void draw(const figure::FigureMotion& motion, const figure::Still& still, double x, double y) {
    cairo_save(pen_.get());
    cairo_translate(pen_.get(), x, y);
    cairo_rectangle(pen_.get(), 0.0, 0.0, still.width_px, still.height_px);
    cairo_clip(pen_.get());
    fill_all(figure::Drawing::Paper);
    const auto drawing = figure::compute_drawing(motion, still);
    choose(figure::Drawing::Shade);
    for (const auto& polygon : drawing.shadow) trace(polygon);
    cairo_fill(pen_.get());
    cairo_set_line_width(pen_.get(), Seam_px);
    for (const auto& polygon : drawing.figure) {
      choose(polygon.paint);
      trace(polygon);
      cairo_fill_preserve(pen_.get());
      cairo_stroke(pen_.get());
    }
    cairo_restore(pen_.get());
  }

  Result<std::string> finish() {
    TRY_STATUS(status());
    std::string bytes;
    const auto append = [](void* to, const unsigned char* data, unsigned int length) {
      static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
      return CAIRO_STATUS_SUCCESS;
    };
    if (cairo_surface_write_to_png_stream(surface_.get(), append, &bytes) != CAIRO_STATUS_SUCCESS)
      return fail("the picture could not be packed", {}, "free some memory, or draw fewer at once");
    return bytes;
  }

 private:
  Canvas(int width_px, int height_px)
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px)),
        pen_(cairo_create(surface_.get())) {}

  [[nodiscard]] Status status() const {
    const auto found = cairo_status(pen_.get());
    if (found != CAIRO_STATUS_SUCCESS)
      return fail(std::string("the picture cannot be drawn: ") + cairo_status_to_string(found), {},
                  "free some memory, or draw fewer at once");
    return {};
  }

  void choose(const figure::Paint& paint) {
    constexpr double Full = 255.0;
    cairo_set_source_rgb(pen_.get(), paint[0] / Full, paint[1] / Full, paint[2] / Full);
  }

  void trace(const figure::Polygon& polygon) {
    cairo_new_sub_path(pen_.get());
    for (const auto& corner : polygon.corners) cairo_line_to(pen_.get(), corner.x, corner.y);
    cairo_close_path(pen_.get());
  }

  std::unique_ptr<cairo_surface_t, Unref> surface_;
  std::unique_ptr<cairo_t, Unref> pen_;
};

}  // namespace

Result<std::string> draw_png(const figure::FigureMotion& motion, const figure::Still& still) {
  TRY(auto canvas, Canvas::create(still.width_px, still.height_px));
  canvas.draw(motion, still, 0.0, 0.0);
  return canvas.finish();
}

Result<std::string> draw_sheet_png(const std::vector<figure::SheetRow>& rows, int columns) {
  const auto plan = figure::plan_sheet(rows, columns);
  TRY(auto canvas, Canvas::create(plan.width_px, plan.height_px));
  canvas.fill_all({255, 255, 255});
  for (const auto& title : plan.titles)
    canvas.write(title.x, title.y, figure::SheetPlan::TitleSize_px, title.words);
  for (const auto& cell : plan.cells) canvas.draw(rows[cell.row].motion, cell.still, cell.x, cell.y);
  return canvas.finish();
}

}  // namespace endrange::figures
