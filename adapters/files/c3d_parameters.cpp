#include "adapters/files/c3d_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "adapters/files/cells.h"

namespace endrange::files {
namespace {

// A byte that counts how many follow, with a sign that means something else.
int signed_byte(std::uint8_t byte) {
  return byte < 128 ? byte : byte - 256;
}

std::string to_upper(std::string_view text) {
  std::string upper(trim(text));
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return char(std::toupper(c)); });
  return upper;
}

// VAX F floating point: hidden bit after the point, exponent with an offset of 128. Source: [C3D2008]
double compute_vax_real(std::uint32_t bits) {
  const std::uint32_t exponent = (bits >> 23U) & 0xffU;
  const bool is_negative = (bits >> 31U) != 0;
  if (exponent == 0) return is_negative ? std::numeric_limits<double>::quiet_NaN() : 0.0;
  const double fraction = 0.5 + static_cast<double>(bits & 0x7fffffU) / static_cast<double>(1U << 24U);
  const double value = std::ldexp(fraction, static_cast<int>(exponent) - 128);
  return is_negative ? -value : value;
}

}  // namespace

std::string_view C3dBytes::text(std::size_t at, std::size_t count) const {
  return bytes_.substr(at, count);
}

std::uint8_t C3dBytes::byte(std::size_t at) const {
  return static_cast<std::uint8_t>(bytes_[at]);
}

std::uint16_t C3dBytes::word(std::size_t at) const {
  const unsigned first = byte(at);
  const unsigned second = byte(at + 1);
  const unsigned value = processor_ == C3dProcessor::Mips ? first << 8U | second : second << 8U | first;
  return static_cast<std::uint16_t>(value);
}

std::int16_t C3dBytes::integer(std::size_t at) const {
  return std::bit_cast<std::int16_t>(word(at));
}

double C3dBytes::real(std::size_t at) const {
  const std::uint32_t first = word(at);
  const std::uint32_t second = word(at + 2);
  switch (processor_) {
    case C3dProcessor::Intel:
      return static_cast<double>(std::bit_cast<float>(second << 16U | first));
    case C3dProcessor::Mips:
      return static_cast<double>(std::bit_cast<float>(first << 16U | second));
    case C3dProcessor::Dec:
      break;
  }
  return compute_vax_real(first << 16U | second);
}

Result<C3dParameters> C3dParameters::parse(const C3dBytes& bytes, std::size_t first,
                                           const std::string& name) {
  struct Found {
    int group = 0;
    std::string name = {};
    Place place = {};
  };
  C3dParameters parameters;
  parameters.bytes_ = bytes;
  std::map<int, std::string> groups;
  std::vector<Found> found;
  // A section has at most 255 blocks. Every entry takes some bytes and the next lies behind it, so this ends.
  const std::size_t end = std::min(bytes.size(), first + 255 * C3dBlock);
  std::size_t at = first + 4;
  while (at + 2 <= end) {
    const auto length = static_cast<std::size_t>(std::abs(signed_byte(bytes.byte(at))));
    const int group = signed_byte(bytes.byte(at + 1));
    if (length == 0 || group == 0) break;
    const std::size_t offset_at = at + 2 + length;
    const auto wrong = [&](std::string_view what) {
      return fail(fmt::format("expected a parameter of C3D, found {}", what),
                  fmt::format("{}:byte {}", name, at), "copy the file again, or export it anew");
    };
    if (offset_at + 2 > bytes.size()) return wrong("the end of the file");
    const std::string entry = to_upper(bytes.text(at + 2, length));
    const std::size_t offset = bytes.word(offset_at);
    if (group < 0) groups[-group] = entry;
    if (group > 0) {
      if (offset_at + 4 > bytes.size()) return wrong("the end of the file");
      Place place{.bytes_each = signed_byte(bytes.byte(offset_at + 2))};
      if (place.bytes_each != -1 && place.bytes_each != 1 && place.bytes_each != 2 && place.bytes_each != 4)
        return wrong(fmt::format("{} of a kind {}", quote(entry), place.bytes_each));
      const std::size_t dimension_count = bytes.byte(offset_at + 3);
      place.first = offset_at + 4 + dimension_count;
      if (dimension_count > 7 || place.first > bytes.size())
        return wrong(fmt::format("{} with {} dimensions", quote(entry), dimension_count));
      place.count = 1;
      const std::size_t room = bytes.size() - place.first;
      for (std::size_t i = 0; i < dimension_count; ++i) {
        place.dimensions.push_back(bytes.byte(offset_at + 4 + i));
        place.count *= place.dimensions.back();
        if (place.count > room)
          return wrong(fmt::format("{} reaching beyond the end of the file", quote(entry)));
      }
      if (place.count * static_cast<std::size_t>(std::abs(place.bytes_each)) > room)
        return wrong(fmt::format("{} reaching beyond the end of the file", quote(entry)));
      found.push_back({group, entry, std::move(place)});
    }
    if (offset == 0) break;
    at = offset_at + offset;
  }
  for (Found& one : found) {
    const auto group = groups.find(one.group);
    if (group == groups.end()) continue;
    parameters.places_.emplace(group->second + ":" + one.name, std::move(one.place));
  }
  return parameters;
}

std::vector<double> C3dParameters::numbers(std::string_view name) const {
  const auto found = places_.find(name);
  if (found == places_.end()) return {};
  const Place& place = found->second;
  std::vector<double> numbers;
  for (std::size_t i = 0; i < place.count; ++i) {
    if (place.bytes_each == 1) numbers.push_back(bytes_.byte(place.first + i));
    if (place.bytes_each == 2) numbers.push_back(bytes_.integer(place.first + 2 * i));
    if (place.bytes_each == 4) numbers.push_back(bytes_.real(place.first + 4 * i));
  }
  return numbers;
}

std::optional<double> C3dParameters::find_number(std::string_view name) const {
  const auto all = numbers(name);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

std::vector<std::string> C3dParameters::texts(std::string_view name) const {
  const auto found = places_.find(name);
  if (found == places_.end() || found->second.bytes_each != -1 || found->second.count == 0) return {};
  const Place& place = found->second;
  const std::size_t length = place.dimensions.empty() ? 1 : place.dimensions.front();
  std::vector<std::string> texts;
  for (std::size_t at = 0; at + length <= place.count; at += length) {
    const std::string_view text = bytes_.text(place.first + at, length);
    texts.emplace_back(trim(text.substr(0, text.find('\0'))));
  }
  return texts;
}

}  // namespace endrange::files
