#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace endrange::files {

inline constexpr std::size_t C3dBlock = 512;

/// Whose way of writing numbers a C3D file has.
enum class C3dProcessor {
  Intel,  ///< little-endian, IEEE
  Dec,    ///< little-endian integers; VAX F floating point
  Mips,   ///< big-endian, IEEE
};

/// Bytes in which numbers stand as a processor wrote them. Expects places within.
class C3dBytes {
 public:
  C3dBytes() = default;
  C3dBytes(std::string_view bytes, C3dProcessor processor) : bytes_(bytes), processor_(processor) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] std::string_view text(std::size_t at, std::size_t count) const;
  [[nodiscard]] std::uint8_t byte(std::size_t at) const;
  [[nodiscard]] std::uint16_t word(std::size_t at) const;
  [[nodiscard]] std::int16_t integer(std::size_t at) const;
  [[nodiscard]] double real(std::size_t at) const;  ///< four bytes

 private:
  std::string_view bytes_;
  C3dProcessor processor_ = C3dProcessor::Intel;
};

/// The parameters of a C3D file by `GROUP:NAME`, in capitals.
class C3dParameters {
 public:
  /// @param first  the byte at which the section begins
  [[nodiscard]] static Result<C3dParameters> parse(const C3dBytes& bytes, std::size_t first,
                                                   const std::string& name);

  /// Whether the file has it, with a value or without.
  [[nodiscard]] bool has(std::string_view name) const { return places_.find(name) != places_.end(); }
  /// Its numbers; empty where there are none.
  [[nodiscard]] std::vector<double> numbers(std::string_view name) const;
  /// The first of them.
  [[nodiscard]] std::optional<double> find_number(std::string_view name) const;
  /// Its texts without the blanks at their ends; empty where there are none.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;

 private:
  struct Place {
    int bytes_each = 1;  // -1 text, 1 byte, 2 integer, 4 real
    std::vector<std::size_t> dimensions = {};
    std::size_t first = 0;
    std::size_t count = 0;
  };
  C3dBytes bytes_;
  std::map<std::string, Place, std::less<>> places_;
};

}  // namespace endrange::files
