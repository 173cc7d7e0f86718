#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <string>
#include <string_view>

namespace endrange::protocol {

/// `NotObservable` → `not_observable`: enumerators here, words in JSON.
[[nodiscard]] std::string make_snake_case(std::string_view camel_case);

/// The JSON word of an enumerator of api.h.
template <typename Enum>
[[nodiscard]] std::string word_of(Enum value) {
  return make_snake_case(boost::describe::enum_to_string(value, ""));
}

/// The enumerator that has the same name in another enum: api.h and the core name theirs alike.
template <typename To, typename From>
[[nodiscard]] constexpr To same_enumerator(From from) {
  return static_cast<To>(static_cast<int>(from));
}

}  // namespace endrange::protocol
