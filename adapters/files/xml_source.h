#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/body/frame.h"

namespace endrange::files {

/// The most bytes that an XML file may have.
inline constexpr std::size_t MostXmlBytes = 64U << 20U;

/// An XML document with the names of its places, so that what is wrong in it can be told with its line. At
/// most 64 MB, a million elements, 64 levels and names of 1,000 letters. External entities are never
/// followed.
class XmlSource {
 public:
  /// The text outlives the source. `name` stands in front of every line number.
  static Result<XmlSource> parse(std::string_view text, const std::string& name);

  [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }

  /// `name:line`
  [[nodiscard]] std::string place(pugi::xml_node node) const;
  [[nodiscard]] std::unexpected<Error> refuse(pugi::xml_node node, std::string message,
                                              std::string remedy = {}) const {
    return fail(std::move(message), place(node), std::move(remedy));
  }

  /// At most 10,000 numbers between blanks, of any size but infinite.
  [[nodiscard]] Result<std::vector<double>> parse_numbers(pugi::xml_node node) const;
  /// The same where so many numbers are expected, and infinite ones may stand for no bound.
  [[nodiscard]] Result<std::vector<double>> parse_bounds(pugi::xml_node node, std::size_t count) const;
  /// From the child of that name; the fallback where there is no such child.
  [[nodiscard]] Result<double> parse_number(pugi::xml_node parent, const char* child, double fallback) const;
  [[nodiscard]] Result<body::Vector3> parse_vector(pugi::xml_node parent, const char* child,
                                                   const body::Vector3& fallback) const;
  [[nodiscard]] Result<bool> parse_flag(pugi::xml_node parent, const char* child, bool fallback) const;

 private:
  XmlSource(std::string_view text, std::string name);
  [[nodiscard]] std::string line_of(std::ptrdiff_t offset) const;
  [[nodiscard]] Result<std::vector<double>> parse_list(pugi::xml_node node, bool can_be_infinite) const;

  std::string_view text_;
  std::string name_;
  std::vector<std::size_t> lines_before_ = {};  // each block of the text
  pugi::xml_document document_;
};

/// What stands in an element, without the blanks around it.
[[nodiscard]] std::string text_of(pugi::xml_node node);
/// The first hundred words of an element.
[[nodiscard]] std::vector<std::string> words_of(pugi::xml_node node);
[[nodiscard]] std::string name_of(pugi::xml_node node);
[[nodiscard]] pugi::xml_node first_element(pugi::xml_node parent);
/// The elements of `<set><objects>`.
[[nodiscard]] std::vector<pugi::xml_node> objects_of(pugi::xml_node set);
/// An object that a property holds: inside `<property>`, or beside it as an element that is named after it.
[[nodiscard]] pugi::xml_node find_object(pugi::xml_node parent, const char* property);

}  // namespace endrange::files
