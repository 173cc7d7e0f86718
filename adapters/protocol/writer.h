#pragma once

#include <boost/describe.hpp>
#include <boost/json/serialize.hpp>
#include <boost/mp11.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/reader.h"
#include "adapters/protocol/words.h"
#include "core/base/contracts.h"

/// How write_json writes. Included only where it is instantiated.
namespace endrange::protocol::writer {

namespace describe = boost::describe;
using reader::IsList;
using reader::IsOptional;

template <typename T>
void write(std::string& out, const T& value);

/// The shortest digits that read back as the same double.
inline void write_number(std::string& out, double value) {
  expects(std::isfinite(value), "JSON knows finite numbers only");
  char digits[32];
  const auto [end, status] = std::to_chars(digits, digits + sizeof digits, value);
  ensures(status == std::errc{});
  out.append(digits, end);
}

template <typename T>
struct AllOptional {
  template <typename Described>
  using Check = IsOptional<std::remove_cvref_t<decltype(std::declval<T&>().*Described::pointer)>>;
  static constexpr bool value =
      boost::mp11::mp_all_of<describe::describe_members<T, describe::mod_public>, Check>::value;
};

/// A member that an event got after events of its kind had been written. Where it is absent it is left out,
/// so that what was written before stays the same text: equal entries of two journals are known by it.
template <typename T>
inline constexpr std::string_view AddedLater = "";
template <>
inline constexpr std::string_view AddedLater<BreakHappened> = "kind";
template <>
inline constexpr std::string_view AddedLater<SettingsChanged> = "break_sound";

template <typename T>
void write_object(std::string& out, const T& value) {
  out += '{';
  bool is_first = true;
  boost::mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>([&](auto described) {
    const auto& member = value.*described.pointer;
    if constexpr (AllOptional<T>::value) {
      if (!member) return;
    }
    if constexpr (!AddedLater<T>.empty() && IsOptional<std::remove_cvref_t<decltype(member)>>::value) {
      if (!member && AddedLater<T> == described.name) return;
    }
    if (!is_first) out += ',';
    is_first = false;
    out += '"';
    out += described.name;
    out += "\":";
    write(out, member);
  });
  out += '}';
}

template <typename T>
void write(std::string& out, const T& value) {
  if constexpr (IsOptional<T>::value) {
    if (value)
      write(out, *value);
    else
      out += "null";
  } else if constexpr (IsList<T>::value) {
    out += '[';
    bool is_first = true;
    for (const auto& element : value) {
      if (!is_first) out += ',';
      is_first = false;
      write(out, element);
    }
    out += ']';
  } else if constexpr (std::is_enum_v<T>) {
    out += '"' + word_of(value) + '"';
  } else if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    out += std::to_string(value);
  } else if constexpr (std::is_same_v<T, double>) {
    write_number(out, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    out += boost::json::serialize(boost::json::string_view(value));
  } else {
    write_object(out, value);
  }
}

}  // namespace endrange::protocol::writer

namespace endrange::protocol {

template <typename T>
std::string write_json(const T& value) {
  std::string out;
  writer::write(out, value);
  return out;
}

}  // namespace endrange::protocol
