#include "adapters/files/xml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace endrange::files {
namespace {

constexpr std::ptrdiff_t MostElements = 1'000'000;
constexpr int MostLevels = 64;
constexpr std::size_t MostNumbers = 10'000;
constexpr std::size_t MostWords = 100;
constexpr std::size_t MostNameBytes = 1'000;
constexpr std::size_t BlockBytes = 64U << 10U;
constexpr std::string_view Blanks = " \t\r\n";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(Blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(Blanks) - first + 1);
}

// For a message: short, and on one line.
std::string quote(std::string_view word) {
  std::string shown(word.substr(0, 40));
  std::ranges::replace_if(shown, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return '"' + shown + '"';
}

// The first word of a text without blanks around it, which it and the blanks behind it are taken from.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(Blanks), text.size());
  const std::string_view word = text.substr(0, end);
  text = trim(text.substr(end));
  return word;
}

bool is_text(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

}  // namespace

Result<XmlSource> XmlSource::parse(std::string_view text, const std::string& name) {
  if (text.size() > MostXmlBytes) return fail("expected a file of at most 64 MB, found a larger one", name);
  // Each may become an element or an attribute, and each of those takes some fifty bytes.
  if (std::ranges::count(text, '<') > 2 * MostElements || std::ranges::count(text, '=') > 2 * MostElements) {
    return fail("expected at most a million elements, found more", name);
  }
  XmlSource source(text, name);
  const pugi::xml_parse_result read =
      source.document_.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (read.status == pugi::status_out_of_memory) return fail("expected a file that fits in memory", name);
  if (!read) {
    return fail(fmt::format("expected XML, found a mistake in it: {}", read.description()),
                source.line_of(read.offset), "save the file again with the program that wrote it");
  }
  int level = 0;
  const pugi::xml_node top = source.root();
  for (pugi::xml_node node = top; node;) {
    if (std::string_view(node.attribute("name").value()).size() > MostNameBytes) {
      return source.refuse(node, "expected names of at most 1,000 letters, found a longer one");
    }
    if (const pugi::xml_node child = node.first_child()) {
      node = child;
      if (++level > MostLevels) return source.refuse(node.parent(), "expected at most 64 levels, found more");
      continue;
    }
    while (node != top && !node.next_sibling()) {
      node = node.parent();
      --level;
    }
    node = node == top ? pugi::xml_node() : node.next_sibling();
  }
  return source;
}

XmlSource::XmlSource(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
  for (std::size_t at = 0, lines = 0; at < text.size(); at += BlockBytes) {
    lines_before_.push_back(lines);
    lines += static_cast<std::size_t>(std::ranges::count(text.substr(at, BlockBytes), '\n'));
  }
}

std::string XmlSource::line_of(std::ptrdiff_t offset) const {
  if (text_.empty()) return name_ + ":1";
  const auto at = std::min(text_.size() - 1, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
  const std::size_t block = at / BlockBytes;
  const auto in_block = std::ranges::count(text_.substr(block * BlockBytes, at % BlockBytes), '\n');
  return fmt::format("{}:{}", name_, 1 + lines_before_[block] + static_cast<std::size_t>(in_block));
}

std::string XmlSource::place(pugi::xml_node node) const {
  return line_of(node.offset_debug());
}

Result<std::vector<double>> XmlSource::parse_list(pugi::xml_node node, bool can_be_infinite) const {
  std::vector<double> numbers;
  const std::string text = text_of(node);
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view word = take_word(rest);
    if (numbers.size() == MostNumbers) {
      return refuse(node, fmt::format("expected at most 10,000 numbers in <{}>, found more", node.name()));
    }
    double number = 0.0;
    const char* last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data() + (word.starts_with('+') ? 1 : 0), last, number);
    const bool is_whole = error == std::errc{} && end == last && !std::isnan(number);
    if (!is_whole || (std::isinf(number) && !can_be_infinite)) {
      return refuse(node, fmt::format("expected numbers in <{}>, found {}", node.name(), quote(word)));
    }
    numbers.push_back(number);
  }
  return numbers;
}

Result<std::vector<double>> XmlSource::parse_numbers(pugi::xml_node node) const {
  return parse_list(node, /*can_be_infinite=*/false);
}

Result<std::vector<double>> XmlSource::parse_bounds(pugi::xml_node node, std::size_t count) const {
  TRY(std::vector<double> numbers, parse_list(node, /*can_be_infinite=*/true));
  if (numbers.size() != count) {
    return refuse(node,
                  fmt::format("expected {} numbers in <{}>, found {}", count, node.name(), numbers.size()));
  }
  return numbers;
}

Result<double> XmlSource::parse_number(pugi::xml_node parent, const char* child, double fallback) const {
  const pugi::xml_node node = parent.child(child);
  if (!node) return fallback;
  TRY(const std::vector<double> numbers, parse_numbers(node));
  if (numbers.size() != 1) {
    return refuse(node, fmt::format("expected one number in <{}>, found {}", child, numbers.size()));
  }
  return numbers.front();
}

Result<body::Vector3> XmlSource::parse_vector(pugi::xml_node parent, const char* child,
                                              const body::Vector3& fallback) const {
  const pugi::xml_node node = parent.child(child);
  if (!node) return fallback;
  TRY(const std::vector<double> numbers, parse_numbers(node));
  if (numbers.size() != 3) {
    return refuse(node, fmt::format("expected three numbers in <{}>, found {}", child, numbers.size()));
  }
  return body::Vector3(numbers[0], numbers[1], numbers[2]);
}

Result<bool> XmlSource::parse_flag(pugi::xml_node parent, const char* child, bool fallback) const {
  const pugi::xml_node node = parent.child(child);
  const std::string word = text_of(node);
  if (word.empty()) return fallback;
  if (word == "true" || word == "True" || word == "TRUE" || word == "1") return true;
  if (word == "false" || word == "False" || word == "FALSE" || word == "0") return false;
  return refuse(node, fmt::format("expected true or false in <{}>, found {}", child, quote(word)));
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  for (const pugi::xml_node part : node.children()) {
    if (is_text(part)) text += part.value();
  }
  return std::string(trim(text));
}

std::vector<std::string> words_of(pugi::xml_node node) {
  const std::string text = text_of(node);
  std::vector<std::string> words;
  for (std::string_view rest = text; !rest.empty() && words.size() < MostWords;) {
    words.emplace_back(take_word(rest));
  }
  return words;
}

std::string name_of(pugi::xml_node node) {
  return std::string(trim(node.attribute("name").value()));
}

pugi::xml_node first_element(pugi::xml_node parent) {
  return parent.find_child([](pugi::xml_node node) { return node.type() == pugi::node_element; });
}

std::vector<pugi::xml_node> objects_of(pugi::xml_node set) {
  std::vector<pugi::xml_node> objects;
  for (const pugi::xml_node node : set.child("objects").children()) {
    if (node.type() == pugi::node_element) objects.push_back(node);
  }
  return objects;
}

pugi::xml_node find_object(pugi::xml_node parent, const char* property) {
  if (const pugi::xml_node holder = parent.child(property)) return first_element(holder);
  return parent.find_child_by_attribute("name", property);
}

}  // namespace endrange::files
