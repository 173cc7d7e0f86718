#include "adapters/figures/glb.h"

#include <algorithm>
#include <bit>
#include <boost/json.hpp>
#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <tuple>

#include "adapters/figures/mesh.h"

namespace endrange::figures {
namespace {

namespace json = boost::json;
using figure::FigureMotion;
using figure::NumbersPerSegment;
using figure::Shape;
using figure::ShapeKind;
using figure::Vector3;

static_assert(std::endian::native == std::endian::little, "glTF's numbers have their lowest byte first");

// Numbers of the Khronos Group's glTF 2.0 specification.
constexpr int Float = 5126;
constexpr int UnsignedShort = 5123;
constexpr int ArrayBuffer = 34962;
constexpr int ElementArrayBuffer = 34963;
constexpr std::uint32_t Magic = 0x46546C67;
constexpr std::uint32_t JsonChunk = 0x4E4F534A;
constexpr std::uint32_t BinaryChunk = 0x004E4942;
constexpr std::size_t HeaderBytes = 12;
constexpr std::size_t ChunkHeaderBytes = 8;
constexpr std::size_t Alignment = 4;

// Wood, not metal, and not shiny.
constexpr double Roughness = 0.8;
// A box of this half size is one facet a side, and is then made as large as it shall be [m].
constexpr double UnitBox_m = 0.05;

// glTF's colours are light, not the screen's values: IEC 61966-2-1 tells one from the other.
double to_light(std::uint8_t value) {
  const double share = value / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

// Where a segment stands in a frame, its quaternion of length one again.
struct Placed {
  std::array<double, 3> place = {};
  std::array<double, 4> turn = {};  // x y z w
};

Placed read_segment(const figure::FigureFrame& frame, std::size_t segment) {
  const double* p = frame.poses.data() + NumbersPerSegment * segment;
  const double length = std::sqrt(p[3] * p[3] + p[4] * p[4] + p[5] * p[5] + p[6] * p[6]);
  return {{p[0], p[1], p[2]}, {p[3] / length, p[4] / length, p[5] / length, p[6] / length}};
}

template <std::size_t Count>
std::array<float, Count> to_floats(const std::array<double, Count>& values) {
  std::array<float, Count> floats = {};
  std::ranges::transform(values, floats.begin(), [](double value) { return static_cast<float>(value); });
  return floats;
}

void append_number(std::string& bytes, std::uint32_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void pad(std::string& bytes, char with) {
  while (bytes.size() % Alignment != 0) bytes += with;
}

class Writer {
 public:
  explicit Writer(const FigureMotion& motion) : motion_(motion) {}

  std::string write(const std::string& name, const std::string& generator) {
    add_nodes();
    add_animation(name);
    const json::object document = {
        {"asset", {{"version", "2.0"}, {"generator", generator}}},
        {"scene", 0},
        {"scenes", {{{"name", name}, {"nodes", {0}}}}},
        {"nodes", std::move(nodes_)},
        {"meshes", std::move(meshes_)},
        {"materials", std::move(materials_)},
        {"animations", std::move(animations_)},
        {"accessors", std::move(accessors_)},
        {"bufferViews", std::move(views_)},
        {"buffers", {{{"byteLength", binary_.size()}}}},
    };
    return pack(json::serialize(document));
  }

 private:
  std::string pack(std::string text) {
    pad(text, ' ');
    pad(binary_, '\0');
    std::string file;
    append_number(file, Magic);
    append_number(file, 2);
    append_number(
        file, static_cast<std::uint32_t>(HeaderBytes + 2 * ChunkHeaderBytes + text.size() + binary_.size()));
    append_number(file, static_cast<std::uint32_t>(text.size()));
    append_number(file, JsonChunk);
    file += text;
    append_number(file, static_cast<std::uint32_t>(binary_.size()));
    append_number(file, BinaryChunk);
    return file + binary_;
  }

  // Appends numbers as a piece of the buffer. Returns the accessor that reads them.
  template <typename Value>
  std::size_t add_accessor(const std::vector<Value>& values, int component, const char* type,
                           std::size_t count, int target) {
    json::object view = {
        {"buffer", 0}, {"byteOffset", binary_.size()}, {"byteLength", values.size() * sizeof(Value)}};
    if (target != 0) view["target"] = target;
    views_.push_back(std::move(view));
    binary_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
    pad(binary_, '\0');
    accessors_.push_back(json::object{
        {"bufferView", views_.size() - 1}, {"componentType", component}, {"count", count}, {"type", type}});
    return accessors_.size() - 1;
  }

  // Least and most of each of three columns, which readers use before they load.
  void tell_bounds(std::size_t accessor, const std::vector<std::array<float, 3>>& places) {
    auto low = places.front();
    auto high = places.front();
    for (const auto& place : places)
      for (std::size_t axis = 0; axis < 3; ++axis) {
        low.at(axis) = std::min(low.at(axis), place.at(axis));
        high.at(axis) = std::max(high.at(axis), place.at(axis));
      }
    auto& one = accessors_[accessor].as_object();
    one["min"] = json::array{low[0], low[1], low[2]};
    one["max"] = json::array{high[0], high[1], high[2]};
  }

  struct Form {
    std::size_t places = 0;
    std::size_t normals = 0;
    std::size_t corners = 0;
  };

  // Ellipsoids are one ball and boxes one box, made larger; a turned limb has a form of its own.
  const Form& find_form(const Shape& shape) {
    const auto key =
        std::pair{shape.kind, shape.kind == ShapeKind::Lathe ? shape.size : std::vector<double>{}};
    const auto found = forms_.find(key);
    if (found != forms_.end()) return found->second;
    Shape plain{.kind = shape.kind, .size = shape.size};
    if (shape.kind == ShapeKind::Ellipsoid) plain.size = {1.0, 1.0, 1.0};
    if (shape.kind == ShapeKind::Box) plain.size = {UnitBox_m, UnitBox_m, UnitBox_m};
    const auto mesh = make_mesh(figure::tessellate(plain));
    Form form;
    form.places = add_accessor(mesh.places, Float, "VEC3", mesh.places.size(), ArrayBuffer);
    tell_bounds(form.places, mesh.places);
    form.normals = add_accessor(mesh.normals, Float, "VEC3", mesh.normals.size(), ArrayBuffer);
    form.corners =
        add_accessor(mesh.corners, UnsignedShort, "SCALAR", mesh.corners.size(), ElementArrayBuffer);
    return forms_.emplace(key, form).first->second;
  }

  std::size_t find_material(const figure::Paint& paint) {
    const auto [found, is_new] = paints_.try_emplace(paint, materials_.size());
    if (is_new)
      materials_.push_back(json::object{
          {"pbrMetallicRoughness",
           {{"baseColorFactor", {to_light(paint[0]), to_light(paint[1]), to_light(paint[2]), 1.0}},
            {"metallicFactor", 0.0},
            {"roughnessFactor", Roughness}}}});
    return found->second;
  }

  std::size_t find_mesh(const Shape& shape) {
    const Form form = find_form(shape);
    const auto material = find_material(figure::compute_paint(motion_, shape));
    const auto [found, is_new] = known_meshes_.try_emplace({form.places, material}, meshes_.size());
    if (is_new)
      meshes_.push_back(json::object{{"primitives",
                                      {{{"attributes", {{"POSITION", form.places}, {"NORMAL", form.normals}}},
                                        {"indices", form.corners},
                                        {"material", material}}}}});
    return found->second;
  }

  json::object make_solid(const Shape& shape) {
    json::object node = {{"mesh", find_mesh(shape)}};
    if (!shape.at.isZero()) node["translation"] = {shape.at.x(), shape.at.y(), shape.at.z()};
    const auto q = shape.rotation.normalized();
    if (q.w() != 1.0) node["rotation"] = {q.x(), q.y(), q.z(), q.w()};
    const double unit = shape.kind == ShapeKind::Box ? UnitBox_m : 1.0;
    if (shape.kind != ShapeKind::Lathe)
      node["scale"] = {shape.size[0] / unit, shape.size[1] / unit, shape.size[2] / unit};
    return node;
  }

  // The root turns our x, forward, to glTF's z; then the segments, then their solids.
  void add_nodes() {
    const double half = std::numbers::sqrt2 / 2.0;
    json::array segments;
    std::vector<json::array> solids(motion_.segments.size());
    std::vector<json::object> shapes;
    for (const auto& shape : motion_.shapes) {
      solids[shape.segment].push_back(1 + motion_.segments.size() + shapes.size());
      shapes.push_back(make_solid(shape));
    }
    for (std::size_t i = 0; i < motion_.segments.size(); ++i) segments.push_back(i + 1);
    nodes_.push_back(json::object{{"name", motion_.exercise.value()},
                                  {"rotation", {0.0, -half, 0.0, half}},
                                  {"children", std::move(segments)}});
    for (std::size_t i = 0; i < motion_.segments.size(); ++i) {
      const auto [p, q] = read_segment(motion_.frames.front(), i);
      json::object node = {{"name", motion_.segments[i].name},
                           {"translation", {p[0], p[1], p[2]}},
                           {"rotation", {q[0], q[1], q[2], q[3]}}};
      if (!solids[i].empty()) node["children"] = std::move(solids[i]);
      nodes_.push_back(std::move(node));
    }
    for (auto& shape : shapes) nodes_.push_back(std::move(shape));
  }

  [[nodiscard]] bool moves(std::size_t segment) const {
    const auto begin = static_cast<std::ptrdiff_t>(NumbersPerSegment * segment);
    const auto& first = motion_.frames.front().poses;
    return std::ranges::any_of(motion_.frames, [&](const auto& frame) {
      return !std::equal(first.begin() + begin, first.begin() + begin + NumbersPerSegment,
                         frame.poses.begin() + begin);
    });
  }

  void add_animation(const std::string& name) {
    std::vector<float> times;
    for (const auto& frame : motion_.frames) times.push_back(static_cast<float>(frame.t_s));
    const auto input = add_accessor(times, Float, "SCALAR", times.size(), 0);
    accessors_[input].as_object()["min"] = json::array{times.front()};
    accessors_[input].as_object()["max"] = json::array{times.back()};
    json::array samplers;
    json::array channels;
    const auto add = [&](std::size_t segment, const char* path, std::size_t output) {
      samplers.push_back(json::object{{"input", input}, {"output", output}, {"interpolation", "LINEAR"}});
      channels.push_back(json::object{{"sampler", samplers.size() - 1},
                                      {"target", {{"node", segment + 1}, {"path", path}}}});
    };
    for (std::size_t i = 0; i < motion_.segments.size(); ++i) {
      if (!moves(i)) continue;
      std::vector<std::array<float, 3>> places;
      std::vector<std::array<float, 4>> turns;
      for (const auto& frame : motion_.frames) {
        const auto [place, turn] = read_segment(frame, i);
        places.push_back(to_floats(place));
        turns.push_back(to_floats(turn));
      }
      add(i, "translation", add_accessor(places, Float, "VEC3", places.size(), 0));
      add(i, "rotation", add_accessor(turns, Float, "VEC4", turns.size(), 0));
    }
    if (!channels.empty())
      animations_.push_back(
          json::object{{"name", name}, {"samplers", std::move(samplers)}, {"channels", std::move(channels)}});
  }

  const FigureMotion& motion_;
  std::string binary_ = {};
  json::array nodes_ = {};
  json::array meshes_ = {};
  json::array materials_ = {};
  json::array animations_ = {};
  json::array accessors_ = {};
  json::array views_ = {};
  std::map<std::pair<ShapeKind, std::vector<double>>, Form> forms_ = {};
  std::map<figure::Paint, std::size_t> paints_ = {};
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> known_meshes_ = {};
};

}  // namespace

std::string make_glb(const FigureMotion& motion, const std::string& name, const std::string& generator) {
  return Writer(motion).write(name, generator);
}

}  // namespace endrange::figures
