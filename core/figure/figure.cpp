#include "core/figure/figure.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/contracts.h"
#include "core/body/kinematics.h"

namespace endrange::figure {
namespace {

using body::Part;
using body::Region;

// The profiles are drawn by eye for a figure of this height [m], and grow with the segment that they clothe.
constexpr double DrawnHeight_m = 1.72;

Region region_of(Part part) {
  switch (part) {
    case Part::Neck:
    case Part::Head:
      return Region::Neck;
    case Part::Clavicle:
    case Part::Humerus:
      return Region::Shoulders;
    case Part::Thorax:
      return Region::UpperBack;
    case Part::Lumbar:
    case Part::Pelvis:
      return Region::LowerBack;
    case Part::Thigh:
      return Region::Hips;
    case Part::Shank:
      return Region::Knees;
    case Part::Foot:
    case Part::Toes:
      return Region::Ankles;
    case Part::Forearm:
    case Part::Hand:
    case Part::Other:
      return Region::Wrists;
  }
  return Region::Hips;
}

// Collects the shapes of one segment.
class Carver {
 public:
  Carver(std::size_t segment, double scale, std::vector<Shape>& shapes)
      : segment_(segment), scale_(scale), shapes_(shapes) {}

  void ball(double radius, const Vector3& at = Vector3::Zero()) {
    shapes_.push_back({.segment = segment_,
                       .kind = ShapeKind::Ellipsoid,
                       .size = {radius * scale_, radius * scale_, radius * scale_},
                       .at = at,
                       .joint = true});
  }
  // Half axes and place in metres of the drawn height.
  void egg(const Vector3& half, const Vector3& at) {
    shapes_.push_back({.segment = segment_,
                       .kind = ShapeKind::Ellipsoid,
                       .size = {half.x() * scale_, half.y() * scale_, half.z() * scale_},
                       .at = scale_ * at});
  }
  // A turned limb from one point to another: pairs of the share of the way and the radius.
  void limb(const Vector3& from, const Vector3& to, const std::vector<std::pair<double, double>>& profile) {
    const Vector3 along = to - from;
    Shape shape{.segment = segment_, .kind = ShapeKind::Lathe, .at = from};
    shape.rotation = Eigen::Quaterniond::FromTwoVectors(Vector3::UnitY(), along);
    for (const auto& [share, radius] : profile) {
      shape.size.push_back(radius * scale_);
      shape.size.push_back(share * along.norm());
    }
    shapes_.push_back(std::move(shape));
  }

 private:
  std::size_t segment_;
  double scale_;
  std::vector<Shape>& shapes_;
};

void carve_trunk(Part part, const Vector3& end, Carver& carver) {
  switch (part) {
    case Part::Pelvis:
      carver.egg({0.093, 0.078, 0.142}, {-0.012, 0.022, 0.0});
      carver.egg({0.088, 0.062, 0.118}, {-0.028, -0.028, 0.0});
      return;
    case Part::Lumbar:
      carver.egg({0.084, 0.098, 0.112}, {0.010, 0.078, 0.0});
      return;
    case Part::Thorax:
      carver.egg({0.100, 0.128, 0.138}, {0.014, 0.100, 0.0});
      carver.egg({0.080, 0.078, 0.152}, {0.004, 0.185, 0.0});
      return;
    case Part::Neck:
      carver.limb(Vector3(0.3 * end.x(), -0.02, 0.0), end + Vector3(0.0, 0.012, 0.0),
                  {{0.0, 0.056}, {0.35, 0.049}, {1.0, 0.046}});
      return;
    case Part::Head:
      carver.egg({0.094, 0.112, 0.076}, {0.022, 0.066, 0.0});
      carver.egg({0.062, 0.064, 0.052}, {0.046, -0.006, 0.0});
      return;
    default:
      return;
  }
}

void carve_limb(Part part, const Vector3& end, Carver& carver) {
  const Vector3 zero = Vector3::Zero();
  switch (part) {
    case Part::Clavicle:
      carver.limb(0.35 * end, end, {{0.0, 0.030}, {0.5, 0.042}, {1.0, 0.046}});
      return;
    case Part::Humerus:
      carver.ball(0.055);
      carver.limb(zero, end, {{0.08, 0.046}, {0.25, 0.049}, {0.55, 0.043}, {0.85, 0.036}, {0.94, 0.032}});
      return;
    case Part::Forearm:
      carver.ball(0.038);
      carver.limb(zero, end, {{0.08, 0.036}, {0.25, 0.041}, {0.6, 0.034}, {0.9, 0.025}, {0.96, 0.023}});
      return;
    case Part::Hand:
      carver.ball(0.026);
      carver.egg({0.017, 0.056, 0.041}, {0.002, -0.068, 0.0});
      carver.egg({0.012, 0.050, 0.033}, {0.006, -0.132, 0.0});
      return;
    case Part::Thigh:
      carver.ball(0.082);
      carver.limb(zero, end, {{0.06, 0.074}, {0.2, 0.084}, {0.5, 0.075}, {0.85, 0.056}, {0.95, 0.050}});
      return;
    case Part::Shank:
      carver.ball(0.055);
      carver.limb(zero, end, {{0.07, 0.049}, {0.28, 0.058}, {0.6, 0.045}, {0.88, 0.034}, {0.96, 0.032}});
      return;
    case Part::Foot:
      carver.ball(0.038);
      carver.egg({0.108, 0.030, 0.040}, {0.032, -0.037, 0.0});
      carver.egg({0.062, 0.036, 0.034}, {0.026, -0.026, 0.0});
      carver.egg({0.040, 0.034, 0.034}, {-0.038, -0.033, 0.0});
      return;
    case Part::Toes:
      carver.ball(0.024, Vector3(0.0, 0.020, 0.0));
      carver.egg({0.052, 0.020, 0.042}, {0.026, 0.020, 0.0});
      return;
    default:
      return;
  }
}

double compute_height(const body::Body& body) {
  const auto frames = body::compute_segment_frames(body, body.neutral_pose());
  double lowest = 0.0;
  double highest = 0.0;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const double y = frames[body::SegmentIndex{i}].place(body.segments()[i].p_SE_S).y();
    lowest = std::min(lowest, y);
    highest = std::max(highest, y);
  }
  return highest - lowest;
}

class Joiner {
 public:
  Joiner(std::size_t room, std::vector<Shape>& shapes) : room_(room), shapes_(shapes) {}

  void box(const Vector3& half, const Vector3& at) {
    shapes_.push_back({.segment = room_,
                       .kind = ShapeKind::Box,
                       .size = {half.x(), half.y(), half.z()},
                       .at = at,
                       .prop = true});
  }
  // A drum that lies across, about an axis from side to side.
  void drum(double radius, double half_width, const Vector3& at) {
    Shape shape{.segment = room_, .kind = ShapeKind::Lathe, .at = at, .prop = true};
    shape.rotation = Eigen::Quaterniond::FromTwoVectors(Vector3::UnitY(), Vector3::UnitZ());
    shape.size = {radius, -half_width, radius, half_width};
    shapes_.push_back(std::move(shape));
  }
  // Four legs from the floor to below a plate.
  void legs(const Vector3& top, double half_x, double half_z, double thickness) {
    const double half_height = 0.5 * top.y();
    for (const double x : {-half_x, half_x})
      for (const double z : {-half_z, half_z})
        box({thickness, half_height, thickness}, {top.x() + x, half_height, top.z() + z});
  }

 private:
  std::size_t room_;
  std::vector<Shape>& shapes_;
};

void build_prop(const PlacedProp& prop, Joiner& joiner) {
  const Vector3& at = prop.at;
  switch (prop.kind) {
    case PropKind::Chair:
      // The seat reaches from behind the sit bones to two thirds of the thigh; the backrest leaves room to
      // turn.
      joiner.box({0.21, 0.02, 0.21}, {at.x() + 0.06, at.y() - 0.02, at.z()});
      joiner.legs({at.x() + 0.06, at.y() - 0.04, at.z()}, 0.18, 0.18, 0.014);
      joiner.box({0.014, 0.13, 0.19}, {at.x() - 0.17, at.y() + 0.34, at.z()});
      joiner.box({0.012, 0.14, 0.014}, {at.x() - 0.165, at.y() + 0.10, at.z() - 0.15});
      joiner.box({0.012, 0.14, 0.014}, {at.x() - 0.165, at.y() + 0.10, at.z() + 0.15});
      return;
    case PropKind::Desk:
      joiner.box({0.36, 0.014, 0.27}, {at.x(), at.y() - 0.014, at.z()});
      joiner.legs({at.x(), at.y() - 0.028, at.z()}, 0.32, 0.23, 0.016);
      return;
    case PropKind::Wall:
      joiner.box({0.015, 1.1, 0.55}, {at.x() + 0.015, 1.1, at.z()});
      return;
    case PropKind::Mat:
      joiner.box(prop.is_across ? Vector3(0.33, 0.006, 0.92) : Vector3(0.92, 0.006, 0.33),
                 {at.x(), -0.006, at.z()});
      return;
    case PropKind::Roller:
      joiner.drum(0.07, 0.22, {at.x(), 0.07, at.z()});
      return;
  }
}

}  // namespace

void append_pose(const Vector3& p, Eigen::Quaterniond q, const FigureFrame* before,
                 std::vector<double>& poses) {
  if (before != nullptr) {
    const std::size_t first = poses.size() + 3;
    const Eigen::Quaterniond last(before->poses[first + 3], before->poses[first], before->poses[first + 1],
                                  before->poses[first + 2]);
    if (last.dot(q) < 0.0) q.coeffs() = -q.coeffs();
  }
  for (const double number : {p.x(), p.y(), p.z(), q.x(), q.y(), q.z(), q.w()}) poses.push_back(number);
}

const FigureFrame& FigureMotion::frame_at(double t_s) const {
  expects(!frames.empty(), "a motion has frames");
  return *std::ranges::min_element(frames, {},
                                   [&](const FigureFrame& frame) { return std::abs(frame.t_s - t_s); });
}

std::vector<FigureSegment> make_segments(const body::Body& body) {
  std::vector<FigureSegment> segments;
  for (const auto& segment : body.segments())
    segments.push_back({segment.name, region_of(segment.part), false});
  segments.push_back({std::string(RoomName), Region::Hips, false});
  return segments;
}

std::vector<Shape> make_body_shapes(const body::Body& body) {
  const double scale = compute_height(body) / DrawnHeight_m;
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const auto& segment = body.segments()[i];
    Carver carver(i, scale, shapes);
    if (body::is_sided(segment.part))
      carve_limb(segment.part, segment.p_SE_S, carver);
    else
      carve_trunk(segment.part, segment.p_SE_S, carver);
  }
  return shapes;
}

std::vector<Shape> make_prop_shapes(const std::vector<PlacedProp>& props, std::size_t room) {
  std::vector<Shape> shapes;
  Joiner joiner(room, shapes);
  for (const PlacedProp& prop : props) build_prop(prop, joiner);
  return shapes;
}

FigureFrame make_frame(const body::Body& body, const body::Pose& pose, double t_s,
                       const FigureFrame* before) {
  const auto frames = body::compute_segment_frames(body, pose);
  FigureFrame frame{.t_s = t_s};
  frame.poses.reserve((body.segment_count() + 1) * NumbersPerSegment);
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const auto& placed = frames[body::SegmentIndex{i}];
    append_pose(placed.p_GS, Eigen::Quaterniond(placed.R_GS), before, frame.poses);
  }
  append_pose(Vector3::Zero(), Eigen::Quaterniond::Identity(), before, frame.poses);
  return frame;
}

std::optional<std::size_t> find_segment_of_joint(const body::Body& body, const std::string& joint,
                                                 Side side) {
  static const std::map<std::string, Part> Parts = {
      {"neck", Part::Neck},        {"thorax", Part::Thorax},    {"lumbar", Part::Lumbar},
      {"scapula", Part::Clavicle}, {"shoulder", Part::Humerus}, {"elbow", Part::Forearm},
      {"forearm", Part::Forearm},  {"wrist", Part::Hand},       {"hip", Part::Thigh},
      {"knee", Part::Shank},       {"ankle", Part::Foot},       {"toes", Part::Toes}};
  const auto part = Parts.find(joint);
  if (part == Parts.end()) return std::nullopt;
  const auto segment = body.find_segment(part->second, body::is_sided(part->second) ? side : Side::Both);
  if (!segment) return std::nullopt;
  return body::index(*segment);
}

}  // namespace endrange::figure
