// A motion of a body as BVH.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <utility>

#include "adapters/files/bvh.h"
#include "core/base/contracts.h"
#include "core/body/kinematics.h"

namespace endrange::files {
namespace {

using body::Matrix3;
using body::SegmentIndex;
using motion::Vector3;

constexpr double DegreesPerRadian = 180.0 / std::numbers::pi;
constexpr double CentimetresPerMetre = 100.0;
constexpr std::string_view AxisLetters = "XYZ";
// A segment whose origin moves less than this in its parent hangs on a fixed offset [m].
constexpr double Still = 1e-7;

// A hinge that turns about one of the segment's own axes, one way or the other.
struct AxisTurn {
  std::size_t axis = 0;
  double sign = 1.0;
};

// The joint's hinges as channels; empty where they do not lie along axes, or two along one.
std::vector<AxisTurn> find_axis_turns(const body::Joint& joint) {
  if (joint.kind != body::JointKind::Hinges) return {};
  std::vector<AxisTurn> turns;
  for (const Vector3& axis : joint.axes) {
    Eigen::Index along = 0;
    axis.cwiseAbs().maxCoeff(&along);
    constexpr double Straight = 1e-9;
    const bool is_straight = std::abs(std::abs(axis[along]) - 1.0) < Straight;
    const auto place = static_cast<std::size_t>(along);
    if (!is_straight || std::ranges::find(turns, place, &AxisTurn::axis) != turns.end()) return {};
    turns.push_back({place, axis[along] > 0.0 ? 1.0 : -1.0});
  }
  return turns;
}

// Angles [degrees] of R = Rz Rx Ry, of the two triples the one that is nearer to those before.
std::array<double, 3> compute_zxy(const Matrix3& R, const std::array<double, 3>& before) {
  const double middle = std::asin(std::clamp(R(2, 1), -1.0, 1.0));
  // Where the middle angle is upright, only the sum of the outer ones is determined: all of it goes to the
  // first.
  const bool is_upright = std::abs(R(2, 1)) > 1.0 - 1e-12;
  const double first = is_upright ? std::atan2(R(1, 0), R(0, 0)) : std::atan2(-R(0, 1), R(1, 1));
  const double last = is_upright ? 0.0 : std::atan2(-R(2, 0), R(2, 2));
  constexpr double Pi = std::numbers::pi;
  std::array<std::array<double, 3>, 2> triples = {
      {{first, middle, last}, {first + Pi, Pi - middle, last + Pi}}};
  std::array<double, 2> distance = {};
  for (std::size_t i = 0; i < triples.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      double& angle = triples[i][k];
      angle *= DegreesPerRadian;
      angle += 360.0 * std::round((before[k] - angle) / 360.0);
      distance[i] += std::abs(angle - before[k]);
    }
  }
  return distance[1] < distance[0] ? triples[1] : triples[0];
}

class BvhWriter {
 public:
  explicit BvhWriter(const body::Body& body) : body_(body), children_(body.segment_count()) {
    for (std::size_t i = 0; i < body.segment_count(); ++i) {
      if (i > 0) children_[index(parent_of(i))].push_back(i);
      turns_.push_back(find_axis_turns(body.joints()[i]));
      offsets_.push_back(body.joints()[i].p_PJ_P);
    }
    before_.resize(body.segment_count(), {});
    slides_.resize(body.segment_count(), false);
  }

  std::string write(const motion::Motion& motion) {
    expects(body_.segment_count() > 0 && !body_.segments()[0].parent, "a body has a root");
    find_offsets(motion);
    out_ = "HIERARCHY\n";
    write_joint(0, 0);
    const std::size_t frames = motion.poses.size();
    const double step_s = frames > 1 ? motion.duration_s() / static_cast<double>(frames - 1) : 1.0 / 30.0;
    fmt::format_to(std::back_inserter(out_), "MOTION\nFrames: {}\nFrame Time: {}\n", frames, step_s);
    for (std::size_t i = 0; i < frames; ++i) {
      const double time_s = motion.time_s.front() + static_cast<double>(i) * step_s;
      write_frame(compute_pose_at(body_, motion, time_s));
    }
    return std::move(out_);
  }

 private:
  // The format has one root: what else hangs on the ground hangs on that.
  [[nodiscard]] SegmentIndex parent_of(std::size_t segment) const {
    return body_.segments()[segment].parent.value_or(SegmentIndex{0});
  }

  [[nodiscard]] Vector3 compute_offset(const body::SegmentFrames& frames, std::size_t segment) const {
    const body::Frame& parent = frames[parent_of(segment)];
    return parent.R_GS.transpose() * (frames[SegmentIndex{segment}].p_GS - parent.p_GS);
  }

  // Joints read from a file may carry a segment along, as a knee does. Those have their whole offset in
  // channels: with none in the tree it is one to readers that add the two and to those that do not.
  void find_offsets(const motion::Motion& motion) {
    std::vector<std::size_t> movable;
    for (std::size_t i = 1; i < body_.segment_count(); ++i) {
      const body::JointKind kind = body_.joints()[i].kind;
      if (kind == body::JointKind::Moves || kind == body::JointKind::Free) movable.push_back(i);
    }
    for (std::size_t frame = 0; !movable.empty() && frame < motion.poses.size(); ++frame) {
      const body::SegmentFrames frames = compute_segment_frames(body_, motion.poses[frame]);
      for (const std::size_t i : movable) {
        const Vector3 offset = compute_offset(frames, i);
        if (frame == 0) offsets_[i] = offset;
        if ((offset - offsets_[i]).norm() > Still) slides_[i] = true;
      }
    }
    for (const std::size_t i : movable) {
      if (slides_[i]) offsets_[i].setZero();
    }
  }

  void write_offset(const std::string& indent, const Vector3& metres) {
    const Vector3 offset = CentimetresPerMetre * metres;
    fmt::format_to(std::back_inserter(out_), "{}OFFSET {:.6f} {:.6f} {:.6f}\n", indent, offset.x(),
                   offset.y(), offset.z());
  }

  // Depth first; the frames' numbers follow in the same order.
  void write_joint(std::size_t segment, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    const std::string inner = indent + "  ";
    const bool is_root = segment == 0;
    order_.push_back(segment);
    out_ += fmt::format("{}{} {}\n{}{{\n", indent, is_root ? "ROOT" : "JOINT", body_.segments()[segment].name,
                        indent);
    write_offset(inner, is_root ? Vector3(Vector3::Zero()) : offsets_[segment]);
    out_ += inner + "CHANNELS ";
    if (is_root || slides_[segment]) {
      out_ += "6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n";
    } else if (turns_[segment].empty()) {
      out_ += "3 Zrotation Xrotation Yrotation\n";
    } else {
      out_ += fmt::format("{}", turns_[segment].size());
      for (const AxisTurn& turn : turns_[segment]) out_ += fmt::format(" {}rotation", AxisLetters[turn.axis]);
      out_ += '\n';
    }
    for (const std::size_t child : children_[segment]) write_joint(child, depth + 1);
    if (children_[segment].empty()) {
      out_ += inner + "End Site\n" + inner + "{\n";
      write_offset(inner + "  ", body_.segments()[segment].p_SE_S);
      out_ += inner + "}\n";
    }
    out_ += indent + "}\n";
  }

  void write_frame(const body::Pose& pose) {
    const body::SegmentFrames frames = compute_segment_frames(body_, pose);
    std::string row;
    const auto write = [&](double value) { row += fmt::format("{}{:.6f}", row.empty() ? "" : " ", value); };
    for (const std::size_t segment : order_) {
      const body::Frame& frame = frames[SegmentIndex{segment}];
      const body::Joint& joint = body_.joints()[segment];
      if (segment == 0)
        for (const double value : frame.p_GS) write(CentimetresPerMetre * value);
      if (slides_[segment])
        for (const double value : compute_offset(frames, segment)) write(CentimetresPerMetre * value);
      if (segment != 0 && !turns_[segment].empty()) {
        for (std::size_t i = 0; i < turns_[segment].size(); ++i) {
          const body::CoordinateIndex coordinate{joint.first_coordinate + i};
          write(turns_[segment][i].sign * compute_coordinate(body_, pose, coordinate) * DegreesPerRadian);
        }
        continue;
      }
      const Matrix3 turn =
          segment == 0 ? frame.R_GS : Matrix3(frames[parent_of(segment)].R_GS.transpose() * frame.R_GS);
      before_[segment] = compute_zxy(turn, before_[segment]);
      for (const double value : before_[segment]) write(value);
    }
    out_ += row + '\n';
  }

  const body::Body& body_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::vector<AxisTurn>> turns_;
  std::vector<Vector3> offsets_;  // of a segment's origin in its parent [m]
  std::vector<bool> slides_;      // whether that is in channels instead
  std::vector<std::array<double, 3>> before_;
  std::vector<std::size_t> order_;
  std::string out_;
};

}  // namespace

std::string format_bvh(const body::Body& body, const motion::Motion& motion) {
  return BvhWriter(body).write(motion);
}

}  // namespace endrange::files
