#include "core/figure/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "core/figure/arc.h"

namespace endrange::figure {
namespace {

using body::Matrix3;
using body::Region;

constexpr int Around = 18;                  // facets round a turned shape
constexpr int Upwards = 10;                 // rings of an ellipsoid
constexpr double LargestBoxFacet_m = 0.12;  // larger facets sort wrongly behind the figure

struct Colour {
  double red, green, blue;  // 0 to 255
};
constexpr Colour Wood{214, 180, 138};
constexpr Colour Joint{166, 124, 84};
constexpr Colour Furniture{226, 222, 215};
// Straps and sticks are seen before the wood of the figure.
constexpr Colour InHand{92, 100, 112};

// One accent a region, told apart with the common colour blindnesses (after the Okabe-Ito set).
Colour colour_of(Region region) {
  switch (region) {
    case Region::Neck:
      return {204, 121, 167};
    case Region::Shoulders:
      return {0, 114, 178};
    case Region::UpperBack:
      return {0, 158, 115};
    case Region::LowerBack:
      return {110, 96, 170};
    case Region::Hips:
      return {213, 94, 0};
    case Region::Knees:
      return {86, 160, 200};
    case Region::Ankles:
      return {190, 150, 20};
    case Region::Wrists:
      return {150, 80, 80};
  }
  return Wood;
}

Vector3 ring_point(double radius, double height, int i) {
  const double angle = 2.0 * std::numbers::pi * i / Around;
  return {radius * std::cos(angle), height, -radius * std::sin(angle)};
}

// Bands between rings of radius and height, closed below and above.
std::vector<Facet> turn_profile(const std::vector<double>& profile) {
  std::vector<Facet> facets;
  const std::size_t rings = profile.size() / 2;
  for (std::size_t ring = 0; ring + 1 < rings; ++ring)
    for (int i = 0; i < Around; ++i) {
      const double* low = profile.data() + 2 * ring;
      const double* high = low + 2;
      facets.push_back({ring_point(low[0], low[1], i), ring_point(low[0], low[1], i + 1),
                        ring_point(high[0], high[1], i + 1), ring_point(high[0], high[1], i)});
    }
  Facet bottom;
  Facet top;
  for (int i = 0; i < Around; ++i) {
    bottom.push_back(ring_point(profile[0], profile[1], Around - i));
    top.push_back(ring_point(profile[2 * rings - 2], profile[2 * rings - 1], i));
  }
  facets.push_back(std::move(bottom));
  facets.push_back(std::move(top));
  return facets;
}

std::vector<Facet> make_ellipsoid(const std::vector<double>& half) {
  std::vector<double> profile;
  for (int ring = 0; ring <= Upwards; ++ring) {
    const double angle = std::numbers::pi * (static_cast<double>(ring) / Upwards - 0.5);
    profile.push_back(std::cos(angle));
    profile.push_back(std::sin(angle));
  }
  auto facets = turn_profile(profile);
  for (Facet& facet : facets)
    for (Vector3& p : facet) p = Vector3(p.x() * half[0], p.y() * half[1], p.z() * half[2]);
  return facets;
}

// Six faces, cut into small squares.
std::vector<Facet> make_box(const std::vector<double>& half) {
  std::vector<Facet> facets;
  for (int axis = 0; axis < 3; ++axis)
    for (const double sign : {-1.0, 1.0}) {
      const int u = (axis + 1) % 3;
      const int v = (axis + 2) % 3;
      const auto count = [&](int along) {
        return std::max(
            1, static_cast<int>(std::ceil(2.0 * half[static_cast<std::size_t>(along)] / LargestBoxFacet_m)));
      };
      const auto corner = [&](double a, double b) {
        Vector3 p;
        p[axis] = sign * half[static_cast<std::size_t>(axis)];
        p[u] = (2.0 * a - 1.0) * half[static_cast<std::size_t>(u)];
        p[v] = (2.0 * b - 1.0) * half[static_cast<std::size_t>(v)];
        return p;
      };
      for (int i = 0; i < count(u); ++i)
        for (int j = 0; j < count(v); ++j) {
          const double a0 = static_cast<double>(i) / count(u);
          const double a1 = static_cast<double>(i + 1) / count(u);
          const double b0 = static_cast<double>(j) / count(v);
          const double b1 = static_cast<double>(j + 1) / count(v);
          Facet facet = {corner(a0, b0), corner(a1, b0), corner(a1, b1), corner(a0, b1)};
          if (sign < 0.0) std::ranges::reverse(facet);
          facets.push_back(std::move(facet));
        }
    }
  return facets;
}

std::string shorten(double number) {
  const std::string text = std::to_string(std::round(number * 10.0) / 10.0);
  return text.substr(0, text.find('.') + 2);
}

std::string to_css(const Paint& paint) {
  return "rgb(" + std::to_string(paint[0]) + "," + std::to_string(paint[1]) + "," + std::to_string(paint[2]) +
         ")";
}

Paint make_paint(const Colour& colour, double light) {
  const auto part = [&](double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value * light, 0.0, 255.0)));
  };
  return {part(colour.red), part(colour.green), part(colour.blue)};
}

std::string to_path(const Polygon& polygon) {
  std::string path;
  for (const Point& point : polygon.corners) path += shorten(point.x) + "," + shorten(point.y) + " ";
  return path;
}

// Looks from `view` along -z of the camera: x to the right of the picture, y up, z towards the eye.
class Camera {
 public:
  Camera(const View& view, const Vector3& middle, double half_size, const Still& still)
      : middle_(middle),
        scale_(0.5 * std::min(still.width_px, still.height_px) / half_size),
        centre_x_(0.5 * still.width_px),
        centre_y_(0.5 * still.height_px) {
    // From the person's front (x), turning towards the right (z).
    const double a = view.azimuth.radians();
    const double e = view.elevation.radians();
    const Vector3 towards(std::cos(e) * std::cos(a), std::sin(e), std::cos(e) * std::sin(a));
    const Vector3 right = Vector3::UnitY().cross(towards).normalized();
    R_.row(0) = right;
    R_.row(1) = towards.cross(right);
    R_.row(2) = towards;
  }
  [[nodiscard]] Vector3 towards() const { return R_.row(2); }
  [[nodiscard]] Vector3 up() const { return R_.row(1); }
  [[nodiscard]] Vector3 look(const Vector3& p) const { return R_ * (p - middle_); }
  [[nodiscard]] Point draw(const Vector3& seen) const {
    return {centre_x_ + scale_ * seen.x(), centre_y_ - scale_ * seen.y()};
  }

 private:
  Matrix3 R_;
  Vector3 middle_;
  double scale_;
  double centre_x_;
  double centre_y_;
};

body::Frame frame_of(const FigureFrame& frame, std::size_t segment) {
  const double* p = frame.poses.data() + NumbersPerSegment * segment;
  return {Eigen::Quaterniond(p[6], p[3], p[4], p[5]).toRotationMatrix(), Vector3(p[0], p[1], p[2])};
}

struct Placed {
  const Shape* shape;
  std::vector<Facet> facets;  // in ground
};

std::vector<Placed> place_all(const FigureMotion& motion, const FigureFrame& frame) {
  std::vector<Placed> placed;
  for (const Shape& shape : motion.shapes) {
    const auto segment = frame_of(frame, shape.segment);
    auto facets = tessellate(shape);
    for (Facet& facet : facets)
      for (Vector3& p : facet) p = segment.place(p);
    placed.push_back({&shape, std::move(facets)});
  }
  return placed;
}

Paint mix(const Colour& colour, double share) {
  const auto& paper = Drawing::Paper;
  return make_paint({paper[0] + share * (colour.red - paper[0]), paper[1] + share * (colour.green - paper[1]),
                     paper[2] + share * (colour.blue - paper[2])},
                    1.0);
}

// As opaque as the page's.
Paint paint_of(ArcBand::Of of, const Colour& accent) {
  constexpr Colour Track{150, 142, 130};
  switch (of) {
    case ArcBand::Of::Human:
      return mix(Track, 0.35);
    case ArcBand::Of::Target:
      return mix(accent, 0.28);
    case ArcBand::Of::Now:
      return mix(accent, 0.85);
    case ArcBand::Of::Own:
      return mix(accent, 1.0);
  }
  return Drawing::Shade;
}

Colour colour_of(const FigureMotion& motion, const Shape& shape) {
  if (motion.is_held(shape)) return InHand;
  if (shape.prop) return Furniture;
  const FigureSegment& segment = motion.segments[shape.segment];
  if (segment.working) return colour_of(segment.region);
  return shape.joint ? Joint : Wood;
}

}  // namespace

std::vector<Facet> tessellate(const Shape& shape) {
  auto facets = shape.kind == ShapeKind::Lathe       ? turn_profile(shape.size)
                : shape.kind == ShapeKind::Ellipsoid ? make_ellipsoid(shape.size)
                                                     : make_box(shape.size);
  for (Facet& facet : facets)
    for (Vector3& p : facet) p = shape.at + shape.rotation * p;
  return facets;
}

namespace {

// The dials of the working joints; one that faces the viewer stands before the body.
void draw_arcs(const FigureMotion& motion, const Still& still, const Camera& camera,
               std::vector<std::pair<double, Polygon>>& painted) {
  constexpr double BeforeAll_m = 10.0;
  constexpr double BeforeItsBand_m = 0.02;
  const auto& frame = motion.frame_at(still.t_s);
  const auto number = static_cast<std::size_t>(&frame - motion.frames.data());
  std::map<std::size_t, int> facing;  // dials so far, by segment
  for (const ArcTrack& arc : motion.arcs) {
    const int around = arc.plane ? 0 : facing[arc.segment]++;
    const ArcPlane plane = arc.plane.value_or(ArcPlane{camera.towards(), -camera.up()});
    const Vector3 joint = frame_of(frame, arc.segment).p_GS;
    const Colour accent = colour_of(motion.segments[arc.segment].region);
    for (const ArcBand& band : make_arc_bands(arc, plane, arc.angles.at(number), around)) {
      // Nothing is drawn under the floor.
      if (std::ranges::any_of(band.corners, [&](const Vector3& p) { return joint.y() + p.y() < 0.0; }))
        continue;
      Polygon polygon{.corners = {}, .paint = paint_of(band.of, accent)};
      double depth = 0.0;
      for (const Vector3& corner : band.corners) {
        const Vector3 seen = camera.look(joint + corner);
        depth += seen.z() / static_cast<double>(band.corners.size());
        polygon.corners.push_back(camera.draw(seen));
      }
      if (!arc.plane) depth += BeforeAll_m;
      if (band.of == ArcBand::Of::Own) depth += BeforeItsBand_m;
      painted.emplace_back(depth, std::move(polygon));
    }
  }
}

}  // namespace

Drawing compute_drawing(const FigureMotion& motion, const Still& still) {
  const auto placed = place_all(motion, motion.frame_at(still.t_s));
  // The frame holds the body at every moment, so that stills of one motion have one scale.
  Vector3 low = Vector3::Constant(1e9);
  Vector3 high = Vector3::Constant(-1e9);
  for (const auto& frame : motion.frames)
    for (std::size_t i = 0; i < motion.segments.size(); ++i) {
      if (motion.segments[i].name == RoomName) continue;
      low = low.cwiseMin(frame_of(frame, i).p_GS);
      high = high.cwiseMax(frame_of(frame, i).p_GS);
    }
  constexpr double Margin_m = 0.22;  // hands, head and feet reach beyond their joints
  const Camera camera(still.view, 0.5 * (low + high), 0.5 * (high - low).norm() + Margin_m, still);

  const Vector3 light = Vector3(0.45, 0.8, 0.4).normalized();
  std::vector<std::pair<double, Polygon>> painted;  // by depth
  Drawing drawing;
  for (const auto& [shape, facets] : placed)
    for (const Facet& facet : facets) {
      const Vector3 normal = (facet[1] - facet[0]).cross(facet[2] - facet[0]);
      const Vector3 wide =
          normal.norm() > 1e-12 ? normal : Vector3((facet[2] - facet[0]).cross(facet[3] - facet[0]));
      Polygon one;
      Vector3 middle = Vector3::Zero();
      for (const Vector3& p : facet) middle += camera.look(p) / static_cast<double>(facet.size());
      if ((!shape->prop || motion.is_held(*shape)) && wide.y() > 0.0) {
        Polygon& shadow = drawing.shadow.emplace_back();
        for (const Vector3& p : facet)
          shadow.corners.push_back(camera.draw(camera.look({p.x(), 0.0, p.z()})));
      }
      const Vector3 seen = camera.look(facet[0] + wide.normalized()) - camera.look(facet[0]);
      if (seen.z() <= 0.0) continue;
      for (const Vector3& p : facet) one.corners.push_back(camera.draw(camera.look(p)));
      one.paint =
          make_paint(colour_of(motion, *shape), 0.72 + 0.36 * std::max(-0.3, wide.normalized().dot(light)));
      painted.emplace_back(middle.z(), std::move(one));
    }
  draw_arcs(motion, still, camera, painted);
  std::ranges::stable_sort(painted, {}, &std::pair<double, Polygon>::first);
  for (auto& [depth, polygon] : painted) drawing.figure.push_back(std::move(polygon));
  return drawing;
}

Paint compute_paint(const FigureMotion& motion, const Shape& shape) {
  return make_paint(colour_of(motion, shape), 1.0);
}

std::string render_svg(const FigureMotion& motion, const Still& still) {
  const auto drawing = compute_drawing(motion, still);
  std::string shadow;
  for (const Polygon& polygon : drawing.shadow) shadow += "M" + to_path(polygon) + "Z";
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"";
  svg += std::to_string(still.width_px) + "\" height=\"" + std::to_string(still.height_px);
  svg += "\">\n<rect width=\"100%\" height=\"100%\" fill=\"" + to_css(Drawing::Paper);
  svg += "\"/>\n<path d=\"" + shadow + "\" fill=\"" + to_css(Drawing::Shade) + "\"/>\n";
  for (const Polygon& polygon : drawing.figure) {
    const auto colour = to_css(polygon.paint);
    svg += "<polygon points=\"" + to_path(polygon) + "\" fill=\"";
    svg += colour + "\" stroke=\"";
    svg += colour + "\" stroke-width=\"0.6\"/>\n";
  }
  return svg + "</svg>\n";
}

}  // namespace endrange::figure
