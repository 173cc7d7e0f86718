#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "adapters/files/c3d_parameters.h"

namespace endrange::test {

/// One point of one frame as it stands in a file: in the file's unit, with its residual.
struct C3dPoint {
  std::array<double, 3> place = {};
  double residual = 0.0;
};

/// A small C3D file, of any processor and either kind of numbers.
struct C3dFile {
  files::C3dProcessor processor = files::C3dProcessor::Intel;
  bool is_float = true;
  double scale = 0.1;  // of integers
  double rate_hz = 100.0;
  std::vector<std::string> labels = {};
  std::vector<std::string> angles = {};
  std::string unit = "mm";
  std::string y_screen = "+Z";
  std::size_t analog_per_frame = 0;
  int first_frame = 1;
  int stated_last_frame = 0;  // 0: as many as there are
  std::vector<std::vector<C3dPoint>> frames = {};

  [[nodiscard]] std::string write() const {
    constexpr std::size_t Block = files::C3dBlock;
    const std::string parameters = write_parameters();
    const std::size_t blocks = parameters.size() / Block;
    const int last = stated_last_frame > 0 ? stated_last_frame : first_frame + int(frames.size()) - 1;
    std::string out = "\x02\x50";
    out += word(unsigned(labels.size()));
    out += word(unsigned(analog_per_frame));
    out += word(unsigned(first_frame));
    out += word(unsigned(last) & 0xffffU);
    out += word(10);
    out += real(is_float ? -scale : scale);
    out += word(unsigned(2 + blocks));
    out += word(1);
    out += real(rate_hz);
    out.resize(Block, '\0');
    out += parameters;
    for (const auto& frame : frames) {
      for (const C3dPoint& point : frame) {
        for (const double value : point.place)
          out += is_float ? real(value) : word(unsigned(std::lround(value / scale)) & 0xffffU);
        out += is_float ? real(point.residual) : word(unsigned(std::lround(point.residual)) & 0xffffU);
      }
      for (std::size_t i = 0; i < analog_per_frame; ++i) out += is_float ? real(7.0) : word(7);
    }
    return out;
  }

  [[nodiscard]] std::string word(unsigned value) const {
    const char low = char(value & 0xffU);
    const char high = char(value >> 8U & 0xffU);
    return processor == files::C3dProcessor::Mips ? std::string{high, low} : std::string{low, high};
  }

  [[nodiscard]] std::string real(double value) const {
    auto bits = std::bit_cast<std::uint32_t>(float(value));
    // VAX F is IEEE with its words swapped and the exponent two higher.
    if (processor == files::C3dProcessor::Dec && value != 0.0) bits += 2U << 23U;
    const unsigned first = bits >> 16U;
    const unsigned second = bits & 0xffffU;
    return processor == files::C3dProcessor::Intel ? word(second) + word(first) : word(first) + word(second);
  }

 private:
  static std::string name(int group, const std::string& text) {
    return std::string{char(text.size()), char(group)} + text;
  }
  std::string parameter(const std::string& text, int kind, const std::vector<std::size_t>& dimensions,
                        const std::string& value) const {
    std::string rest{char(kind), char(dimensions.size())};
    for (const std::size_t size : dimensions) rest += char(size);
    rest += value;
    rest += '\0';  // no description
    return name(1, text) + word(unsigned(rest.size() + 2)) + rest;
  }
  std::string texts(const std::string& text, const std::vector<std::string>& values) const {
    constexpr std::size_t Length = 16;
    std::string all;
    for (std::string value : values) {
      value.resize(Length, ' ');
      all += value;
    }
    return parameter(text, -1, {Length, values.size()}, all);
  }
  std::string write_parameters() const {
    std::string out = {1, 0x50, 1, char(84 + int(processor))};
    out += name(-1, "POINT") + word(3) + '\0';
    out += parameter("USED", 2, {}, word(unsigned(labels.size())));
    out += texts("LABELS", labels);
    if (!angles.empty()) out += texts("ANGLES", angles);
    if (!unit.empty()) out += texts("UNITS", {unit});
    if (!y_screen.empty()) out += texts("Y_SCREEN", {y_screen});
    out += std::string(2, '\0');
    out.resize((out.size() + files::C3dBlock - 1) / files::C3dBlock * files::C3dBlock, '\0');
    out[2] = char(out.size() / files::C3dBlock);
    return out;
  }
};

}  // namespace endrange::test
