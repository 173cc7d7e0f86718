#pragma once

#include <fmt/format.h>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/protocol/document.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/words.h"

/// How parse_json reads. Included only where it is instantiated.
namespace endrange::protocol::reader {

namespace describe = boost::describe;
namespace json = boost::json;

/// Where a value stands, as a chain of frames on the stack; the path is spelt out only for an error.
struct Place {
  const Place* outer = nullptr;
  std::string_view member = {};
  std::size_t index = 0;

  [[nodiscard]] std::string path() const {
    if (outer == nullptr) return {};
    if (member.empty()) return fmt::format("{}[{}]", outer->path(), index);
    const auto before = outer->path();
    return before.empty() ? std::string(member) : fmt::format("{}.{}", before, member);
  }
};

[[nodiscard]] inline std::string name_found(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "true or false";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "text";
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

[[nodiscard]] inline std::unexpected<Error> refuse(std::string_view expected, const json::value& found,
                                                   const Place& place) {
  return fail(fmt::format("expected {}, found {}", expected, name_found(found)), place.path());
}

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsList : std::false_type {};
template <typename T>
struct IsList<std::vector<T>> : std::true_type {};

template <typename T>
Status read(const json::value& from, T& to, const Place& place);

/// The words of an enumeration with what they stand for, made once.
template <typename T>
[[nodiscard]] const std::vector<std::pair<std::string, T>>& words_of() {
  static const auto words = [] {
    std::vector<std::pair<std::string, T>> made;
    boost::mp11::mp_for_each<describe::describe_enumerators<T>>(
        [&](auto described) { made.emplace_back(make_snake_case(described.name), described.value); });
    return made;
  }();
  return words;
}

template <typename T>
Status read_enum(const json::value& from, T& to, const Place& place) {
  if (!from.is_string()) return refuse("text", from, place);
  const std::string_view found(from.get_string().data(), from.get_string().size());
  for (const auto& [word, value] : words_of<T>()) {
    if (word != found) continue;
    to = value;
    return {};
  }
  std::string known;
  for (const auto& [word, value] : words_of<T>()) known += (known.empty() ? "" : ", ") + word;
  return fail(fmt::format("expected one of {}, found \"{}\"", known, found.substr(0, 40)), place.path());
}

template <typename T>
Status read_list(const json::value& from, std::vector<T>& to, const Place& place) {
  if (!from.is_array()) return refuse("a list", from, place);
  to.reserve(from.get_array().size());
  for (const auto& element : from.get_array()) {
    const Place inner{&place, {}, to.size()};
    TRY_STATUS(read(element, to.emplace_back(), inner));
  }
  return {};
}

template <typename T>
Status read_object(const json::value& from, T& to, const Place& place) {
  if (!from.is_object()) return refuse("an object", from, place);
  const auto& object = from.get_object();
  std::size_t known = 0;
  Status status;
  using Members = describe::describe_members<T, describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto described) {
    if (!status) return;
    auto& member = to.*described.pointer;
    using Member = std::remove_reference_t<decltype(member)>;
    const auto* value = object.if_contains(described.name);
    const Place inner{&place, described.name, 0};
    if (value != nullptr) {
      ++known;
      status = read(*value, member, inner);
    } else if constexpr (!IsOptional<Member>::value) {
      status = fail("expected this member, found none", inner.path());
    }
  });
  if (!status || known == object.size()) return status;
  for (const auto& [key, value] : object) {
    bool is_known = false;
    boost::mp11::mp_for_each<Members>([&](auto described) { is_known = is_known || key == described.name; });
    if (is_known) continue;
    return fail("expected only members that the schema has, found another",
                Place{&place, {key.data(), key.size()}, 0}.path());
  }
  return status;
}

template <typename T>
Status read(const json::value& from, T& to, const Place& place) {
  if constexpr (IsOptional<T>::value) {
    if (from.is_null()) return {};
    return read(from, to.emplace(), place);
  } else if constexpr (IsList<T>::value) {
    return read_list(from, to, place);
  } else if constexpr (std::is_enum_v<T>) {
    return read_enum(from, to, place);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!from.is_bool()) return refuse("true or false", from, place);
    to = from.get_bool();
    return {};
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    if (!from.is_int64()) return refuse("a whole number", from, place);
    to = from.get_int64();
    return {};
  } else if constexpr (std::is_same_v<T, double>) {
    if (!from.is_number()) return refuse("a number", from, place);
    to = from.to_number<double>();
    return {};
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!from.is_string()) return refuse("text", from, place);
    to.assign(from.get_string().data(), from.get_string().size());
    return {};
  } else {
    return read_object(from, to, place);
  }
}

}  // namespace endrange::protocol::reader

namespace endrange::protocol {

template <typename T>
Result<T> parse_json(std::string_view text) {
  TRY(const auto document, parse_document(text));
  T value{};
  TRY_STATUS(reader::read(document, value, reader::Place{}));
  return value;
}

}  // namespace endrange::protocol
